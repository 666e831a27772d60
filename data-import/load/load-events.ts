import { type Kysely, sql } from 'kysely';
import { type MonthNo, monthOf } from '../../server/contract/month-no.ts';
import type { Tables, TimePrecision } from '../../server/db/tables.ts';
import type { EventKind, EventRow } from '../kinds/event-kind.ts';
import { counted } from '../steps/counted.ts';
import { liveBatches, replaceBatches } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { coarsenDataset, type PartnerDataset } from './partner-dataset.ts';
import type { FoundPlace } from './place-finder.ts';
import { noteNotPlaced, openPlacedFile } from './placed-file.ts';
import { PlacedRows } from './placed-rows.ts';
import { refuseNothing } from './read-rows.ts';
import { judgeEventMonths } from './supply-months.ts';

const COLUMNS = [
  'row_no',
  'x',
  'y',
  'ward_id',
  'ward_method',
  'lsoa_id',
  'lsoa_method',
  'category_id',
  'outcome_id',
  'month_no',
  'occurred_from',
  'occurred_to',
  'age_from',
  'age_to',
  'placed_by',
  'batch_id',
  'dataset_id',
  'precision_m',
] as const;
/** Rows of one COPY message: about a megabyte. */
const ROWS_A_WRITE = 8_000;
/** Of a month that is held, a file with less than this share of its rows is a straggler, not a re-issue. */
const STRAGGLER_SHARE = 0.5;

/** An event as COPY text, without what is known only at the end of the file. */
interface WaitingEvent {
  readonly monthNo: MonthNo;
  readonly line: number;
  readonly category: string;
  readonly place: FoundPlace;
  readonly text: string;
}

/**
 * Load events of a partner: the months that the file has, each replacing what the same source supplied of it before. A file
 * with fewer than half the rows that are held of a month does not replace it: its rows of that month are rejected as stragglers.
 */
export async function loadEvents(given: FileLoad, kindName: string, kind: EventKind): Promise<FileResult> {
  const { tally } = given;
  const { db } = given.load;
  const { table, dataset, batchId, categories, counts, pages } = await openPlacedFile<EventRow>(
    given,
    kindName,
    kind,
    {
      hasEvents: true,
      categoryField: 'category',
      readRow: (field) => kind.readEvent(field),
      monthOf: (row) => row.when.monthNo,
    },
  );
  let waiting: WaitingEvent[] = [];
  let time: TimePrecision = 'hour';
  for await (const page of pages)
    for (const { line, row, place, categoryId } of page) {
      const outcomeId = await categories.outcomeId(row.outcome);
      waiting.push({
        monthNo: row.when.monthNo,
        line,
        category: row.category.slug,
        place,
        text: eventText(line, row, place, categoryId, outcomeId),
      });
      if (row.when.precision !== 'hour' && time !== 'month') time = row.when.precision;
    }
  const stragglers = await findStragglers(db, dataset, waiting);
  if (stragglers.size > 0) waiting = rejectStragglers(waiting, stragglers, given, counts);
  refuseNothing(tally, kind.table.hint);
  const months = [...new Set(waiting.map(({ monthNo }) => monthNo))].sort((a, b) => a - b);
  const replaced = await replaceMonths(db, dataset, months, batchId);
  const monthNo = months.length === 1 ? months[0] : null;
  await db.updateTable('import_batch').set({ month_no: monthNo }).where('batch_id', '=', batchId).execute();

  const placed = new PlacedRows();
  for (const { place } of waiting) placed.enter(place);
  for (const { line, place } of waiting)
    if (place.placedBy === null)
      noteNotPlaced(given, line, 'was: counted in totals, in no area and no cell.');
  await writeEvents(given, waiting, placed, `\t${batchId}\t${dataset.datasetId}`);
  await coarsenDataset(db, dataset.datasetId, placed.locationPrecision, time);
  const flagged = await judgeEventMonths(db, dataset.datasetId, dataset.supplier);
  return {
    batchId,
    dataset: dataset.slug,
    supplier: dataset.supplier,
    monthNo,
    notMapped: waiting.filter(({ place }) => place.x === null).length,
    categories: counts,
    notes: [
      `${counted(months.length, 'month')}: ${monthOf(months[0])}${months.length > 1 ? ` to ${monthOf(months[months.length - 1])}` : ''}.`,
      placed.note,
      ...(replaced > 0
        ? [`Replaces ${counted(replaced, 'event')} of ${dataset.supplier} in these months.`]
        : []),
      ...table.notes,
    ],
    eventsReassigned: 0,
    flagged,
  };
}

function eventText(
  line: number,
  { when, ageFrom, ageTo }: EventRow,
  { x, y, wardId, wardMethod, lsoaId, lsoaMethod, placedBy }: FoundPlace,
  categoryId: number,
  outcomeId: number | null,
): string {
  const values = [
    line,
    x,
    y,
    wardId,
    wardMethod,
    lsoaId,
    lsoaMethod,
    categoryId,
    outcomeId,
    when.monthNo,
    when.from,
    when.to,
    ageFrom,
    ageTo,
    placedBy,
  ];
  return values.map((value) => (value === null ? '\\N' : value)).join('\t');
}

async function writeEvents(
  { load }: FileLoad,
  waiting: readonly WaitingEvent[],
  placed: PlacedRows,
  fileColumns: string,
): Promise<void> {
  const copy = await load.copyInto('event', COLUMNS);
  for (let from = 0; from < waiting.length; from += ROWS_A_WRITE) {
    const lines = waiting
      .slice(from, from + ROWS_A_WRITE)
      .map(({ text, place }) => `${text}${fileColumns}\t${placed.precisionM(place.placedBy) ?? '\\N'}\n`);
    await copy.write(Buffer.from(lines.join(''), 'latin1'));
  }
  await copy.end();
}

/** Months of which the file has so little that it is no re-issue of what is held. */
async function findStragglers(
  db: Kysely<Tables>,
  { datasetId, supplier }: PartnerDataset,
  waiting: readonly WaitingEvent[],
): Promise<Set<MonthNo>> {
  const held = await db
    .selectFrom('supply_month')
    .select(['month_no', 'events'])
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .execute();
  const own = new Map<MonthNo, number>();
  for (const { monthNo } of waiting) own.set(monthNo, (own.get(monthNo) ?? 0) + 1);
  return new Set(
    held.flatMap(({ month_no, events }) => {
      const rows = own.get(month_no);
      return rows !== undefined && rows < STRAGGLER_SHARE * events ? [month_no] : [];
    }),
  );
}

function rejectStragglers(
  waiting: readonly WaitingEvent[],
  months: ReadonlySet<MonthNo>,
  { tally }: FileLoad,
  counts: Record<string, number>,
): WaitingEvent[] {
  return waiting.filter(({ monthNo, line, category }) => {
    if (!months.has(monthNo)) return true;
    counts[category]--;
    tally.rejectAccepted(
      line,
      'month-held',
      'The month is held already with more than twice the rows that this file has of it: these rows do not replace it. Send the whole month again to replace it.',
    );
    return false;
  });
}

/** Delete what the same source supplied of these months; batches left without a row are replaced. @returns rows deleted */
async function replaceMonths(
  db: Kysely<Tables>,
  { datasetId, supplier }: PartnerDataset,
  months: readonly MonthNo[],
  batchId: number,
): Promise<number> {
  const ids = await liveBatches(db, datasetId, supplier);
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db
    .deleteFrom('event')
    .where('dataset_id', '=', datasetId)
    .where('month_no', 'in', [...months])
    .where('batch_id', 'in', ids)
    .executeTakeFirst();
  const { rows: kept } = await sql<{ batch_id: number }>`
    select distinct batch_id from event where dataset_id = ${datasetId}`.execute(db);
  const keeps = new Set(kept.map(({ batch_id }) => batch_id));
  await replaceBatches(
    db,
    ids.filter((id) => !keeps.has(id)),
    batchId,
  );
  return Number(numDeletedRows);
}
