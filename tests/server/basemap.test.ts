import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { openBasemap } from '../../server/basemap/basemap.ts';
import { PmtilesFile } from '../../server/basemap/pmtiles-file.ts';
import { tileIdOf } from '../../server/basemap/pmtiles-format.ts';
import { readConfig } from '../../server/config.ts';
import type { BasemapStyle } from '../../server/contract/basemap.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { type PmtilesToWrite, writePmtiles } from '../support/write-pmtiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardlight-basemap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const written = (given: PmtilesToWrite): string => {
  const path = join(folder, `${files++}.pmtiles`);
  writePmtiles(path, given);
  return path;
};
const names = (zoom: number) =>
  Array.from({ length: 4 ** zoom }, (_, i) => `${zoom}/${i % 2 ** zoom}/${Math.floor(i / 2 ** zoom)}`);
const STREETS = {
  attribution: '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap contributors</a>',
  vector_layers: [{ id: 'earth' }, { id: 'water' }, { id: 'roads' }, { id: 'places' }],
};
const one = new Map([['0/0/0', Buffer.from('tile')]]);

describe('a PMTiles file', () => {
  it('numbers tiles along the curve of the specification', () => {
    // The table of PMTiles version 3, section 4.1, Directory Entries.
    expect(tileIdOf(0, 0, 0)).toBe(0);
    expect(tileIdOf(1, 0, 0)).toBe(1);
    expect(tileIdOf(1, 0, 1)).toBe(2);
    expect(tileIdOf(1, 1, 1)).toBe(3);
    expect(tileIdOf(1, 1, 0)).toBe(4);
    expect(tileIdOf(2, 0, 0)).toBe(5);
    expect(tileIdOf(12, 3423, 1763)).toBe(19_078_479);
  });

  it.each([
    ['packed, in the root', { internalCompression: 2 }],
    ['unpacked, in the root', { internalCompression: 1 }],
    ['packed, in leaves of three', { internalCompression: 2, leafEntries: 3 }],
    ['in leaves of one', { internalCompression: 1, leafEntries: 1 }],
  ] as const)('gives back every tile that was written and no other: directories %s', async (_, shape) => {
    const all = [...names(0), ...names(1), ...names(2), ...names(3)];
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        async (kept, contents) => {
          // Few contents: neighbours on the curve share one, and are written as a run.
          const tiles = new Map(kept.map((name, i) => [name, Buffer.from(`content ${i % contents}`)]));
          const file = await PmtilesFile.open(written({ tiles, ...shape }));
          try {
            for (const name of all) {
              const [z, x, y] = name.split('/').map(Number) as [number, number, number];
              expect((await file.tile(z, x, y))?.toString() ?? null, name).toBe(
                tiles.get(name)?.toString() ?? null,
              );
            }
          } finally {
            await file.close();
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('has nothing beyond its zooms and outside the square of tiles', async () => {
    const file = await PmtilesFile.open(written({ tiles: new Map([['2/1/1', Buffer.from('tile')]]) }));
    expect(await file.tile(1, 0, 0)).toBeNull();
    expect(await file.tile(3, 2, 2)).toBeNull();
    expect(await file.tile(2, 5, 1)).toBeNull();
    await file.close();
  });
});

describe('a basemap that cannot be used is refused at the start, in words', () => {
  const refusal = async (path: string, attribution?: string): Promise<string> =>
    openBasemap({ from: path, attribution }).then(
      async (opened) => {
        await opened.close();
        return 'opened';
      },
      (error: Error) => error.message,
    );
  const damaged = (change: (bytes: Buffer) => Buffer): string => {
    const path = written({ tiles: one, metadata: STREETS });
    writeFileSync(path, change(readFileSync(path)));
    return path;
  };

  it('one that is good is opened', async () => {
    expect(await refusal(written({ tiles: one, metadata: STREETS }))).toBe('opened');
  });
  it.each([
    ['no file', () => join(folder, 'none.pmtiles'), 'There is no such file.'],
    [
      'another kind of file',
      () => damaged(() => Buffer.from('{"type":"FeatureCollection"}')),
      'it is not a PMTiles file',
    ],
    ['an empty file', () => damaged(() => Buffer.alloc(0)), 'it is not a PMTiles file'],
    [
      'an older version',
      () =>
        damaged((bytes) => {
          bytes[7] = 2;
          return bytes;
        }),
      'version 2; version 3 is read',
    ],
    [
      'a file cut short',
      () => damaged((bytes) => bytes.subarray(0, bytes.length - 2)),
      'it was not copied whole',
    ],
    [
      'a damaged directory',
      () =>
        damaged((bytes) => {
          bytes.fill(0, 127, 140);
          return bytes;
        }),
      'cannot be unpacked as gzip',
    ],
    [
      'tiles that browsers do not unpack',
      () => written({ tiles: one, metadata: STREETS, tileCompression: 4 }),
      'packed as zstd',
    ],
    [
      'nobody named for it',
      () => written({ tiles: one, metadata: { ...STREETS, attribution: '' } }),
      'Set BASEMAP_ATTRIBUTION',
    ],
    [
      'layers that are not drawn',
      () => written({ tiles: one, metadata: { ...STREETS, vector_layers: [{ id: 'contours' }] } }),
      'Seen: contours',
    ],
  ])('%s', async (_, path, words) => {
    const said = await refusal(path());
    expect(said).toContain(words);
    expect(said).toContain('.pmtiles');
  });

  it('another host is no setting, since it would learn which areas are looked at', () => {
    for (const BASEMAP of [
      'https://tiles.example.org/kent.pmtiles',
      '//tiles.example.org/style.json',
      'file:///a.pmtiles',
    ])
      expect(() => readConfig({ BASEMAP })).toThrow(/Another host would learn/);
  });
  it('a style at this address needs somebody to be named', () => {
    expect(() => readConfig({ BASEMAP: '/tiles/style.json' })).toThrow(/BASEMAP_ATTRIBUTION/);
    expect(
      readConfig({ BASEMAP: '/tiles/style.json', BASEMAP_ATTRIBUTION: '© Ordnance Survey' }).basemap?.from,
    ).toBe('/tiles/style.json');
    expect(() => readConfig({ BASEMAP: 'kent.mbtiles' })).toThrow(/must end in \.pmtiles/);
  });
  it('nothing set is the own ground', () => {
    expect(readConfig({}).basemap).toBeNull();
  });
});

describe('tiles over HTTP', () => {
  const [place] = testDatabases();
  let database: Database;
  let app: FastifyInstance;
  let viewer: SignedIn;
  const stored = gzipSync(Buffer.from('a vector tile'));
  beforeAll(async () => {
    database = await place!.open();
    const path = written({ tiles: new Map([['3/4/2', stored]]), metadata: STREETS, tileCompression: 2 });
    app = await buildApp({ database, basemap: await openBasemap({ from: path, attribution: undefined }) });
    viewer = await signInAs(app, 'viewer');
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place?.remove();
  });

  it('the style names tiles of this service alone, no font, no picture, and who made the map in plain words', async () => {
    const response = await viewer.inject({ url: '/basemap/style.json' });
    const { attribution, style } = response.json() as BasemapStyle;
    expect(attribution).toBe('© OpenStreetMap contributors');
    expect(style?.sources.basemap).toMatchObject({
      type: 'vector',
      tiles: ['basemap/{z}/{x}/{y}'],
      minzoom: 3,
      maxzoom: 3,
    });
    expect(response.body).not.toMatch(/https?:|glyphs|sprite/);
    expect(
      ((style?.layers ?? []) as { 'source-layer': string }[]).map((layer) => layer['source-layer']),
    ).toEqual(expect.arrayContaining(['earth', 'water', 'roads', 'places']));
  });
  it('a tile leaves as it is stored, unpacked for who takes no gzip', async () => {
    const packed = await viewer.inject({ url: '/basemap/3/4/2', headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
    expect(gunzipSync(packed.rawPayload).toString()).toBe('a vector tile');
    const plain = await viewer.inject({ url: '/basemap/3/4/2', headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toBe('a vector tile');
    const again = await viewer.inject({
      url: '/basemap/3/4/2',
      headers: { 'if-none-match': String(packed.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });
  it('a tile that the file does not have is empty, and one that cannot be is refused', async () => {
    expect((await viewer.inject({ url: '/basemap/3/4/3' })).statusCode).toBe(204);
    expect((await viewer.inject({ url: '/basemap/3/-1/2' })).statusCode).toBe(400);
    expect((await viewer.inject({ url: '/basemap/3/4/two' })).statusCode).toBe(400);
  });
  it('a service without one says so', async () => {
    const plain = await buildApp({ database });
    const reader = await signInAs(plain, 'viewer');
    expect((await reader.inject({ url: '/basemap/style.json' })).json()).toEqual({ attribution: '' });
    expect((await reader.inject({ url: '/basemap/0/0/0' })).statusCode).toBe(204);
    await plain.close();
  });
});
