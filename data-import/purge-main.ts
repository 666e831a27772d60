import { parseArgs } from 'node:util';
import { ukDay } from '../server/access/visible-datasets.ts';
import { openDatabase } from '../server/db/open-database.ts';
import { purge } from './load/purge.ts';
import { counted } from './steps/counted.ts';

const USAGE = `Usage: npm run purge -- [--dry-run] [--json] [--database-url URL | --data FOLDER]

Deletes what records of sharing do not let be kept any longer, and leaves a receipt for each batch. Run it every night.`;

/** The purge command, for a timer. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      data: { type: 'string' },
      'database-url': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const dryRun = values['dry-run'] ?? false;
  const database = await openDatabase({
    url: values.data === undefined ? (values['database-url'] ?? process.env.DATABASE_URL) : undefined,
    dataDirectory: values.data ?? process.env.WARDLIGHT_DATA ?? './data',
  });
  try {
    const receipts = await purge(database, {
      today: ukDay(new Date()),
      by: process.env.USER ?? 'command line',
      dryRun,
    });
    if (values.json) console.log(JSON.stringify(receipts, null, 2));
    else if (receipts.length === 0) console.log('Nothing is past its time.');
    for (const { batchId, fileName, dataset, reason, rowsDeleted } of values.json ? [] : receipts) {
      const rows = Object.values(rowsDeleted).reduce((sum, count) => sum + count, 0);
      console.log(
        `${dryRun ? 'Would delete' : `Deleted ${counted(rows, 'row')} of`} batch ${batchId}, ${fileName} of ${dataset}: ${reason}`,
      );
    }
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(`The purge stopped: ${(error as Error).message}`);
  process.exitCode = 1;
});
