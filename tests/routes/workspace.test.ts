import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toLonLat, toNationalGrid } from '../../data-import/steps/national-grid.ts';
import { buildApp } from '../../server/app.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { EmergingResult } from '../../server/contract/emerging.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { PeriodChangeResult } from '../../server/contract/period-change.ts';
import type { Problem } from '../../server/contract/shared.ts';
import { AreaPlace, KeptArea } from '../../server/contract/study-areas.ts';
import { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { DrawnShape, SavedItem, SavedItems } from '../../server/contract/workspace.ts';
import type { Database } from '../../server/db/database.ts';
import { SAMPLE_DISTRICT } from '../support/fixtures/sample-district.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `kept items and comparisons on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      let analyst: SignedIn;
      let colleague: SignedIn;
      let stranger: SignedIn;
      let viewer: SignedIn;
      /** Sees the synthetic district's restricted layers too. */
      let partner: SignedIn;
      beforeAll(async () => {
        database = await place.openCopy(SAMPLE_DISTRICT);
        app = await buildApp({ database });
        analyst = await signInAs(app, 'analyst');
        colleague = await signInAs(app, 'analyst');
        viewer = await signInAs(app, 'viewer');
        partner = await signInAs(app, 'analyst', { organisation: 'demonstration' });
        stranger = await signInAs(app, 'analyst', { organisation: 'another-partner' });
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
      });

      const view = {
        kind: 'view',
        name: 'Burglary, harbour',
        description: '',
        sharedWith: 'own',
        body: { address: 'categories=burglary' },
      };
      const keep = async (who: SignedIn, payload: object): Promise<SavedItem> => {
        const response = await who.inject({ method: 'POST', url: '/api/saved', payload });
        expect(response.statusCode, response.body).toBe(201);
        return response.json() as SavedItem;
      };
      const get = async <T>(who: SignedIn, url: string): Promise<T> => {
        const response = await who.inject({ url });
        expect(response.statusCode, response.body).toBe(200);
        return response.json() as T;
      };

      it('keeps a view for its maker alone, then for the organisation, then for everyone', async () => {
        const item = await keep(analyst, view);
        const seenBy = async (who: SignedIn) =>
          (await who.inject({ url: `/api/saved/${item.id}` })).statusCode;
        expect([await seenBy(analyst), await seenBy(colleague), await seenBy(stranger)]).toEqual([
          200, 404, 404,
        ]);
        const share = async (sharedWith: string, basedOnVersion: number) =>
          analyst.inject({
            method: 'PUT',
            url: `/api/saved/${item.id}`,
            payload: { name: item.name, description: '', sharedWith, body: item.body, basedOnVersion },
          });
        expect((await share('organisation', 1)).statusCode).toBe(200);
        expect([await seenBy(colleague), await seenBy(viewer), await seenBy(stranger)]).toEqual([
          200, 200, 404,
        ]);
        expect((await share('everyone', 2)).statusCode).toBe(200);
        expect(await seenBy(stranger)).toBe(200);
        const { items } = await get<SavedItems>(stranger, '/api/saved?kind=view');
        expect(items.map(({ id, own }) => [id, own])).toContainEqual([item.id, false]);
      });

      it('makes every change a version, and refuses to save over somebody’s newer one', async () => {
        const item = await keep(analyst, view);
        const change = (name: string, basedOnVersion: number) =>
          analyst.inject({
            method: 'PUT',
            url: `/api/saved/${item.id}`,
            payload: {
              name,
              description: '',
              sharedWith: 'own',
              body: { address: 'from=2026-01' },
              basedOnVersion,
            },
          });
        expect((await change('Second', 1)).json()).toMatchObject({ version: 2, name: 'Second' });
        const late = await change('Third', 1);
        expect(late.statusCode).toBe(409);
        expect((late.json() as Problem).code).toBe('saved-meanwhile');
        expect(await get<SavedItem>(analyst, `/api/saved/${item.id}?version=1`)).toMatchObject({
          name: 'Burglary, harbour',
          body: { address: 'categories=burglary' },
          latestVersion: 2,
        });
      });

      it('lets nobody but its maker change or remove an item', async () => {
        const item = await keep(analyst, { ...view, sharedWith: 'everyone' });
        const payload = {
          name: 'Mine now',
          description: '',
          sharedWith: 'own',
          body: item.body,
          basedOnVersion: 1,
        };
        const changed = await colleague.inject({ method: 'PUT', url: `/api/saved/${item.id}`, payload });
        expect(changed.statusCode).toBe(403);
        expect((await colleague.inject({ method: 'DELETE', url: `/api/saved/${item.id}` })).statusCode).toBe(
          403,
        );
        expect((await analyst.inject({ method: 'DELETE', url: `/api/saved/${item.id}` })).statusCode).toBe(
          204,
        );
        const { items } = await get<SavedItems>(analyst, '/api/saved');
        expect(items.map(({ id }) => id)).not.toContain(item.id);
      });

      it('refuses a body of another kind, and a viewer who wants to keep something', async () => {
        const wrong = await analyst.inject({
          method: 'POST',
          url: '/api/saved',
          payload: { ...view, kind: 'briefing' },
        });
        expect(wrong.statusCode).toBe(400);
        expect((wrong.json() as Problem).field).toBe('body');
        expect((await viewer.inject({ method: 'POST', url: '/api/saved', payload: view })).statusCode).toBe(
          403,
        );
      });

      const keepArea = async (area: DrawnShape, who = analyst) =>
        keep(who, {
          kind: 'study-area',
          name: 'Around the harbour',
          description: '',
          sharedWith: 'own',
          body: { area },
        });

      it('counts exactly the events inside a drawn polygon and a drawn circle, as a loop over every event does', async () => {
        const all = await get<HotSpotResult>(
          analyst,
          '/api/hot-spots?from=2025-10&to=2026-09&statistic=count',
        );
        const busiest = all.cells.events.indexOf(Math.max(...all.cells.events));
        const x = (all.cells.column[busiest] + 0.5) * 250;
        const y = (all.cells.row[busiest] + 0.5) * 250;
        const { rows: events } = await sql<{ x: number; y: number; ward: string }>`
          select x, y, (select code from area where area_id = e.ward_id) as ward from event e where e.x is not null and e.ward_id is not null and e.dataset_id in (select dataset_id from dataset where layer = 'crime')
            and month_no between ${2025 * 12 + 9} and ${2026 * 12 + 8}`.execute(database.db);

        const corners: [number, number][] = [
          [x - 700, y - 500],
          [x + 900, y - 650],
          [x + 300, y + 800],
        ];
        const polygon = await keepArea({
          shape: 'polygon',
          ring: corners.map(([east, north]) => [...toLonLat(east, north)]),
        });
        const inPolygon = await get<HotSpotResult>(
          analyst,
          `/api/hot-spots?from=2025-10&to=2026-09&statistic=count&area=study-area:${polygon.id}`,
        );
        const back = corners.map(([east, north]) =>
          toNationalGrid(...(toLonLat(east, north) as [number, number])),
        );
        expect(inPolygon.summary.events).toBe(
          events.filter((event) => insideTriangle([event.x, event.y], back)).length,
        );
        expect(inPolygon.summary.events).toBeGreaterThan(50);
        expect(inPolygon.studyArea).toMatchObject({ level: 'drawn', name: 'Around the harbour (version 1)' });
        expect(inPolygon.studyArea.areaKm2).toBeLessThan(1.2);

        // By ward: the events inside, each in the ward that it was placed in at import, beside figures of whole wards.
        const byWard = await get<WardLayerResult>(
          analyst,
          `/api/wards?from=2025-10&to=2026-09&area=study-area:${polygon.id}`,
        );
        expect([...Value.Errors(WardLayerResult, byWard)]).toEqual([]);
        const inside = byWard.insideArea;
        expect(inside).toMatchObject({
          code: `study-area:${polygon.id}:1`,
          ofWholeWards: false,
          events: inPolygon.summary.events,
        });
        expect(inside?.wards.length).toBeGreaterThan(1);
        for (const ward of inside?.wards ?? []) {
          const own = events.filter(
            (event) => event.ward === ward.code && insideTriangle([event.x, event.y], back),
          );
          expect([ward.code, ward.events]).toEqual([ward.code, own.length]);
        }
        const district = await get<WardLayerResult>(analyst, '/api/wards?from=2025-10&to=2026-09');
        expect(byWard.wards).toEqual(district.wards);
        expect(byWard.sentence).toMatch(
          /^Around the harbour \(version 1\) lies in \d+ of 16 wards: [\d,]+ events of all crime and ASB inside it/,
        );
        expect(byWard.chosen.find(({ parameter }) => parameter === 'area')?.because).toContain(
          'residents are known of whole wards only',
        );
        const file = await analyst.inject({
          url: `/api/exports/wards.csv?from=2025-10&to=2026-09&area=study-area:${polygon.id}`,
        });
        expect(file.body).toContain(',events_inside,');
        expect(district.insideArea).toBeUndefined();

        const circle = await keepArea({ shape: 'circle', centre: [...toLonLat(x, y)], radiusM: 600 });
        const inCircle = await get<HotSpotResult>(
          analyst,
          `/api/hot-spots?from=2025-10&to=2026-09&statistic=count&area=study-area:${circle.id}`,
        );
        const nearer = (metres: number) =>
          events.filter((event) => Math.hypot(event.x - x, event.y - y) <= metres).length;
        // A 64-gon of the circle's area lies within 0.2 % of its radius on either side.
        expect(inCircle.summary.events).toBeGreaterThanOrEqual(nearer(598));
        expect(inCircle.summary.events).toBeLessThanOrEqual(nearer(602));
        expect(inCircle.summary.events).toBeLessThanOrEqual(all.summary.events);
      });

      it('refuses an area that crosses itself, lies in the sea, or is not shared', async () => {
        const [lon, lat] = toLonLat(658_000, 157_000);
        const bowtie = await keepArea({
          shape: 'polygon',
          ring: [
            [lon, lat],
            [lon + 0.02, lat + 0.02],
            [lon + 0.02, lat],
            [lon, lat + 0.02],
          ],
        });
        const crossing = await analyst.inject({ url: `/api/hot-spots?area=study-area:${bowtie.id}` });
        expect(crossing.statusCode).toBe(400);
        expect((crossing.json() as Problem).detail).toContain('crosses itself');
        const sea = await keepArea({
          shape: 'circle',
          centre: [...toLonLat(600_000, 100_000)],
          radiusM: 500,
        });
        expect((await analyst.inject({ url: `/api/hot-spots?area=study-area:${sea.id}` })).statusCode).toBe(
          400,
        );
        expect(
          (await colleague.inject({ url: `/api/hot-spots?area=study-area:${bowtie.id}` })).statusCode,
        ).toBe(404);
      });

      it('says where a drawn shape lies and what each layer allows over it, before anything is kept', async () => {
        const check = async (area: DrawnShape) =>
          partner.inject({ method: 'POST', url: '/api/study-areas/check', payload: { area } });
        const { studyAreas } = await get<Catalogue>(partner, '/api/catalogue');
        const wards = studyAreas.filter(({ level }) => level === 'ward').slice(0, 3);
        const place = (
          await check({ shape: 'wards', codes: wards.map(({ code }) => code) })
        ).json() as AreaPlace;
        expect([...Value.Errors(AreaPlace, place)]).toEqual([]);
        expect(place.wards.map(({ code }) => code).sort()).toEqual(wards.map(({ code }) => code).sort());
        expect(place.areaKm2).toBeCloseTo(
          wards.reduce((sum, { areaKm2 }) => sum + areaKm2, 0),
          6,
        );
        const rule = (layer: string) => place.rules.find((one) => one.layer === layer);
        expect(rule('crime')).toMatchObject({ released: true, minimumKm2: 0.0625 });
        expect(rule('ambulance')).toMatchObject({ released: false, minimumKm2: null });
        expect(rule('ambulance')?.because).toContain('subtracted');

        const [west, south, east, north] = place.bbox as [number, number, number, number];
        const [x, y] = toNationalGrid((west + east) / 2, (south + north) / 2) as [number, number];
        const sliver = [
          [x, y],
          [x + 200, y],
          [x + 200, y + 200],
        ].map(([east, north]) => [...toLonLat(east!, north!)]);
        const refused = await check({ shape: 'polygon', ring: sliver });
        expect(refused.statusCode).toBe(400);
        expect((refused.json() as Problem).detail).toContain('0.0625 km²');
      });

      it('names each version of a kept area in every result, and answers old versions as they were', async () => {
        const { studyAreas } = await get<Catalogue>(analyst, '/api/catalogue');
        const [one, two] = studyAreas.filter(({ level }) => level === 'ward');
        const first = await keepArea({ shape: 'wards', codes: [one.code] });
        const changed = await analyst.inject({
          method: 'PUT',
          url: `/api/saved/${first.id}`,
          payload: {
            name: first.name,
            description: '',
            sharedWith: 'own',
            body: { area: { shape: 'wards', codes: [one.code, two.code] } },
            basedOnVersion: 1,
          },
        });
        expect(changed.statusCode, changed.body).toBe(200);
        const latest = await get<KeptArea>(analyst, `/api/study-areas/${first.id}`);
        expect([...Value.Errors(KeptArea, latest)]).toEqual([]);
        expect(latest).toMatchObject({
          code: `study-area:${first.id}:2`,
          name: 'Around the harbour (version 2)',
          place: { wards: [{}, {}] },
        });
        const old = await get<HotSpotResult>(analyst, `/api/hot-spots?area=study-area:${first.id}:1`);
        const now = await get<HotSpotResult>(analyst, `/api/hot-spots?area=study-area:${first.id}`);
        expect(old.summary.sentence).toContain('Around the harbour (version 1)');
        expect(now.summary.sentence).toContain('Around the harbour (version 2)');
        expect(old.parameters.area).toBe(`study-area:${first.id}:1`);
        expect(now.studyArea.areaKm2).toBeGreaterThan(old.studyArea.areaKm2);
        const file = await analyst.inject({
          url: `/api/exports/hot-spots.csv?area=study-area:${first.id}:1`,
        });
        expect(file.body).toContain(`Around the harbour (version 1) (study-area:${first.id}:1)`);
        expect((await colleague.inject({ url: `/api/study-areas/${first.id}` })).statusCode).toBe(404);
      });

      it('refuses a restricted layer over a drawn area in words, and keeps the question on record', async () => {
        const { studyAreas } = await get<Catalogue>(partner, '/api/catalogue');
        const wards = studyAreas.filter(({ level }) => level === 'ward').slice(0, 2);
        const codes = wards.map(({ code }) => code);
        const area = await keepArea({ shape: 'wards', codes }, partner);
        const response = await partner.inject({
          url: `/api/hot-spots?layer=ambulance&cellSizeM=500&area=study-area:${area.id}`,
        });
        expect(response.statusCode).toBe(400);
        expect(response.json() as Problem).toMatchObject({ code: 'selection-not-released', field: 'area' });
        const { rows } = await sql<{ decision: string }>`
          select decision from query_history where asked->>'area' = ${`study-area:${area.id}:1`}`.execute(
          database.db,
        );
        expect(rows).toEqual([{ decision: 'refuse' }]);
        // Wards are released: a drawn area stands for its district, and the answer says so.
        const wardLayer = await get<WardLayerResult>(
          partner,
          `/api/wards?layer=ambulance&area=study-area:${area.id}`,
        );
        expect(wardLayer.chosen.find(({ parameter }) => parameter === 'area')?.because).toContain(
          'Around the harbour (version 1) is a drawn area',
        );
        expect(wardLayer.insideArea).toBeUndefined();
      });

      it('keeps an operation with its days in order only, and puts keeping, changing and removing on record', async () => {
        const { studyAreas } = await get<Catalogue>(analyst, '/api/catalogue');
        const [ward] = studyAreas.filter(({ level }) => level === 'ward');
        const operation = {
          kind: 'operation',
          name: 'Street Week',
          description: '',
          sharedWith: 'organisation',
          body: { area: { shape: 'wards', codes: [ward.code] }, from: '2026-03-09', to: '2026-03-15' },
        };
        const backwards = { ...operation.body, from: '2026-03-16' };
        const refused = await analyst.inject({
          method: 'POST',
          url: '/api/saved',
          payload: { ...operation, body: backwards },
        });
        expect(refused.statusCode).toBe(400);
        expect((refused.json() as Problem).code).toBe('period-backwards');
        const kept = await keep(analyst, operation);
        const change = await get<PeriodChangeResult>(
          analyst,
          `/api/change?area=study-area:${kept.id}&from=2026-03&to=2026-03&beforeFrom=2025-03&beforeTo=2025-03`,
        );
        expect(change.summary.sentence).toContain('Street Week (version 1)');
        expect((await analyst.inject({ method: 'DELETE', url: `/api/saved/${kept.id}` })).statusCode).toBe(
          204,
        );
        const { rows } = await sql<{ action: string }>`
          select action from audit_entry where subject like ${`operation:${kept.id}:%`} order by seq`.execute(
          database.db,
        );
        expect(rows.map(({ action }) => action)).toEqual(['operation.keep', 'operation.remove']);
      });

      it('finds the centre that emerges and the one that fades between two years', async () => {
        const change = await get<PeriodChangeResult>(
          analyst,
          '/api/change?from=2026-02&to=2026-09&beforeFrom=2024-02&beforeTo=2024-09',
        );
        expect([...Value.Errors(PeriodChangeResult, change)]).toEqual([]);
        const direction = (name: string) => change.wards.find((ward) => ward.name === name)?.direction;
        expect(direction('Sandhythe')).toBe(1);
        expect(direction('Foundry')).toBe(-1);
        expect(change.summary.cellsMore).toBeGreaterThan(0);
        expect(change.cells.after.reduce((sum, n) => sum + n, 0)).toBe(change.summary.after);
      });

      it('compares with the same months a year before by itself, and refuses periods that overlap', async () => {
        const { parameters, chosen } = await get<PeriodChangeResult>(
          analyst,
          '/api/change?from=2026-04&to=2026-06',
        );
        expect([parameters.beforeFrom, parameters.beforeTo]).toEqual(['2025-04', '2025-06']);
        expect(chosen.map(({ parameter }) => parameter)).toContain('beforeFrom');
        const overlap = await analyst.inject({
          url: '/api/change?from=2026-04&to=2026-06&beforeFrom=2026-01&beforeTo=2026-04',
        });
        expect(overlap.statusCode).toBe(400);
      });

      it('classes every cell over all months, the classes adding up to the cells', async () => {
        const emerging = await get<EmergingResult>(analyst, '/api/emerging?cellSizeM=500');
        expect([...Value.Errors(EmergingResult, emerging)]).toEqual([]);
        expect(emerging.months).toHaveLength(36);
        expect(emerging.classes).toHaveLength(17);
        expect(emerging.classes.reduce((sum, { cells }) => sum + cells, 0)).toBe(emerging.cells.length);
        expect(
          emerging.classes.some(
            ({ emergingClass, cells }) => emergingClass === 'persistent hot' && cells > 0,
          ),
        ).toBe(true);
      });

      it('exports the numbers of the screen: CSV and GeoJSON of every figure, marked and on record', async () => {
        const query = 'from=2025-10&to=2026-09';
        const screen = await get<HotSpotResult>(analyst, `/api/hot-spots?${query}`);
        const file = await analyst.inject({ url: `/api/exports/hot-spots.csv?${query}` });
        expect(file.statusCode, file.body).toBe(200);
        expect(file.headers['content-disposition']).toBe(
          'attachment; filename="OFFICIAL-SYNTHETIC-hot-spots-ravensand-2025-10-to-2026-09.csv"',
        );
        const lines = (parse(file.body, { bom: true, relaxColumnCount: true }) as string[][]).filter(
          ([first]) => !first.startsWith('# '),
        );
        const [header, ...rows] = lines;
        expect(rows).toHaveLength(screen.cells.length);
        const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
        expect(column('events').map(Number)).toEqual(screen.cells.events);
        expect(column('p_adjusted').map(Number)).toEqual(screen.cells.pAdjusted);
        expect(file.body).toContain(String(file.headers['x-wardlight-audit-id']));
        for (const figure of ['hot-spots', 'wards', 'change', 'emerging', 'coincidence']) {
          const both = figure === 'coincidence' ? 'first=crime&firstCategories=drugs&second=crime' : query;
          for (const format of ['csv', 'geojson']) {
            const response = await analyst.inject({ url: `/api/exports/${figure}.${format}?${both}` });
            expect(response.statusCode, `${figure}.${format} ${response.body.slice(0, 300)}`).toBe(200);
            if (format === 'geojson') {
              const { type, features } = response.json() as {
                type: string;
                features: { geometry: { coordinates: number[][][] } }[];
              };
              expect(type).toBe('FeatureCollection');
              expect(features.every(({ geometry }) => geometry !== null)).toBe(true);
            }
          }
        }
      });

      it('joins two layers cell by cell from what each shows', async () => {
        const query =
          'first=crime&firstCategories=drugs&second=crime&secondCategories=violent-crime&from=2025-10&to=2026-09';
        const joined = await get<CoincidenceResult>(analyst, `/api/coincidence?${query}`);
        expect([...Value.Errors(CoincidenceResult, joined)]).toEqual([]);
        const { both, firstOnly, secondOnly, neither, notShown, cells } = joined.summary;
        expect(both + firstOnly + secondOnly + neither + notShown).toBe(cells);
        const drugs = await get<HotSpotResult>(
          analyst,
          '/api/hot-spots?categories=drugs&from=2025-10&to=2026-09',
        );
        const violence = await get<HotSpotResult>(
          analyst,
          '/api/hot-spots?categories=violent-crime&from=2025-10&to=2026-09',
        );
        const hotInBoth = drugs.cells.band!.filter(
          (band, i) => band >= 2 && violence.cells.band![i] >= 2,
        ).length;
        expect(both).toBe(hotInBoth);
        expect(both).toBeGreaterThan(0);
        expect(joined.summary.sentence).toContain('hot spot');
      });
    },
  );
}

function insideTriangle([x, y]: [number, number], [a, b, c]: (readonly [number, number])[]): boolean {
  const side = (p: readonly [number, number], q: readonly [number, number]) =>
    (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]);
  const sides = [side(a, b), side(b, c), side(c, a)];
  return sides.every((value) => value >= 0) || sides.every((value) => value <= 0);
}
