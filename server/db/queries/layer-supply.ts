import { type Kysely, sql } from 'kysely';
import type { SupplyStatus, Tables } from '../tables.ts';

export interface SuppliedMonth {
  readonly datasetId: number;
  readonly supplier: string;
  readonly monthNo: number;
  readonly status: SupplyStatus;
  readonly events: number;
  readonly reason: string;
}

/** What was supplied of these datasets, month by month and supplier by supplier. A month without a row was not supplied. */
export async function readSuppliedMonths(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<SuppliedMonth[]> {
  if (datasetIds.length === 0) return [];
  return db
    .selectFrom('supply_month')
    .where('dataset_id', 'in', datasetIds)
    .select(['dataset_id as datasetId', 'supplier', 'month_no as monthNo', 'status', 'events', 'reason'])
    .orderBy('month_no')
    .execute();
}

export interface CategoryCount {
  readonly datasetId: number;
  readonly categoryId: number;
  readonly slug: string;
  readonly label: string;
  readonly events: number;
  /** Placed nowhere: no position and no ward. */
  readonly notMapped: number;
}

/** Events of each dataset and category, all months; index-only on event_cover. */
export async function readCategoryCounts(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<CategoryCount[]> {
  if (datasetIds.length === 0) return [];
  return db
    .selectFrom('event as e')
    .innerJoin('category as c', 'c.category_id', 'e.category_id')
    .where('e.dataset_id', 'in', datasetIds)
    .groupBy(['e.dataset_id', 'c.category_id'])
    .select([
      'e.dataset_id as datasetId',
      'c.category_id as categoryId',
      'c.slug',
      'c.label',
      sql<number>`count(*)::int`.as('events'),
      sql<number>`count(*) filter (where e.x is null and e.ward_id is null)::int`.as('notMapped'),
    ])
    .orderBy('c.label')
    .execute();
}
