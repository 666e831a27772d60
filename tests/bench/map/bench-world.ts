import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { importFiles } from '../../../data-import/import-files.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { projectRoot } from '../../../server/project-root.ts';
import { ensureSampleDistrict } from '../../../server/sample-district.ts';
import { type BenchDistrict, writeBenchPolice, writeBenchWards } from '../police-bench-files.ts';

/** A million events here: 24 by 21 km, 36 wards, about 8,000 cells of 250 m. */
const CITY: BenchDistrict = {
  code: 'E07000997',
  origin: { x: 430_000, y: 120_000 },
  columns: 6,
  rows: 6,
  firstWard: 1000,
  lsoaPrefix: 'E0197',
};
/** About 102,000 cells of 250 m: 96 by 66.5 km, 456 wards. */
const COUNTY: BenchDistrict = {
  code: 'E07000998',
  origin: { x: 500_000, y: 200_000 },
  columns: 24,
  rows: 19,
  firstWard: 2000,
  lsoaPrefix: 'E0198',
};
const FIRST_YEAR = 2021;
const MONTHS = 48;
const COUNTY_EVENTS = 120_000;

/** A database to measure with, and what is asked of it. */
export interface BenchWorld {
  readonly name: string;
  readonly database: Database;
  /** Code of the district that questions are about; null: the one with most events. */
  readonly area: string | null;
  /** A district of 100,000 cells, where there is one. */
  readonly county: string | null;
  /** postgres://... of the world; null for the embedded database. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** The synthetic district on the embedded database: the start without installation. */
export async function openSampleWorld(): Promise<BenchWorld> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'wardlight-map-bench-'));
  const database = await openDatabase({ dataDirectory });
  await ensureSampleDistrict(database, dataDirectory, () => undefined);
  return {
    name: 'synthetic district, embedded',
    database,
    area: null,
    county: null,
    url: null,
    close: async () => {
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/**
 * A million events on PostgreSQL, in a database of its own that is dropped at the end unless it is to be kept.
 *
 * @param serverUrl postgres://... of a server with PostGIS; null starts one for the time of the bench
 * @param keep leave the database, and take it as it is where it is there already
 */
export async function openMillionWorld(
  events: number,
  serverUrl: string | null,
  keep: boolean,
): Promise<BenchWorld> {
  const cluster = serverUrl === null ? startCluster() : null;
  const url = new URL(serverUrl ?? (cluster as { url: string }).url);
  const adminUrl = url.href;
  const name = `wardlight_map_bench_${events}`;
  url.pathname = `/${name}`;
  const isThere = (await administer(adminUrl, `select 1 from pg_database where datname = '${name}'`)) > 0;
  if (isThere && !keep) await administer(adminUrl, `drop database ${name} with (force)`);
  if (!isThere || !keep) {
    await administer(adminUrl, `create database ${name}`);
    await fill(url.href, events);
  }
  const database = await openDatabase({ url: url.href });
  return {
    name: `${Math.round(events / 1000)},000 events, PostgreSQL`,
    database,
    area: CITY.code,
    county: COUNTY.code,
    url: url.href,
    close: async () => {
      await database.close();
      if (!keep) await administer(adminUrl, `drop database if exists ${name} with (force)`);
      cluster?.stop();
    },
  };
}

async function fill(url: string, events: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-map-bench-'));
  const database = await openDatabase({ url });
  try {
    const wards = join(folder, 'wards.geojson');
    await writeBenchWards(wards, [CITY, COUNTY]);
    await load(database, 'boundaries', [wards]);
    const files: string[] = [];
    for (let i = 0; i < MONTHS; i++) {
      const month = `${FIRST_YEAR + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
      const city = join(folder, `${month}-city-street.csv`);
      await writeBenchPolice(city, month, Math.round(events / MONTHS), i + 1, CITY);
      const county = join(folder, `${month}-county-street.csv`);
      await writeBenchPolice(county, month, Math.round(COUNTY_EVENTS / MONTHS), i + 101, COUNTY);
      files.push(city, county);
    }
    await load(database, 'police', files);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
  await administer(url, 'vacuum analyze');
}

async function load(database: Database, kind: 'boundaries' | 'police', paths: string[]): Promise<void> {
  const report = await importFiles(database, { kind, paths, synthetic: true, importedBy: 'the bench' });
  if (report.exitCode === 0) return;
  const [problem] = report.files.flatMap((file) => file.problems);
  throw new Error(`The bench's ${kind} were refused: ${problem?.message ?? 'no reason given'}`);
}

function startCluster(): { url: string; stop(): void } {
  const script = join(projectRoot, 'scripts/test-cluster.sh');
  const directory = mkdtempSync(join(tmpdir(), 'wardlight-map-cluster-'));
  const started = spawnSync('bash', [script, 'start', directory], { encoding: 'utf8' });
  if (started.status !== 0)
    throw new Error(`No PostgreSQL server could be started: ${started.stderr.trim()}`);
  return {
    url: started.stdout.trim(),
    stop: () => {
      spawnSync('bash', [script, 'stop', directory]);
    },
  };
}

async function administer(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
