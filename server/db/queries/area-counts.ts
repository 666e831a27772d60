import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Which column of an event says where it fell. */
export type AreaColumn = 'ward' | 'lsoa';

/** Which events: datasets, months (inclusive), categories (null: all), in these areas. */
export interface AreaEvents {
  readonly datasetIds: readonly number[];
  readonly fromMonthNo: number;
  readonly toMonthNo: number;
  readonly categoryIds: readonly number[] | null;
  readonly level: AreaColumn;
  readonly areaIds: readonly number[];
}

function where({ datasetIds, fromMonthNo, toMonthNo, categoryIds, level, areaIds }: AreaEvents) {
  return sql`dataset_id = any(${[...datasetIds]}::smallint[])
    and month_no between ${fromMonthNo}::smallint and ${toMonthNo}::smallint
    ${categoryIds ? sql`and category_id = any(${[...categoryIds]}::smallint[])` : sql``}
    and ${columnOf(level)} = any(${[...areaIds]}::integer[])`;
}

function columnOf(level: AreaColumn) {
  return sql.ref(level === 'ward' ? 'ward_id' : 'lsoa_id');
}

/** Events by area and category; pairs without an event have no row. Index-only on event_cover. */
export async function countByAreaAndCategory(
  db: Kysely<Tables>,
  events: AreaEvents,
): Promise<{ areaId: number; categoryId: number; events: number }[]> {
  const { rows } = await sql<{ areaId: number; categoryId: number; events: number }>`
    select ${columnOf(events.level)} as "areaId", category_id as "categoryId", count(*)::integer as events
    from event where ${where(events)}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Events by area and month; pairs without an event have no row. Index-only on event_cover. */
export async function countByAreaAndMonth(
  db: Kysely<Tables>,
  events: AreaEvents,
): Promise<{ areaId: number; monthNo: number; events: number }[]> {
  const { rows } = await sql<{ areaId: number; monthNo: number; events: number }>`
    select ${columnOf(events.level)} as "areaId", month_no as "monthNo", count(*)::integer as events
    from event where ${where(events)}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Events by area set of their LSOA, most first: which vintage of LSOAs the data names. */
export async function countByLsoaSet(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<{ areaSetId: number; boundaryYear: number; events: number }[]> {
  const { rows } = await sql<{ areaSetId: number; boundaryYear: number; events: number }>`
    with counted as (
      select lsoa_id, count(*)::integer as events from event
      where dataset_id = any(${[...datasetIds]}::smallint[]) and lsoa_id is not null group by 1
    )
    select a.area_set_id as "areaSetId", a.boundary_year as "boundaryYear", sum(c.events)::integer as events
    from counted c join area a on a.area_id = c.lsoa_id
    group by 1, 2 order by 3 desc, 2 desc`.execute(db);
  return rows;
}

/** Events of one area by the name of the map point they were put on, most first. Unnamed points are left out. */
export async function countByPlaceName(
  db: Kysely<Tables>,
  events: AreaEvents,
  limit: number,
): Promise<{ name: string; events: number }[]> {
  const { rows } = await sql<{ name: string; events: number }>`
    select p.name, count(*)::integer as events
    from event e join place_name p using (place_id)
    where ${where(events)}
    group by p.name order by events desc, p.name limit ${limit}::integer`.execute(db);
  return rows;
}

/** Events of one area by weekday (0 Monday) and hour of the civil clock they began at. */
export async function countByHourOfWeek(
  db: Kysely<Tables>,
  events: AreaEvents,
): Promise<{ weekday: number; hour: number; events: number }[]> {
  const { rows } = await sql<{ weekday: number; hour: number; events: number }>`
    select extract(isodow from occurred_from)::integer - 1 as weekday,
      extract(hour from occurred_from)::integer as hour, count(*)::integer as events
    from event where ${where(events)}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}
