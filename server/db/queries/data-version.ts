import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** The data's version: raised by every write, so that a result can name what it was computed from. */
export async function readDataVersion(db: Kysely<Tables>): Promise<{ version: number; changedAt: Date }> {
  const row = await db.selectFrom('data_version').select(['version', 'changed_at']).executeTakeFirstOrThrow();
  return { version: row.version, changedAt: row.changed_at };
}
