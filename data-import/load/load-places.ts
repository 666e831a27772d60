import { monthNoOf } from '../../server/contract/month-no.ts';
import type { PlaceKind, PlaceRow } from '../kinds/place-kind.ts';
import { openBatch, replaceBatches } from './batch.ts';
import { CategoryIds } from './categories.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { vintagesOf } from './header-vintages.ts';
import { openTable } from './open-table.ts';
import { ensurePartnerDataset } from './partner-dataset.ts';
import { type FoundPlace, PlaceFinder } from './place-finder.ts';
import { PlacedRows } from './placed-rows.ts';
import { readPage, refuseManyCategories, refuseNothing } from './read-rows.ts';

const COLUMNS = [
  'batch_id',
  'row_no',
  'dataset_id',
  'category_id',
  'name',
  'x',
  'y',
  'ward_id',
  'lsoa_id',
  'ward_method',
  'lsoa_method',
  'placed_by',
  'precision_m',
  'valid_from',
  'valid_to',
  'attributes',
] as const;

interface PlacedRow {
  readonly line: number;
  readonly row: PlaceRow;
  readonly place: FoundPlace;
  readonly categoryId: number;
}

/** Load a register of places whole: it replaces what the same source supplied before. */
export async function loadPlaces(given: FileLoad, kindName: string, kind: PlaceKind): Promise<FileResult> {
  const { load, tally, file } = given;
  const { db } = load;
  const table = await openTable(given, kindName, kind.table, { leavesOut: kind.leavesOut });
  const dataset = await ensurePartnerDataset(given, kindName, kind.dataset, false);
  const batchId = await openBatch(db, {
    datasetId: dataset.datasetId,
    supplier: dataset.supplier,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  const finder = await PlaceFinder.open(db, await given.areaFinder(), vintagesOf(table));
  const categories = new CategoryIds(db, dataset.layer ?? kindName);
  const references = new Set<string>();
  const placed = new PlacedRows();
  const rows: PlacedRow[] = [];
  const counts: Record<string, number> = {};
  for await (const page of table.pages) {
    const read = readPage<PlaceRow>(table, page, tally, references, (field) => kind.readPlace(field));
    await finder.prepare(
      db,
      read.map(({ row }) => row.place),
      batchId,
    );
    for (const { line, row } of read) {
      const place = finder.place(row.place, row.validFrom ? monthNoOf(row.validFrom.slice(0, 7)) : null);
      placed.enter(place);
      for (const { field, code, message } of place.unusable)
        if (!tally.noteAgain(code)) tally.note(line, table.nameOf(field), code, message);
      if (place.placedBy === null && !tally.noteAgain('not-placed'))
        tally.note(line, '', 'not-placed', 'Nothing in the row says where it is: counted, in no area.');
      rows.push({ line, row, place, categoryId: await categories.idOf(row.category) });
      counts[row.category.slug] = (counts[row.category.slug] ?? 0) + 1;
    }
    refuseManyCategories(counts, table.nameOf('type'));
  }
  refuseNothing(tally, kind.table.hint);
  const replaced = await replaceRegister(given, dataset.datasetId, dataset.supplier, batchId);
  await copyRows(
    load,
    'place',
    COLUMNS,
    rows.map(({ line, row, place, categoryId }) => [
      batchId,
      line,
      dataset.datasetId,
      categoryId,
      row.name,
      place.x,
      place.y,
      place.wardId,
      place.lsoaId,
      place.wardMethod,
      place.lsoaMethod,
      place.placedBy,
      placed.precisionM(place.placedBy),
      row.validFrom,
      row.validTo,
      JSON.stringify(row.attributes),
    ]),
  );
  return {
    batchId,
    dataset: dataset.slug,
    supplier: dataset.supplier,
    monthNo: null,
    notMapped: rows.filter(({ place }) => place.x === null).length,
    categories: counts,
    notes: [
      placed.note,
      ...(replaced > 0
        ? [`Replaces the register of ${dataset.supplier} loaded before, ${replaced} rows.`]
        : []),
      ...table.notes,
    ],
    eventsReassigned: 0,
    flagged: [],
  };
}

async function replaceRegister(
  { load: { db } }: FileLoad,
  datasetId: number,
  supplier: string,
  batchId: number,
): Promise<number> {
  const older = await db
    .selectFrom('import_batch')
    .select('batch_id')
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .where('state', '=', 'live')
    .execute();
  if (older.length === 0) return 0;
  const ids = older.map(({ batch_id }) => batch_id);
  const { numDeletedRows } = await db.deleteFrom('place').where('batch_id', 'in', ids).executeTakeFirst();
  await replaceBatches(db, ids, batchId);
  return Number(numDeletedRows);
}
