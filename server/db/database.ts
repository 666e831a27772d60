import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Which engine stands behind the queries: a PostgreSQL server, or the embedded one in this process. */
export type Engine = 'server' | 'embedded';

/** PostgreSQL's formats of COPY: UTF-8 text (tab separated, \N for null, \n line ends), or binary rows (binary-copy.ts). */
export type CopyFormat = 'text' | 'binary';

/** Rows on their way into a table by COPY. */
export interface CopyWriter {
  /** Hand over whole rows, without header or trailer, for good; resolves when the engine can take more. */
  write(rows: Buffer): Promise<void>;
  /** Finish; resolves when every row is in the table (still inside the transaction). */
  end(): Promise<void>;
  /** Give up: the transaction can only be undone. Does nothing after `end`; a transaction that fails calls it by itself. */
  abort(): Promise<void>;
}

/** One transaction on one connection, for loading: queries and COPY see and commit together. */
export interface LoadTransaction {
  /** Queries inside the transaction. Do not use the root database while it is open: it would wait for itself. */
  readonly db: Kysely<Tables>;
  /** Start a COPY into the table's columns, by default of text. One at a time; run no query on `db` until its `end` resolves. */
  copyInto(table: keyof Tables, columns: readonly string[], format?: CopyFormat): Promise<CopyWriter>;
  /** Several statements without parameters, from the product's own .sql files. */
  script(text: string): Promise<void>;
}

/** An open database with the product's schema. */
export interface Database {
  readonly engine: Engine;
  readonly db: Kysely<Tables>;
  /** What is running, for the log and the about page: 'PostgreSQL 15.18, PostGIS 3.3.2'. */
  readonly versions: string;
  /**
   * The same database for work that may be given up: once the signal aborts, no further query begins and, on a server, the
   * one under way is stopped. Queries then reject with the signal's reason. The embedded engine finishes the statement it is at.
   */
  until(signal: AbortSignal): Database;
  /** Run `work` in one transaction: it commits when `work` resolves and leaves no trace when it throws or the process dies. */
  loadTransaction<T>(work: (load: LoadTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The database role that queries run as once the schema is there: made by the migrations, owner of nothing. */
export const APPLICATION_ROLE = 'wardlight_app';

/** A database as it is opened: still the owner everywhere. */
export interface OwnedDatabase extends Database {
  /** From here on `db` runs as APPLICATION_ROLE; loads stay with the owner. */
  stepDown(): Promise<void>;
}
