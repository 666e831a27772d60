import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { PictureRecord } from '../../server/contract/picture-exports.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const [place] = testDatabases();

describe('pictures that leave the page', () => {
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [
      { slug: 'police', layer: 'crime', events: [40, 20] },
      {
        slug: 'ambulance',
        layer: 'ambulance',
        sensitivityClass: 'health',
        agreement: { permittedRoles: ['analyst'], permittedOrganisations: ['trust'] },
        events: [60, 90],
      },
    ]);
    app = await buildApp({ database, access: { requestLimit: { burst: 1e6, perMinute: 1e6 } } });
    analyst = await signInAs(app, 'analyst', { organisation: 'trust' });
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  const look = async (browser: SignedIn, url: string) => {
    const response = await browser.inject({ url });
    expect(response.statusCode, response.body).toBe(200);
    return String(response.headers['x-wardlight-audit-id']);
  };
  const exported = (browser: SignedIn, payload: object, headers: Record<string, string> = {}) =>
    browser.inject({ method: 'POST', url: '/api/exports/pictures', payload, headers });

  it('are recorded with what they are made of, by the looks they name and not by what the page says', async () => {
    const looks = [
      await look(analyst, '/api/wards?from=2026-01&to=2026-01'),
      await look(analyst, '/api/wards?layer=ambulance'),
    ];
    const response = await exported(
      analyst,
      { format: 'png', what: 'Two layers of Harbour', looks },
      { 'x-wardlight-reason': encodeURIComponent('Board of 3 May') },
    );
    expect(response.statusCode, response.body).toBe(200);
    const record = response.json() as PictureRecord;
    expect(record.marking).toBe('OFFICIAL-SENSITIVE');
    expect(response.headers['x-wardlight-audit-id']).toBe(record.auditId);
    const { entries } = await app.access.audit.page({ auditId: record.auditId });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: 'export.picture',
      outcome: 'ok',
      username: analyst.username,
      format: 'png',
      datasets: 'ambulance,police',
      area: 'E07000001',
      marking: 'OFFICIAL-SENSITIVE',
      reason: 'Board of 3 May',
    });
    expect(entries[0]?.period).toMatch(/^2026-01\//);
    expect(JSON.parse(entries[0]!.filters!)).toEqual({ what: 'Two layers of Harbour', looks });
  });

  it('of open figures alone are OFFICIAL', async () => {
    const looks = [await look(analyst, '/api/wards?layer=crime')];
    const response = await exported(analyst, { format: 'print', what: 'Wards', looks });
    expect((response.json() as PictureRecord).marking).toBe('OFFICIAL');
  });

  it("cannot be made of somebody else's looks, of none, or of entries that are no figures", async () => {
    const other = await signInAs(app, 'analyst', { organisation: 'trust' });
    const theirs = await look(other, '/api/wards?layer=crime');
    const signIn = (await app.access.audit.page({ username: analyst.username, action: 'sign-in' }))
      .entries[0]!;
    for (const looks of [[theirs], [signIn.auditId], ['00000000-0000-4000-8000-000000000000']]) {
      const response = await exported(analyst, { format: 'svg', what: 'Map', looks });
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ code: 'invalid-parameter', field: 'looks', seen: looks[0] });
    }
    expect((await exported(analyst, { format: 'svg', what: 'Map', looks: [] })).statusCode).toBe(400);
  });

  it('are refused to a page that cannot show the token of its session', async () => {
    const looks = [await look(analyst, '/api/wards?layer=crime')];
    const response = await exported(
      analyst,
      { format: 'svg', what: 'Map', looks },
      { 'x-csrf-token': 'wrong' },
    );
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'forged-request' });
  });
});
