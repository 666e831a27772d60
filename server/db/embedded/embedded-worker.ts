import { parentPort } from 'node:worker_threads';
import { PGlite, type Results } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { textParsers } from '../value-parsers.ts';
import type { EmbeddedFailure, EmbeddedReply, EmbeddedRequest, EmbeddedResult } from './messages.ts';

// The worker side of the embedded database: PGlite computes on the calling thread, so it gets one of its own.

const port = parentPort;
if (!port) throw new Error('embedded-worker runs as a worker thread only.');
let database: PGlite | undefined;

port.on('message', async (request: EmbeddedRequest) => {
  let reply: EmbeddedReply;
  try {
    reply = { id: request.id, result: await answer(request) };
  } catch (error) {
    reply = { id: request.id, failure: failureOf(error) };
  }
  port.postMessage(reply);
});

async function answer(request: EmbeddedRequest): Promise<EmbeddedResult> {
  if (request.type === 'open') {
    database = await PGlite.create({
      dataDir: request.dataDirectory,
      extensions: { postgis },
      parsers: Object.fromEntries(Object.entries(textParsers).map(([oid, parse]) => [Number(oid), parse])),
    });
    return { rows: [], command: 'OPEN', affectedRows: null };
  }
  if (!database) throw new Error('The embedded database is not open.');
  if (request.type === 'close') {
    await database.close();
    database = undefined;
    return { rows: [], command: 'CLOSE', affectedRows: null };
  }
  if (request.type === 'script') {
    const results = await database.exec(request.sql);
    for (const result of results) refuseSwallowedError(result, request.sql);
    return { rows: [], command: 'SCRIPT', affectedRows: null };
  }
  const options = request.blob ? { blob: new Blob([request.blob as Uint8Array<ArrayBuffer>]) } : {};
  const result = await database.query<Record<string, unknown>>(request.sql, [...request.params], options);
  const command = refuseSwallowedError(result, request.sql);
  return { rows: result.rows, command, affectedRows: result.affectedRows ?? null };
}

/**
 * A geometry error inside GEOS ends a statement without rows and without an error in this build of PostGIS; the one trace
 * is that the result carries no command. An answer without one is therefore an error, never an empty result.
 */
function refuseSwallowedError(result: Results<unknown>, sql: string): string {
  const command = (result as { command?: string }).command;
  if (command === undefined) {
    throw Object.assign(
      new Error(
        'The embedded database gave up on a statement without saying why, which it does when a geometry operation fails ' +
          `(a self-intersecting polygon, say). Repair the geometry first (ST_MakeValid). The statement began: ${sql.slice(0, 120)}`,
      ),
      { code: 'XX000' },
    );
  }
  return command;
}

function failureOf(error: unknown): EmbeddedFailure {
  const known = error as EmbeddedFailure;
  const failure: Record<string, string> = { message: String(known.message ?? error) };
  for (const field of ['code', 'detail', 'hint', 'constraint', 'table', 'column'] as const) {
    const value = known[field];
    if (value) failure[field] = value;
  }
  return failure as unknown as EmbeddedFailure;
}
