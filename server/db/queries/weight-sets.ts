import { type Kysely, sql } from 'kysely';
import type { Tables, WeightRowTable } from '../tables.ts';

export interface StoredWeightSet {
  readonly weightSetId: number;
  readonly slug: string;
  readonly version: number;
  readonly title: string;
  readonly unit: string;
  readonly layer: string;
  readonly method: string;
  readonly source: string;
  readonly sourceYear: number;
  readonly significantDigits: number;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Every version of a weight table that users made, oldest version first. */
export async function readWeightSets(db: Kysely<Tables>): Promise<StoredWeightSet[]> {
  return db
    .selectFrom('weight_set')
    .select([
      'weight_set_id as weightSetId',
      'slug',
      'version',
      'title',
      'unit',
      'layer',
      'method',
      'source',
      'source_year as sourceYear',
      'significant_digits as significantDigits',
      'created_by as createdBy',
      'created_at as createdAt',
    ])
    .orderBy('slug')
    .orderBy('version')
    .execute();
}

/** Rows of one stored version, by category. */
export async function readWeightRows(db: Kysely<Tables>, weightSetId: number): Promise<WeightRowTable[]> {
  return db
    .selectFrom('weight_row')
    .where('weight_set_id', '=', weightSetId)
    .selectAll()
    .orderBy('category')
    .execute();
}

export type NewWeightSet = Omit<StoredWeightSet, 'weightSetId' | 'createdAt'>;
export type NewWeightRow = Omit<WeightRowTable, 'weight_set_id'>;

/** Write a version with its rows. Fails on a version that exists (unique): the next one up is asked for then. */
export async function insertWeightSet(
  db: Kysely<Tables>,
  set: NewWeightSet,
  rows: readonly NewWeightRow[],
): Promise<void> {
  const { weight_set_id } = await db
    .insertInto('weight_set')
    .values({
      slug: set.slug,
      version: set.version,
      title: set.title,
      unit: set.unit,
      layer: set.layer,
      method: set.method,
      source: set.source,
      source_year: set.sourceYear,
      significant_digits: set.significantDigits,
      created_by: set.createdBy,
    })
    .returning('weight_set_id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('weight_row')
    .values(rows.map((row) => ({ ...row, weight_set_id })))
    .execute();
}

/** Any number; the same in every process, so that versions are numbered one after the other. */
const VERSIONS_LOCK = 7_226_704;

/** One writer of versions at a time, until the transaction ends. */
export async function lockVersions(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(VERSIONS_LOCK)})`.execute(db);
}
