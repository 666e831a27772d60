import { monthNoOf } from '../../server/contract/month-no.ts';
import type { PlaceKind, PlaceRow } from '../kinds/place-kind.ts';
import { counted } from '../steps/counted.ts';
import { liveBatches, replaceBatches } from './batch.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { noteNotPlaced, openPlacedFile, type PlacedRow } from './placed-file.ts';
import { PlacedRows } from './placed-rows.ts';

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

/** Load a register of places whole: it replaces what the same source supplied before. */
export async function loadPlaces(given: FileLoad, kindName: string, kind: PlaceKind): Promise<FileResult> {
  const { load } = given;
  const { table, dataset, batchId, counts, pages } = await openPlacedFile<PlaceRow>(given, kindName, kind, {
    hasEvents: false,
    categoryField: 'type',
    readRow: (field) => kind.readPlace(field),
    monthOf: ({ validFrom }) => (validFrom ? monthNoOf(validFrom.slice(0, 7)) : null),
  });
  const placed = new PlacedRows();
  const rows: PlacedRow<PlaceRow>[] = [];
  for await (const page of pages)
    for (const row of page) {
      placed.enter(row.place);
      if (row.place.placedBy === null) noteNotPlaced(given, row.line, 'is: counted, in no area.');
      rows.push(row);
    }
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
        ? [`Replaces the register of ${dataset.supplier} loaded before, ${counted(replaced, 'row')}.`]
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
  const ids = await liveBatches(db, datasetId, supplier);
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db.deleteFrom('place').where('batch_id', 'in', ids).executeTakeFirst();
  await replaceBatches(db, ids, batchId);
  return Number(numDeletedRows);
}
