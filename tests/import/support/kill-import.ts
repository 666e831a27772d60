import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { importFiles } from '../../../data-import/import-files.ts';
import type { Database } from '../../../server/db/database.ts';
import { projectRoot } from '../../../server/project-root.ts';
import { seededRandom } from '../../../server/stats/random.ts';
import { writeBenchPolice } from '../../bench/police-bench-files.ts';
import type { TestDatabase } from '../../support/test-databases.ts';
import { databaseState } from './database-state.ts';
import { tempFiles } from './temp-files.ts';

const ROWS = 20_000;

/**
 * Kill the import command at random moments and look at what it leaves. Every file is a re-issue of a month that is there:
 * either the month before stands untouched, or the new one stands whole in its place.
 *
 * @returns how often nothing and everything was found
 */
export async function killImports(
  engine: TestDatabase,
  kills: number,
  seed: number,
): Promise<{ none: number; whole: number }> {
  const files = tempFiles();
  const random = seededRandom(seed);
  const outcomes = { none: 0, whole: 0 };
  const path = join(files.folder, '2023-01-kill-street.csv');
  try {
    const location = await engine.location();
    const target = location.url ? ['--database-url', location.url] : ['--data', location.dataDirectory ?? ''];
    await writeBenchPolice(path, '2023-01', ROWS, 0);
    const database = await engine.open();
    await importFiles(database, { kind: 'police', paths: [path] });
    await database.close();
    // How long the command takes for a file that is there already, and for a re-issue: kills fall in between and a little after.
    const open = await runImport(path, target);
    await writeBenchPolice(path, '2023-01', ROWS, kills + 2);
    const whole = await runImport(path, target);
    expect([open.code, whole.code]).toEqual([0, 0]);
    const [earliestMs, latestMs] = [0.6 * open.ms, 1.2 * whole.ms];
    let before = await reopenAndLook(engine);

    for (let kill = 1; kill <= kills; kill++) {
      await writeBenchPolice(path, '2023-01', ROWS, kill);
      await runImport(path, target, earliestMs + random() * Math.max(latestMs - earliestMs, 0));
      const after = await reopenAndLook(engine);
      expect(after.newest).toEqual({ state: 'live', rows_read: ROWS, rows_accepted: ROWS });
      expect(after.events).toBe(ROWS);
      if (after.version === before.version) {
        expect(after.state).toEqual(before.state);
        outcomes.none++;
      } else {
        expect(after.version).toBe(before.version + 1);
        outcomes.whole++;
      }
      before = after;
    }
    // The next command works, whatever was left.
    await writeBenchPolice(path, '2023-01', ROWS, kills + 1);
    expect((await runImport(path, target)).code).toBe(0);
    return outcomes;
  } finally {
    files.remove();
  }
}

async function reopenAndLook(engine: TestDatabase) {
  const database = await engine.open();
  try {
    return await look(database);
  } finally {
    await database.close();
  }
}

async function look(database: Database) {
  const { version } = await database.db
    .selectFrom('data_version')
    .select('version')
    .executeTakeFirstOrThrow();
  const { batch_id, ...newest } = await database.db
    .selectFrom('import_batch')
    .select(['batch_id', 'state', 'rows_read', 'rows_accepted'])
    .orderBy('batch_id', 'desc')
    .executeTakeFirstOrThrow();
  const { events } = await database.db
    .selectFrom('event')
    .select(({ fn }) => fn.countAll<number>().as('events'))
    .where('batch_id', '=', batch_id)
    .executeTakeFirstOrThrow();
  return { version, newest, events, state: await databaseState(database) };
}

/** Run the import command, killing it after so many milliseconds where told. */
function runImport(
  path: string,
  target: readonly string[],
  killAfterMs?: number,
): Promise<{ code: number | null; ms: number }> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const main = join(projectRoot, 'dist/data-import/main.js');
    const child = spawn(process.execPath, [main, 'police', path, ...target], { stdio: 'ignore' });
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ms: performance.now() - startedAt });
    });
  });
}
