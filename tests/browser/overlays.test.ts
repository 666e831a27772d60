import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServedFile } from '../support/front-door.ts';
import { writePmtiles } from '../support/write-pmtiles.ts';
import { coveringTile } from '../support/write-vector-tile.ts';
import { browserMissing, openStage, type Reader, type Stage } from './driver.ts';

/** #eef0e4, the green of the basemap, where its park covers the whole world. */
const PARK: [number, number, number] = [238, 240, 228];

describe.skipIf(browserMissing !== '')(`what lies above and below the figures${browserMissing}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-tiles-'));
  let stage: Stage;
  beforeAll(async () => {
    const from = join(folder, 'park.pmtiles');
    writePmtiles(from, {
      tiles: new Map([['0/0/0', gzipSync(coveringTile('landuse', 'kind', 'park'))]]),
      tileCompression: 2,
      metadata: { attribution: '&copy; The test of a park', vector_layers: [{ id: 'landuse' }] },
    });
    stage = await openStage({ signedInAs: null, basemap: { from, attribution: undefined } });
  });
  afterAll(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const analyst = async (address: string, ...how: unknown[]): Promise<Reader> => {
    const reader = await stage.reader(address, ...(how as [object?]));
    await reader.arrivesAtSignIn();
    await reader.signsInAs('Analyst');
    return reader;
  };

  test('an analyst puts services on top: symbol, legend, table, announcement and address say the same', async () => {
    const reader = await analyst('');
    await reader.opens('Places on top');
    await reader.ticks('GP practice');
    await reader.ticks('School or college');
    expect(reader.query.get('places')).toBe('gp,school');
    const legend = await reader.legend();
    const practices = legend.find(({ label }) => label === 'GP practice')!.count;
    const schools = legend.find(({ label }) => label === 'School or college')!.count;
    expect(practices).toBeGreaterThan(0);
    expect(await reader.announcement()).toContain(
      `On top of the map: GP practice ${practices}, School or college ${schools}.`,
    );

    // Without a pointer: from service to service as one reads, each with its kind and ward.
    await reader.tabsTo(/^Map$/);
    expect(await reader.reads('Map keys')).toContain('S goes from service to service');
    await reader.types('s');
    const one = await reader.placeLine();
    expect(one).toMatch(/^.+ · (GP practice|School or college), .+/);
    expect(await reader.announcement()).toContain(`${one}. 1 of ${practices + schools} on the map.`);
    await reader.types('s', 'Shift+S', 'Shift+S');
    expect(await reader.announcement()).toContain(
      `${practices + schools} of ${practices + schools} on the map.`,
    );
    expect(await reader.placeLine()).not.toBe(one);
    await reader.types('Escape');
    expect(await reader.announcement()).toContain('Services left.');

    await reader.turnsTo('Places');
    expect(await reader.caption()).toContain(`${practices + schools} of `);
    await reader.sortsBy('Name');
    const [first] = await reader.rows();
    await reader.picksRow(1);
    await expect.poll(async () => (await reader.selectedRow())?.[0]).toBe(first![0]);
    expect(await reader.placeLine()).toContain(first![0]!);
    expect(await reader.accessibilityViolations()).toEqual([]);

    await reader.reloads();
    expect((await reader.legend()).map(({ label }) => label)).toContain('GP practice');

    await reader.opens('Keep this view, or export it');
    const { text } = await reader.downloads('Map as SVG');
    expect(text).toContain(`GP practice: ${practices}`);
    expect(text).toContain(`School or college: ${schools}`);
    expect(text).toMatch(/Audit entry [\da-f-]{36}/);
    const file = await reader.downloads('Services as CSV');
    expect(file.name).toMatch(/^OFFICIAL-SYNTHETIC-services-ravensand-.*\.csv$/);
    expect(file.text.match(/,GP practice,/g)).toHaveLength(practices);
  });

  test('an analyst fills LSOAs by their rate: table, file and exported map say the same', async () => {
    const reader = await analyst('?places=lsoa-rates&tab=places');
    await expect.poll(() => reader.caption()).toMatch(/^\d+ LSOAs of/);
    const [highest] = await reader.rows();
    const csv = await reader.downloads('LSOAs as CSV');
    expect(csv.text).toContain(`,${highest![0]},`);
    await reader.opens('Keep this view, or export it');
    const { name, text } = await reader.downloads('Map as SVG');
    expect(name).toContain('rates-by-lsoa');
    const said = text.replace(/\s+/g, ' ');
    for (const words of ['Rate by LSOA, events per 1,000 residents per year', '95 % intervals: the district'])
      expect(said).toContain(words);
    expect(said).not.toContain('Evidence of a hot spot');
  });

  test('licensed premises are a layer: hot spots, ambulance by swipe, ambulance by coincidence', async () => {
    const reader = await analyst('?layer=premises');
    expect(await reader.sentence()).toMatch(/hot spots .* of all licensed premises/);
    expect(await reader.reads('Months')).toContain('A register');
    await reader.switchesTo('Swipe');
    await reader.switchesTo('Second map');
    await reader.chooses('Layer', 'Ambulance pick-ups');
    expect(await reader.announcement()).toMatch(
      /First map: .*licensed premises.* Second map: .*ambulance pick-ups/,
    );
    expect(await reader.mapsAgree()).toBe(true);
    expect(await reader.accessibilityViolations()).toEqual([]);

    const both = await analyst('?view=coincidence&layer=ambulance&with=premises');
    expect(await both.sentence()).toMatch(
      /^\d+ cells of \d+ in .+ are hot spots for both all ambulance pick-ups and all licensed premises/,
    );
    expect((await both.options('Cell size')).filter(({ offered }) => offered)[0]!.label).toBe('500 m');
  });

  test('the map of the installation lies below the figures, and says whose it is at any width', async () => {
    const reader = await analyst('', { width: 390, height: 844 });
    expect(await reader.reads('Map foot')).toContain('© The test of a park');
    expect(await reader.pixelsOf(PARK)).toBeGreaterThan(2_000);
    expect(await reader.overhangPx()).toBe(0);
  });

  test('no window ever asked another host for anything, and no browser complained', () => {
    expect(stage.asked.filter((url) => !url.startsWith(stage.url) && !/^(data|blob):/.test(url))).toEqual([]);
    expect(stage.asked.some((url) => url.endsWith('/basemap/0/0/0'))).toBe(true);
    expect(stage.complaints).toEqual([]);
  });
});

describe.skipIf(browserMissing !== '')(
  `a style that the installation’s own web server answers with${browserMissing}`,
  () => {
    const STYLE = '/tiles/style.json';
    const served = new Map<string, ServedFile>([
      ['/tiles/0/0/0.pbf', { type: 'application/x-protobuf', body: coveringTile('landuse', 'kind', 'park') }],
    ]);
    /** Sources and layers as some style has them; "land" is the name of a layer of the product too. */
    const answersWith = (more: { sources?: object; layers?: object[] } = {}) =>
      served.set(STYLE, {
        type: 'application/json',
        body: JSON.stringify({
          version: 8,
          glyphs: 'https://fonts.example.org/{fontstack}/{range}.pbf',
          sources: {
            own: { type: 'vector', tiles: ['/tiles/{z}/{x}/{y}.pbf'], maxzoom: 0 },
            ...more.sources,
          },
          layers: [
            { id: 'sky', type: 'background', paint: { 'background-color': '#ff0000' } },
            {
              id: 'land',
              type: 'fill',
              source: 'own',
              'source-layer': 'landuse',
              paint: { 'fill-color': '#eef0e4' },
            },
            ...(more.layers ?? []),
          ],
        }),
      });
    /** A host that must never hear of anybody. */
    let elsewhere: Server;
    let heard = 0;
    let stage: Stage;
    beforeAll(async () => {
      elsewhere = createServer((_, answer) => {
        heard++;
        answer.end();
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      answersWith();
      stage = await openStage({
        basemap: { from: STYLE, attribution: '© The test of a style' },
        beside: served,
      });
    });
    afterAll(async () => {
      await stage?.close();
      await new Promise((resolve) => elsewhere?.close(resolve));
    });

    test('lies below the figures and under the exported map, with its owner named on both', async () => {
      const reader = await (await stage.reader()).arrives();
      expect(await reader.reads('Map foot')).toContain('© The test of a style');
      expect(await reader.pixelsOf(PARK)).toBeGreaterThan(20_000);
      expect(stage.asked.filter((url) => url.endsWith('/tiles/0/0/0.pbf'))).not.toEqual([]);
      await reader.opens('Keep this view, or export it');
      const { text } = await reader.downloads('Map as SVG');
      expect(text).toMatch(/<image [^>]*href="data:image\/png;base64,[A-Za-z0-9+/=]{200}/);
      expect(text.replace(/\s+/g, ' ')).toContain('© The test of a style.');
      expect(stage.complaints).toEqual([]);
    });

    test('may name another host: nothing is asked of it, and the exported map says that the ground is left out', async () => {
      const { port } = elsewhere.address() as AddressInfo;
      answersWith({
        sources: { far: { type: 'raster', tiles: [`http://127.0.0.1:${port}/{z}/{x}/{y}.png`] } },
        layers: [{ id: 'far', type: 'raster', source: 'far' }],
      });
      const reader = await (await stage.reader()).arrives();
      expect(await reader.sentence()).toMatch(/hot spots/);
      await reader.opens('Keep this view, or export it');
      const { text } = await reader.downloads('Map as SVG');
      expect(text).not.toContain('<image');
      expect(text.replace(/\s+/g, ' ')).toContain('The background map could not be drawn and is left out.');
      expect(heard).toBe(0);
    });
  },
);
