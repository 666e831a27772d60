import { sql } from 'kysely';
import type { Database } from '../../../server/db/database.ts';

const TABLES = [
  'data_version',
  'dataset',
  'import_batch',
  'supply_month',
  'area_set',
  'area',
  'area_lookup',
  'area_measure',
  'category',
  'outcome',
  'place_name',
  'event',
  'place',
  'area_count',
  'postcode',
  'uprn',
  'column_map',
  'recording_note',
  'point_note',
];

/** A fingerprint of every row of every table the importer writes: equal before and after means nothing changed. */
export async function databaseState({ db }: Database): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const table of TABLES) {
    const { rows } = await sql<{ state: string }>`
      select count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as state
      from ${sql.table(table)} t`.execute(db);
    state[table] = rows[0].state;
  }
  return state;
}
