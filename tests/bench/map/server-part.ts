import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import pg from 'pg';
import { buildApp } from '../../../server/app.ts';
import type { Catalogue } from '../../../server/contract/catalogue.ts';
import { signInAs } from '../../support/sign-in.ts';
import type { BenchWorld } from './bench-world.ts';
import { watchQueries } from './query-clock.ts';
import { median, type Row } from './table.ts';

const CELL_M = 250;
/** Jiffies a second of /proc, on every Linux. */
const TICKS_PER_S = 100;

/** One kind of question, and how the i-th of its kind reads: each is another, so that no answer is kept. */
interface Question {
  readonly name: string;
  ask(i: number): string;
}

/**
 * What the service needs for each of Explore's questions, over HTTP as a browser asks (brotli), no answer asked twice.
 *
 * @param budgetMs what the whole of a filter change may take, for the rows that are part of one
 * @param runs timed questions of a kind, after an untimed one
 */
export async function measureServer(world: BenchWorld, budgetMs: number, runs: number): Promise<Row[]> {
  const { database, take } = watchQueries(world.database);
  const app = await buildApp({ database });
  const { headers } = await signInAs(app, 'analyst');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  const get = async (path: string): Promise<{ ms: number; text: string }> => {
    const startedAt = performance.now();
    const response = await fetch(`${origin}/api/${path}`, {
      headers: { cookie: headers.cookie, 'accept-encoding': 'br' },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return { ms: performance.now() - startedAt, text };
  };
  const backends = world.url === null ? null : new pg.Client({ connectionString: world.url });
  await backends?.connect();
  const cpuNow = async (): Promise<number> => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (backends ? await cpuOfBackends(backends) : 0);
  };
  try {
    take();
    const first = await get('catalogue');
    const firstSql = take().ms;
    const rows: Row[] = [
      {
        name: 'catalogue, first after start',
        n: 1,
        medianMs: first.ms,
        worstMs: first.ms,
        splits: { sql: firstSql },
        bytes: first.text.length,
      },
    ];
    const catalogue = JSON.parse(first.text) as Catalogue;
    const questions = questionsOf(world, catalogue);
    rows.push(await firstQuestion(get, take, questions[2].ask));
    for (const { name, ask } of questions) {
      await get(ask(0));
      take();
      const times: number[] = [];
      const sql: number[] = [];
      let queries = 0;
      const cpuBefore = await cpuNow();
      let text = '';
      for (let i = 1; i <= runs; i++) {
        const answer = await get(ask(i));
        times.push(answer.ms);
        const taken = take();
        sql.push(taken.ms);
        queries = taken.queries;
        text = answer.text;
      }
      const cpuMs = ((await cpuNow()) - cpuBefore) / runs;
      const body = JSON.parse(text) as unknown;
      const [jsonMs, brotliMs] = [timed(() => JSON.stringify(body)), timed(() => brotli(text))];
      const medianMs = median(times);
      rows.push({
        name,
        n: runs,
        medianMs,
        worstMs: Math.max(...times),
        cpuMs,
        splits: {
          sql: median(sql),
          json: jsonMs,
          brotli: brotliMs,
          rest: Math.max(0, medianMs - median(sql) - jsonMs - brotliMs),
        },
        bytes: brotli(text).length,
        note: `${queries} queries`,
        budgetMs,
      });
    }
    return rows;
  } finally {
    await backends?.end();
    await app.close();
  }
}

/** The first question of a district is answered by the database; waits until its events are in memory. */
async function firstQuestion(
  get: (path: string) => Promise<{ ms: number }>,
  take: () => { ms: number; queries: number },
  ask: (i: number) => string,
): Promise<Row> {
  take();
  const { ms } = await get(ask(40));
  const sql = take();
  for (let waited = 0; waited < 60; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    take();
    await get(ask(41 + waited));
    if (take().queries < sql.queries - 2) break;
  }
  const name = 'hot spots, first after start';
  return { name, n: 1, medianMs: ms, worstMs: ms, splits: { sql: sql.ms }, note: `${sql.queries} queries` };
}

/** Questions about the layer of crime; months and categories move with every question. */
function questionsOf({ area }: BenchWorld, { layers, studyAreas }: Catalogue): Question[] {
  const layer = layers.find((l) => l.layer === 'crime') ?? layers[0];
  const months = layer.months.filter(({ events }) => events !== null).map(({ month }) => month);
  const slugs = layer.categories.map(({ slug }) => slug);
  const district = studyAreas.find(({ code }) => code === area)?.code ?? studyAreas[0].code;
  /** A window of so many months that moves by one a question, and shrinks by one where there is no room left. */
  const window = (length: number, i: number) => {
    const most = Math.min(length, months.length);
    const room = months.length - most + 1;
    const from = i % room;
    const shorter = Math.floor(i / room);
    return { from: months[from], to: months[Math.max(from, from + most - 1 - shorter)] };
  };
  const path = (what: string, query: Record<string, string | number>) =>
    `${what}?${Object.entries(query)
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join('&')}`;
  const one = (i: number) => slugs[i % slugs.length];
  const common = { layer: layer.layer, area: district };
  const spot = (statistic: string) => ({ ...common, statistic, cellSizeM: CELL_M });
  return [
    {
      name: 'hot spots Gi*, one category, 12 months',
      ask: (i) => path('hot-spots', { ...spot('gi-star'), categories: one(i), ...window(12, i) }),
    },
    {
      name: 'hot spots Gi*, one category, 36 months',
      ask: (i) => path('hot-spots', { ...spot('gi-star'), categories: one(i), ...window(36, i) }),
    },
    {
      name: 'hot spots Gi*, all, 12 months',
      ask: (i) => path('hot-spots', { ...spot('gi-star'), ...window(12, i) }),
    },
    {
      name: 'hot spots Gi*, all, 36 months',
      ask: (i) => path('hot-spots', { ...spot('gi-star'), ...window(36, i) }),
    },
    {
      name: 'hot spots Gi*, all, every month',
      ask: (i) => path('hot-spots', { ...spot('gi-star'), ...window(months.length, i) }),
    },
    { name: 'counts, all, 36 months', ask: (i) => path('hot-spots', { ...spot('count'), ...window(36, i) }) },
    {
      name: 'density, one category, 12 months',
      ask: (i) => path('hot-spots', { ...spot('density'), categories: one(i), ...window(12, i) }),
    },
    {
      name: 'density, all, 36 months',
      ask: (i) => path('hot-spots', { ...spot('density'), ...window(36, i) }),
    },
    {
      name: 'wards, one category, 12 months',
      ask: (i) => path('wards', { ...common, categories: one(i), ...window(12, i) }),
    },
    { name: 'wards, all, 36 months', ask: (i) => path('wards', { ...common, ...window(36, i) }) },
    {
      name: 'coincidence of two categories, 12 months',
      ask: (i) =>
        path('coincidence', {
          first: layer.layer,
          firstCategories: one(i),
          second: layer.layer,
          secondCategories: one(i + 3),
          area: district,
          cellSizeM: CELL_M,
          ...window(12, i),
        }),
    },
    {
      name: 'change, all, 12 months against those before',
      ask: (i) => path('change', { ...common, cellSizeM: CELL_M, ...lastOf(window(24, i), months) }),
    },
    {
      name: 'emerging, one category, 36 months',
      ask: (i) => path('emerging', { ...common, cellSizeM: CELL_M, categories: one(i), ...window(36, i) }),
    },
  ];
}

/** The second half of a window: the first is what it is compared with. */
function lastOf({ from, to }: { from: string; to: string }, months: readonly string[]) {
  const [first, last] = [months.indexOf(from), months.indexOf(to)];
  return { from: months[Math.floor((first + last) / 2) + 1] ?? to, to };
}

/** Milliseconds that the database's own processes have computed so far; workers of parallel queries that ended are left out. */
async function cpuOfBackends(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  let ticks = 0;
  for (const { pid } of rows) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // Ended meanwhile, or a system without /proc.
    }
  }
  return (ticks * 1000) / TICKS_PER_S;
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

/** At the quality that the service compresses with. */
function brotli(text: string): Buffer {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}
