import { ANNOTATIONS_TABLE } from '../kinds/annotations.ts';
import { placeClues } from '../kinds/place-fields.ts';
import { counted } from '../steps/counted.ts';
import { clip, parseCount, slugOf } from '../steps/parse-values.ts';
import { monthText, parseDay } from '../steps/parse-when.ts';
import { ensureDataset, openBatch, replaceBatches } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { openTable } from './open-table.ts';
import { PlaceFinder } from './place-finder.ts';
import { refuseNothing } from './read-rows.ts';
import { tableResult } from './table-result.ts';

/** Metres around a point that its note covers where the file does not say. */
const DEFAULT_RADIUS_M = 100;
const LONGEST_NOTE = 500;

/** Load notes about the recording; they replace those the same source gave before. */
export async function loadAnnotations(given: FileLoad): Promise<FileResult> {
  const { load, tally, file } = given;
  const { db } = load;
  const table = await openTable(given, 'annotations', ANNOTATIONS_TABLE);
  const { datasetId, slug } = await ensureDataset(
    db,
    {
      slug: 'annotations',
      title: 'Notes about the recording',
      kind: 'annotations',
      layer: null,
      location_precision: 'none',
      time_precision: 'none',
      sensitivity_class: 'open',
      owner: 'Data steward',
      licence: 'Own notes',
      attribution: 'Notes of the data steward',
    },
    given.synthetic,
  );
  const supplier = given.source ?? 'data-steward';
  const older = await db
    .selectFrom('import_batch')
    .select('batch_id')
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .where('state', '=', 'live')
    .execute();
  const batchId = await openBatch(db, {
    datasetId,
    supplier,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  const finder = await PlaceFinder.open(db, await given.areaFinder(), { lsoa: undefined, ward: undefined });
  for (const { batch_id } of older) {
    await db.deleteFrom('recording_note').where('batch_id', '=', batch_id).execute();
    await db.deleteFrom('point_note').where('batch_id', '=', batch_id).execute();
  }
  await replaceBatches(
    db,
    older.map(({ batch_id }) => batch_id),
    batchId,
  );
  let points = 0;
  for await (const page of table.pages) {
    const read = page.map(({ line, fields }) => ({ line, field: table.reader(fields) }));
    await finder.prepare(
      db,
      read.map(({ field }) => placeClues(field)),
      batchId,
    );
    for (const { line, field } of read) {
      const note = clip(field('note'), LONGEST_NOTE);
      const { x, y } = finder.place(placeClues(field), null);
      const [from, to] = [monthOfText(field('from')), monthOfText(field('to')) ?? monthOfText(field('from'))];
      if (note === '') tally.reject(line, table.nameOf('note'), 'note-missing', 'A row has no note.');
      else if (x !== null && y !== null) {
        tally.accept();
        points++;
        const radius_m = parseCount(field('radius')) || DEFAULT_RADIUS_M;
        await db.insertInto('point_note').values({ x, y, radius_m, note, batch_id: batchId }).execute();
      } else if (field('layer') !== '' && from !== undefined && to !== undefined && to >= from) {
        tally.accept();
        await db
          .insertInto('recording_note')
          .values({
            layer: slugOf(field('layer')),
            supplier: field('supplier') || null,
            category: slugOf(field('category')) || null,
            from_month_no: from,
            to_month_no: to,
            note,
            batch_id: batchId,
          })
          .execute();
      } else
        tally.reject(
          line,
          table.nameOf('note'),
          'note-about-nothing',
          'A note is neither about a point nor about months of a layer.',
        );
    }
  }
  refuseNothing(tally, ANNOTATIONS_TABLE.hint);
  return tableResult({
    batchId,
    dataset: slug,
    supplier,
    notes: [
      `${counted(tally.accepted - points, 'note')} about months, ${points} about points.`,
      ...table.notes,
    ],
  });
}

function monthOfText(text: string): number | undefined {
  return monthText(text) ?? monthText(parseDay(text)?.slice(0, 7) ?? '');
}
