import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { THANET } from '../support/fixtures/thanet.ts';
import { sharedDataMissing } from '../support/shared-data.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

const MONTHS = ['2018-10', '2018-11', '2018-12', '2019-01', '2019-02'];

for (const place of testDatabases()) {
  const missing = sharedDataMissing ?? place.missing;
  describe.skipIf(missing)(
    `Thanet, October 2018 to February 2019, on the ${place.name} database${missing ? ` (missing: ${missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      let analyst: SignedIn;
      beforeAll(async () => {
        database = await place.openCopy(THANET);
        app = await buildApp({ database });
        analyst = await signInAs(app, 'analyst');
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
      });

      const get = async <T>(url: string): Promise<T> => {
        const response = await analyst.inject({ url });
        expect(response.statusCode, response.body).toBe(200);
        return response.json() as T;
      };

      it('counts 7,733 mapped events in the 20 m wards, led by Margate Central, Eastcliff and Cliftonville West', async () => {
        const layer = await get<WardLayerResult>('/api/wards?from=2018-10&to=2019-02&area=E07000114');
        expect(layer.district.events).toBe(7_733);
        expect(layer.wards.slice(0, 3).map(({ name, events }) => [name, events])).toEqual([
          ['Margate Central', 1_015],
          ['Eastcliff', 765],
          ['Cliftonville West', 760],
        ]);
        expect(layer.wards).toHaveLength(23);
      });

      it('says that November and December 2018 look under-supplied, and no other month', async () => {
        const { period } = await get<WardLayerResult>('/api/wards?from=2018-10&to=2019-02');
        expect(period.flagged.map(({ month, status }) => [month, status])).toEqual([
          ['2018-11', 'under-supplied'],
          ['2018-12', 'under-supplied'],
        ]);
        expect(period.monthsSupplied).toBe(MONTHS.length);
        expect(period.notSupplied).toEqual([]);
      });

      it('gives every ward residents and a rate with an interval around it', async () => {
        const { wards, population } = await get<WardLayerResult>('/api/wards?from=2018-10&to=2019-02');
        expect(population?.referenceYear).toBe(2019);
        for (const { ratePer1000Year, rateInterval, name } of wards) {
          expect(ratePer1000Year, name).not.toBeNull();
          expect(rateInterval!.lower, name).toBeLessThan(ratePer1000Year!);
          expect(rateInterval!.upper, name).toBeGreaterThan(ratePer1000Year!);
        }
        const residents = wards.reduce((sum, ward) => sum + ward.population!, 0);
        expect(residents, 'the mid-2019 population of Thanet was 141,922').toBe(141_922);
      });

      it('agrees with a brute-force Gi* on all crime at 250 m to 1e-9, adjusted p-values included', async () => {
        const result = await get<HotSpotResult>(
          '/api/hot-spots?from=2018-10&to=2019-02&area=E07000114&cellSizeM=250&statistic=gi-star',
        );
        const { cells, summary } = result;
        expect(summary.events).toBe(7_733);
        expect(cells.events.reduce((sum, n) => sum + n, 0)).toBe(7_733);
        const twin = bruteForceGiStar(cells);
        for (let i = 0; i < cells.length; i++) {
          expect(Math.abs(cells.z![i]! - twin.z[i])).toBeLessThan(1e-9);
          expect(Math.abs(cells.pAdjusted![i]! - twin.pAdjusted[i])).toBeLessThan(1e-9);
        }
        expect(summary.hot95).toBe(twin.pAdjusted.filter((p, i) => p <= 0.05 && twin.z[i] > 0).length);
        expect(summary.hot95).toBeGreaterThan(0);
      });

      it('spreads the events over a density that adds up to them', async () => {
        const result = await get<HotSpotResult>(
          '/api/hot-spots?from=2018-10&to=2019-02&statistic=density&bandwidthM=800',
        );
        const years = result.period.days / 365.25;
        const cellKm2 = (result.parameters.cellSizeM / 1000) ** 2;
        const total = result.cells.densityPerKm2Year.reduce<number>(
          (sum, density, i) => sum + (density ?? 0) * result.cells.areaShare[i] * cellKm2 * years,
          0,
        );
        expect(total / result.summary.events).toBeGreaterThan(0.9);
        expect(total / result.summary.events).toBeLessThan(1.15);
      });
    },
  );
}

/** Gi* and Benjamini-Hochberg written a second time, in the plainest way: every pair of cells. */
function bruteForceGiStar({ column, row, events, length: n }: HotSpotResult['cells']): {
  z: number[];
  pAdjusted: number[];
} {
  const mean = events.reduce((sum, x) => sum + x, 0) / n;
  const s = Math.sqrt(events.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
  const z = events.map((_, i) => {
    let sum = 0;
    let w = 0;
    for (let j = 0; j < n; j++) {
      if (Math.abs(column[i] - column[j]) <= 1 && Math.abs(row[i] - row[j]) <= 1) {
        sum += events[j];
        w++;
      }
    }
    return (sum - w * mean) / (s * Math.sqrt((n * w - w * w) / (n - 1)));
  });
  const p = z.map((value) => 2 * upperTail(Math.abs(value)));
  const order = p.map((_, i) => i).sort((a, b) => p[b] - p[a]);
  const pAdjusted = new Array<number>(n).fill(1);
  let least = 1;
  order.forEach((i, k) => {
    least = Math.min(least, (p[i] * n) / (n - k));
    pAdjusted[i] = least;
  });
  return { z, pAdjusted };
}

/** P(Z > z) by Simpson's rule on the density: nothing shared with the product's own normal distribution. */
function upperTail(z: number): number {
  const top = z + 12;
  const steps = 4_000;
  const h = (top - z) / steps;
  const f = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = f(z) + f(top);
  for (let i = 1; i < steps; i++) sum += f(z + i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}
