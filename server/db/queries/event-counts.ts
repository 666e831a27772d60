import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { HeldEvents } from '../held-events.ts';
import type { Tables } from '../tables.ts';
import { unpackIntegers } from './unpack-integers.ts';

/** Which events: datasets of a layer, months (inclusive), categories, and the wards they fell in. */
export interface EventSelection {
  readonly datasetIds: readonly number[];
  readonly fromMonthNo: number;
  readonly toMonthNo: number;
  /** null: every category. */
  readonly categoryIds: readonly number[] | null;
  /** null: anywhere. */
  readonly wardIds: readonly number[] | null;
  /** Hours of the day, 0 to 23, and weekdays, 0 Monday; null or left out: all. By the hour that an event begins in. */
  readonly times?:
    | { readonly hours: readonly number[] | null; readonly weekdays: readonly number[] | null }
    | undefined;
  /** Well-known text of a polygon, EPSG:27700: only events inside or on its edge. */
  readonly withinWkt?: string | undefined;
  /** The same events in memory, where they are there: then nothing is asked of the database. */
  readonly held?: HeldEvents | undefined;
}

/** Counts by lattice cell, as columns of one length. */
export interface CellCounts {
  readonly column: Int32Array;
  readonly row: Int32Array;
  readonly events: Int32Array;
}

function where({
  datasetIds,
  fromMonthNo,
  toMonthNo,
  categoryIds,
  wardIds,
  times,
  withinWkt,
}: EventSelection): RawBuilder<unknown> {
  return sql`dataset_id = any(${[...datasetIds]}::smallint[])
    and month_no between ${fromMonthNo}::smallint and ${toMonthNo}::smallint
    ${categoryIds ? sql`and category_id = any(${[...categoryIds]}::smallint[])` : sql``}
    ${wardIds ? sql`and ward_id = any(${[...wardIds]}::integer[])` : sql``}
    ${times?.hours ? sql`and extract(hour from occurred_from)::integer = any(${[...times.hours]}::integer[])` : sql``}
    ${times?.weekdays ? sql`and extract(isodow from occurred_from)::integer - 1 = any(${[...times.weekdays]}::integer[])` : sql``}
    ${withinWkt ? sql`and st_intersects(geom, st_geomfromtext(${withinWkt}, 27700))` : sql``}`;
}

/**
 * Mapped events by cell of the lattice of `cellSizeM` metres from (0, 0) of the National Grid, half-open. Integer
 * arithmetic on event_cover; coordinates in Great Britain are never negative, so division is floor.
 * Rows travel as one packed value: objects would cost more than the query on a large map.
 */
export async function countByCell(
  db: Kysely<Tables>,
  selection: EventSelection,
  cellSizeM: number,
): Promise<CellCounts> {
  if (selection.held?.covers(selection)) return selection.held.byCell(selection, cellSizeM);
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(int4send(c) || int4send(r) || int4send(n), ''::bytea) as packed
    from (
      select x / ${cellSizeM}::integer as c, y / ${cellSizeM}::integer as r, count(*)::integer as n
      from event
      where ${where(selection)} and x is not null
      group by 1, 2
    ) cells`.execute(db);
  const [column, row, events] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 3);
  return { column, row, events };
}

/** Mapped events by exact position: snapped data piles up on few points. */
export async function countByPoint(
  db: Kysely<Tables>,
  selection: EventSelection,
): Promise<{ x: Int32Array; y: Int32Array; events: Int32Array }> {
  if (selection.held?.covers(selection)) return selection.held.byPoint(selection);
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(int4send(x) || int4send(y) || int4send(n), ''::bytea order by y, x) as packed
    from (
      select x, y, count(*)::integer as n
      from event
      where ${where(selection)} and x is not null
      group by 1, 2
    ) points`.execute(db);
  const [x, y, events] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 3);
  return { x, y, events };
}

/** Events by ward; wards without an event have no row. */
export async function countByWard(
  db: Kysely<Tables>,
  selection: EventSelection,
): Promise<{ wardId: number; events: number }[]> {
  if (selection.held?.covers(selection)) return selection.held.byWard(selection);
  const { rows } = await sql<{ wardId: number; events: number }>`
    select ward_id as "wardId", count(*)::integer as events
    from event
    where ${where(selection)} and ward_id is not null
    group by 1`.execute(db);
  return rows;
}

/** How many events of the selection are placed nowhere: they have no ward either, so whichever wards are selected. */
export async function countNotMapped(
  db: Kysely<Tables>,
  selection: Omit<EventSelection, 'wardIds'>,
): Promise<number> {
  if (selection.held?.covers({ ...selection, wardIds: [] })) return selection.held.notMapped(selection);
  const { rows } = await sql<{ events: number }>`
    select count(*)::integer as events
    from event
    where ${where({ ...selection, wardIds: null })} and x is null and ward_id is null`.execute(db);
  return rows[0]?.events ?? 0;
}

/** How many events of the selection are known by the code of an area only: counted in wards, in no cell. */
export async function countInNoCell(db: Kysely<Tables>, selection: EventSelection): Promise<number> {
  if (selection.held?.covers(selection)) return selection.held.inNoCell(selection);
  const { rows } = await sql<{ events: number }>`
    select count(*)::integer as events
    from event
    where ${where(selection)} and x is null and ward_id is not null`.execute(db);
  return rows[0]?.events ?? 0;
}

/** Mapped events by cell and month, for a cube: as countByCell, with the month as a fourth column. */
export async function countByCellAndMonth(
  db: Kysely<Tables>,
  selection: EventSelection,
  cellSizeM: number,
): Promise<CellCounts & { readonly monthNo: Int32Array }> {
  if (selection.held?.covers(selection)) return selection.held.byCellAndMonth(selection, cellSizeM);
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(int4send(c) || int4send(r) || int4send(m) || int4send(n), ''::bytea) as packed
    from (
      select x / ${cellSizeM}::integer as c, y / ${cellSizeM}::integer as r, month_no::integer as m, count(*)::integer as n
      from event
      where ${where(selection)} and x is not null
      group by 1, 2, 3
    ) bins`.execute(db);
  const [column, row, monthNo, events] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 4);
  return { column, row, monthNo, events };
}
