import { type Kysely, sql } from 'kysely';
import { monthOf } from '../../server/contract/month-no.ts';
import type { Tables } from '../../server/db/tables.ts';
import type { FlaggedMonth } from '../report.ts';
import { checkCompleteness, type MonthSupply, type MonthVerdict } from '../steps/completeness.ts';

/**
 * Judge all months of a dataset and supplier again, from the category counts in the reports of its live batches, and write the verdicts.
 *
 * @param current the month just loaded, whose batch is not live yet
 * @returns the months that are not sound
 */
export async function judgeSupplyMonths(
  db: Kysely<Tables>,
  datasetId: number,
  supplier: string,
  current: MonthSupply,
): Promise<FlaggedMonth[]> {
  const batches = await db
    .selectFrom('import_batch')
    .select(['month_no', 'report'])
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .where('state', '=', 'live')
    .where('month_no', 'is not', null)
    .where('month_no', '!=', current.monthNo)
    .execute();
  const months = batches.map(({ month_no, report }) => ({
    monthNo: month_no as number,
    counts: (report.categories ?? {}) as Record<string, number>,
  }));
  return writeVerdicts(db, datasetId, supplier, [...months, current]);
}

/**
 * Judge all months of a dataset and supplier again, from the events themselves: for files that bring several months.
 *
 * @returns the months that are not sound
 */
export async function judgeEventMonths(
  db: Kysely<Tables>,
  datasetId: number,
  supplier: string,
): Promise<FlaggedMonth[]> {
  const { rows } = await sql<{ month_no: number; slug: string; events: number }>`
    select e.month_no, c.slug, count(*)::int as events
    from event e
    join category c on c.category_id = e.category_id
    where e.dataset_id = ${datasetId} and e.batch_id in (select batch_id from import_batch where supplier = ${supplier})
    group by e.month_no, c.slug`.execute(db);
  const months = new Map<number, Record<string, number>>();
  for (const { month_no, slug, events } of rows)
    months.set(month_no, { ...months.get(month_no), [slug]: events });
  return writeVerdicts(
    db,
    datasetId,
    supplier,
    [...months].map(([monthNo, counts]) => ({ monthNo, counts })),
  );
}

async function writeVerdicts(
  db: Kysely<Tables>,
  datasetId: number,
  supplier: string,
  months: readonly MonthSupply[],
): Promise<FlaggedMonth[]> {
  const verdicts = checkCompleteness(months);
  const { sensitivity_class } = await db
    .selectFrom('dataset')
    .select('sensitivity_class')
    .where('dataset_id', '=', datasetId)
    .executeTakeFirstOrThrow();
  // The catalogue repeats the reason to everybody who may see the layer: exact counts of restricted data stay out of it.
  const counted = sensitivity_class === 'open';
  await db
    .deleteFrom('supply_month')
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .execute();
  if (verdicts.length === 0) return [];
  await db
    .insertInto('supply_month')
    .values(
      verdicts.map((verdict) => ({
        dataset_id: datasetId,
        supplier,
        month_no: verdict.monthNo,
        status: verdict.status,
        events: verdict.events,
        expected_events: verdict.expectedEvents,
        reason: counted ? verdict.reason : reasonWithoutCounts(verdict),
      })),
    )
    .execute();
  return verdicts.flatMap(({ monthNo, status, events, expectedEvents, reason }) =>
    status === 'supplied'
      ? []
      : [{ supplier, month: monthOf(monthNo), status, events, expectedEvents, reason }],
  );
}

function reasonWithoutCounts({ monthNo, status }: MonthVerdict): string {
  if (status === 'supplied') return '';
  const how = status === 'under-supplied' ? 'fewer' : 'more';
  return `Clearly ${how} events in ${monthOf(monthNo)} than the months around it suggest, in most categories.`;
}
