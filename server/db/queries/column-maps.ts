import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** Column maps kept from earlier files, by kind and source. */
export async function readColumnMaps(db: Kysely<Tables>) {
  return db
    .selectFrom('column_map')
    .select(['kind', 'source', 'map', 'saved_by as savedBy', 'saved_at as savedAt'])
    .orderBy('kind')
    .orderBy('source')
    .execute();
}

/** Whether the database holds invented or real data: never both. */
export async function readHolds(db: Kysely<Tables>): Promise<'nothing' | 'real' | 'synthetic'> {
  const row = await db.selectFrom('dataset').select('synthetic').limit(1).executeTakeFirst();
  return row === undefined ? 'nothing' : row.synthetic ? 'synthetic' : 'real';
}
