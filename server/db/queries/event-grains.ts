import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import { unpackIntegers } from './unpack-integers.ts';

/** Events at the finest grain, as columns of one length. */
export interface EventGrainColumns {
  readonly categoryId: Int32Array;
  readonly monthNo: Int32Array;
  readonly wardId: Int32Array;
  readonly column: Int32Array;
  readonly row: Int32Array;
  readonly events: Int32Array;
}

/**
 * Mapped events in a ward, by category, month, ward and cell of the lattice of `cellSizeM` metres from (0, 0) of the
 * National Grid. For deciding what may be shown of them: no other use.
 */
export async function readEventGrains(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  cellSizeM: number,
): Promise<EventGrainColumns> {
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(
      int4send(category_id) || int4send(month_no) || int4send(ward_id) || int4send(c) || int4send(r) || int4send(n),
      ''::bytea order by category_id, month_no, ward_id, r, c
    ) as packed
    from (
      select category_id::integer, month_no::integer, ward_id,
        x / ${cellSizeM}::integer as c, y / ${cellSizeM}::integer as r, count(*)::integer as n
      from event
      where dataset_id = any(${[...datasetIds]}::smallint[]) and ward_id is not null and x is not null
      group by 1, 2, 3, 4, 5
    ) grains`.execute(db);
  const [categoryId, monthNo, wardId, column, row, events] = unpackIntegers(
    rows[0]?.packed ?? new Uint8Array(),
    6,
  );
  return { categoryId, monthNo, wardId, column, row, events };
}
