import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { buildApp } from '../../server/app.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { Database } from '../../server/db/database.ts';
import { readOracleTable } from '../stats/oracle-data.ts';
import { sharedData, sharedDataMissing, sharedFile } from '../support/shared-data.ts';
import { testDatabases } from '../support/test-databases.ts';

const FIVE_MONTHS = 'from=2018-10&to=2019-02&area=E07000114';
const DAYS = 151;

for (const place of testDatabases()) {
  const missing = sharedDataMissing ?? place.missing;
  describe.skipIf(missing)(
    `ward risk in Thanet, October 2018 to February 2019, on the ${place.name} database${missing ? ` (missing: ${missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      beforeAll(async () => {
        database = await place.open();
        for (const [kind, ...path] of [
          ['boundaries', 'boundaries', 'wards_cmwd2011_thanet_20m.geojson'],
          ['boundaries', 'boundaries', 'lsoa11_kent_simplified.geojson'],
          ['lookup', 'lookups', 'lsoa11_ward17_kent.csv'],
          ['population', 'population', 'mid2019_lsoa11_kent.csv'],
        ] as const) {
          await importFiles(database, { kind, paths: [sharedFile(...path)] });
        }
        await importFiles(database, { kind: 'police', paths: [`${sharedData}/police`] });
        app = await buildApp({ database });
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
      });

      const get = async <T>(url: string): Promise<T> => {
        const response = await app.inject({ url });
        expect(response.statusCode, response.body).toBe(200);
        return response.json() as T;
      };
      const refused = async (url: string): Promise<Problem> => {
        const response = await app.inject({ url });
        expect(response.statusCode, response.body).toBeGreaterThanOrEqual(400);
        return response.json() as Problem;
      };

      it('gives the Gi*, local Moran and empirical Bayes rates of violence by LSOA that R gives, to 1e-9', async () => {
        const result = await get<MeasuresResult>(
          `/api/measures?${FIVE_MONTHS}&level=lsoa&categories=violent-crime`,
        );
        const rows = readOracleTable('thanet_lsoa11_violence_gistar_moran_eb.csv');
        expect(result.areas).toHaveLength(rows.length);
        const byCode = new Map(result.areas.map((area) => [area.code, area]));
        for (const row of rows) {
          const area = byCode.get(row.lsoa11_code);
          expect(area, row.lsoa11_code).toBeDefined();
          expect(area!.events, area!.code).toBe(Number(row.n_violence));
          expect(area!.people, area!.code).toBe(Number(row.pop2019));
          const pairs: [number, string][] = [
            [area!.ratePer1000!, row.rate_viol_per_1000],
            [area!.giStar!.z, row.gi_star_z_rate],
            [area!.localMoran!.i, row.local_moran_Ii],
            [area!.localMoran!.z!, row.local_moran_z],
            [area!.empiricalBayes!.per1000, row.eb_rate_per_1000],
            [(area!.empiricalBayes!.per1000Year * DAYS) / 365.25, row.eb_rate_per_1000],
          ];
          for (const [ours, theirs] of pairs)
            expect(Math.abs(ours - Number(theirs)), `${area!.code}: ${ours} and ${theirs}`).toBeLessThan(
              1e-9,
            );
        }
      });

      it('names the weight table and version of every harm total, and refuses one it does not know', async () => {
        const result = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}`);
        expect(result.weights?.name).toBe('cchi-2026-derived@1');
        const victims = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}&victimReportedOnly=true`);
        expect(victims.weights?.leftOut).toEqual(['drugs', 'possession-of-weapons', 'shoplifting']);
        const count = (slug: string) =>
          result.areas.reduce(
            (sum, area) => sum + area.byCategory[result.parameters.categories.indexOf(slug)],
            0,
          );
        expect(result.district.harm!.total - victims.district.harm!.total).toBeCloseTo(
          3.6 * count('drugs') + 273.75 * count('possession-of-weapons') + count('shoplifting'),
          6,
        );
        const problem = await refused(`/api/measures?${FIVE_MONTHS}&weights=cchi-2026`);
        expect(problem.code).toBe('unknown-weights');
        expect(problem.hint).toContain('cchi-2026-derived');
      });
    },
  );
}
