import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import { unpackIntegers } from './unpack-integers.ts';

/** How fine the grain is. */
export interface GrainSize {
  readonly cellSizeM: number;
  /** What to call the column and row of events without a position. */
  readonly noCell: number;
  /** Length of a block of hours; null: times are not asked for. */
  readonly hoursInBlock: number | null;
}

/** Events at the finest grain, as columns of one length. */
export interface EventGrainColumns {
  readonly categoryId: Int32Array;
  readonly monthNo: Int32Array;
  readonly wardId: Int32Array;
  /** `noCell`, as is the row, where the event is known by the code of an area only. */
  readonly column: Int32Array;
  readonly row: Int32Array;
  readonly events: Int32Array;
  /** Weekday (0 Monday) x blocks in a day + block of hours that it began in; only where asked for. */
  readonly slot?: Int32Array;
}

/**
 * Events in a ward, by category, month, ward and cell of the lattice of `cellSizeM` metres from (0, 0) of the National
 * Grid (`noCell` for those known by the code of an area only); with `hoursInBlock` also by weekday and block of hours. For
 * deciding what may be shown of them: no other use.
 */
export async function readEventGrains(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  { cellSizeM, noCell, hoursInBlock }: GrainSize,
): Promise<EventGrainColumns> {
  const slot =
    hoursInBlock === null
      ? sql`0`
      : sql`(extract(isodow from occurred_from)::integer - 1) * (24 / ${hoursInBlock}::integer)
          + extract(hour from occurred_from)::integer / ${hoursInBlock}::integer`;
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(
      int4send(category_id) || int4send(month_no) || int4send(ward_id) || int4send(c) || int4send(r) || int4send(n)
        || int4send(slot),
      ''::bytea order by category_id, month_no, ward_id, r, c, slot
    ) as packed
    from (
      select category_id::integer, month_no::integer, ward_id,
        coalesce(x / ${cellSizeM}::integer, ${noCell}::integer) as c,
        coalesce(y / ${cellSizeM}::integer, ${noCell}::integer) as r, count(*)::integer as n, ${slot} as slot
      from event
      where dataset_id = any(${[...datasetIds]}::smallint[]) and ward_id is not null
      group by 1, 2, 3, 4, 5, slot
    ) grains`.execute(db);
  const [categoryId, monthNo, wardId, column, row, events, slots] = unpackIntegers(
    rows[0]?.packed ?? new Uint8Array(),
    7,
  );
  return {
    categoryId,
    monthNo,
    wardId,
    column,
    row,
    events,
    ...(hoursInBlock === null ? {} : { slot: slots }),
  };
}
