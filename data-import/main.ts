import type { Database } from '../server/db/database.ts';
import { openDatabase } from '../server/db/open-database.ts';
import { readCommandLine, USAGE } from './command-line.ts';
import { importFiles } from './import-files.ts';
import { progressBar } from './progress-bar.ts';
import { refusalLines, reportText } from './report-text.ts';
import { ImportRefusedError } from './steps/import-refused.ts';

/** The import command. Its report goes to standard output; the bar and errors go to standard error. */
async function main(): Promise<number> {
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command === 'help') {
    console.log(USAGE);
    return 0;
  }
  const { kind, paths, dryRun, synthetic, year, json } = command;
  const bar = progressBar(process.stderr);
  let database: Database | undefined;
  try {
    database = await openDatabase({ url: command.databaseUrl, dataDirectory: command.dataDirectory });
    const report = await importFiles(database, {
      kind,
      paths,
      dryRun,
      synthetic,
      year,
      importedBy: process.env.USER ?? 'command line',
      onProgress: bar.show,
    });
    bar.clear();
    console.log(json ? JSON.stringify(report, null, 2) : reportText(report));
    return report.exitCode;
  } finally {
    await database?.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = 1;
  console.error(
    error instanceof ImportRefusedError
      ? refusalLines(error).join('\n')
      : `Import failed, nothing of the file at hand was written: ${(error as Error).message}`,
  );
}
