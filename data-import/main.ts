import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Database } from '../server/db/database.ts';
import { openDatabase } from '../server/db/open-database.ts';
import { readCommandLine, USAGE } from './command-line.ts';
import { importFiles } from './import-files.ts';
import type { MapLook } from './load/file-load.ts';
import { refuseMixing } from './load/refuse-mixing.ts';
import { manageCommand, readSharingFile } from './manage-command.ts';
import { previewText } from './preview-text.ts';
import { progressBar } from './progress-bar.ts';
import { refusalLines, reportText } from './report-text.ts';
import { showMap } from './show-map.ts';
import { ImportRefusedError } from './steps/import-refused.ts';

/** The import command. Its report goes to standard output; the bar and errors go to standard error. */
async function main(): Promise<number> {
  const managed = await manageCommand(process.argv.slice(2), process.env);
  if (managed !== undefined) return managed;
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command === 'help') {
    console.log(USAGE);
    return 0;
  }
  const { kind, paths, dryRun, synthetic, year, json } = command;
  if (command.showMap) {
    const { map, unmet, columns, rows } = await showMap(kind, paths[0]);
    console.error(previewText(columns, rows));
    console.log(JSON.stringify(map, null, 2));
    for (const need of unmet) console.error(`Not found: ${need}`);
    return unmet.length > 0 ? 2 : 0;
  }
  const columnMap = command.mapPath === undefined ? undefined : await readMapFile(command.mapPath);
  const sharing = command.sharing === undefined ? undefined : await readSharingFile(command.sharing);
  const bar = progressBar(process.stderr);
  let database: Database | undefined;
  try {
    database = await openDatabase({
      url: command.databaseUrl,
      ownerUrl: command.databaseUrl && (process.env.DATABASE_OWNER_URL || undefined),
      dataDirectory: command.dataDirectory,
    });
    await refuseMixing(database, synthetic);
    const report = await importFiles(database, {
      kind,
      paths,
      dryRun,
      synthetic,
      year,
      sharing,
      importedBy: process.env.USER ?? 'command line',
      onProgress: bar.show,
      source: command.source,
      columnMap,
      saveMapAs: command.saveMapAs,
      terms: command.terms,
      confirmMap:
        command.acceptMap || !process.stdin.isTTY ? undefined : (look) => askForMap(look, command.source),
    });
    bar.clear();
    console.log(json ? JSON.stringify(report, null, 2) : reportText(report));
    return report.exitCode;
  } finally {
    await database?.close();
  }
}

async function readMapFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new ImportRefusedError(
      'column-map-wrong',
      'The column map cannot be read.',
      (error as Error).message,
      'Give the path of a JSON file as --show-map prints it.',
    );
  }
}

/** Show the first rows and what was detected, and ask; only where somebody sits at the terminal. */
async function askForMap({ map, columns, rows }: MapLook, source: string | undefined): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  console.error(previewText(columns, rows));
  for (const [field, column] of Object.entries(map.columns))
    console.error(`  ${field.padEnd(14)} from "${column.replace(/\s+/g, ' ')}"`);
  const next = source === undefined ? '' : `, and the next file of ${source} too`;
  const answer = await terminal.question(`Read the columns like this${next}? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
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
