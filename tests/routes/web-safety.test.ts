import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const [place] = testDatabases();
const restricted = {
  slug: 'ambulance',
  layer: 'ambulance',
  sensitivityClass: 'health',
  agreement: { permittedRoles: ['analyst'], permittedOrganisations: ['trust'] },
  events: [60, 90],
} as const;

describe('what strangers and clumsy programs send', () => {
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  let port: number;
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [
      { slug: 'police', layer: 'crime', events: [40, 20] },
      restricted,
      { ...restricted, slug: 'ambulance-two' },
      { ...restricted, slug: 'ambulance-three' },
    ]);
    app = await buildApp({
      database,
      // The clock stands still, so that nothing is let through again while the test runs.
      access: {
        requestLimit: { burst: 60, perMinute: 60 },
        signInLimit: { burst: 1e6, perMinute: 1e6 },
        now: () => new Date('2026-03-02T09:00:00Z'),
      },
    });
    analyst = await signInAs(app, 'analyst', { organisation: 'trust' });
    port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  /** Bytes on the wire, as no HTTP library would send them; what came back. */
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.setTimeout(10_000, () => socket.destroy(new Error('No answer.')));
      socket.on('data', (chunk) => {
        answer += chunk;
        socket.end();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it('a parameter given twice is refused by name, in addresses and never half read', async () => {
    for (const url of [
      '/api/wards?layer=crime&layer=ambulance',
      '/api/hot-spots?from=2026-01&from=2025-01',
      '/api/wards?area=E07000001&area=E05000001',
    ]) {
      const response = await analyst.inject({ url });
      expect(response.statusCode, url).toBe(400);
      expect(response.json() as Problem).toMatchObject({ code: 'invalid-parameter' });
    }
  });

  it('a parameter that nobody knows, or named after a prototype, is refused', async () => {
    for (const name of ['__proto__', 'constructor', 'debug']) {
      const response = await analyst.inject({ url: `/api/wards?${name}=1` });
      expect(response.statusCode, name).toBe(400);
    }
    const body = await analyst.inject({
      method: 'POST',
      url: '/api/exports/pictures',
      headers: { 'content-type': 'application/json' },
      payload: '{"format":"png","what":"x","looks":[],"__proto__":{"admin":true}}',
    });
    expect(body.statusCode).toBe(400);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each(['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'DEBUG'])('%s gives nothing back', async (method) => {
    const answer = await raw(
      `${method} /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Secret: echo-me\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect(answer).not.toContain('echo-me');
  });

  it('a request with two lengths, or a length and chunks, is not read', async () => {
    const twice = await raw(
      'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}',
    );
    expect(twice).toMatch(/^HTTP\/1\.1 400/);
    const both = await raw(
      'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(both).toMatch(/^HTTP\/1\.1 400/);
  });

  it('bodies that are not JSON, or call themselves so by a trick, reach no handler', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      ' application/json',
      'application/json\ta',
      'text/json',
    ]) {
      const response = await analyst.inject({
        method: 'POST',
        url: '/api/saved',
        headers: { 'content-type': type },
        payload: '{"kind":"view","evil":1}',
      });
      expect(response.statusCode, type).toBeGreaterThanOrEqual(400);
      expect(response.statusCode, type).toBeLessThan(500);
    }
  });

  it('no answer opens itself to other sites, and restricted figures are stored by no browser', async () => {
    const ask = (layer: string) =>
      analyst.inject({ url: `/api/wards?layer=${layer}`, headers: { origin: 'https://evil.example' } });
    const open = await ask('crime');
    expect(Object.keys(open.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(open.headers['cache-control']).toBe('private, no-cache');
    const closed = await ask('ambulance');
    expect(closed.statusCode, closed.body).toBe(200);
    expect(closed.headers['cache-control']).toBe('no-store');
  });

  it('every page, the description of the API among them, may load from this service alone', async () => {
    const policies = new Set<string>();
    for (const url of [
      '/api/docs/',
      '/api/docs/static/swagger-ui.css',
      '/api/health',
      '/methods',
      '/nothing',
    ]) {
      const policy = String((await analyst.inject({ url })).headers['content-security-policy']);
      expect(policy, url).not.toMatch(/https?:|unsafe|\*|\w\.\w/);
      expect(policy, url).toContain("frame-ancestors 'none'");
      policies.add(policy);
    }
    expect(policies.size).toBe(1);
  });

  it('connections that dawdle are ended', () => {
    expect(app.server.headersTimeout).toBeGreaterThan(0);
    expect(app.server.headersTimeout).toBeLessThanOrEqual(60_000);
    expect(app.server.requestTimeout).toBeGreaterThan(0);
    expect(app.server.requestTimeout).toBeLessThanOrEqual(900_000);
  });

  it('figures that are asked for and refused are on record, with the area', async () => {
    const asked = await analyst.inject({
      url: '/api/hot-spots?layer=ambulance&cellSizeM=750&area=E07000001',
    });
    expect(asked.json()).toMatchObject({ code: 'selection-not-released' });
    const { entries } = await app.access.audit.page({
      username: analyst.username,
      action: 'figures.refused',
    });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      outcome: 'refused',
      area: 'E07000001',
      subject: 'GET /api/hot-spots: selection-not-released',
    });
    const { use } = await app.access.audit.use({ username: analyst.username, area: 'E07000001' });
    expect(use[0]?.refused).toBe(1);
    // A page's area is part of its address.
    const page = await analyst.inject({
      url: '/api/ward/E05000001?layer=ambulance&categories=ambulance,ambulance-two',
    });
    expect(page.json()).toMatchObject({ code: 'selection-not-released' });
    const ofWard = await app.access.audit.page({ username: analyst.username, area: 'E05000001' });
    expect(ofWard.entries.map(({ subject }) => subject)).toEqual([
      'GET /api/ward/:code: selection-not-released',
    ]);
  });

  it('forged requests and too many of them are on record, the latter once', async () => {
    const forged = await analyst.inject({
      method: 'POST',
      url: '/api/sign-out',
      headers: { 'x-csrf-token': 'x' },
    });
    expect(forged.statusCode).toBe(403);
    const refusals = async () =>
      (await app.access.audit.page({ username: analyst.username, action: 'access', limit: 100 })).entries.map(
        ({ outcome, subject }) => `${outcome} ${subject}`,
      );
    expect(await refusals()).toEqual(['refused forged: POST /api/sign-out']);
    let refused = 0;
    for (let i = 0; i < 80; i++)
      refused += Number((await analyst.inject({ url: '/api/session' })).statusCode === 429);
    expect(refused).toBeGreaterThan(2);
    expect(
      (await refusals()).filter((subject) => subject.startsWith('refused too many requests')),
    ).toHaveLength(1);
  });
});
