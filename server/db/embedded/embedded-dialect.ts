import { AsyncLocalStorage } from 'node:async_hooks';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { EmbeddedEngine } from './embedded-engine.ts';
import type { EmbeddedResult } from './messages.ts';

/** The one connection of the embedded database, lent to one user at a time, first come first served. */
export class EmbeddedConnection implements DatabaseConnection {
  readonly #engine: EmbeddedEngine;
  readonly #timeoutMs: number | undefined;
  readonly #generation: number;
  readonly #signal: AbortSignal | undefined;

  /** @param signal once aborted, no further statement begins */
  constructor(engine: EmbeddedEngine, timeoutMs?: number, signal?: AbortSignal) {
    this.#signal = signal;
    this.#engine = engine;
    this.#timeoutMs = timeoutMs;
    this.#generation = engine.generation;
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.run(compiled.sql, compiled.parameters);
    const rows = result.rows as R[];
    return result.affectedRows === null || result.command === 'SELECT'
      ? { rows }
      : { rows, numAffectedRows: BigInt(result.affectedRows) };
  }

  // biome-ignore lint/correctness/useYield: the embedded database hands over whole results
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The embedded database does not stream rows. Ask for a page at a time.');
  }

  async script(sql: string): Promise<void> {
    this.#refuseAfterRestart();
    await this.#engine.script(sql);
  }

  async run(sql: string, params: readonly unknown[] = [], blob?: Uint8Array): Promise<EmbeddedResult> {
    this.#signal?.throwIfAborted();
    this.#refuseAfterRestart();
    const options = {
      ...(blob ? { blob } : {}),
      ...(this.#timeoutMs === undefined ? {} : { timeoutMs: this.#timeoutMs }),
    };
    return this.#engine.query(sql, params, options);
  }

  #refuseAfterRestart(): void {
    if (this.#engine.generation !== this.#generation) {
      throw new Error(
        'The embedded database was restarted while this transaction was open; nothing of it was kept. Try again.',
      );
    }
  }
}

/** Lends the one connection. Asking for it while holding it would wait for ever, so that is an error. */
export class ConnectionQueue {
  readonly #holding = new AsyncLocalStorage<{ held: boolean }>();
  #last: Promise<void> = Promise.resolve();

  /** Wait for the connection; the returned function gives it back. */
  async acquire(): Promise<() => void> {
    const context = this.#holding.getStore();
    if (context?.held) {
      throw new Error(
        'A query on the root database was made inside a transaction, where it would wait for itself. Use the transaction it was given.',
      );
    }
    let release: () => void = () => undefined;
    const previous = this.#last;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    return release;
  }

  /** Run `work` marked as holding the connection. */
  async holding<T>(work: () => Promise<T>): Promise<T> {
    const context = { held: true };
    try {
      return await this.#holding.run(context, work);
    } finally {
      context.held = false;
    }
  }
}

class EmbeddedDriver implements Driver {
  readonly #engine: EmbeddedEngine;
  readonly #queue: ConnectionQueue;
  readonly #releases = new WeakMap<DatabaseConnection, () => void>();
  readonly #signal: AbortSignal | undefined;

  constructor(engine: EmbeddedEngine, queue: ConnectionQueue, signal?: AbortSignal) {
    this.#signal = signal;
    this.#engine = engine;
    this.#queue = queue;
  }

  async init(): Promise<void> {
    await this.#engine.open();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const release = await this.#queue.acquire();
    const connection = new EmbeddedConnection(this.#engine, undefined, this.#signal);
    this.#releases.set(connection, release);
    return connection;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    await connection.executeQuery(CompiledQuery.raw(`start transaction${level}`));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#releases.get(connection)?.();
  }

  async destroy(): Promise<void> {
    await this.#engine.close();
  }
}

/** A connection that is already held: begin, commit and release are its owner's business. */
class HeldConnectionDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('This database handle is inside a transaction already.');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/** PostgreSQL's syntax over a driver of our own. */
export function postgresDialect(createDriver: () => Driver): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Kysely over the embedded database. @param signal once aborted, no further statement begins */
export function embeddedDialect(
  engine: EmbeddedEngine,
  queue: ConnectionQueue,
  signal?: AbortSignal,
): Dialect {
  return postgresDialect(() => new EmbeddedDriver(engine, queue, signal));
}

/** Kysely over one connection that somebody holds, on either engine. */
export function heldConnectionDialect(connection: DatabaseConnection): Dialect {
  return postgresDialect(() => new HeldConnectionDriver(connection));
}
