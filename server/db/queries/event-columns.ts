import { type Kysely, sql } from 'kysely';
import type { EventColumns, NotMappedCounts } from '../held-events.ts';
import type { Tables } from '../tables.ts';
import { unpackIntegers } from './unpack-integers.ts';

/** Every event of some datasets in some wards, as columns. Rows travel as one packed value of 16 bytes an event. */
export async function readEventColumns(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  wardIds: readonly number[],
): Promise<EventColumns> {
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(
      int4send(coalesce(x, -1)) || int4send(coalesce(y, -1)) || int4send(ward_id)
        || int4send(month_no * 65536 + category_id), ''::bytea) as packed
    from event
    where dataset_id = any(${[...datasetIds]}::smallint[]) and ward_id = any(${[...wardIds]}::integer[])`.execute(
    db,
  );
  const [x, y, wardId, both] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 4);
  return {
    x,
    y,
    wardId,
    monthNo: both.map((value) => value >> 16),
    categoryId: both.map((value) => value & 0xffff),
  };
}

/** Events of some datasets that are placed nowhere, by month and category. */
export async function readNotMappedCounts(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<NotMappedCounts> {
  const { rows } = await sql<{ packed: Uint8Array | null }>`
    select string_agg(int4send(m) || int4send(c) || int4send(n), ''::bytea) as packed
    from (
      select month_no::integer as m, category_id::integer as c, count(*)::integer as n
      from event
      where dataset_id = any(${[...datasetIds]}::smallint[]) and x is null and ward_id is null
      group by 1, 2
    ) counts`.execute(db);
  const [monthNo, categoryId, events] = unpackIntegers(rows[0]?.packed ?? new Uint8Array(), 3);
  return { monthNo, categoryId, events };
}
