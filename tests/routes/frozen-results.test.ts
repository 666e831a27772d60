import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { withdrawBatch } from '../../data-import/load/end-batch.ts';
import { buildApp } from '../../server/app.ts';
import type { AuditPage } from '../../server/contract/audit.ts';
import type {
  FrozenBody,
  FrozenCheck,
  FrozenList,
  FrozenSummary,
} from '../../server/contract/frozen-results.ts';
import type { Database } from '../../server/db/database.ts';
import { lastMonthOfCrime, SHORT_DISTRICT } from '../support/fixtures/short-district.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

const DISTRICT = 'E07999001';
const WARD = 'E05999001';
const RECIPE = {
  level: 'ward',
  scale: 'percentile',
  ingredients: [
    { kind: 'harm', weight: 2 },
    { kind: 'rate', layer: 'ambulance', weight: 1 },
  ],
};

/** Every kind of result: what is frozen, and the address that gives the same figures. */
const QUESTIONS = [
  { kind: 'hot-spots', query: { cellSizeM: 250 }, url: '/api/hot-spots?cellSizeM=250' },
  { kind: 'hot-spots', query: { layer: 'ambulance' }, url: '/api/hot-spots?layer=ambulance' },
  { kind: 'ward-layer', query: { layer: 'crime' }, url: '/api/wards?layer=crime' },
  { kind: 'ward-layer', query: { layer: 'ambulance' }, url: '/api/wards?layer=ambulance' },
  { kind: 'coincidence', query: {}, url: '/api/coincidence' },
  { kind: 'period-change', query: {}, url: '/api/change' },
  { kind: 'emerging', query: {}, url: '/api/emerging' },
  { kind: 'measures', query: { level: 'lsoa' }, url: '/api/measures?level=lsoa' },
  { kind: 'ward-page', code: WARD, query: {}, url: `/api/ward/${WARD}` },
  { kind: 'district-page', code: DISTRICT, query: {}, url: `/api/district/${DISTRICT}` },
  { kind: 'composite', query: { recipe: RECIPE }, url: null },
  { kind: 'vulnerable-localities', query: {}, url: '/api/composites/vulnerable-localities' },
  { kind: 'risk-factors', query: { factors: 'FACTOR' }, url: '/api/risk-factors?factors=FACTOR' },
  { kind: 'need', query: { services: 'SERVICE' }, url: '/api/need-against-provision?services=SERVICE' },
] as const;

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `frozen results of the synthetic district on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      const frozen = new Map<string, { summary: FrozenSummary; bytes: Buffer }>();
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

      const get = async <T>(url: string, browser = analyst): Promise<T> => {
        const response = await browser.inject({ url });
        expect(response.statusCode, `${url} ${response.body.slice(0, 500)}`).toBe(200);
        return response.json() as T;
      };
      const bytesOf = async (id: string) =>
        (await analyst.inject({ url: `/api/frozen-results/${id}` })).rawPayload;
      const nameOf = (asked: (typeof QUESTIONS)[number]) =>
        `${asked.kind}${'layer' in asked.query ? ` of ${asked.query.layer}` : ''}`;

      it.each(QUESTIONS.map((asked) => ({ asked, name: nameOf(asked) })))(
        '$name: what is frozen is what its route answers, named by its hash, and its inputs give it again',
        async ({ asked, name }) => {
          const { kinds } = await get<{ kinds: { factor: string; allowed: boolean }[] }>(
            '/api/risk-factors/kinds',
          );
          const kindOf = (layer: string) =>
            kinds.find(({ factor, allowed }) => allowed && factor.startsWith(`${layer}/`))!.factor;
          const fill = (text: string) =>
            text.replace('FACTOR', kindOf('premises')).replace('SERVICE', kindOf('services'));
          const { url, ...body } = asked;
          const response = await analyst.inject({
            method: 'POST',
            url: '/api/frozen-results',
            payload: JSON.parse(fill(JSON.stringify(body))) as object,
          });
          expect(response.statusCode, response.body).toBe(201);
          const summary = response.json() as FrozenSummary;
          const bytes = await bytesOf(summary.id);
          expect(createHash('sha256').update(bytes).digest('hex')).toBe(summary.id);
          expect(bytes.length).toBe(summary.bytes);
          const { outputs } = JSON.parse(bytes.toString('utf8')) as FrozenBody;
          if (url !== null) expect(outputs).toEqual(await get(fill(url)));
          expect(await get<FrozenCheck>(`/api/frozen-results/${summary.id}/check`)).toMatchObject({
            hashHolds: true,
            inputsKept: true,
            sameBytes: true,
            stale: [],
          });
          frozen.set(name, { summary, bytes });
        },
      );

      it('lists what was frozen with who, when and of what, newest first', async () => {
        const { results } = await get<FrozenList>('/api/frozen-results');
        expect(results).toHaveLength(QUESTIONS.length);
        for (const row of results) {
          expect(row).toMatchObject({ frozenBy: analyst.username, newerData: false, staleFiles: 0 });
          expect(row.title, row.kind).toContain(row.areaName ?? 'no area');
          expect(row.period, row.kind).toMatch(/^\d{4}-\d\d\/\d{4}-\d\d$/);
          expect(row.marking, row.kind).toMatch(/OFFICIAL/);
        }
        const times = results.map(({ frozenAt }) => frozenAt);
        expect(times).toEqual([...times].sort().reverse());
      });

      it('comes back to the byte after another weight, another month and another version of a register', async () => {
        const before = await get<object>('/api/measures?level=lsoa');
        const changed = await analyst.inject({
          method: 'POST',
          url: '/api/weights/cchi-2026-derived',
          payload: {
            rows: [
              {
                category: 'robbery',
                weight: 999,
                source: 'Own',
                sourceYear: 2026,
                note: 'Changed afterwards.',
              },
            ],
          },
        });
        expect(changed.statusCode, changed.body).toBe(201);
        const added = await importFiles(database, {
          kind: 'police',
          paths: [await lastMonthOfCrime()],
          synthetic: true,
        });
        expect(added.exitCode).toBe(0);
        expect(await get<object>('/api/measures?level=lsoa')).not.toEqual(before);
        const { results } = await get<FrozenList>('/api/frozen-results');
        expect(results.every(({ newerData }) => newerData)).toBe(true);
        expect(frozen.size).toBe(QUESTIONS.length);
        for (const [name, { summary, bytes }] of frozen) {
          expect((await bytesOf(summary.id)).equals(bytes), name).toBe(true);
          const check = await get<FrozenCheck>(`/api/frozen-results/${summary.id}/check`);
          expect(check.sameBytes, `${name}: ${check.sentence}`).toBe(true);
        }
      });

      it('is shown to who may see every layer behind it, and does not exist for anybody else', async () => {
        const outsider = await signInAs(app, 'viewer', { organisation: 'another-partner' });
        const mixed = [
          'hot-spots of ambulance',
          'ward-layer of ambulance',
          'coincidence',
          'composite',
          'district-page',
          'ward-page',
        ];
        for (const name of mixed) {
          const { id } = frozen.get(name)!.summary;
          for (const url of [`/api/frozen-results/${id}`, `/api/frozen-results/${id}/check`])
            expect((await outsider.inject({ url })).statusCode, `${name} ${url}`).toBe(404);
        }
        const { results } = await get<FrozenList>('/api/frozen-results', outsider);
        const seen = new Set(results.map(({ id }) => id));
        for (const name of mixed) expect(seen.has(frozen.get(name)!.summary.id), name).toBe(false);
        expect(seen.has(frozen.get('ward-layer of crime')!.summary.id)).toBe(true);
      });

      it('puts on record who froze and who read', async () => {
        const { id } = frozen.get('ward-layer of crime')!.summary;
        const auditor = await signInAs(app, 'auditor');
        const ofReading = await get<AuditPage>('/api/audit?action=figures.frozen-result', auditor);
        const reads = ofReading.entries.filter(({ filters }) => filters?.includes(id));
        expect(reads.length).toBeGreaterThan(0);
        expect(reads[0]).toMatchObject({ username: analyst.username, outcome: 'ok' });
        expect(reads[0].datasets).toContain('police-street');
        const ofFreezing = await get<AuditPage>('/api/audit?action=frozen.create', auditor);
        expect(ofFreezing.entries.filter(({ subject }) => subject === id)).toHaveLength(1);
      });

      it('forgets what it was computed from once a restricted file behind it is withdrawn; the result itself stays', async () => {
        const { id } = frozen.get('hot-spots of ambulance')!.summary;
        const batches = await database.db
          .selectFrom('import_batch as b')
          .innerJoin('dataset as d', 'd.dataset_id', 'b.dataset_id')
          .where('d.layer', '=', 'ambulance')
          .where('b.state', '=', 'live')
          .select('b.batch_id')
          .execute();
        for (const { batch_id } of batches)
          await withdrawBatch(database, {
            batchId: batch_id,
            reason: 'The trust asked for it back',
            by: 'steward',
          });
        const left = await database.db.selectFrom('frozen_inputs').select('sha256').execute();
        const kept = new Set(left.map(({ sha256 }) => sha256));
        expect(kept.has(id)).toBe(false);
        expect(kept.has(frozen.get('ward-layer of crime')!.summary.id)).toBe(true);
        const rows = await database.db.selectFrom('frozen_result').select('sha256').execute();
        expect(rows).toHaveLength(QUESTIONS.length);
      });
    },
  );
}
