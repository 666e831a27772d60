import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { LayerDataset } from './layer-datasets.ts';

/** Counts of one measure that a partner added up, for the newest period supplied of it. */
export interface SuppliedMeasure extends Omit<LayerDataset, 'layer'> {
  readonly measure: string;
  /** [periodFrom, periodTo), YYYY-MM-DD. */
  readonly periodFrom: string;
  readonly periodTo: string;
}

/** What these datasets count by area: one row a dataset and measure, with its newest period. Context-only ones are none. */
export async function readSuppliedMeasures(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<SuppliedMeasure[]> {
  const { rows } = await sql<SuppliedMeasure>`
    select distinct on (d.dataset_id, a.measure) d.dataset_id as "datasetId", d.slug, d.title, a.measure,
      'ward' as "locationPrecision", d.time_precision as "timePrecision", d.sensitivity_class as "sensitivityClass", d.owner,
      d.licence, d.attribution, d.synthetic, d.agreement, b.imported_at as "lastImportedAt",
      to_char(a.period_from, 'YYYY-MM-DD') as "periodFrom", to_char(a.period_to, 'YYYY-MM-DD') as "periodTo"
    from area_count a
    join import_batch b using (batch_id)
    join dataset d on d.dataset_id = a.dataset_id
    join usable_dataset u on u.dataset_id = d.dataset_id
    where b.state = 'live' and not d.context_only and d.dataset_id = any(${[...datasetIds]}::integer[])
    order by d.dataset_id, a.measure, a.period_to desc, a.period_from`.execute(db);
  return rows;
}

/** One count as it was supplied; null where its supplier hid it. */
export interface SuppliedCount {
  readonly family: string;
  readonly boundaryYear: number;
  readonly code: string;
  /** Names of its breakdown, sorted and joined by a comma; '' for a total. */
  readonly brokenDownBy: string;
  readonly count: number | null;
}

/** Every count of a measure for one period, whatever the kind of area. */
export async function readSuppliedCounts(
  db: Kysely<Tables>,
  {
    datasetId,
    measure,
    periodFrom,
    periodTo,
  }: Pick<SuppliedMeasure, 'datasetId' | 'measure' | 'periodFrom' | 'periodTo'>,
): Promise<SuppliedCount[]> {
  const { rows } = await sql<SuppliedCount>`
    select a.family, a.boundary_year as "boundaryYear", a.code, a.count,
      coalesce((select string_agg(name, ',' order by name) from jsonb_object_keys(a.dimensions) name), '') as "brokenDownBy"
    from area_count a
    join import_batch b using (batch_id)
    where b.state = 'live' and a.dataset_id = ${datasetId}::smallint and a.measure = ${measure}
      and a.period_from = ${periodFrom}::date and a.period_to = ${periodTo}::date
    order by a.family, a.boundary_year, a.code`.execute(db);
  return rows;
}
