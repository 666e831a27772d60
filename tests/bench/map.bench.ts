/**
 * The map's working speed against its budgets: a filter change shows the new map within 150 ms at the size of the synthetic
 * district and within 400 ms at a million events, and 100,000 cells draw and pan without jank.
 *
 *   npm run bench:map                        everything, on a PostgreSQL server started for it
 *   npm run bench:map -- --only server       one of: server, page, drawing
 *   npm run bench:map -- --keep              leave the database of a million events for the next run
 *
 * TEST_DATABASE_URL names a server to use instead of starting one. Times are wall clock with the processor's time beside
 * it: on a machine with other work the latter is the truer. Ratios are of one run.
 */
import { type BenchWorld, openMillionWorld, openSampleWorld } from './map/bench-world.ts';
import { openBrowser } from './map/browser.ts';
import { measureDrawing } from './map/drawing-part.ts';
import { measurePage } from './map/page-part.ts';
import { measureServer } from './map/server-part.ts';
import { printTable, type Row } from './map/table.ts';

const BUDGET_MS = { sample: 150, million: 400 };
const RUNS = 10;

const { only, keep, events } = readArguments(process.argv.slice(2));
const verdicts: Row[] = [];
const browser = wants('page') || wants('drawing') ? await openBrowser() : null;
await inWorld(openSampleWorld, BUDGET_MS.sample);
await inWorld(() => openMillionWorld(events, process.env.TEST_DATABASE_URL ?? null, keep), BUDGET_MS.million);
await browser?.close();
const over = verdicts.filter(({ medianMs, budgetMs = Number.POSITIVE_INFINITY }) => medianMs > budgetMs);
console.log(`\n${verdicts.length - over.length} of ${verdicts.length} budgets held.`);
for (const { name, medianMs, budgetMs } of over)
  console.log(`  over: ${name}: ${medianMs.toFixed(0)} ms of ${budgetMs}`);
process.exitCode = over.length > 0 ? 1 : 0;

async function inWorld(open: () => Promise<BenchWorld>, budgetMs: number): Promise<void> {
  const world = await open();
  try {
    if (wants('server')) report(`Server, ${world.name}`, await measureServer(world, budgetMs, RUNS));
    if (browser && wants('page'))
      report(`Page, ${world.name}`, await measurePage(world, browser, budgetMs, RUNS));
    if (browser && wants('drawing')) report('Drawing 100,000 cells', await measureDrawing(world, browser));
  } finally {
    await world.close();
  }
}

function report(heading: string, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  printTable(heading, rows);
  for (const row of rows)
    if (row.budgetMs !== undefined) verdicts.push({ ...row, name: `${heading}: ${row.name}` });
}

function wants(part: 'server' | 'page' | 'drawing'): boolean {
  return only === null || only === part;
}

function readArguments(given: readonly string[]): { only: string | null; keep: boolean; events: number } {
  const read = { only: null as string | null, keep: false, events: 1_000_000 };
  for (let i = 0; i < given.length; i++) {
    if (given[i] === '--keep') read.keep = true;
    else if (given[i] === '--only') read.only = given[++i] ?? null;
    else if (given[i] === '--events') read.events = Number(given[++i]);
    else
      throw new Error(`Unknown argument ${given[i]}. Known: --only server|page|drawing, --keep, --events N.`);
  }
  return read;
}
