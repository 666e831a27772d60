import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { DataQuality } from '../../server/contract/data-quality.ts';
import type { Datasets } from '../../server/contract/imports.ts';
import type { FactorKinds } from '../../server/contract/risk-factors.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { Database } from '../../server/db/database.ts';
import { SHORT_DISTRICT } from '../support/fixtures/short-district.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `data past the end of its agreement, on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      let analyst: SignedIn;
      let steward: SignedIn;
      beforeAll(async () => {
        database = await place.openCopy(SHORT_DISTRICT);
        app = await buildApp({ database });
        [analyst, steward] = [await signInAs(app, 'analyst'), await signInAs(app, 'data-steward')];
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
      });

      const put = (which: string, agreement: object) =>
        database.loadTransaction(async ({ db }) => {
          await sql`update dataset set agreement = ${JSON.stringify(agreement)}::jsonb where ${sql.raw(which)}`.execute(
            db,
          );
          await sql`update data_version set version = version + 1`.execute(db);
        });
      /** Asks the same before and past the end of the agreement of a kind of data; its agreement is put back. */
      const beforeAndAfter = async <T>(kind: string, ask: () => Promise<T>): Promise<[T, T]> => {
        const { agreement } = await database.db
          .selectFrom('dataset')
          .select('agreement')
          .where('kind', '=', kind as never)
          .limit(1)
          .executeTakeFirstOrThrow();
        const before = await ask();
        await put(`kind = '${kind}'`, { ...agreement, expiresOn: '2020-01-31' });
        try {
          return [before, await ask()];
        } finally {
          await put(`kind = '${kind}'`, agreement);
        }
      };
      const get = async <T>(url: string, by = analyst) => {
        const response = await by.inject({ url });
        return { status: response.statusCode, body: response.json() as T & Problem };
      };

      it('events are no layer, answer no map and no ward, and their supply is not told', async () => {
        const [held, gone] = await beforeAndAfter('ambulance', async () => ({
          layers: (await get<Catalogue>('/api/catalogue')).body.layers.map(({ layer }) => layer),
          map: (await get('/api/hot-spots?layer=ambulance')).body.code,
          wards: (await get('/api/wards?layer=ambulance')).body.code,
          quality: (await get<DataQuality>('/api/data-quality')).body.datasets.map(({ layer }) => layer),
        }));
        expect(held).toMatchObject({ map: undefined, wards: undefined });
        expect(held.layers).toContain('ambulance');
        expect(held.quality).toContain('ambulance');
        expect(gone).toMatchObject({ map: 'unknown-layer', wards: 'unknown-layer' });
        expect(gone.layers).not.toContain('ambulance');
        expect(gone.quality).not.toContain('ambulance');
      });

      it('open events that came under an agreement are not used past its end either', async () => {
        const [held, gone] = await beforeAndAfter('police', async () =>
          (await get<Catalogue>('/api/catalogue')).body.layers?.map(({ layer }) => layer),
        );
        expect(held).toContain('crime');
        expect(gone ?? []).not.toContain('crime');
      });

      it('places are no risk factor, no provision and no point on the map', async () => {
        const [held, gone] = await beforeAndAfter('services', async () => ({
          factors: (await get<FactorKinds>('/api/risk-factors/kinds')).body.kinds.map(({ factor }) => factor),
          need: (await get('/api/need-against-provision?layer=crime&services=services/mental-health')).status,
          points: (await get<{ services?: unknown[] }>('/api/services')).body,
        }));
        expect(held.factors).toContain('services/gp');
        expect(held.need).toBe(200);
        expect(JSON.stringify(held.points)).toContain('"mental-health"');
        expect(gone.factors.filter((factor) => factor.startsWith('services/'))).toEqual([]);
        expect(gone.need).toBeGreaterThanOrEqual(400);
        expect(JSON.stringify(gone.points)).not.toContain('"mental-health"');
      });

      it('registers of places are counted on no map', async () => {
        const [held, gone] = await beforeAndAfter('premises', async () => ({
          layers: (await get<Catalogue>('/api/catalogue')).body.layers.map(({ layer }) => layer),
          factors: (await get<FactorKinds>('/api/risk-factors/kinds')).body.kinds.map(({ factor }) => factor),
        }));
        expect(held.factors.some((factor) => factor.startsWith('premises/'))).toBe(true);
        expect(gone.factors.filter((factor) => factor.startsWith('premises/'))).toEqual([]);
        expect(gone.layers.length).toBeLessThan(held.layers.length);
      });

      it('figures of areas are no ingredient and no denominator', async () => {
        const [held, gone] = await beforeAndAfter('population', async () =>
          JSON.stringify((await get('/api/measures?layer=crime')).body),
        );
        expect(held).toContain('Resident population');
        expect(gone).not.toContain('Resident population');
        const [with_, without] = await beforeAndAfter('deprivation', async () =>
          JSON.stringify((await get('/api/composites/ingredients')).body),
        );
        expect(with_).toContain('"imd-score"');
        expect(without).not.toContain('"imd-score"');
      });

      it('counts of children are in no answer at all, before or after', async () => {
        const [held, gone] = await beforeAndAfter('placements', async () =>
          JSON.stringify([
            (await get('/api/catalogue')).body,
            (await get('/api/composites/ingredients')).body,
          ]),
        );
        expect(held).not.toMatch(/children-placed|placing/);
        expect(gone).not.toMatch(/children-placed|placing/);
      });

      it('the steward still sees that it is held, and that it is not in use', async () => {
        const [held, gone] = await beforeAndAfter('ambulance', async () =>
          (await get<Datasets>('/api/datasets', steward)).body.datasets
            .filter(({ kind }) => kind === 'ambulance')
            .map(({ usable }) => usable),
        );
        expect([held, gone]).toEqual([[true], [false]]);
      });
    },
  );
}
