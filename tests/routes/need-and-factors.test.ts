import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { WardPage } from '../../server/contract/area-pages.ts';
import type { CompositeResult } from '../../server/contract/composites.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import type { NeedResult } from '../../server/contract/need-provision.ts';
import type { FactorKinds, RiskFactorsResult } from '../../server/contract/risk-factors.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { SHORT_DISTRICT } from '../support/fixtures/short-district.ts';
import { readCsv } from '../support/read-csv.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

const TERMS = {
  agreement: 'KMISA-TEST-1',
  permittedRoles: ['analyst'],
  permittedOrganisations: ['test-partner'],
  expiresOn: '2999-12-31',
};

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `places, demand and services of the synthetic district on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      let analyst: SignedIn;
      beforeAll(async () => {
        database = await place.openCopy(SHORT_DISTRICT);
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

      it('lists the kinds of place, and finds that crime goes with licensed premises, in words of association', async () => {
        const { kinds } = await get<FactorKinds>('/api/risk-factors/kinds');
        const premises = kinds.filter(({ factor, allowed }) => factor.startsWith('premises/') && allowed);
        expect(premises.length).toBeGreaterThan(0);
        const [busiest] = [...premises].sort((a, b) => b.places - a.places);
        const result = await get<RiskFactorsResult>(
          `/api/risk-factors?factors=${busiest.factor}&bandsM=0,250,500`,
        );
        const [near, further] = result.terms;
        expect(near.relativeRisk).toBeGreaterThan(further.relativeRisk);
        expect(near.interval.lower).toBeGreaterThan(1);
        expect(result.model!.family).toBe('negative-binomial');
        expect(result.sentence).toContain('association');
        expect(result.judgedOn!.from > result.fittedOn.to).toBe(true);
        for (const judged of [result.accuracy!.model, result.accuracy!.earlierCounts]) {
          for (const { pai, hitRate, areaShare } of judged) expect(pai).toBeCloseTo(hitRate / areaShare, 9);
        }
        expect(result.accuracy!.model[0].pai).toBeGreaterThan(1);
      });

      it('refuses an unknown kind of place by name, with the nearest known one', async () => {
        const response = await analyst.inject({ url: '/api/risk-factors?factors=services/mental-helth' });
        expect(response.statusCode).toBe(404);
        expect((response.json() as Problem).hint).toContain('services/mental-health');
      });

      it('keeps registers held for context, and registers about people, out of risk factors', async () => {
        await database.loadTransaction(async ({ db }) => {
          await sql`update dataset set context_only = true where kind = 'services'`.execute(db);
        });
        const refusal = await analyst.inject({ url: '/api/risk-factors?factors=services/gp' });
        expect((refusal.json() as Problem).code).toBe('factor-not-allowed');
        await database.loadTransaction(async ({ db }) => {
          await sql`update dataset set context_only = false, sensitivity_class = 'children-probation',
            agreement = ${JSON.stringify(TERMS)}::jsonb where kind = 'services'`.execute(db);
        });
        const people = await analyst.inject({ url: '/api/risk-factors?factors=services/gp' });
        expect((people.json() as Problem).detail).toContain('people are no risk factor');
        await database.loadTransaction(async ({ db }) => {
          await sql`update dataset set sensitivity_class = 'open' where kind = 'services'`.execute(db);
        });
      });

      it('demand beside services, composites and the index of localities leave as files, each row with its boundary', async () => {
        const asked = 'layer=ambulance&services=services/mental-health';
        const { wards } = await get<NeedResult>(`/api/need-against-provision?${asked}`);
        const csv = await analyst.inject({ url: `/api/exports/need-against-provision.csv?${asked}` });
        const table = readCsv(csv.body);
        expect(table.column('area_code')).toEqual(wards.map(({ code }) => code));
        expect(table.column('events')).toEqual(
          wards.map(({ events }) => (events === null ? 'hidden' : String(events))),
        );
        for (const name of ['rate_lower_95', 'against_district', 'more_demand_and_longer_way'])
          expect(
            table.column(name).filter((_, i) => wards[i].events === null),
            name,
          ).toEqual(wards.filter(({ events }) => events === null).map(() => 'hidden'));
        expect(csv.headers['x-wardlight-marking']).toBe('OFFICIAL-SENSITIVE');

        const recipe = {
          level: 'lsoa',
          scale: 'z-score',
          ingredients: [
            { kind: 'rate', layer: 'crime', categories: ['burglary'], weight: 2 },
            { kind: 'rate', layer: 'crime', categories: ['robbery'], weight: 1 },
          ],
        };
        const post = (url: string) => analyst.inject({ method: 'POST', url, payload: { recipe } });
        const shown = (await post('/api/composites/preview')).json() as CompositeResult;
        const composite = readCsv((await post('/api/exports/composite.csv')).body);
        expect(composite.column('total').map(Number)).toEqual(shown.areas.map(({ total }) => total));
        expect(composite.column('2_contribution').map(Number)).toEqual(
          shown.areas.map(({ parts }) => parts[1].contribution),
        );

        type File = { features: { properties: { area_code: string }; geometry: { type: string } | null }[] };
        for (const file of [
          await get<File>(`/api/exports/need-against-provision.geojson?${asked}`),
          await get<File>('/api/exports/vulnerable-localities.geojson?level=lsoa'),
          (await post('/api/exports/composite.geojson')).json() as File,
          await get<File>('/api/exports/changed-wards.geojson?layer=crime'),
          await get<File>('/api/exports/measures.geojson?layer=ambulance'),
        ]) {
          expect(file.features.length).toBeGreaterThan(10);
          for (const { properties, geometry } of file.features)
            expect(geometry?.type, properties.area_code).toMatch(/Polygon$/);
        }
      });

      it('lists the wards furthest from a mental health service as a hand would measure it, demand as released', async () => {
        const result = await get<NeedResult>(
          '/api/need-against-provision?layer=ambulance&services=services/mental-health',
        );
        const distances = await handMeasured(database);
        for (const { code, distanceM } of result.wards)
          expect(Math.abs(distanceM! - distances.get(code)!), code).toBeLessThanOrEqual(1);
        const inOrder = result.wards.map(({ distanceM }) => distanceM!);
        expect([...inOrder].sort((a, b) => b - a)).toEqual(inOrder);
        expect(result.sentence).toContain(result.wards[0].name);
        for (const { events } of result.wards)
          if (events !== null) expect(events % result.disclosure!.roundedTo).toBe(0);
        expect(result.wards.some(({ events }) => events !== null && events > 0)).toBe(true);
        for (const { standsOut, band, distanceM } of result.wards) {
          const more = band === 'higher' || band === 'much-higher';
          expect(standsOut).toBe(more && distanceM! > result.district.distanceM!);
        }
        expect(result.cautions.join(' ')).toContain('Recorded demand is not need');
      });

      it('hides a health layer from whoever its record of sharing does not name', async () => {
        const viewer = await signInAs(app, 'viewer');
        const response = await viewer.inject({
          url: '/api/need-against-provision?layer=ambulance&services=services/gp',
        });
        expect((response.json() as Problem).code).toBe('unknown-layer');
        const { areas } = await get<MeasuresResult>('/api/measures');
        const seen = (await viewer.inject({ url: `/api/ward/${areas[0].code}` })).json() as WardPage;
        expect(seen.otherLayers).toEqual([]);
      });

      it('refuses crime weights for health counts, with the reason', async () => {
        const response = await analyst.inject({
          url: '/api/measures?layer=ambulance&weights=cchi-2026-derived',
        });
        expect(response.statusCode).toBe(400);
        expect(['weights-not-for-layer', 'selection-not-released']).toContain(
          (response.json() as Problem).code,
        );
      });

      it('joins ambulance and crime in a composite, each on its own scale, with ambulance as it is released', async () => {
        const ingredients = [
          { kind: 'rate', layer: 'crime', weight: 1 },
          { kind: 'rate', layer: 'ambulance', weight: 1 },
          { kind: 'area-measure', measure: 'imd-income-score', weight: 1 },
        ];
        const recipe = { level: 'ward', scale: 'z-score', ingredients };
        const response = await analyst.inject({
          method: 'POST',
          url: '/api/composites/preview',
          payload: { recipe },
        });
        expect(response.statusCode, response.body).toBe(200);
        const result = response.json() as CompositeResult;
        expect(result.ingredients[1].method).toContain('as released');
        expect(result.marking).toBe('OFFICIAL-SENSITIVE');
        const hidden = result.ingredients[1].areasWithout;
        const need = await get<NeedResult>(
          `/api/need-against-provision?layer=ambulance&services=services/gp&from=${result.period.from}&to=${result.period.to}`,
        );
        expect(
          need.wards
            .filter(({ events }) => events === null)
            .map(({ code }) => code)
            .sort(),
        ).toEqual([...hidden].sort());
        expect(result.areas).toHaveLength(need.wards.length - hidden.length);
        const byLsoa = await analyst.inject({
          method: 'POST',
          url: '/api/composites/preview',
          payload: { recipe: { ...recipe, level: 'lsoa' } },
        });
        expect((byLsoa.json() as Problem).code).toBe('selection-not-released');
      });

      it('measures ambulance pick-ups by ward as the map shows them: counts, rates with intervals, bands, hidden wards by name', async () => {
        const measures = await get<MeasuresResult>('/api/measures?layer=ambulance');
        const map = await get<WardLayerResult>('/api/wards?layer=ambulance');
        expect(measures.disclosure).toMatchObject({
          sensitivityClass: 'health',
          hiddenBelow: 8,
          roundedTo: 5,
        });
        expect(measures.areas.map(({ code, events }) => [code, events])).toEqual(
          map.wards.map(({ code, events }) => [code, events]),
        );
        expect(measures.hiddenAreas?.map(({ name }) => name)).toEqual(
          map.hiddenWards?.map(({ name }) => name),
        );
        for (const [i, area] of measures.areas.entries()) {
          expect(area.events % 5, area.name).toBe(0);
          expect(area.ratePer1000Year, area.name).toBe(map.wards[i].ratePer1000Year);
          expect(area.rateInterval, area.name).toEqual(map.wards[i].rateInterval);
          expect(area.band, area.name).toBe(area.tooFewToSay ? null : map.wards[i].againstDistrict);
          expect(area.harm, area.name).toBeNull();
        }
        expect(measures.cautions.join(' ')).toContain('rounded to the nearest 5');
        expect(measures.parameters.from.slice(5)).toBe('01');
        expect(measures.parameters.to.slice(5)).toBe('12');
      });

      it('shows the ambulance on the ward page: its trend, its week in blocks of hours that add up to it, no street', async () => {
        const { areas } = await get<MeasuresResult>('/api/measures?layer=ambulance');
        const page = await get<WardPage>(`/api/ward/${areas[0].code}?layer=ambulance`);
        expect(page.measures).toEqual(areas[0]);
        expect(page.trend.limits).not.toBeNull();
        expect(page.trend.months.filter(({ hidden }) => hidden).length).toBeLessThanOrEqual(3);
        expect(page.streets.names).toEqual([]);
        expect(page.hottestCells.cellSizeM).toBe(500);
        const { blocks } = page.hourOfWeek;
        expect(blocks?.rows.map(({ events }) => events.length)).toEqual([8, 8]);
        const years = await Promise.all(
          ['2023', '2024', '2025', '2026'].map((year) =>
            get<MeasuresResult>(`/api/measures?layer=ambulance&from=${year}-01&to=${year}-12`).catch(
              () => null,
            ),
          ),
        );
        const counted = years.map((one) => one?.areas.find(({ code }) => code === areas[0].code)?.events);
        const week = blocks!.rows.flatMap(({ events }) => events);
        if (week.includes(null) || counted.includes(undefined)) return;
        const sum = (values: readonly (number | null | undefined)[]): number =>
          values.reduce<number>((total, value) => total + (value ?? 0), 0);
        // Sixteen cells and four years, each rounded by itself.
        expect(Math.abs(sum(week) - sum(counted))).toBeLessThanOrEqual(2 * 16 + 2 * 4);
      });

      it('fits ambulance pick-ups on released cells of one year and judges them on the next', async () => {
        const result = await get<RiskFactorsResult>(
          '/api/risk-factors?layer=ambulance&factors=premises/premises-licence',
        );
        expect(result.parameters.cellSizeM).toBe(500);
        expect(result.fittedOn.from.slice(0, 4)).toBe(result.fittedOn.to.slice(0, 4));
        expect(Number(result.judgedOn?.from.slice(0, 4))).toBe(Number(result.fittedOn.to.slice(0, 4)) + 1);
        expect(result.model?.hiddenCells).toBeGreaterThan(0);
        expect(result.cautions.join(' ')).toContain('cells are hidden');
        for (const { relativeRisk, interval, label } of result.terms) {
          expect(interval.lower, label).toBeLessThan(relativeRisk);
          expect(interval.upper, label).toBeGreaterThan(relativeRisk);
        }
        expect(result.sentence).toContain('association');
      });

      it('shares of the two wards that hold most are of the released total, and hidden wards are not passed over', async () => {
        for (const question of ['layer=ambulance', 'layer=placements']) {
          const { sentence, wards, hiddenWards, district } = await get<WardLayerResult>(
            `/api/wards?${question}`,
          );
          const said = sentence.match(/(\d+) % \(/);
          expect(said, question).not.toBeNull();
          if (!said) continue;
          const [first, second] = wards.map(({ events }) => events).sort((a, b) => b - a);
          expect(Number(said[1]), question).toBe(Math.round((100 * (first + second)) / district.events));
          expect(sentence.startsWith('Two wards'), question).toBe(hiddenWards?.length === 0);
        }
      });

      it('takes mental health and overdose as the demand where none is named, each as released', async () => {
        const usual = await get<NeedResult>('/api/need-against-provision?services=services/mental-health');
        expect(usual.parameters.categories).toEqual(['mental-health', 'overdose']);
        expect(usual.chosen.map(({ parameter }) => parameter)).toContain('categories');
        const { from, to } = usual.parameters;
        const parts = await Promise.all(
          usual.parameters.categories.map((slug) =>
            get<WardLayerResult>(`/api/wards?layer=ambulance&categories=${slug}&from=${from}&to=${to}`),
          ),
        );
        for (const { code, events } of usual.wards) {
          const own = parts.map(({ wards }) => wards.find((ward) => ward.code === code)?.events ?? null);
          expect(events, code).toBe(
            own.includes(null) ? null : own.reduce<number>((a, b) => a + (b ?? 0), 0),
          );
        }
        expect(usual.sentence).toMatch(/(^|\. )Furthest from the nearest service of the kind .+: /);
      });

      it('puts the ambulance beside crime on the ward page as it is released, and reads 18 months of trend', async () => {
        const { areas } = await get<MeasuresResult>('/api/measures');
        const page = await get<WardPage>(`/api/ward/${areas[0].code}`);
        const ambulance = page.otherLayers.find(({ layer }) => layer === 'ambulance');
        expect(ambulance).toBeDefined();
        expect(ambulance!.events === null || ambulance!.events % 5 === 0).toBe(true);
        expect(page.marking).toBe('OFFICIAL-SENSITIVE');
        expect(page.trend.months).toHaveLength(18);
        expect(page.trend.reading.length).toBeGreaterThan(0);
        expect(page.measures?.changePrevious ?? page.comparisons.previous.notComputable).not.toBeNull();
      });
    },
  );
}

/** Mean straight-line distance from each ward's residents to the nearest mental health service, by PostGIS alone. */
async function handMeasured({ db }: Database): Promise<Map<string, number>> {
  const { rows } = await sql<{ code: string; distance: number }>`
    with service as (
      select st_setsrid(st_makepoint(p.x, p.y), 27700) as g from place p join category c using (category_id)
      where c.layer = 'services' and c.slug = 'mental-health' and p.x is not null
    ), home as (
      select l.code, st_pointonsurface(l.geom) as g, k.to_code as ward, m.value as people
      from area l join area_set s using (area_set_id)
      join area_lookup k on k.from_family = 'lsoa' and k.from_code = l.code and k.from_year = s.boundary_year and k.to_family = 'wd'
      join area_measure m on m.measure = 'population' and m.family = 'lsoa' and m.code = l.code
        and m.boundary_year = s.boundary_year and m.age_from = 0 and m.age_to = 999
      where s.family = 'lsoa' and l.geom is not null
    )
    select ward as code, sum(people * (select min(st_distance(home.g, service.g)) from service)) / sum(people) as distance
    from home group by ward`.execute(db);
  return new Map(rows.map(({ code, distance }) => [code, distance]));
}
