import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { toLonLat } from '../../../data-import/steps/national-grid.ts';
import { buildApp } from '../../../server/app.ts';
import type { HotSpotResult } from '../../../server/contract/hot-spots.ts';
import { projectRoot } from '../../../server/project-root.ts';
import { signInAs } from '../../support/sign-in.ts';
import type { BenchWorld } from './bench-world.ts';
import { median, quantile, type Row } from './table.ts';

const CELL_M = 250;
const ROUNDS = 3;
/** A moving map is smooth where its slow frames take at most so much longer than those of a map without cells. */
const JANK_MS = 50;
const WAYS = {
  nothing: 'no cells at all',
  texture: 'columns as JSON, one texture (the product)',
  binary: 'columns as packed integers, one texture',
  geojson: 'GeoJSON source',
  tiles: 'vector tiles by PostGIS',
} as const;
type Way = keyof typeof WAYS;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
};

/** What a page measured of one way. */
interface Measured {
  readonly firstMs: number;
  readonly longestTaskMs: number;
  readonly frames: readonly number[];
}

/** The county's cells in several forms. */
interface Forms {
  readonly cells: number;
  readonly bbox: readonly [number, number, number, number];
  readonly columns: string;
  readonly packed: Buffer;
  readonly geojson: string;
}

/**
 * About 100,000 cells drawn in several ways: bytes, time to the first drawing with fetching, and frames while panning. The
 * product's way has a budget: panning may not be slower than without cells by more than a frame that is felt.
 */
export async function measureDrawing(world: BenchWorld, browser: Browser): Promise<Row[]> {
  if (world.url === null || world.county === null) return [];
  const forms = await formsOf(world, world.county);
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-drawing-'));
  let tileBytes = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  const answer = async ({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const tile = /^\/tiles\/(\d+)\/(\d+)\/(\d+)$/.exec(url)?.slice(1).map(Number);
    if (tile) {
      const bytes = await readTile(client, tile as [number, number, number]);
      tileBytes += bytes.length;
      response.end(bytes);
    } else if (url === '/columns.json') response.end(forms.columns);
    else if (url === '/columns.bin') response.end(forms.packed);
    else if (url === '/cells.geojson') response.end(forms.geojson);
    else {
      const file = join(folder, url === '/' ? 'index.html' : url);
      if (!existsSync(file)) response.writeHead(404).end();
      else
        response
          .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' })
          .end(readFileSync(file));
    }
  };
  try {
    await fillTiles(client, forms.columns);
    await build({
      root: join(projectRoot, 'tests/bench/map/drawing'),
      configFile: false,
      base: './',
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: folder, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const bytesOf: Record<Way, () => number> = {
      nothing: () => 0,
      texture: () => brotli(forms.columns).length,
      binary: () => brotli(forms.packed).length,
      geojson: () => brotli(forms.geojson).length,
      tiles: () => tileBytes,
    };
    const measured = new Map<Way, Measured[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of Object.keys(WAYS) as Way[]) {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${port}/`);
        tileBytes = 0;
        const one = await page.evaluate<Measured>(
          `window.measureWay('${way}', ${JSON.stringify(forms.bbox)})`,
        );
        measured.set(way, [...(measured.get(way) ?? []), one]);
        await page.close();
      }
    }
    const slowFrame = (way: Way) =>
      quantile(
        (measured.get(way) ?? []).flatMap(({ frames }) => frames),
        0.95,
      );
    const bare = slowFrame('nothing');
    const drawings = (Object.keys(WAYS) as Way[]).map((way): Row => {
      const runs = measured.get(way) ?? [];
      const first = runs.map(({ firstMs }) => firstMs);
      const frames = runs.flatMap((run) => run.frames);
      return {
        name: `first draw: ${WAYS[way]}`,
        n: ROUNDS,
        medianMs: median(first),
        worstMs: Math.max(...first),
        splits: {
          'longest task': median(runs.map(({ longestTaskMs }) => longestTaskMs)),
          'pan frame p50': median(frames),
          p95: slowFrame(way),
          worst: Math.max(...frames),
        },
        bytes: bytesOf[way](),
      };
    });
    return [
      ...drawings,
      {
        name: `slow pan frame (p95) at ${forms.cells} cells`,
        n: ROUNDS,
        medianMs: slowFrame('texture'),
        worstMs: slowFrame('texture'),
        note: `${bare.toFixed(0)} ms without cells`,
        budgetMs: Math.round(bare + JANK_MS),
      },
    ];
  } finally {
    server.close();
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The counts of the whole county, by the service. */
async function formsOf({ database }: BenchWorld, county: string): Promise<Forms> {
  const app = await buildApp({ database });
  let result: HotSpotResult;
  try {
    const analyst = await signInAs(app, 'analyst');
    const url = `/api/hot-spots?layer=crime&area=${county}&statistic=count&cellSizeM=${CELL_M}`;
    result = (await analyst.inject({ method: 'GET', url })).json() as HotSpotResult;
  } finally {
    await app.close();
  }
  const { column, row, events, length } = result.cells;
  const classOf = events.map((count) => Math.min(3, count));
  const features = column.map((c, i) => {
    const [west, south] = [c * CELL_M, row[i] * CELL_M];
    const corners: [number, number][] = [
      [west, south],
      [west + CELL_M, south],
      [west + CELL_M, south + CELL_M],
      [west, south + CELL_M],
      [west, south],
    ];
    const ring = corners.map(([x, y]) => toLonLat(x, y).map((degrees) => Number(degrees.toFixed(6))));
    return {
      type: 'Feature',
      properties: { c: classOf[i] },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  });
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  const [west, south] = toLonLat(least(column) * CELL_M, least(row) * CELL_M);
  const [east, north] = toLonLat(most(column) * CELL_M, most(row) * CELL_M);
  return {
    cells: length,
    bbox: [west, south, east, north],
    columns: JSON.stringify({ cellSizeM: CELL_M, length, column, row, classOf }),
    packed: Buffer.from(Int32Array.from([CELL_M, length, ...column, ...row, ...classOf]).buffer),
    geojson: JSON.stringify({ type: 'FeatureCollection', features }),
  };
}

/** The same cells as polygons in the database, for tiles. */
async function fillTiles(client: pg.Client, columns: string): Promise<void> {
  const { column, row, classOf } = JSON.parse(columns) as Record<'column' | 'row' | 'classOf', number[]>;
  await client.query('create temporary table bench_cell (c integer, geom geometry(Polygon, 3857))');
  await client.query(
    `insert into bench_cell
     select k, st_transform(st_makeenvelope(c * ${CELL_M}, r * ${CELL_M}, (c + 1) * ${CELL_M}, (r + 1) * ${CELL_M}, 27700), 3857)
     from unnest($1::integer[], $2::integer[], $3::integer[]) as cell (c, r, k)`,
    [column, row, classOf],
  );
  await client.query('create index on bench_cell using gist (geom)');
  await client.query('analyze bench_cell');
}

async function readTile(client: pg.Client, [z, x, y]: [number, number, number]): Promise<Buffer> {
  const { rows } = await client.query<{ tile: Buffer }>(
    `select st_asmvt(tile, 'cells', 4096, 'geom') as tile
     from (
       select c, st_asmvtgeom(geom, st_tileenvelope($1, $2, $3), 4096, 8) as geom
       from bench_cell where geom && st_tileenvelope($1, $2, $3)
     ) tile`,
    [z, x, y],
  );
  return rows[0].tile;
}

function brotli(content: string | Buffer): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}
