import { once } from 'node:events';
import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type QueryResult,
  sql,
} from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BINARY_COPY_HEADER, BINARY_COPY_TRAILER } from './binary-copy.ts';
import {
  APPLICATION_ROLE,
  type CopyFormat,
  type CopyWriter,
  type LoadTransaction,
  type OwnedDatabase,
} from './database.ts';
import { heldConnectionDialect } from './embedded/embedded-dialect.ts';
import { stoppableDialect } from './stoppable-dialect.ts';
import type { Tables } from './tables.ts';
import { textParsers } from './value-parsers.ts';

/**
 * A PostgreSQL server with PostGIS, over pg.
 * jit is off on every connection: it never won a map query and made the short ones 12 times slower under load.
 *
 * @param statementTimeoutMs queries from the pool stop after this; loads and migrations do not
 * @param ownerUrl login for loads and migrations; default `url`
 */
export async function openServerDatabase(
  url: string,
  statementTimeoutMs: number,
  ownerUrl: string = url,
): Promise<OwnedDatabase> {
  let steppedDown = false;
  const pool = openPool(url, statementTimeoutMs, 10, async (client) => {
    // A connection that cannot step down is never lent: the pool closes it and passes the error on.
    if (steppedDown) await client.query(`set role ${APPLICATION_ROLE}`);
  });
  const owners = ownerUrl === url ? pool : openPool(ownerUrl, statementTimeoutMs, 2);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await db.destroy();
    if (owners !== pool) await owners.end();
  };
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    await close();
    throw new Error(
      `The database server did not answer: ${(error as Error).message || (error as NodeJS.ErrnoException).code}. Check DATABASE_URL and that the server runs.`,
    );
  }
  const opened: OwnedDatabase = {
    engine: 'server',
    db,
    versions: '',
    until(signal) {
      return { ...this, db: new Kysely<Tables>({ dialect: stoppableDialect(pool, url, signal) }) };
    },
    loadTransaction: (work) => loadOnServer(owners, work),
    stepDown: async () => {
      steppedDown = true;
      await stepDownOnServer(pool);
    },
    close,
  };
  return opened;
}

function openPool(
  url: string,
  statementTimeoutMs: number,
  max: number,
  onConnect: (client: pg.ClientBase) => Promise<void> = async () => undefined,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'wardlight',
    onConnect,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parserOf },
    options: `-c jit=off -c work_mem=64MB -c max_parallel_workers_per_gather=2 -c statement_timeout=${statementTimeoutMs} -c timezone=UTC`,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** The connections opened so far step down too; the one that finds it cannot says why. */
async function stepDownOnServer(pool: pg.Pool): Promise<void> {
  const idle = await Promise.all(Array.from({ length: Math.max(1, pool.totalCount) }, () => pool.connect()));
  try {
    for (const client of idle) await client.query(`set role ${APPLICATION_ROLE}`);
  } catch (error) {
    throw new Error(
      `The login of DATABASE_URL may not work as ${APPLICATION_ROLE}: ${(error as Error).message}. ` +
        `Run as the server's administrator: grant ${APPLICATION_ROLE} to that login.`,
    );
  } finally {
    for (const client of idle) client.release();
  }
}

async function loadOnServer<T>(pool: pg.Pool, work: (load: LoadTransaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let copy: CopyWriter | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    await client.query('set local role none');
    await client.query('set local statement_timeout = 0');
    const held = new Kysely<Tables>({ dialect: heldConnectionDialect(new HeldClient(client)) });
    const result = await work({
      db: held,
      copyInto: async (table, columns, format = 'text') => {
        copy = copyOnServer(client, table, columns, format);
        return copy;
      },
      script: async (text) => {
        await client.query(text);
      },
    });
    await client.query('commit');
    return result;
  } catch (error) {
    // The connection takes no rollback while a COPY is open.
    await copy?.abort();
    if (!broken) await client.query('rollback').catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

function copyOnServer(
  client: pg.PoolClient,
  table: keyof Tables,
  columns: readonly string[],
  format: CopyFormat,
): CopyWriter {
  const stream = client.query(copyFrom(copyStatement(table, columns, 'stdin', format)));
  let open = true;
  const finished = once(stream, 'finish').finally(() => {
    open = false;
  });
  finished.catch(() => undefined);
  if (format === 'binary') stream.write(BINARY_COPY_HEADER);
  return {
    write: async (rows) => {
      if (!stream.write(rows)) await Promise.race([once(stream, 'drain'), finished]);
    },
    end: async () => {
      if (format === 'binary') stream.write(BINARY_COPY_TRAILER);
      stream.end();
      await finished;
    },
    abort: async () => {
      if (!open) return;
      const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
      stream.destroy(new Error('The load was given up.'));
      await closed;
    },
  };
}

/** COPY of rows from somewhere. Names come from code, and are quoted all the same. */
export function copyStatement(
  table: string,
  columns: readonly string[],
  source: string,
  format: CopyFormat,
): string {
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
  return `copy ${quote(table)} (${columns.map(quote).join(', ')}) from ${source} with (format ${format})`;
}

class HeldClient implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#client.query(compiled.sql, [...compiled.parameters]);
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // biome-ignore lint/correctness/useYield: loads read in pages
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('A load does not stream rows. Ask for a page at a time.');
  }
}

function parserOf(oid: number, format?: string): (value: string) => unknown {
  const own = format === 'binary' ? undefined : textParsers[oid];
  return own ?? (pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown);
}
