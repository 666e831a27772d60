import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { DistrictPage, WardPage } from '../../server/contract/area-pages.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const AGREEMENT = { permittedRoles: ['analyst'], permittedOrganisations: ['test-partner'] };
const JANUARY = 'from=2026-01&to=2026-01';
const YEAR = 'from=2026-01&to=2026-12';

for (const place of testDatabases()) {
  describe.skipIf(place.missing !== null)(
    `events known by the code of an area only, ${place.name}${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      let analyst: SignedIn;
      beforeAll(async () => {
        database = await place.open({ as: 'owner' });
        await loadTinyDistrict(database, [
          { slug: 'noise', layer: 'noise', events: [40, 20] },
          { slug: 'waste', layer: 'waste', events: [30, 10] },
          {
            slug: 'calls',
            layer: 'calls',
            sensitivityClass: 'health',
            agreement: AGREEMENT,
            events: [80, 40],
          },
          { slug: 'ed', layer: 'ed', sensitivityClass: 'health', agreement: AGREEMENT, events: [60, 30] },
        ]);
        // Half of noise and calls, and all of waste and ED, have the ward alone; five of noise not even that.
        await sql`update event set x = null, y = null where row_no % 2 = 0 and dataset_id in
          (select dataset_id from dataset where slug in ('noise', 'calls'))`.execute(database.db);
        await sql`update event set x = null, y = null where dataset_id in
          (select dataset_id from dataset where slug in ('waste', 'ed'))`.execute(database.db);
        await sql`update event set ward_id = null where row_no in (2, 4, 6, 8, 10) and x is null and dataset_id =
          (select dataset_id from dataset where slug = 'noise')`.execute(database.db);
        app = await buildApp({ database });
        analyst = await signInAs(app, 'analyst');
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
      });

      const get = async <T>(url: string, status = 200): Promise<T> => {
        const response = await analyst.inject({ url });
        expect(response.statusCode, `${url} ${response.body}`).toBe(status);
        return response.json() as T;
      };

      it('count in the total of a map of cells, which says how many are in none and how many are placed nowhere', async () => {
        // Rows 1 to 40 and 1 to 20: 2 to 10 of both wards have lost their ward.
        const { summary, cells } = await get<HotSpotResult>(`/api/hot-spots?layer=noise&${JANUARY}`);
        expect(summary).toMatchObject({ events: 50, eventsInNoCell: 20, eventsNotMapped: 10 });
        expect(cells.events.reduce((sum, events) => sum + events, 0)).toBe(30);
      });

      it('of restricted data count in wards as they do for open data', async () => {
        const { wards, district } = await get<WardLayerResult>(`/api/wards?layer=calls&${YEAR}`);
        expect(district.events).toBe(120);
        expect(wards.map(({ events }) => events)).toEqual([80, 40]);
        const { summary, cells } = await get<HotSpotResult>(`/api/hot-spots?layer=calls&${YEAR}`);
        expect(summary).toMatchObject({ events: 120, eventsInNoCell: 60, eventsNotMapped: 0 });
        for (const events of cells.events) expect(events).toBeLessThanOrEqual(60);
        const { layers } = await get<Catalogue>('/api/catalogue');
        const held = (slug: string) => layers.find(({ layer }) => layer === slug)?.categories;
        expect(held('calls')).toMatchObject([{ slug: 'calls', events: 120 }]);
        expect(held('ed')).toMatchObject([{ slug: 'ed', events: 90 }]);
      });

      it.each(['waste', 'ed'])(
        'where there are no others (%s), fill wards and are refused as cells of 0, with the reason',
        async (layer) => {
          const { district } = await get<WardLayerResult>(`/api/wards?layer=${layer}&${YEAR}`);
          expect(district.events).toBe(layer === 'ed' ? 90 : 40);
          const refused = await get<Problem>(`/api/hot-spots?layer=${layer}&${YEAR}`, 404);
          expect(refused).toMatchObject({ code: 'level-not-held', seen: layer, field: 'layer' });
          expect(refused.detail).toContain('would show 0 where events were');
          expect(refused.hint).toContain('ward layer');
          const together = await get<Problem>(`/api/coincidence?first=${layer}&second=noise&${YEAR}`, 404);
          expect(together.code).toBe('level-not-held');
        },
      );

      it.each(['waste', 'ed'])('leave the pages of a ward and the district whole (%s)', async (layer) => {
        const ward = await get<WardPage>(`/api/ward/E05000001?layer=${layer}&${YEAR}`);
        expect(ward.measures?.events).toBe(layer === 'ed' ? 60 : 30);
        expect(ward.hottestCells).toMatchObject({ cells: [] });
        expect(ward.hottestCells.reading).toContain('none is in a cell');
        const district = await get<DistrictPage>(`/api/district/E07000001?layer=${layer}&${YEAR}`);
        expect(district.concentration.byCell.gini).toBeNull();
      });
    },
  );
}
