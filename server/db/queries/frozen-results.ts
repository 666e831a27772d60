import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

export interface FrozenRow {
  readonly sha256: string;
  readonly kind: string;
  readonly title: string;
  readonly dataVersion: number;
  readonly body: string;
  readonly frozenBy: string;
  readonly frozenAt: Date;
}

/** Keep a frozen result. The same bytes frozen twice are one row, with the first time and name. */
export async function insertFrozenResult(
  db: Kysely<Tables>,
  { sha256, kind, title, dataVersion, body, frozenBy }: Omit<FrozenRow, 'frozenAt'>,
): Promise<void> {
  await db
    .insertInto('frozen_result')
    .values({ sha256, kind, title, data_version: dataVersion, body, frozen_by: frozenBy })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** One frozen result by its hash; undefined where there is none. */
export async function readFrozenResult(db: Kysely<Tables>, sha256: string): Promise<FrozenRow | undefined> {
  return db
    .selectFrom('frozen_result')
    .where('sha256', '=', sha256)
    .select([
      'sha256',
      'kind',
      'title',
      'data_version as dataVersion',
      'body',
      'frozen_by as frozenBy',
      'frozen_at as frozenAt',
    ])
    .executeTakeFirst();
}

/** Files behind a frozen result that ended after it was frozen, oldest first. */
export async function readStaleReasons(
  db: Kysely<Tables>,
  sha256: string,
): Promise<{ dataset: string; endedAt: Date; reason: string }[]> {
  const { rows } = await sql<{ dataset: string; endedAt: Date; reason: string }>`
    select dataset_slug as dataset, ended_at as "endedAt", coalesce(ended_reason, '') as reason
    from stale_frozen_result where sha256 = ${sha256} order by ended_at, dataset_slug`.execute(db);
  return rows;
}
