import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { AreaCountKind, AreaCountRow } from '../kinds/area-count-kind.ts';
import { areaColumn } from '../steps/area-column.ts';
import { counted } from '../steps/counted.ts';
import { AreaCodes } from './area-codes.ts';
import { openBatch, replaceBatches } from './batch.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { yearOf } from './header-vintages.ts';
import { openTable } from './open-table.ts';
import { ensurePartnerDataset } from './partner-dataset.ts';
import { readPage, refuseNothing } from './read-rows.ts';
import { tableResult } from './table-result.ts';

const COLUMNS = [
  'batch_id',
  'row_no',
  'dataset_id',
  'period_from',
  'period_to',
  'family',
  'boundary_year',
  'code',
  'measure',
  'dimensions',
  'count',
  'suppressed',
] as const;

/** Counts from here down should have been hidden by who supplied them, in the classes that hide counts under ten. */
const SMALL_COUNT = 10;

interface KeptCount {
  readonly line: number;
  readonly row: AreaCountRow;
  readonly family: string;
  readonly boundaryYear: number;
  count: number | null;
}

/** Load counts that a partner has added up. A file replaces what the same source supplied for the same periods and kind of area. */
export async function loadAreaCounts(
  given: FileLoad,
  kindName: string,
  kind: AreaCountKind,
): Promise<FileResult> {
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
  const codes = await AreaCodes.open(db);
  const headerYear = yearOf(table.nameOf('areaCode'));
  const kept = new Map<string, KeptCount>();
  let unplaced = 0;
  for await (const page of table.pages) {
    for (const { line, row } of readPage(table, page, tally, new Set(), (field) => kind.readCount(field))) {
      const area =
        row.areaCode === '' && kind.addsUp
          ? { family: 'none', boundaryYear: 0 }
          : codes.familyOf(row.areaCode, areaColumn(`${row.areaType}cd`)?.boundaryYear ?? headerYear);
      if (!area || !agrees(row.areaType, area.family)) {
        tally.rejectAccepted(
          line,
          'area-unknown',
          'An area code is not one of England or Wales, or not of the area type stated.',
        );
        continue;
      }
      if (area.family === 'none') unplaced++;
      const key = JSON.stringify([row.period, area, row.areaCode, row.dimensions]);
      const twin = kept.get(key);
      if (twin && kind.addsUp) {
        twin.count = (twin.count ?? 0) + (row.count ?? 0);
      } else if (twin) {
        tally.dropAccepted(
          line,
          table.nameOf('count'),
          'count-repeated',
          'The same period, area and breakdown stand on an earlier row; that row is kept.',
        );
      } else {
        kept.set(key, { line, row, ...area, count: row.count });
        if (
          !kind.addsUp &&
          row.count !== null &&
          row.count > 0 &&
          row.count < SMALL_COUNT &&
          !tally.noteAgain('count-small')
        )
          tally.note(
            line,
            table.nameOf('count'),
            'count-small',
            `Counts under ${SMALL_COUNT} came unhidden: they are kept, and hidden wherever they would be shown.`,
          );
      }
    }
  }
  refuseNothing(tally, kind.table.hint);
  const counts = [...kept.values()];
  const replaced = await replacePeriods(db, dataset.datasetId, counts, batchId);
  await copyRows(
    load,
    'area_count',
    COLUMNS,
    counts.map(({ line, row, family, boundaryYear, count }) => [
      batchId,
      line,
      dataset.datasetId,
      row.period.from,
      row.period.to,
      family,
      boundaryYear,
      row.areaCode,
      kind.measure,
      JSON.stringify(row.dimensions),
      count,
      count === null ? 't' : 'f',
    ]),
  );
  const hidden = counts.filter(({ count }) => count === null).length;
  const periods = new Set(counts.map(({ row }) => row.period.from)).size;
  return tableResult({
    batchId,
    dataset: dataset.slug,
    supplier: dataset.supplier,
    notMapped: unplaced,
    notes: [
      `${counted(counts.length, 'count')} of ${counted(periods, 'period')}${hidden > 0 ? `; ${hidden} came hidden and stay so` : ''}.`,
      ...(replaced > 0 ? [`Replaces ${replaced} counts of the same periods and areas.`] : []),
      ...table.notes,
    ],
  });
}

/** Whether a stated kind of area and the family of the code are the same; a kind that is not known is not argued with. */
function agrees(areaType: string, family: string): boolean {
  const stated = areaType.toLowerCase();
  if (family === 'none' || stated === '') return true;
  if (stated.startsWith('lsoa')) return family === 'lsoa';
  if (stated.startsWith('msoa')) return family === 'msoa';
  if (/^(ward|wd|cmwd)/.test(stated)) return family === 'wd' || family === 'cmwd';
  return /^(district|lad|ltla|local|borough)/.test(stated) ? family === 'lad' : true;
}

async function replacePeriods(
  db: Kysely<Tables>,
  datasetId: number,
  counts: readonly KeptCount[],
  batchId: number,
): Promise<number> {
  const keys = [
    ...new Set(
      counts.map(({ row, family }) => JSON.stringify({ from: row.period.from, to: row.period.to, family })),
    ),
  ];
  const { numAffectedRows } = await sql`
    delete from area_count c
    using jsonb_to_recordset(${`[${keys.join(',')}]`}::text::jsonb) as k ("from" date, "to" date, family text)
    where c.dataset_id = ${datasetId} and c.period_from = k."from" and c.period_to = k."to" and c.family = k.family`.execute(
    db,
  );
  const emptied = await db
    .selectFrom('import_batch as b')
    .select('b.batch_id')
    .where('b.dataset_id', '=', datasetId)
    .where('b.state', '=', 'live')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('area_count as c').select('c.code').whereRef('c.batch_id', '=', 'b.batch_id'))),
    )
    .execute();
  await replaceBatches(
    db,
    emptied.map(({ batch_id }) => batch_id),
    batchId,
  );
  return Number(numAffectedRows ?? 0);
}
