import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { DistrictPage, WardPage } from '../../server/contract/area-pages.ts';
import type {
  CompositeProfile,
  CompositeResult,
  Ingredients,
  VliResult,
} from '../../server/contract/composites.ts';
import type { FrozenBody, FrozenCheck, FrozenSummary } from '../../server/contract/frozen-results.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { WeightTable, WeightTables } from '../../server/contract/weights.ts';
import type { Database } from '../../server/db/database.ts';
import { readOracleTable } from '../stats/oracle-data.ts';
import { THANET } from '../support/fixtures/thanet.ts';
import { readCsv } from '../support/read-csv.ts';
import { sharedDataMissing } from '../support/shared-data.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
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
      let analyst: SignedIn;
      beforeAll(async () => {
        database = await place.openCopy(THANET);
        await addDeprivation(database);
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
      const refused = async (url: string): Promise<Problem> => {
        const response = await analyst.inject({ url });
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
        const district = await get<DistrictPage>(
          '/api/district/E07000114?from=2018-10&to=2019-02&victimReportedOnly=true',
        );
        expect(district.ranking.weights?.leftOut).toEqual(victims.weights?.leftOut);
        expect(district.ranking.district.harm!.total).toBe(victims.district.harm!.total);
        const [fullest] = victims.areas;
        const ward = await get<WardPage>(
          `/api/ward/${fullest.code}?from=2018-10&to=2019-02&victimReportedOnly=true`,
        );
        expect(ward.measures!.harm!.total).toBe(fullest.harm!.total);
        const count = (slug: string) =>
          result.areas.reduce(
            (sum, area) => sum + area.byCategory[result.parameters.categories.indexOf(slug)]!,
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

      const post = async <T>(url: string, payload: object, status = 201): Promise<T> => {
        const response = await analyst.inject({ method: 'POST', url, payload });
        expect(response.statusCode, response.body).toBe(status);
        return response.json() as T;
      };

      it('gives every ward a rank with an interval that holds it, and a band that its own interval explains', async () => {
        const { areas, district } = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}`);
        expect(areas.map(({ events }) => events).slice(0, 3)).toEqual([1_015, 765, 760]);
        for (const { name, rank, band, rateInterval, share, sentence } of areas) {
          expect(rank!.lower, name).toBeLessThanOrEqual(rank!.rank);
          expect(rank!.upper, name).toBeGreaterThanOrEqual(rank!.rank);
          const above = rateInterval!.lower > district.ratePer1000Year!;
          const below = rateInterval!.upper < district.ratePer1000Year!;
          expect(band === 'higher' || band === 'much-higher', name).toBe(above);
          expect(band === 'lower' || band === 'much-lower', name).toBe(below);
          expect(sentence, name).toMatch(/times the district rate \(\d[\d.]*–\d[\d.]*\)/);
          expect(sentence).not.toMatch(/high.risk|dangerous|safe/i);
          expect(share, name).toBeGreaterThan(0);
        }
        expect(areas.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(areas.reduce((sum, { rank }) => sum + rank!.probabilityInTop, 0)).toBeCloseTo(3, 9);
      });

      it('compares with no earlier period, because none was supplied whole, and says which months are missing', async () => {
        const { comparisons, areas } = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}`);
        expect(comparisons.previous.notComputable?.detail).toContain('May 2018 to Sep 2018');
        expect(areas.every(({ changePrevious }) => changePrevious === null)).toBe(true);
        const january = await get<MeasuresResult>('/api/measures?from=2019-01&to=2019-02&area=E07000114');
        expect(january.comparisons.previous).toMatchObject({
          from: '2018-11',
          to: '2018-12',
          days: 61,
          notComputable: null,
        });
        expect(january.comparisons.previous.flagged).toEqual(['2018-11', '2018-12']);
        const change = january.comparisons.previous.district!;
        expect(change.perDayBefore * 61).toBeCloseTo(change.events, 9);
        expect(change.direction).toBe('rise');
      });

      it('stores a changed weight as a new version, leaves the old one alone, and names the one it used', async () => {
        const before = (await get<WeightTables>('/api/weights')).tables.filter(
          ({ slug }) => slug === 'cchi-2026-derived',
        );
        const made = await post<WeightTable>('/api/weights/cchi-2026-derived', {
          rows: [
            {
              category: 'violent-crime',
              weight: 159.07,
              source: 'Own force, mix of 2025',
              sourceYear: 2026,
              note: 'Least violent mix.',
            },
          ],
        });
        expect(made).toMatchObject({
          name: 'cchi-2026-derived@2',
          newest: true,
          createdBy: analyst.username,
        });
        expect(made.rows.find(({ category }) => category === 'robbery')?.weight).toBe(365);
        const now = (await get<WeightTables>('/api/weights')).tables.filter(
          ({ slug }) => slug === 'cchi-2026-derived',
        );
        expect(now.find(({ version }) => version === 1)!.rows).toEqual(
          before.find(({ version }) => version === 1)!.rows,
        );
        const first = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}&weights=cchi-2026-derived@1`);
        const newest = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}&weights=cchi-2026-derived`);
        expect([first.weights!.name, newest.weights!.name]).toEqual([
          'cchi-2026-derived@1',
          'cchi-2026-derived@2',
        ]);
        const violence = first.areas.reduce(
          (sum, area) => sum + area.byCategory[first.parameters.categories.indexOf('violent-crime')]!,
          0,
        );
        expect(first.district.harm!.total - newest.district.harm!.total).toBeCloseTo(
          (197 - 159.07) * violence,
          5,
        );
        await expect(
          database.loadTransaction(({ db }) => db.updateTable('weight_row').set({ weight: 1 }).execute()),
          'not even the owner of the tables may change a version',
        ).rejects.toThrow(/written once/);
      });

      it('gives one version of a weight table as a file: each weight with its range and source', async () => {
        const { tables } = await get<WeightTables>('/api/weights');
        const table = tables.find(({ name }) => name === 'cchi-2026-derived@1')!;
        const response = await analyst.inject({ url: `/api/exports/weights.csv?table=${table.name}` });
        expect(response.headers['content-disposition']).toContain('weights-cchi-2026-derived-version-1.csv');
        expect(response.body).toContain(String(response.headers['x-wardlight-audit-id']));
        const file = readCsv(response.body);
        const weights = file.column(`weight_${table.unit.replaceAll(' ', '_')}`);
        const byCategory = new Map(file.column('category').map((category, i) => [category, weights[i]]));
        expect(byCategory.size).toBe(table.rows.length);
        for (const { category, weight } of table.rows)
          expect(byCategory.get(category), category).toBe(String(weight ?? 'none in the source'));
        const missing = await analyst.inject({ url: '/api/exports/weights.csv?table=plain-counts@99' });
        expect(missing.json()).toMatchObject({ code: 'unknown-weights', seen: 'plain-counts@99' });
      });

      it('refuses a version in which nothing changes, and a weight outside its own range', async () => {
        const same = await post<Problem>(
          '/api/weights/plain-counts',
          {
            rows: [
              { category: 'robbery', weight: 1, source: 'Definition', sourceYear: 2026, note: 'Counts one.' },
            ],
          },
          400,
        );
        expect(same.code).toBe('invalid-weights');
        const outside = await post<Problem>(
          '/api/weights/plain-counts',
          {
            rows: [
              { category: 'robbery', weight: 5, high: 2, source: 'Own', sourceYear: 2026, note: 'Wrong.' },
            ],
          },
          400,
        );
        expect(outside.detail).toContain('range of robbery');
      });

      it('freezes a result that comes back to the byte, whatever weights are changed afterwards', async () => {
        const query = { from: '2018-10', to: '2019-02', area: 'E07000114', weights: 'cchi-2026-derived@1' };
        const frozen = await post<FrozenSummary>('/api/frozen-results', { kind: 'measures', query });
        const bytes = (await analyst.inject({ url: `/api/frozen-results/${frozen.id}` })).rawPayload;
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(frozen.id);
        await post<WeightTable>('/api/weights/cchi-2026-derived', {
          rows: [
            {
              category: 'robbery',
              weight: 300,
              source: 'Own force',
              sourceYear: 2026,
              note: `Changed after ${frozen.id}.`,
            },
          ],
        });
        const again = (await analyst.inject({ url: `/api/frozen-results/${frozen.id}` })).rawPayload;
        expect(again.equals(bytes)).toBe(true);
        const check = await get<FrozenCheck>(`/api/frozen-results/${frozen.id}/check`);
        expect(check).toMatchObject({ hashHolds: true, inputsKept: true, sameBytes: true });
        const body = JSON.parse(bytes.toString('utf8')) as FrozenBody;
        expect(body.weights).toBe('cchi-2026-derived@1');
        const now = await get<MeasuresResult>(`/api/measures?${new URLSearchParams(query).toString()}`);
        expect(body.outputs).toEqual(JSON.parse(JSON.stringify(now)));
        const same = await post<FrozenSummary>('/api/frozen-results', { kind: 'measures', query });
        expect(same).toEqual(frozen);
        await expect(
          database.loadTransaction(({ db }) => db.updateTable('frozen_result').set({ body: '{}' }).execute()),
        ).rejects.toThrow(/written once/);
      });

      it('builds a composite from crime and single domains, explains each bar, and refuses the whole index beside crime', async () => {
        const offered = await get<Ingredients>('/api/composites/ingredients?area=E07000114');
        expect(offered.areaMeasures.map(({ measure }) => measure)).toContain('imd-income-score');
        expect(offered.areaMeasures.find(({ measure }) => measure === 'imd-score')?.notWith).toContain(
          'crime',
        );
        const recipe = {
          level: 'ward',
          scale: 'z-score',
          ingredients: [
            { kind: 'rate', layer: 'crime', categories: ['violent-crime'], weight: 2 },
            { kind: 'area-measure', measure: 'imd-income-score', weight: 1 },
            { kind: 'age-share', ageFrom: 15, ageTo: 25, weight: 1 },
          ],
        };
        const place = { from: '2018-10', to: '2019-02', area: 'E07000114' };
        const result = await post<CompositeResult>('/api/composites/preview', { recipe, ...place }, 200);
        expect(result.areas).toHaveLength(23);
        for (const { total, parts } of result.areas)
          expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(total, 12);
        expect(result.ingredients.map(({ weight }) => weight)).toEqual([0.5, 0.25, 0.25]);
        const refusal = await post<Problem>(
          '/api/composites/preview',
          {
            recipe: {
              ...recipe,
              ingredients: [...recipe.ingredients, { kind: 'area-measure', measure: 'imd-score', weight: 1 }],
            },
            ...place,
          },
          400,
        );
        expect(refusal).toMatchObject({ code: 'double-counting', field: 'recipe' });
        const frozen = await post<FrozenSummary>('/api/frozen-results', {
          kind: 'composite',
          query: { recipe, ...place },
        });
        expect(await get<FrozenCheck>(`/api/frozen-results/${frozen.id}/check`)).toMatchObject({
          hashHolds: true,
          sameBytes: true,
        });
      });

      it('saves a profile with its weight version fixed; a change is the next version and the first still gives its own result', async () => {
        const recipe = {
          level: 'ward',
          scale: 'percentile',
          ingredients: [
            { kind: 'harm', weight: 1 },
            { kind: 'area-measure', measure: 'imd-income-score', weight: 1 },
          ],
        };
        const one = await post<CompositeProfile>('/api/composites', {
          slug: 'board',
          title: 'For the board',
          recipe,
        });
        expect(one.version).toBe(1);
        expect(one.recipe.ingredients[0]).toMatchObject({
          weights: expect.stringMatching(/^cchi-2026-derived@\d+$/),
        });
        const url = '/api/composites/board/result?from=2018-10&to=2019-02&area=E07000114';
        const first = await get<CompositeResult>(url);
        const [harm, income] = recipe.ingredients;
        const two = await post<CompositeProfile>('/api/composites', {
          slug: 'board',
          title: 'For the board',
          recipe: { ...recipe, ingredients: [{ ...harm, weight: 3 }, income] },
        });
        expect(two.version).toBe(2);
        expect((await get<CompositeResult>(url)).profile?.version).toBe(2);
        expect(await get<CompositeResult>(`${url}&version=1`)).toEqual(first);
        const same = await post<CompositeProfile>('/api/composites', {
          slug: 'board',
          title: 'For the board',
          recipe: two.recipe,
        });
        expect(same.version, 'saving what is there already makes no version').toBe(2);
      });

      it('computes the six parts of the vulnerable localities index by hand, and calls it VLI-like', async () => {
        const vli = await get<VliResult>(
          '/api/composites/vulnerable-localities?from=2018-10&to=2019-02&area=E07000114&level=lsoa',
        );
        expect(vli.title).toContain('VLI-like');
        expect(vli.standIns.join(' ')).toContain('stands in for burglary dwelling');
        const { areas, parameters } = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}&level=lsoa`);
        const k = parameters.categories.indexOf('burglary');
        const burglaries = areas.reduce((sum, area) => sum + area.byCategory[k]!, 0);
        const people = areas.reduce((sum, area) => sum + area.people!, 0);
        const burglaryPart = vli.variables.findIndex(({ name }) => name === 'burglary dwelling');
        const incomePart = vli.variables.findIndex(({ name }) => name === 'income deprivation');
        const meanIncome = areas.reduce((sum, area) => sum + scoreOf(area.code) * area.people!, 0) / people;
        for (const area of areas) {
          const own = vli.areas.find(({ code }) => code === area.code)!;
          expect(own.parts[burglaryPart]).toBeCloseTo(
            (100 * (area.byCategory[k]! / area.people!)) / (burglaries / people),
            8,
          );
          expect(own.parts[incomePart]).toBeCloseTo((100 * scoreOf(area.code)) / meanIncome, 8);
          expect(own.index).toBeCloseTo(own.parts.reduce((sum, part) => sum + part, 0) / 6, 8);
          expect(own.priority).toBe(own.index > 200);
        }
      });

      it('shows one ward on one page: what adds up, what stands out, what is not known', async () => {
        const measured = await get<MeasuresResult>(`/api/measures?${FIVE_MONTHS}`);
        const busiest = measured.areas[0];
        const page = await get<WardPage>(`/api/ward/${busiest.code}?from=2018-10&to=2019-02`);
        expect(page.measures).toEqual(busiest);
        expect(page.mix.reduce((sum, { events }) => sum + events!, 0)).toBe(busiest.events);
        expect(page.mix.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 9);
        for (const { shareInterval, districtShare, against, slug } of page.mix)
          expect(against, slug).toBe(
            shareInterval!.lower > districtShare!
              ? 'more'
              : shareInterval!.upper < districtShare!
                ? 'less'
                : 'similar',
          );
        expect(page.trend.months.map(({ month }) => month)).toEqual([
          '2018-10',
          '2018-11',
          '2018-12',
          '2019-01',
          '2019-02',
        ]);
        expect(page.trend.months.reduce((sum, { events }) => sum + events!, 0)).toBe(busiest.events);
        expect(
          page.trend.months.filter(({ usedForLimits }) => !usedForLimits).map(({ month }) => month),
        ).toEqual(['2018-11', '2018-12']);
        expect(page.trend.notComputable?.reason).toBe('too-few-periods');
        expect(page.seasonality.index).toBeNull();
        expect(page.hourOfWeek.notComputable?.detail).toContain('month only');
        expect(page.annotations.map(({ from, kind }) => [from, kind])).toEqual([
          ['2018-11', 'under-supplied'],
          ['2018-12', 'under-supplied'],
        ]);
        expect(page.notKnown.join(' ')).toContain('nearby map point');
        expect(page.streets.names[0].events).toBeGreaterThanOrEqual(page.streets.names[1].events);
        expect(page.streets.names.every(({ name }) => /^On or near/.test(name))).toBe(true);
        expect(page.hottestCells.cells.length).toBeGreaterThan(0);
        expect(page.hottestCells.cells[0].band).toBeGreaterThanOrEqual(2);
        const { eventShare, placeShare } = page.concentration;
        expect([eventShare.at(-1), placeShare.at(-1)]).toEqual([1, 1]);
        expect(page.sentence).toContain(busiest.name);
      });

      it('names the two wards that hold most, with the interval that Wilson gives', async () => {
        const page = await get<DistrictPage>('/api/district/E07000114?from=2018-10&to=2019-02');
        expect(page.topTwo!.wards.map(({ name }) => name)).toEqual(['Margate Central', 'Eastcliff']);
        const [k, n, z] = [1_015 + 765, 7_733, 1.959963984540054];
        const centre = (k + z ** 2 / 2) / (n + z ** 2);
        const half = (z * Math.sqrt((k * (n - k)) / n + z ** 2 / 4)) / (n + z ** 2);
        expect(page.topTwo!.share).toBeCloseTo(k / n, 12);
        expect(page.topTwo!.interval.lower).toBeCloseTo(centre - half, 9);
        expect(page.topTwo!.interval.upper).toBeCloseTo(centre + half, 9);
        expect(page.topTwo!.sentence).toMatch(
          /^Two wards, Margate Central and Eastcliff, hold 23 % \(22–24 %\) of all crime and ASB\./,
        );
        expect(page.ranking.areas).toHaveLength(23);
        expect(page.concentration.byWard.places).toBe(23);
        expect(page.concentration.byCell.toReach[1].placeShare).toBeLessThan(0.2);
      });

      it('refuses a ward page for what is no ward, and helps', async () => {
        expect((await refused('/api/ward/E36009999')).code).toBe('unknown-area');
        expect((await refused('/api/district/E36009999')).hint).toContain('E07000114');
      });
    },
  );
}

/** A made-up score of an LSOA, 0.05 to 0.44, from its code. */
function scoreOf(code: string): number {
  return 0.05 + (Number(code.slice(-3)) % 40) / 100;
}

/** Scores of deprivation for every LSOA that has people, as an importer would write them. */
async function addDeprivation(database: Database): Promise<void> {
  await database.loadTransaction(async ({ db }) => {
    const people = await db
      .selectFrom('area_measure')
      .where('measure', '=', 'population')
      .where('age_from', '=', 0)
      .where('age_to', '=', 999)
      .select(['dataset_id', 'batch_id', 'family', 'boundary_year', 'code', 'reference_year'])
      .execute();
    for (const measure of ['imd-score', 'imd-income-score', 'imd-employment-score', 'imd-education-score']) {
      await db
        .insertInto('area_measure')
        .values(people.map((row) => ({ ...row, measure, value: scoreOf(row.code) })))
        .execute();
    }
  });
}
