import type { Kysely } from 'kysely';
import { monthOf } from '../../server/contract/month-no.ts';
import type { Tables } from '../../server/db/tables.ts';
import type { FlaggedMonth } from '../report.ts';
import { checkCompleteness, type MonthSupply } from '../steps/completeness.ts';

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
  const verdicts = checkCompleteness([...months, current]);
  await db
    .deleteFrom('supply_month')
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .execute();
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
        reason: verdict.reason,
      })),
    )
    .execute();
  return verdicts.flatMap(({ monthNo, status, events, expectedEvents, reason }) =>
    status === 'supplied'
      ? []
      : [{ supplier, month: monthOf(monthNo), status, events, expectedEvents, reason }],
  );
}
