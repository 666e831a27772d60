import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Rows of live batches by dataset and supplier. */
export interface SupplierRows {
  readonly datasetId: number;
  readonly supplier: string;
  readonly read: number;
  readonly rejected: number;
  readonly duplicate: number;
}

export async function readSupplierRows(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<SupplierRows[]> {
  const { rows } = await sql<SupplierRows>`
    select dataset_id as "datasetId", supplier, sum(rows_read)::int as read, sum(rows_rejected)::int as rejected,
      sum(rows_duplicate)::int as duplicate
    from import_batch where state = 'live' and dataset_id = any(${[...datasetIds]}::integer[])
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Events by the way their place was found. `way` is null for published points and for events without a place. */
export interface WayCount {
  readonly datasetId: number;
  readonly way: string | null;
  readonly hasPoint: boolean;
  readonly hasArea: boolean;
  readonly events: number;
}

export async function countByWay(db: Kysely<Tables>, datasetIds: readonly number[]): Promise<WayCount[]> {
  const { rows } = await sql<WayCount>`
    select dataset_id as "datasetId", placed_by::text as way, x is not null as "hasPoint",
      ward_id is not null or lsoa_id is not null as "hasArea", count(*)::int as events
    from event where dataset_id = any(${[...datasetIds]}::smallint[])
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

/** A point and how many events lie on it. */
export interface PointCount {
  readonly lon: number;
  readonly lat: number;
  readonly name: string | null;
  readonly events: number;
  /** A note that covers the point, else the name of a hospital, police station or prison near it. */
  readonly note: string | null;
}

/**
 * The points with most events of a dataset.
 *
 * @param telling datasets whose notes and places may explain one
 * @param leastEvents fewer are no pile-up
 * @param nearM metres within which a hospital, police station or prison explains one
 */
export async function readPileUps(
  db: Kysely<Tables>,
  datasetId: number,
  telling: readonly number[],
  leastEvents: number,
  limit: number,
  nearM: number,
): Promise<PointCount[]> {
  const { rows } = await sql<PointCount>`
    with points as (
      select x, y, min(place_id) as place_id, count(*)::int as events
      from event where dataset_id = ${datasetId} and x is not null
      group by x, y having count(*) >= ${leastEvents}::int
      order by events desc, x, y limit ${limit}::int
    )
    select st_x(at)::float8 as lon, st_y(at)::float8 as lat, n.name, p.events, coalesce(
      (select string_agg(t.note, ' ' order by t.note) from point_note t join import_batch b using (batch_id)
        where b.state = 'live' and b.dataset_id = any(${[...telling]}::integer[]) and (t.x - p.x)::float8 ^ 2 + (t.y - p.y)::float8 ^ 2 <= t.radius_m::float8 ^ 2),
      (select c.label || ' within ' || ${nearM}::int || ' m' from place s join category c using (category_id)
        where s.dataset_id = any(${[...telling]}::integer[]) and c.layer = 'services' and c.slug in ('hospital', 'police-station', 'prison')
          and s.x between p.x - ${nearM}::int and p.x + ${nearM}::int
          and s.y between p.y - ${nearM}::int and p.y + ${nearM}::int
        order by (s.x - p.x)::float8 ^ 2 + (s.y - p.y)::float8 ^ 2 limit 1)) as note
    from points p left join place_name n on n.place_id = p.place_id
    cross join lateral st_transform(st_setsrid(st_makepoint(p.x, p.y), 27700), 4326) at
    order by p.events desc, p.x, p.y`.execute(db);
  return rows;
}

/** Events by supplier, month and category. */
export interface SupplierMonthCount {
  readonly supplier: string;
  readonly monthNo: number;
  readonly category: string;
  readonly events: number;
}

export async function countBySupplierMonth(
  db: Kysely<Tables>,
  datasetId: number,
): Promise<SupplierMonthCount[]> {
  const { rows } = await sql<SupplierMonthCount>`
    select b.supplier, e.month_no as "monthNo", c.slug as category, sum(e.events)::int as events
    from (
      select batch_id, month_no, category_id, count(*) as events from event
      where dataset_id = ${datasetId} group by 1, 2, 3
    ) e
    join import_batch b using (batch_id)
    join category c on c.category_id = e.category_id
    group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  return rows;
}
