import { sql } from 'kysely';
import type { Database } from './database.ts';
import { openEmbeddedDatabase } from './embedded/embedded-database.ts';
import { migrate } from './migrate.ts';
import { openServerDatabase } from './server-database.ts';

export interface OpenDatabaseOptions {
  /** A PostgreSQL server with PostGIS (postgres://...). Wins over `dataDirectory`. */
  readonly url?: string | undefined;
  /** Login that owns the schema, for migrations and loads; default `url`. Lets `url` be a login that owns nothing. */
  readonly ownerUrl?: string | undefined;
  /**
   * What queries outside loads run as: the role with the few rights that the service needs (the default), or the owner
   * (tests that write fixtures).
   */
  readonly as?: 'application' | 'owner' | undefined;
  /** The folder of the embedded database. */
  readonly dataDirectory?: string | undefined;
  /** A query that runs longer is stopped, milliseconds; default 30,000. Loads and migrations have no limit. */
  readonly statementTimeoutMs?: number | undefined;
}

/**
 * Open the database, bring it to this version, and say what is running.
 *
 * @throws when neither a url nor a folder is given, the server does not answer, the folder is in use, or the database
 *   is newer than this version
 */
export async function openDatabase({
  url,
  ownerUrl,
  dataDirectory,
  as = 'application',
  statementTimeoutMs = 30_000,
}: OpenDatabaseOptions): Promise<Database> {
  if (!url && !dataDirectory)
    throw new Error('Neither DATABASE_URL nor a data folder was given: there is no database to open.');
  const database = url
    ? await openServerDatabase(url, statementTimeoutMs, ownerUrl)
    : await openEmbeddedDatabase(dataDirectory as string, statementTimeoutMs);
  try {
    await migrate(database);
    if (as === 'application') await database.stepDown();
    return { ...database, versions: await versionsOf(database) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function versionsOf({ db }: Database): Promise<string> {
  const { rows } = await sql<{ postgresql: string; postgis: string }>`
    select current_setting('server_version') as postgresql, postgis_lib_version() as postgis`.execute(db);
  const { postgresql, postgis } = rows[0] as { postgresql: string; postgis: string };
  return `PostgreSQL ${postgresql.split(' ')[0]}, PostGIS ${postgis}`;
}
