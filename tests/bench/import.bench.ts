/**
 * Rows per second of the importer beside psql \copy of the same rows into bare tables, in the same run.
 *
 *   TEST_DATABASE_URL=postgres://... npm run bench:import [-- rows]
 *
 * The importer runs as its command does (a process of its own; hash, parsing, rules, ward and LSOA, COPY into the indexed table,
 * completeness, commit). psql copies (a) the finished event rows, text, into a table with the same columns and no index, and (b) the
 * CSV file as it is into twelve text columns. Rounds alternate, each with a month of its own; ratios are of medians.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { ImportReport } from '../../data-import/report.ts';
import { projectRoot } from '../../server/project-root.ts';
import { writeBenchPolice, writeBenchWards } from './police-bench-files.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const EMBEDDED_ROWS = Math.min(ROWS, 200_000);
const ROUNDS = 3;
const EVENT_COLUMNS =
  'batch_id,row_no,dataset_id,category_id,month_no,occurred_from,occurred_to,x,y,ward_id,lsoa_id,ward_method,lsoa_method,place_id,outcome_id';
const CSV_COLUMNS = Array.from({ length: 12 }, (_, i) => `c${i} text`).join(', ');

interface Run {
  readonly rowsPerSecond: number;
  readonly peakMb: number;
}

const folder = mkdtempSync(join(tmpdir(), 'wardlight-bench-'));
try {
  const wards = join(folder, 'wards.geojson');
  await writeBenchWards(wards);
  await benchServer(wards);
  await benchEmbedded(wards);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function benchServer(wards: string): Promise<void> {
  const adminUrl = process.env.TEST_DATABASE_URL;
  if (!adminUrl) {
    console.log('server: skipped, TEST_DATABASE_URL is not set');
    return;
  }
  const name = `wardlight_bench_${process.pid}`;
  await administer(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const target = ['--database-url', url.href];
  try {
    await runImport('boundaries', wards, target);
    const [imported, events, csv]: [Run[], number[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      const month = `2024-0${round + 1}`;
      const file = join(folder, `${month}-bench-street.csv`);
      const bytes = await writeBenchPolice(file, month, ROWS, round + 1);
      if (round === 0) console.log(`${ROWS} rows a file, ${Math.round(bytes / 1e6)} MB`);
      imported.push(await runImport('police', file, target));
      const rows = join(folder, 'events.txt');
      psql(
        url.href,
        `\\copy (select ${EVENT_COLUMNS} from event where month_no = ${2024 * 12 + round}) to '${rows}'`,
      );
      psql(url.href, 'drop table if exists bare; create table bare (like event including generated)');
      events.push(ROWS / timed(() => psql(url.href, `\\copy bare (${EVENT_COLUMNS}) from '${rows}'`)));
      psql(url.href, `drop table if exists bare; create table bare (${CSV_COLUMNS})`);
      csv.push(
        ROWS / timed(() => psql(url.href, `\\copy bare from '${file}' with (format csv, header true)`)),
      );
      rmSync(file);
      const last = imported[imported.length - 1];
      console.log(
        `  round ${round + 1}: import ${thousands(last.rowsPerSecond)} (peak ${last.peakMb} MB), \\copy event rows ${thousands(events[round])}, \\copy csv as it is ${thousands(csv[round])}`,
      );
    }
    const own = median(imported.map((run) => run.rowsPerSecond));
    console.log(
      `server: import ${thousands(own)}; ratio to \\copy of the event rows ${(own / median(events)).toFixed(2)}, of the csv as it is ${(own / median(csv)).toFixed(2)} (target 0.50)`,
    );
  } finally {
    await administer(adminUrl, `drop database if exists ${name} with (force)`);
  }
}

async function benchEmbedded(wards: string): Promise<void> {
  const target = ['--data', join(folder, 'data')];
  await runImport('boundaries', wards, target);
  const file = join(folder, '2024-01-bench-street.csv');
  await writeBenchPolice(file, '2024-01', EMBEDDED_ROWS, 1);
  const run = await runImport('police', file, target);
  console.log(
    `embedded: import ${thousands(run.rowsPerSecond)} (${EMBEDDED_ROWS} rows, peak ${run.peakMb} MB)`,
  );
}

/** Import one file by the command; its speed by its own report, its peak memory by the kernel. */
function runImport(kind: string, file: string, target: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const main = join(projectRoot, 'dist/data-import/main.js');
    const child = spawn(process.execPath, [main, kind, file, ...target, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    let peakMb = 0;
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const watch = setInterval(() => {
      peakMb = Math.max(peakMb, peakOf(child.pid as number));
    }, 50);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`import ended with ${code}: ${text}`));
      const [report] = (JSON.parse(text) as ImportReport).files;
      resolve({ rowsPerSecond: report.rows.read / report.seconds, peakMb });
    });
  });
}

/** Greatest resident memory of a process so far, MB; 0 where the system does not tell. */
function peakOf(pid: number): number {
  try {
    const kb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kb ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function psql(url: string, command: string): void {
  execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Seconds that a piece of work takes. */
function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function thousands(rowsPerSecond: number): string {
  return `${Math.round(rowsPerSecond / 1000)}k rows/s`;
}
