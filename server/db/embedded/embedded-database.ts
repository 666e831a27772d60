import { join } from 'node:path';
import { Kysely } from 'kysely';
import { BINARY_COPY_HEADER, BINARY_COPY_TRAILER } from '../binary-copy.ts';
import {
  APPLICATION_ROLE,
  type CopyFormat,
  type CopyWriter,
  type LoadTransaction,
  type OwnedDatabase,
} from '../database.ts';
import { copyStatement } from '../server-database.ts';
import type { Tables } from '../tables.ts';
import {
  ConnectionQueue,
  EmbeddedConnection,
  embeddedDialect,
  heldConnectionDialect,
} from './embedded-dialect.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import { lockDataFolder } from './lock-file.ts';
import { prepareCluster } from './template-folder.ts';

/** Rows are handed to the embedded engine in pieces of about this size, each one COPY. */
const COPY_PIECE_BYTES = 4 * 1024 * 1024;

/**
 * The embedded database in a folder: PostgreSQL and PostGIS in this process, nothing to install.
 * One process at a time; safe against the end of the process, not against loss of power; about 1 GB of memory and up to
 * about a million events.
 *
 * @throws DataFolderInUseError where another process has the folder
 */
export async function openEmbeddedDatabase(
  dataDirectory: string,
  statementTimeoutMs: number,
): Promise<OwnedDatabase> {
  const unlock = lockDataFolder(dataDirectory);
  const clusterDirectory = join(dataDirectory, 'database');
  const engine = new EmbeddedEngine(clusterDirectory, statementTimeoutMs);
  try {
    await prepareCluster(clusterDirectory);
    await engine.open();
  } catch (error) {
    await engine.close();
    unlock();
    throw error;
  }
  const queue = new ConnectionQueue();
  const db = new Kysely<Tables>({ dialect: embeddedDialect(engine, queue) });
  const opened: OwnedDatabase = {
    engine: 'embedded',
    db,
    versions: '',
    until(signal) {
      return { ...this, db: new Kysely<Tables>({ dialect: embeddedDialect(engine, queue, signal) }) };
    },
    loadTransaction: (work) => loadEmbedded(engine, queue, work),
    stepDown: () => engine.setUp(`set role ${APPLICATION_ROLE}`),
    close: async () => {
      await db.destroy();
      await engine.close();
      unlock();
    },
  };
  return opened;
}

async function loadEmbedded<T>(
  engine: EmbeddedEngine,
  queue: ConnectionQueue,
  work: (load: LoadTransaction) => Promise<T>,
): Promise<T> {
  const release = await queue.acquire();
  try {
    return await queue.holding(async () => {
      const connection = new EmbeddedConnection(engine, 0);
      await connection.run('begin');
      try {
        await connection.run('set local role none');
        const held = new Kysely<Tables>({ dialect: heldConnectionDialect(connection) });
        const result = await work({
          db: held,
          copyInto: async (table, columns, format = 'text') =>
            copyEmbedded(connection, table, columns, format),
          script: (text) => connection.script(text),
        });
        await connection.run('commit');
        return result;
      } catch (error) {
        await connection.run('rollback').catch(() => undefined);
        throw error;
      }
    });
  } finally {
    release();
  }
}

function copyEmbedded(
  connection: EmbeddedConnection,
  table: keyof Tables,
  columns: readonly string[],
  format: CopyFormat,
): CopyWriter {
  const statement = copyStatement(table, columns, "'/dev/blob'", format);
  let pieces: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    if (bytes === 0) return;
    const blob = Buffer.concat(
      format === 'binary' ? [BINARY_COPY_HEADER, ...pieces, BINARY_COPY_TRAILER] : pieces,
    );
    pieces = [];
    bytes = 0;
    await connection.run(statement, [], blob);
  };
  return {
    write: async (rows) => {
      pieces.push(rows);
      bytes += rows.length;
      if (bytes >= COPY_PIECE_BYTES) await flush();
    },
    end: flush,
    // Every piece is a COPY of its own, so none is open.
    abort: async () => {
      pieces = [];
      bytes = 0;
    },
  };
}
