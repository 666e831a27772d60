import { Worker } from 'node:worker_threads';
import { compiledWorker } from '../../compiled-worker.ts';
import type { EmbeddedFailure, EmbeddedReply, EmbeddedRequest, EmbeddedResult } from './messages.ts';

/** A statement that ran longer than allowed and was stopped. */
export class StatementTimeoutError extends Error {
  /** PostgreSQL's own code for a cancelled statement, so that both engines look alike. */
  readonly code = '57014';
  constructor(timeoutMs: number, sql: string) {
    super(
      `A statement was stopped after ${timeoutMs} ms. Ask for a smaller area, a shorter period or larger cells. It began: ${sql.slice(0, 120)}`,
    );
    this.name = 'StatementTimeoutError';
  }
}

interface Waiting {
  resolve(result: EmbeddedResult): void;
  reject(error: Error): void;
}

/** A request without the number that the engine gives it. */
type Unnumbered<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

/**
 * The embedded database seen from the main thread: statements go to a worker thread one at a time.
 * It has no cancel and no statement_timeout, so a statement that runs too long ends with its thread, and the folder is
 * opened again: what was committed is there, an open transaction is gone.
 */
export class EmbeddedEngine {
  readonly #dataDirectory: string;
  readonly #statementTimeoutMs: number;
  #worker: Worker | undefined;
  #opening: Promise<void> | undefined;
  #nextId = 1;
  #closed = false;
  #setUp: string | undefined;
  readonly #waiting = new Map<number, Waiting>();
  /** Raised whenever the worker was replaced: a transaction begun before is gone. */
  generation = 0;

  constructor(dataDirectory: string, statementTimeoutMs: number) {
    this.#dataDirectory = dataDirectory;
    this.#statementTimeoutMs = statementTimeoutMs;
  }

  async open(): Promise<void> {
    this.#opening ??= this.#start();
    await this.#opening;
  }

  /** One statement. `timeoutMs` 0 means no limit (imports, migrations). */
  async query(
    sql: string,
    params: readonly unknown[] = [],
    { blob, timeoutMs = this.#statementTimeoutMs }: { blob?: Uint8Array; timeoutMs?: number } = {},
  ): Promise<EmbeddedResult> {
    await this.open();
    const request = blob
      ? { type: 'query' as const, sql, params, blob }
      : { type: 'query' as const, sql, params };
    return this.#ask(request, timeoutMs, sql);
  }

  /** Several statements in one text, without parameters. */
  async script(sql: string): Promise<void> {
    await this.open();
    await this.#ask({ type: 'script', sql }, 0, sql);
  }

  /** Run this now, and first thing whenever the folder is opened again. */
  async setUp(sql: string): Promise<void> {
    await this.script(sql);
    this.#setUp = sql;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#worker) {
      await this.#ask({ type: 'close' }, 10_000, 'close').catch(() => undefined);
      await this.#worker?.terminate();
    }
    this.#worker = undefined;
  }

  async #start(): Promise<void> {
    const worker = new Worker(compiledWorker(import.meta.url, 'embedded-worker'), { execArgv: [] });
    this.#worker = worker;
    worker.on('message', (reply: EmbeddedReply) => {
      const waiting = this.#waiting.get(reply.id);
      if (!waiting) return;
      this.#waiting.delete(reply.id);
      if ('result' in reply) waiting.resolve(reply.result);
      else waiting.reject(errorOf(reply.failure));
    });
    worker.on('error', (error) => this.#lose(worker, error as Error));
    worker.on('exit', (code) =>
      this.#lose(worker, new Error(`The embedded database's thread ended (exit code ${code}).`)),
    );
    await this.#ask({ type: 'open', dataDirectory: this.#dataDirectory }, 0, 'open');
    if (this.#setUp) await this.#ask({ type: 'script', sql: this.#setUp }, 0, this.#setUp);
  }

  #ask(request: Unnumbered<EmbeddedRequest>, timeoutMs: number, sql: string): Promise<EmbeddedResult> {
    const worker = this.#worker;
    if (!worker || (this.#closed && request.type !== 'close')) {
      return Promise.reject(new Error('The embedded database is closed.'));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      this.#waiting.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      if (timeoutMs > 0) {
        timer = setTimeout(() => {
          const waiting = this.#waiting.get(id);
          this.#waiting.delete(id);
          waiting?.reject(new StatementTimeoutError(timeoutMs, sql));
          this.#lose(
            worker,
            new Error('The embedded database was restarted after a statement ran too long.'),
          );
          void worker.terminate();
        }, timeoutMs);
      }
      worker.postMessage({ ...request, id });
    });
  }

  #lose(worker: Worker, reason: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#opening = undefined;
    this.generation++;
    for (const waiting of this.#waiting.values()) waiting.reject(reason);
    this.#waiting.clear();
  }
}

function errorOf(failure: EmbeddedFailure): Error {
  const { message, ...fields } = failure;
  return Object.assign(new Error(message), fields);
}
