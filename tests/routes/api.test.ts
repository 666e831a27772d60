import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { AreasResult } from '../../server/contract/areas.ts';
import { Catalogue } from '../../server/contract/catalogue.ts';
import { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { Problem } from '../../server/contract/shared.ts';
import { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { errorTable } from '../../server/errors.ts';
import { projectRoot } from '../../server/project-root.ts';
import { folderHolding } from '../support/fixtures/copy-of.ts';
import { SAMPLE_DISTRICT } from '../support/fixtures/sample-district.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';

describe('the API on the synthetic district', () => {
  let folder: string;
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  beforeAll(async () => {
    folder = await folderHolding(SAMPLE_DISTRICT);
    database = await openDatabase({ dataDirectory: folder });
    app = await buildApp({ database });
    analyst = await signInAs(app, 'analyst');
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ok = async <T>(url: string): Promise<T> => {
    const response = await analyst.inject({ url });
    expect(response.statusCode, response.body).toBe(200);
    return response.json() as T;
  };
  const refused = async (url: string, status: number): Promise<Problem> => {
    const response = await analyst.inject({ url });
    expect(response.statusCode, response.body).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = response.json() as Problem;
    expect([...Value.Errors(Problem, problem)]).toEqual([]);
    return problem;
  };

  it.each([
    ['/api/catalogue', Catalogue],
    ['/api/hot-spots', HotSpotResult],
    ['/api/hot-spots?statistic=density&cellSizeM=500', HotSpotResult],
    ['/api/hot-spots?statistic=count', HotSpotResult],
    ['/api/wards', WardLayerResult],
    ['/api/areas?family=wd&boundaryYear=2025', AreasResult],
  ] as const)('answers %s in the words of the contract', async (url, schema) => {
    expect([...Value.Errors(schema, await ok(url))]).toEqual([]);
  });

  it('marks everything SYNTHETIC', async () => {
    expect((await ok<Catalogue>('/api/catalogue')).synthetic).toBe(true);
    expect((await ok<HotSpotResult>('/api/hot-spots')).synthetic).toBe(true);
    expect((await ok<WardLayerResult>('/api/wards')).synthetic).toBe(true);
  });

  it('finds the planted structure: two wards with a third of everything', async () => {
    const { wards, sentence } = await ok<WardLayerResult>('/api/wards?from=2023-10&to=2026-09');
    expect(
      wards
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Harbour', 'St Mildred']);
    const share = wards[0].share + wards[1].share;
    expect(share).toBeGreaterThan(0.31);
    expect(share).toBeLessThan(0.35);
    expect(sentence).toMatch(
      /^Two wards, Harbour and St Mildred, hold 3\d % \(3\d–3\d %\) of all crime and ASB\.$/,
    );
  });

  it('says what it chose by itself and why, and chooses nothing that was asked for', async () => {
    const free = await ok<HotSpotResult>('/api/hot-spots');
    expect(free.chosen.map(({ parameter }) => parameter).sort()).toEqual([
      'area',
      'cellSizeM',
      'from',
      'layer',
      'statistic',
      'to',
    ]);
    const bound = await ok<HotSpotResult>(
      '/api/hot-spots?layer=crime&from=2026-01&to=2026-06&area=E07999001&cellSizeM=500&statistic=count&categories=burglary',
    );
    expect(bound.chosen).toEqual([]);
    expect(bound.parameters.categories).toEqual(['burglary']);
  });

  it('adds up: categories to all, months to a period, wards to the district', async () => {
    const total = async (query: string) =>
      (await ok<HotSpotResult>(`/api/hot-spots?statistic=count&${query}`)).summary.events;
    const all = await total('from=2026-01&to=2026-03');
    const { layers } = await ok<Catalogue>('/api/catalogue');
    let byCategory = 0;
    for (const { slug } of layers[0].categories)
      byCategory += await total(`from=2026-01&to=2026-03&categories=${slug}`);
    expect(byCategory).toBe(all);
    let byMonth = 0;
    for (const month of ['2026-01', '2026-02', '2026-03'])
      byMonth += await total(`from=${month}&to=${month}`);
    expect(byMonth).toBe(all);
    const { wards, district } = await ok<WardLayerResult>('/api/wards?from=2026-01&to=2026-03');
    expect(district.events).toBe(all);
    let byWard = 0;
    for (const { code } of wards) byWard += await total(`from=2026-01&to=2026-03&area=${code}`);
    expect(byWard).toBe(all);
  });

  it('refuses an unknown parameter by name, with the nearest known one', async () => {
    const problem = await refused('/api/hot-spots?cellSize=250', 400);
    expect(problem).toMatchObject({ code: 'unknown-parameter', field: 'cellSize', seen: 'cellSize' });
    expect(problem.hint).toContain('Did you mean cellSizeM?');
  });

  it.each([
    ['/api/hot-spots?layer=crimes', 404, 'unknown-layer', 'Did you mean crime?'],
    ['/api/hot-spots?categories=burglery', 400, 'unknown-category', 'Did you mean burglary?'],
    ['/api/hot-spots?area=E07000114', 404, 'unknown-area', 'Ravensand (E07999001)'],
    ['/api/hot-spots?from=2026-05&to=2026-01', 400, 'period-backwards', 'earlier month'],
    ['/api/hot-spots?from=2019-01&to=2019-02', 404, 'period-not-supplied', 'Oct 2023 to Sep 2026'],
    ['/api/hot-spots?cellSizeM=100', 400, 'cell-too-fine', '250 m'],
    ['/api/hot-spots?cellSizeM=251', 400, 'invalid-parameter', 'Side of a cell'],
    ['/api/hot-spots?from=2026-13', 400, 'invalid-parameter', 'YYYY-MM'],
    ['/api/hot-spots?statistic=heat', 400, 'invalid-parameter', 'described'],
    ['/api/hot-spots?bandwidthM=400', 400, 'invalid-parameter', 'statistic=density'],
    ['/api/areas?family=wd', 400, 'invalid-parameter', '/api/docs'],
    ['/api/areas?family=wd&boundaryYear=1999', 404, 'unknown-boundary-set', 'areaSets'],
    ['/api/nothing', 404, 'not-found', '/api/docs'],
  ] as const)('refuses %s with %i %s and a way out', async (url, status, code, hint) => {
    const problem = await refused(url, status);
    expect(problem.code).toBe(code);
    expect(problem.hint ?? '').toContain(hint);
  });

  it('never shows the cause of a fault of ours', async () => {
    const broken = await buildApp({ database });
    broken.get('/api/broken', { config: { access: 'public' } }, async () => {
      throw new Error('password=hunter2 at /srv/secret');
    });
    const response = await broken.inject({ url: '/api/broken' });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toMatch(/hunter2|secret/);
    expect((response.json() as Problem).code).toBe('internal');
    await broken.close();
  });

  it('tags results, answers 304 to who has them, and changes the tag with the data', async () => {
    const url = '/api/hot-spots?from=2026-01&to=2026-03';
    const first = await analyst.inject({ url });
    const etag = first.headers.etag as string;
    const again = await analyst.inject({ url, headers: { 'if-none-match': etag } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
    const other = await analyst.inject({ url: `${url}&cellSizeM=500` });
    expect(other.headers.etag).not.toBe(etag);
    await database.loadTransaction(async ({ db }) => {
      await sql`update data_version set version = version + 1`.execute(db);
    });
    const later = await analyst.inject({ url, headers: { 'if-none-match': etag } });
    expect(later.statusCode).toBe(200);
    expect(later.headers.etag).not.toBe(etag);
  });

  it('describes itself: every route with its summary, at /api/docs', async () => {
    const { paths } = await ok<{ paths: Record<string, Record<string, { summary?: string }>> }>(
      '/api/docs/json',
    );
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/hot-spots',
        '/api/wards',
        '/api/areas',
        '/api/catalogue',
        '/api/health',
        '/api/ready',
      ]),
    );
    for (const [path, methods] of Object.entries(paths)) {
      for (const operation of Object.values(methods)) expect(operation.summary, path).toBeTruthy();
    }
    expect((await analyst.inject({ url: '/api/docs/' })).statusCode).toBe(200);
  });

  it('lets a page load from nowhere but here', async () => {
    const { headers } = await analyst.inject({ url: '/api/health' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/https?:|unsafe-inline|unsafe-eval|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });
});

describe('the API without data', () => {
  it('says that there is none and how to import some', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wardlight-empty-'));
    const database = await openDatabase({ dataDirectory: folder });
    const app = await buildApp({ database });
    const analyst = await signInAs(app, 'analyst');
    const response = await analyst.inject({ url: '/api/hot-spots' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({
      code: 'no-data',
      hint: expect.stringContaining('npm run import'),
    });
    const catalogue = (await analyst.inject({ url: '/api/catalogue' })).json() as Catalogue;
    expect(catalogue.layers).toEqual([]);
    await app.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

it('documents every error code', () => {
  const page = readFileSync(join(projectRoot, 'docs/api/errors.md'), 'utf8');
  for (const [code, { status, title }] of Object.entries(errorTable)) {
    expect(page, code).toContain(`| \`${code}\` | ${status} | ${title} |`);
  }
  const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  expect(documented.filter((code) => !(code in errorTable))).toEqual([]);
});
