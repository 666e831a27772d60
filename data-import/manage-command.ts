import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Database } from '../server/db/database.ts';
import { openDatabase } from '../server/db/open-database.ts';
import { withdrawBatch } from './load/end-batch.ts';
import { registerSharing } from './load/sharing.ts';
import { counted } from './steps/counted.ts';
import { ImportRefusedError } from './steps/import-refused.ts';
import { parseSharingRecord, type SharingRecord } from './steps/sharing-record.ts';

export const MANAGE_USAGE = `  npm run import -- sharing register FILE.json       keep a record of sharing, or a new version of it
  npm run import -- withdraw BATCH --reason "..."    take a file's rows out again, whole`;

/**
 * What the import command does besides importing: registers records of sharing, withdraws batches.
 *
 * @returns the exit code; undefined where the words name neither
 * @throws ImportRefusedError
 */
export async function manageCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number | undefined> {
  if (words[0] !== 'sharing' && words[0] !== 'withdraw') return undefined;
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      json: { type: 'boolean' },
      data: { type: 'string' },
      'database-url': { type: 'string' },
    },
  });
  const by = environment.USER ?? 'command line';
  const work =
    words[0] === 'sharing'
      ? await readRegister(positionals, by)
      : readWithdraw(positionals, values.reason, by);
  const database = await openDatabase({
    url: values.data === undefined ? (values['database-url'] ?? environment.DATABASE_URL) : undefined,
    dataDirectory: values.data ?? environment.WARDLIGHT_DATA ?? './data',
  });
  try {
    const { report, lines } = await work(database);
    console.log(values.json ? JSON.stringify(report, null, 2) : lines.join('\n'));
    return 0;
  } finally {
    await database.close();
  }
}

type Work = (database: Database) => Promise<{ report: unknown; lines: string[] }>;

async function readRegister([, verb, path, ...rest]: readonly string[], by: string): Promise<Work> {
  if (verb !== 'register' || path === undefined || rest.length > 0)
    throw new ImportRefusedError(
      'option-wrong',
      'A record of sharing is registered from one file.',
      [verb, path, ...rest].join(' '),
      'For example: sharing register record.json',
    );
  const record = await readSharingFile(path);
  return async (database) => {
    const report = await registerSharing(database, record, by);
    return {
      report,
      lines: [
        `Record of sharing ${record.reference} of ${record.owner}, version ${report.version}, in force to ${record.expiresOn}.`,
        report.datasets.length > 0
          ? `Datasets under it: ${report.datasets.join(', ')}.`
          : 'No dataset is under it yet.',
      ],
    };
  };
}

function readWithdraw([, id, ...rest]: readonly string[], reason: string | undefined, by: string): Work {
  if (!/^\d{1,9}$/.test(id ?? '') || rest.length > 0)
    throw new ImportRefusedError(
      'option-wrong',
      'A batch is withdrawn by its number.',
      [id, ...rest].join(' '),
      'For example: withdraw 12 --reason "sent by mistake"',
    );
  return async (database) => {
    const report = await withdrawBatch(database, { batchId: Number(id), reason: reason ?? '', by });
    const rows = Object.entries(report.rowsDeleted).map(
      ([table, count]) => `${count.toLocaleString('en-GB')} of ${table}`,
    );
    return {
      report,
      lines: [
        `Batch ${report.batchId} (${report.fileName}) is withdrawn: ${rows.join(', ') || 'no rows'} deleted.`,
        ...(report.eventsReassigned > 0
          ? [`${counted(report.eventsReassigned, 'event is', 'events are')} now counted in another area.`]
          : []),
        ...(report.staleResults.length > 0
          ? [
              `Frozen results that are stale now: ${report.staleResults.map((hash) => hash.slice(0, 12)).join(', ')}.`,
            ]
          : []),
      ],
    };
  };
}

/** A record of sharing from a JSON file. @throws ImportRefusedError sharing-unreadable, sharing-wrong */
export async function readSharingFile(path: string): Promise<SharingRecord> {
  let given: unknown;
  try {
    given = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ImportRefusedError(
      'sharing-unreadable',
      'The record of sharing cannot be read.',
      (error as Error).message,
      'It is a JSON file; docs/information-governance/record-of-sharing.md has an example.',
    );
  }
  return parseSharingRecord(given);
}
