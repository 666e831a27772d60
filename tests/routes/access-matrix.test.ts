import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { ROLES, type Role, type TokenScope } from '../../server/contract/access.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const PUBLIC = 'public';
const EVERYBODY_SIGNED_IN: readonly Role[] = ROLES;
const ADMINISTRATORS: readonly Role[] = ['administrator'];
const AUDITORS: readonly Role[] = ['auditor'];
const ANALYSTS: readonly Role[] = ['analyst', 'data-steward'];
const STEWARDS: readonly Role[] = ['data-steward', 'administrator'];
const PROVENANCE_READERS: readonly Role[] = ['data-steward', 'administrator', 'auditor'];
/** No upload has this id. */
const NO_UPLOAD = 'A'.repeat(22);
const READERS: readonly Role[] = ['viewer', 'analyst', 'data-steward', 'administrator'];
const KEEPERS: readonly Role[] = ['analyst', 'data-steward', 'administrator'];

/**
 * Every route of the service: method, address as registered, an address to try (its own where left out), and who may use it.
 * 'figures' marks answers with figures: each must carry the id of its entry in the audit. 'token' is the scope that opens the
 * route to an API token; routes with figures have 'figures', those without any are for browsers only.
 * A new route needs a row here, or the first test fails.
 */
const ROUTES: readonly {
  route: string;
  who: typeof PUBLIC | readonly Role[];
  url?: string;
  figures?: boolean;
  token?: TokenScope;
  endsSession?: boolean;
}[] = [
  { route: 'GET /api/docs', who: PUBLIC },
  { route: 'GET /api/docs/static/index.html', who: PUBLIC },
  { route: 'GET /api/docs/static/swagger-initializer.js', who: PUBLIC },
  { route: 'GET /api/docs/json', who: PUBLIC },
  { route: 'GET /api/docs/yaml', who: PUBLIC },
  { route: 'GET /api/docs/static/*', who: PUBLIC, url: '/api/docs/static/swagger-ui.css' },
  { route: 'GET /api/sign-in-options', who: PUBLIC },
  { route: 'GET /api/session', who: PUBLIC },
  { route: 'POST /api/sign-in', who: PUBLIC },
  { route: 'POST /api/sign-in/demonstration', who: PUBLIC },
  { route: 'GET /api/sign-in/provider', who: PUBLIC },
  { route: 'GET /api/sign-in/provider/callback', who: PUBLIC },
  { route: 'POST /api/sign-out', who: EVERYBODY_SIGNED_IN, endsSession: true },
  { route: 'POST /api/sign-out-everywhere', who: EVERYBODY_SIGNED_IN, endsSession: true },
  { route: 'POST /api/account/password', who: EVERYBODY_SIGNED_IN },
  { route: 'POST /api/account/second-factor', who: EVERYBODY_SIGNED_IN },
  { route: 'POST /api/account/second-factor/confirm', who: EVERYBODY_SIGNED_IN },
  { route: 'GET /api/account/sessions', who: EVERYBODY_SIGNED_IN },
  {
    route: 'DELETE /api/account/sessions/:sessionId',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/account/sessions/999999',
  },
  { route: 'GET /api/account/tokens', who: EVERYBODY_SIGNED_IN },
  { route: 'POST /api/account/tokens', who: EVERYBODY_SIGNED_IN },
  {
    route: 'DELETE /api/account/tokens/:tokenId',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/account/tokens/999999',
  },
  { route: 'GET /api/accounts', who: ADMINISTRATORS },
  { route: 'POST /api/accounts', who: ADMINISTRATORS },
  { route: 'PATCH /api/accounts/:username', who: ADMINISTRATORS, url: '/api/accounts/nobody' },
  { route: 'POST /api/accounts/:username/reset', who: ADMINISTRATORS, url: '/api/accounts/nobody/reset' },
  { route: 'POST /api/organisations', who: ADMINISTRATORS },
  { route: 'GET /api/audit', who: AUDITORS, token: 'audit' },
  { route: 'GET /api/audit/export.csv', who: AUDITORS, token: 'audit' },
  { route: 'GET /api/audit/use', who: AUDITORS, token: 'audit' },
  { route: 'GET /api/audit/questions', who: AUDITORS, token: 'audit' },
  { route: 'GET /api/health', who: PUBLIC },
  { route: 'GET /api/ready', who: PUBLIC },
  { route: 'GET /api/catalogue', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/data-quality', who: EVERYBODY_SIGNED_IN, figures: true },
  {
    route: 'GET /api/areas',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/areas?family=wd&boundaryYear=2025',
    figures: true,
  },
  { route: 'GET /api/hot-spots', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/wards', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/change', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/coincidence', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/emerging', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/hot-spots.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/hot-spots.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/wards.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/wards.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/change.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/change.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/coincidence.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/coincidence.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/emerging.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/emerging.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/measures.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/measures.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/changed-wards.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/changed-wards.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/vulnerable-localities.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/vulnerable-localities.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/services.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/services.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  {
    route: 'GET /api/exports/need-against-provision.csv',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/exports/need-against-provision.csv?services=services/gp',
    figures: true,
  },
  { route: 'POST /api/exports/composite.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  {
    route: 'GET /api/exports/need-against-provision.geojson',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/exports/need-against-provision.geojson?services=services/gp',
    figures: true,
  },
  { route: 'POST /api/exports/composite.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  {
    route: 'GET /api/exports/months.csv',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/exports/months.csv?layer=crime',
    figures: true,
  },
  { route: 'GET /api/exports/supply.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/pile-ups.csv', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/pile-ups.geojson', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/exports/batches.csv', who: PROVENANCE_READERS },
  {
    route: 'GET /api/exports/weights.csv',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/exports/weights.csv?table=plain-counts@1',
  },
  { route: 'POST /api/exports/pictures', who: EVERYBODY_SIGNED_IN },
  { route: 'GET /api/saved', who: READERS },
  { route: 'GET /api/saved/:id', who: READERS, url: '/api/saved/999999' },
  { route: 'POST /api/saved', who: KEEPERS },
  { route: 'PUT /api/saved/:id', who: KEEPERS, url: '/api/saved/999999' },
  { route: 'DELETE /api/saved/:id', who: KEEPERS, url: '/api/saved/999999' },
  { route: 'POST /api/study-areas/check', who: KEEPERS },
  { route: 'GET /api/study-areas/:id', who: READERS, url: '/api/study-areas/999999' },
  { route: 'GET /api/measures', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/progress', who: EVERYBODY_SIGNED_IN, url: '/api/progress?question=/api/catalogue' },
  { route: 'GET /api/weights', who: EVERYBODY_SIGNED_IN, token: 'figures' },
  { route: 'POST /api/weights/:slug', who: ANALYSTS, url: '/api/weights/nothing' },
  { route: 'GET /api/composites/ingredients', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/composites/vulnerable-localities', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'POST /api/composites/preview', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/composites', who: EVERYBODY_SIGNED_IN, token: 'figures' },
  { route: 'POST /api/composites', who: ANALYSTS },
  {
    route: 'GET /api/composites/:slug/result',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/composites/nothing/result',
    figures: true,
  },
  { route: 'POST /api/frozen-results', who: ANALYSTS },
  { route: 'GET /api/frozen-results', who: EVERYBODY_SIGNED_IN, token: 'figures' },
  {
    route: 'GET /api/frozen-results/:id',
    who: EVERYBODY_SIGNED_IN,
    url: `/api/frozen-results/${'0'.repeat(64)}`,
    figures: true,
  },
  {
    route: 'GET /api/frozen-results/:id/check',
    who: EVERYBODY_SIGNED_IN,
    token: 'figures',
    url: `/api/frozen-results/${'0'.repeat(64)}/check`,
  },
  {
    route: 'GET /api/ward/:code',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/ward/E05000001',
    figures: true,
  },
  {
    route: 'GET /api/district/:code',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/district/E07000001',
    figures: true,
  },
  { route: 'GET /basemap/style.json', who: EVERYBODY_SIGNED_IN },
  { route: 'GET /basemap/:z/:x/:y', who: EVERYBODY_SIGNED_IN, url: '/basemap/0/0/0' },
  { route: 'GET /api/services', who: EVERYBODY_SIGNED_IN, figures: true },
  { route: 'GET /api/risk-factors/kinds', who: EVERYBODY_SIGNED_IN, figures: true },
  {
    route: 'GET /api/risk-factors',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/risk-factors?factors=services/gp',
    figures: true,
  },
  {
    route: 'GET /api/need-against-provision',
    who: EVERYBODY_SIGNED_IN,
    url: '/api/need-against-provision?services=services/gp',
    figures: true,
  },
  { route: 'GET /api/imports', who: STEWARDS },
  { route: 'POST /api/imports', who: STEWARDS },
  { route: 'GET /api/imports/:id', who: STEWARDS, url: `/api/imports/${NO_UPLOAD}` },
  { route: 'GET /api/imports/:id/events', who: STEWARDS, url: `/api/imports/${NO_UPLOAD}/events` },
  { route: 'POST /api/imports/:id/check', who: STEWARDS, url: `/api/imports/${NO_UPLOAD}/check` },
  { route: 'POST /api/imports/:id/commit', who: STEWARDS, url: `/api/imports/${NO_UPLOAD}/commit` },
  { route: 'DELETE /api/imports/:id', who: STEWARDS, url: `/api/imports/${NO_UPLOAD}` },
  { route: 'POST /api/imports/:id/cancel', who: PUBLIC, url: `/api/imports/${NO_UPLOAD}/cancel` },
  { route: 'GET /api/datasets', who: PROVENANCE_READERS },
  { route: 'GET /api/batches', who: PROVENANCE_READERS },
  { route: 'POST /api/batches/:batchId/withdraw', who: STEWARDS, url: '/api/batches/999999/withdraw' },
  { route: 'GET /api/sharing', who: PROVENANCE_READERS },
  { route: 'POST /api/sharing', who: STEWARDS },
  { route: 'GET /api/purge-receipts', who: PROVENANCE_READERS },
  { route: 'GET /methods/:name?', who: PUBLIC, url: '/methods' },
  { route: 'GET /data-contracts/:name?', who: PUBLIC, url: '/data-contracts' },
  { route: 'GET /information-governance/:name?', who: EVERYBODY_SIGNED_IN, url: '/information-governance' },
  { route: 'GET /*', who: PUBLIC, url: '/' },
];

// One engine is enough here: what may be asked does not depend on it. The embedded one is on every machine.
const [place] = testDatabases();

describe('who may use what', () => {
  let database: Database;
  let app: FastifyInstance;
  const browsers = new Map<Role, SignedIn>();
  const trust = { organisation: 'trust' };
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [
      { slug: 'police', layer: 'crime', events: [40, 20] },
      { slug: 'police-two', layer: 'crime', events: [4, 2] },
      {
        slug: 'ambulance',
        layer: 'ambulance',
        sensitivityClass: 'health',
        agreement: { permittedRoles: ['analyst', 'viewer'], permittedOrganisations: ['trust'] },
        events: [60, 90],
      },
    ]);
    app = await buildApp({
      database,
      access: {
        publicUrl: 'http://localhost:3000',
        requestLimit: { burst: 1e6, perMinute: 1e6 },
        signInLimit: { burst: 1e6, perMinute: 1e6 },
        provider: {
          issuer: 'http://localhost:1',
          clientId: 'x',
          clientSecret: 'x',
          label: 'x',
          scope: 'openid',
          groupsClaim: 'groups',
          groups: {},
          organisation: null,
        },
      },
    });
    await app.ready();
    for (const role of ROLES) browsers.set(role, await signInAs(app, role));
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  it('is written down above for every route there is, and for none that is gone', () => {
    const words = (access: 'public' | readonly Role[]) =>
      access === PUBLIC ? PUBLIC : [...access].sort().join(', ');
    const declared = app.accessRules
      .filter(({ method, url }) => method !== 'HEAD' && url !== '/*')
      .map(({ method, url, access }) => `${method} ${url}: ${words(access)}`);
    const written = ROUTES.filter(({ route }) => route !== 'GET /*').map(
      ({ route, who }) => `${route}: ${words(who)}`,
    );
    expect(declared.sort()).toEqual(written.sort());
  });

  it('holds for HEAD as for GET', () => {
    for (const { url, access } of app.accessRules.filter(({ method }) => method === 'HEAD')) {
      const get = app.accessRules.find((rule) => rule.method === 'GET' && rule.url === url);
      expect(access, url).toEqual(get?.access);
    }
  });

  describe.each(ROUTES)(
    '$route',
    ({ route, who, url, figures, endsSession, token: opens = figures ? 'figures' : undefined }) => {
      const [method, registered] = route.split(' ') as ['GET', string];
      const request = { method, url: url ?? registered, ...(method === 'GET' ? {} : { payload: {} }) };

      it(
        who === PUBLIC ? 'answers whoever is not signed in' : 'refuses whoever is not signed in',
        async () => {
          const response = await app.inject(request);
          if (who === PUBLIC) {
            expect([401, 403], response.body).not.toContain(response.statusCode);
          } else {
            expect(response.statusCode).toBe(401);
            expect((response.json() as Problem).code).toBe('sign-in-required');
            expect(Object.keys(response.json() as Problem).sort()).toEqual([
              'code',
              'detail',
              'hint',
              'status',
              'title',
              'type',
            ]);
          }
        },
      );

      it.each(ROLES)(`for a %s`, async (role) => {
        const browser = endsSession ? await signInAs(app, role) : browsers.get(role)!;
        const response = await browser.inject(request);
        if (who === PUBLIC || who.includes(role)) {
          const code = response.statusCode >= 400 ? (response.json() as Problem).code : 'answered';
          expect([
            'sign-in-required',
            'not-permitted',
            'duty-first',
            'forged-request',
            'internal',
          ]).not.toContain(code);
          if (figures && response.statusCode === 200) {
            const auditId = String(response.headers['x-wardlight-audit-id']);
            const { entries } = await app.access.audit.page({ auditId });
            expect(entries, 'the answer carries the id of its audit entry').toHaveLength(1);
            expect(entries[0]).toMatchObject({
              username: browser.username,
              outcome: 'ok',
              organisation: 'test-partner',
            });
            expect(response.headers['cache-control']).toMatch(/private|no-store/);
          }
        } else {
          expect(response.statusCode).toBe(403);
          expect((response.json() as Problem).code).toBe('not-permitted');
          const { entries } = await app.access.audit.page({
            username: browser.username,
            action: 'access',
            limit: 1,
          });
          expect(entries[0]).toMatchObject({ outcome: 'refused', subject: `${method} ${registered}` });
        }
      });

      it('refuses a token that is not for it', async () => {
        if (who === PUBLIC) return;
        const account = await app.access.accounts.find(browsers.get(who[0]!)!.username);
        for (const scope of ['figures', 'audit'] as const) {
          const { token } = await app.access.tokens.create(account.accountId, {
            name: 'test',
            scopes: [scope],
            days: 1,
          });
          const response = await app.inject({ ...request, headers: { authorization: `Bearer ${token}` } });
          if (scope !== opens) expect(response.statusCode, `${scope}: ${response.body}`).toBe(403);
          else expect([401, 403]).not.toContain(response.statusCode);
        }
      });
    },
  );

  describe('and what they see of it', () => {
    it('hides a dataset from whom its record of sharing does not name, as if it were not held', async () => {
      const seenBy = async (browser: SignedIn) => {
        const { layers, studyAreas, marking } = (
          await browser.inject({ url: '/api/catalogue' })
        ).json() as Catalogue;
        return { layers: layers.map(({ layer }) => layer), events: studyAreas[0]?.events, marking };
      };
      const outside = await seenBy(await signInAs(app, 'analyst', { organisation: 'council' }));
      expect(outside).toEqual({ layers: ['crime'], events: 66, marking: 'OFFICIAL' });
      const otherRole = await seenBy(await signInAs(app, 'auditor', trust));
      expect(otherRole).toEqual({ layers: ['crime'], events: 66, marking: 'OFFICIAL' });
      const inside = await seenBy(await signInAs(app, 'analyst', trust));
      expect(inside.layers).toEqual(['ambulance', 'crime']);
      expect(inside.marking).toBe('OFFICIAL-SENSITIVE');
      const asked = await browsers.get('analyst')!.inject({ url: '/api/wards?layer=ambulance' });
      expect(asked.statusCode).toBe(404);
      expect(asked.json()).toMatchObject({ code: 'unknown-layer' });
      expect(asked.body).not.toMatch(/Did you mean ambulance|held: .*ambulance/);
    });

    it('gives the same tag to who sees the same, and another to who sees more', async () => {
      const tag = async (browser: SignedIn, url: string) => (await browser.inject({ url })).headers.etag;
      const [a, b] = [browsers.get('analyst')!, browsers.get('viewer')!];
      const insider = await signInAs(app, 'analyst', trust);
      for (const url of [
        '/api/catalogue',
        '/api/wards',
        '/api/hot-spots',
        '/api/areas?family=wd&boundaryYear=2025',
      ]) {
        expect(await tag(a, url)).toBe(await tag(b, url));
        expect(await tag(insider, url)).not.toBe(await tag(a, url));
        const kept = await insider.inject({ url, headers: { 'if-none-match': String(await tag(a, url)) } });
        expect(kept.statusCode).toBe(200);
      }
    });

    it('records what was looked at: dataset, version, area, period, filters, marking, reason; a 304 too', async () => {
      const browser = await signInAs(app, 'viewer');
      const url = '/api/wards?from=2026-01&to=2026-01&categories=police';
      const reason = encodeURIComponent('Board paper, “ward plan”');
      const first = await browser.inject({ url, headers: { 'x-wardlight-reason': reason } });
      expect(first.statusCode, first.body).toBe(200);
      const again = await browser.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } });
      expect(again.statusCode).toBe(304);
      const { entries } = await app.access.audit.page({ username: browser.username, action: 'figures' });
      expect(entries).toHaveLength(2);
      expect(entries[0]?.auditId).toBe(again.headers['x-wardlight-audit-id']);
      expect(entries[1]).toMatchObject({
        auditId: first.headers['x-wardlight-audit-id'],
        action: 'figures.wards',
        datasets: 'police,police-two',
        dataVersion: (first.json() as WardLayerResult).dataVersion,
        area: 'E07000001',
        period: '2026-01/2026-01',
        format: 'json',
        marking: 'OFFICIAL',
        reason: 'Board paper, “ward plan”',
        roles: 'viewer',
        via: 'password',
      });
      expect(JSON.parse(entries[1]!.filters!)).toMatchObject({ layer: 'crime', categories: ['police'] });
    });

    it('answers nothing that it cannot record', async () => {
      const browser = browsers.get('analyst')!;
      await database.loadTransaction(async ({ script }) =>
        script('revoke insert on audit_entry from wardlight_app'),
      );
      const response = await browser.inject({ url: '/api/wards' });
      await database.loadTransaction(async ({ script }) =>
        script('grant insert on audit_entry to wardlight_app'),
      );
      expect(response.statusCode).toBe(500);
      expect(response.body).not.toMatch(/Harbour|audit_entry|permission/);
      expect(response.headers.etag).toBeUndefined();
    });
  });

  it('asks the database nothing for a page that is for everybody', async () => {
    const browser = browsers.get('viewer')!;
    await database.loadTransaction(async () => {
      for (const url of ['/api/health', '/api/docs/json', '/methods']) {
        expect((await browser.inject({ url })).statusCode, url).toBe(200);
      }
    });
  });

  it('must be said by every route, or the service does not start', async () => {
    const other = await buildApp({ database });
    expect(() => other.get('/api/careless', async () => 'figures')).toThrow(
      /GET \/api\/careless does not say who may use it/,
    );
    await other.close();
  });
});
