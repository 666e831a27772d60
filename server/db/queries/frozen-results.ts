import { type Kysely, sql } from 'kysely';
import type { FrozenInputs } from '../../contract/frozen-results.ts';
import type { Tables } from '../tables.ts';

/** A frozen result without its figures. */
export interface FrozenHeading {
  readonly sha256: string;
  readonly kind: string;
  readonly title: string;
  readonly dataVersion: number;
  /** What it is about; fields may be missing in records of earlier versions. */
  readonly inputs: Partial<FrozenInputs> | null;
  readonly bytes: number;
  readonly frozenBy: string;
  readonly frozenAt: Date;
  /** Files behind it that ended since. */
  readonly staleFiles: number;
}

/** Keep a frozen result and what it was computed from. The same bytes frozen twice are one row, with the first time and name. */
export async function insertFrozenResult(
  db: Kysely<Tables>,
  result: Pick<FrozenHeading, 'sha256' | 'kind' | 'title' | 'dataVersion' | 'frozenBy'> & {
    readonly body: string;
  },
  inputs: string,
): Promise<void> {
  const { sha256, kind, title, dataVersion, body, frozenBy } = result;
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('frozen_result')
      .values({ sha256, kind, title, data_version: dataVersion, body, frozen_by: frozenBy })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    await transaction
      .insertInto('frozen_inputs')
      .values({ sha256, body: inputs })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
  });
}

/** Frozen results without their figures, newest first. */
export async function readFrozenHeadings(
  db: Kysely<Tables>,
  { sha256 = null, limit }: { readonly sha256?: string | null; readonly limit: number },
): Promise<FrozenHeading[]> {
  const { rows } = await sql<FrozenHeading>`
    select f.sha256, f.kind, f.title, f.data_version::integer as "dataVersion", f.inputs, octet_length(f.body) as bytes,
      f.frozen_by as "frozenBy", f.frozen_at as "frozenAt",
      (select count(*)::integer from stale_frozen_result s where s.sha256 = f.sha256) as "staleFiles"
    from frozen_result f
    where ${sha256}::text is null or f.sha256 = ${sha256}::text
    order by f.frozen_at desc, f.sha256 limit ${limit}`.execute(db);
  return rows;
}

/** One frozen result by its hash; undefined where there is none. */
export async function readFrozenResult(
  db: Kysely<Tables>,
  sha256: string,
): Promise<{ body: string; dataVersion: number; inputs: Partial<FrozenInputs> | null } | undefined> {
  return db
    .selectFrom('frozen_result')
    .where('sha256', '=', sha256)
    .select(['body', 'data_version as dataVersion', 'inputs'])
    .executeTakeFirst();
}

/** What a frozen result was computed from; undefined where it is not kept any more. */
export async function readKeptInputs(db: Kysely<Tables>, sha256: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('frozen_inputs')
    .where('sha256', '=', sha256)
    .select('body')
    .executeTakeFirst();
  return row?.body;
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
