import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { WardPage } from '../../server/contract/area-pages.ts';
import type { CompositeProfiles, CompositeResult, Ingredients } from '../../server/contract/composites.ts';
import type { DataQuality } from '../../server/contract/data-quality.ts';
import type { FrozenSummary } from '../../server/contract/frozen-results.ts';
import type { FactorKinds } from '../../server/contract/risk-factors.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { projectRoot } from '../../server/project-root.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const TRUST_ONLY = { permittedRoles: ['analyst'], permittedOrganisations: ['trust'] };
const JANUARY = 2026 * 12;
const WARDS = ['E05000001', 'E05000002'] as const;

// One engine is enough: the decision is made before a query is asked.
const [place] = testDatabases();

describe('what comes under a record that names one organisation', () => {
  let database: Database;
  let app: FastifyInstance;
  let trust: SignedIn;
  let council: SignedIn;
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [{ slug: 'police', layer: 'crime', events: [400, 200] }]);
    await database.loadTransaction(async ({ db }) => {
      const datasetOf = async (slug: string, sensitivityClass = 'open') => {
        const { rows } = await sql<{ dataset_id: number; batch_id: number }>`
          with d as (
            insert into dataset (slug, title, kind, location_precision, time_precision, sensitivity_class, owner, licence,
              attribution, agreement, synthetic)
            values (${slug}, ${slug}, 'test', 'exact', 'day', ${sensitivityClass}, 'Trust', 'Test', 'Test',
              ${JSON.stringify(TRUST_ONLY)}::jsonb, true)
            returning dataset_id
          ), b as (
            insert into import_batch (dataset_id, supplier, month_no, file_name, file_sha256, file_bytes, rows_read,
              rows_accepted, rows_rejected, rows_duplicate, report, imported_by)
            select dataset_id, 'Test', ${JANUARY}::smallint, ${slug}, repeat('0', 64), 0, 0, 0, 0, 0, '{}', 'test' from d
            returning batch_id
          )
          select * from d, b`.execute(db);
        return rows[0]!;
      };
      const measure = async (slug: string, name: string, values: readonly number[], sensitivity = 'open') => {
        const { dataset_id, batch_id } = await datasetOf(slug, sensitivity);
        for (const [i, value] of values.entries()) {
          await sql`
            insert into area_measure (dataset_id, batch_id, family, boundary_year, code, reference_year, measure, sex,
              age_from, age_to, value)
            values (${dataset_id}, ${batch_id}, 'wd', 2025, ${WARDS[i]!}, 2025, ${name}, 'all', 0, 999, ${value})`.execute(
            db,
          );
        }
      };
      await measure('people-of-the-trust', 'population', [4000, 5000]);
      await measure('need-of-the-trust', 'unmet-need', [7, 9]);
      await measure('secret-of-the-trust', 'waiting-list', [1, 2], 'health');
      const register = await datasetOf('clinics-of-the-trust');
      await sql`
        with c as (insert into category (layer, slug, label) values ('services', 'hospital', 'Hospital') returning category_id)
        insert into place (batch_id, row_no, dataset_id, category_id, name, x, y)
        select ${register.batch_id}, 1, ${register.dataset_id}, category_id, 'Clinic', 600197, 160161 from c`.execute(
        db,
      );
      const notes = await datasetOf('notes-of-the-trust');
      await sql`insert into recording_note (layer, from_month_no, to_month_no, note, batch_id)
        values ('crime', ${JANUARY}, ${JANUARY}, 'The trust knows why.', ${notes.batch_id})`.execute(db);
      await sql`insert into point_note (x, y, radius_m, note, batch_id)
        values (600500, 160500, 3000, 'The trust stands here.', ${notes.batch_id})`.execute(db);
      await sql`update event set x = 600197, y = 160161 where row_no <= 80 and x < 602000`.execute(db);
      await sql`update data_version set version = version + 1, changed_at = now()`.execute(db);
    });
    app = await buildApp({ database, access: { requestLimit: { burst: 1e6, perMinute: 1e6 } } });
    trust = await signInAs(app, 'analyst', { organisation: 'trust' });
    council = await signInAs(app, 'analyst', { organisation: 'council' });
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  /** The same question of the one that may and the one that may not. */
  const both = async <T>(url: string) => {
    const answer = async (browser: SignedIn) => {
      const response = await browser.inject({ url });
      expect(response.statusCode, response.body).toBe(200);
      return response.json() as T;
    };
    return { permitted: await answer(trust), other: await answer(council) };
  };

  it('population: rates are there for the one and not for the other', async () => {
    const { permitted, other } = await both<WardLayerResult>('/api/wards?layer=crime');
    expect(permitted.wards.map(({ population }) => population)).toEqual([4000, 5000]);
    expect(other.wards.map(({ population }) => population)).toEqual([null, null]);
    expect(JSON.stringify(other)).not.toContain('of-the-trust');
  });

  it('figures of areas: named, offered and used for the one only; restricted ones for nobody', async () => {
    const { permitted, other } = await both<Ingredients>('/api/composites/ingredients');
    expect(permitted.areaMeasures.map((one) => one.measure)).toEqual(['unmet-need']);
    expect(other.areaMeasures).toEqual([]);
    const composite = (browser: SignedIn) =>
      browser.inject({ method: 'POST', url: '/api/composites/preview', payload: { recipe: RECIPE } });
    const made = await composite(trust);
    expect(made.statusCode, made.body).toBe(200);
    expect((made.json() as CompositeResult).areas).toHaveLength(2);
    const refused = await composite(council);
    expect(refused.statusCode).toBe(404);
    expect(refused.json()).toMatchObject({ code: 'unknown-measure' });
    expect(refused.body).not.toMatch(/waiting-list|Held: .*unmet-need/);
  });

  it('a composite kept from them is listed, named and computed for the one only', async () => {
    const kept = await trust.inject({
      method: 'POST',
      url: '/api/composites',
      payload: { slug: 'for-the-trust', title: 'Unmet need', recipe: RECIPE },
    });
    expect(kept.statusCode, kept.body).toBeLessThan(300);
    const { permitted, other } = await both<CompositeProfiles>('/api/composites');
    expect(permitted.profiles.map(({ slug }) => slug)).toEqual(['for-the-trust']);
    expect(other.profiles).toEqual([]);
    expect((await trust.inject({ url: '/api/composites/for-the-trust/result' })).statusCode).toBe(200);
    const unknown = (slug: string) => council.inject({ url: `/api/composites/${slug}/result` });
    const refused = await unknown('for-the-trust');
    expect(refused.json()).toMatchObject({ status: 404, code: 'unknown-profile' });
    expect(refused.body).not.toMatch(/unmet-need|Unmet need/);
    expect((await unknown('for-the-trus')).body).not.toContain('for-the-trust');
  });

  it('a result frozen from them is as if it did not exist for the other', async () => {
    const frozen = await trust.inject({
      method: 'POST',
      url: '/api/frozen-results',
      payload: { kind: 'composite', query: { recipe: RECIPE } },
    });
    expect(frozen.statusCode, frozen.body).toBeLessThan(300);
    const { id } = frozen.json() as FrozenSummary;
    expect((await trust.inject({ url: `/api/frozen-results/${id}` })).statusCode).toBe(200);
    expect((await council.inject({ url: `/api/frozen-results/${id}` })).statusCode).toBe(404);
    expect((await council.inject({ url: `/api/frozen-results/${id}/check` })).statusCode).toBe(404);
  });

  it('registers of places: kinds are listed and can be asked about by the one only', async () => {
    const { permitted, other } = await both<FactorKinds>('/api/risk-factors/kinds');
    expect(permitted.kinds.map(({ factor }) => factor)).toEqual(['services/hospital']);
    expect(other.kinds).toEqual([]);
    for (const url of [
      '/api/risk-factors?factors=services/hospital',
      '/api/need-against-provision?services=services/hospital',
    ]) {
      const refused = await council.inject({ url });
      expect(refused.statusCode).toBe(404);
      expect(refused.json()).toMatchObject({ code: 'unknown-factor' });
    }
  });

  it('notes on recording and on points, and places that explain a pile-up', async () => {
    const page = await both<WardPage>(`/api/ward/${WARDS[0]}`);
    expect(JSON.stringify(page.permitted)).toContain('The trust knows why.');
    expect(JSON.stringify(page.permitted)).toContain('The trust stands here.');
    expect(JSON.stringify(page.other)).not.toMatch(/The trust/);
    const quality = await both<DataQuality>('/api/data-quality');
    const pileUp = ({ datasets }: DataQuality) => datasets[0]!.pileUps[0]!;
    expect(pileUp(quality.permitted).note).toMatch(/The trust stands here\.|Hospital within/);
    expect(pileUp(quality.other)).toMatchObject({ events: pileUp(quality.permitted).events, note: null });
    expect(quality.other.datasets[0]!.notes).toEqual([]);
  });

  it('gives each their own tag for every answer that differs', async () => {
    for (const url of ['/api/wards?layer=crime', '/api/risk-factors/kinds', `/api/ward/${WARDS[0]}`]) {
      const [a, b] = [await trust.inject({ url }), await council.inject({ url })];
      expect(a.headers.etag).not.toBe(b.headers.etag);
    }
  });
});

const RECIPE = {
  level: 'ward',
  scale: 'z-score',
  ingredients: [
    { kind: 'area-measure', measure: 'unmet-need', weight: 1 },
    { kind: 'rate', layer: 'crime', weight: 1 },
  ],
};

/** Tables with rows of partners: a read names the datasets whose rows it takes. */
const PARTNER_TABLES =
  /(?:from|join) (event|area_measure|area_count|place|outcome|recording_note|point_note)\b|(?:selectFrom|innerJoin|leftJoin)\('(event|area_measure|area_count|place|outcome|recording_note|point_note|supply_month)\b/;
const NAMES_DATASETS = /datasetId|telling|kinds/;

describe("every query that reads partners' rows", () => {
  const functions = readdirSync(join(projectRoot, 'server/db/queries'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(projectRoot, 'server/db/queries', file), 'utf8');
      const parts = text.split(/^(?=(?:export )?(?:async )?(?:function|interface) )/m).slice(1);
      const named = parts.map((body) => ({ name: /(?:function|interface) (\w+)/.exec(body)![1]!, body }));
      return named
        .filter(({ body }) => PARTNER_TABLES.test(body))
        .map(({ name, body }) => ({
          name: `${file}: ${name}`,
          // With what it takes and calls of the same file.
          body: [
            body,
            ...named.filter((other) => new RegExp(`\\b${other.name}\\b`).test(body)).map((one) => one.body),
          ].join(''),
        }));
    });

  it('is found', () => {
    expect(functions.length).toBeGreaterThan(12);
  });

  it.each(functions)('$name is told which datasets', ({ name, body }) => {
    // The kinds themselves are decided over in the same way, row by row: see service.ts.
    if (name.endsWith('readPlaceKinds')) expect(body).toContain('agreement');
    else expect(body).toMatch(NAMES_DATASETS);
  });
});
