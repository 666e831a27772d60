import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { postgresDialect } from './embedded/embedded-dialect.ts';

/**
 * Kysely over a pool for work that may be given up: once the signal aborts, no further query begins and the one under way is
 * cancelled on the server. Either rejects with the signal's reason.
 *
 * @param url login that connections of the pool were opened with: it alone may cancel what they do
 */
export function stoppableDialect(pool: pg.Pool, url: string, signal: AbortSignal): Dialect {
  return postgresDialect(() => new StoppableDriver(pool, url, signal));
}

class StoppableDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(pool: pg.Pool, url: string, signal: AbortSignal) {
    this.#pool = pool;
    this.#url = url;
    this.#signal = signal;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<StoppableConnection> {
    this.#signal.throwIfAborted();
    return new StoppableConnection(await this.#pool.connect(), this.#url, this.#signal);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    await connection.executeQuery(CompiledQuery.raw(`start transaction${level}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: StoppableConnection): Promise<void> {
    await connection.client.query('rollback');
  }

  async releaseConnection(connection: StoppableConnection): Promise<void> {
    connection.client.release();
  }

  /** The pool belongs to the database. */
  async destroy(): Promise<void> {}
}

class StoppableConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(client: pg.PoolClient, url: string, signal: AbortSignal) {
    this.client = client;
    this.#url = url;
    this.#signal = signal;
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const signal = this.#signal;
    signal.throwIfAborted();
    let stopping: Promise<void> | undefined;
    const stop = (): void => {
      stopping = this.#cancel();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      const result = await this.client.query(compiled.sql, [...compiled.parameters]);
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', stop);
      // A cancel that comes late must not hit whoever has the connection next.
      await stopping;
    }
  }

  // biome-ignore lint/correctness/useYield: figures are read whole
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Work that may be given up does not stream rows. Ask for a page at a time.');
  }

  /** By a connection of its own: the pool may have none left, and its connections have stepped down. */
  async #cancel(): Promise<void> {
    const { processID } = this.client as pg.PoolClient & { readonly processID: number };
    const canceller = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 5_000 });
    try {
      await canceller.connect();
      await canceller.query('select pg_cancel_backend($1)', [processID]);
    } catch {
      // The query then runs to its end or to the time allowed.
    } finally {
      await canceller.end().catch(() => undefined);
    }
  }
}
