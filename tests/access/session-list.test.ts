import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_PASSWORD_DAYS } from '../../server/access/accounts.ts';
import { sessionOrigin } from '../../server/access/session-origin.ts';
import { totpCode, totpStep } from '../../server/access/totp.ts';
import { buildApp } from '../../server/app.ts';
import type { SessionState, SessionSummary } from '../../server/contract/access.ts';
import type { Database } from '../../server/db/database.ts';
import { browserOf, fromBase32 } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

const MINUTE_MS = 60_000;
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

describe('where a session was begun', () => {
  it.each([
    [FIREFOX, 'Firefox on Windows'],
    [IPHONE, 'Safari on iPhone'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'Chrome on Mac',
    ],
    ['curl/8.5.0', 'An unknown browser'],
    [undefined, 'An unknown browser'],
  ])('%s is %s', (userAgent, device) => {
    expect(sessionOrigin({ address: '192.0.2.7', userAgent }).device).toBe(device);
  });

  it.each([
    ['192.0.2.7', '192.0.2.*'],
    ['::ffff:192.0.2.7', '192.0.2.*'],
    ['2001:db8:1:2::7', '2001:db8:1::*'],
    ['2001:db8::7', '2001:db8:0::*'],
    ['::1', 'this computer'],
    ['127.0.0.1', 'this computer'],
    ['not an address', null],
  ])('%s is kept as %s', (address, network) => {
    expect(sessionOrigin({ address }).network).toBe(network);
  });
});

const place = testDatabases()
  .reverse()
  .find(({ missing }) => missing === null)!;

describe("an account's sessions", () => {
  let database: Database;
  let app: FastifyInstance;
  let nowMs = Date.parse('2026-03-02T09:00:00Z');
  beforeAll(async () => {
    database = await place.open();
    app = await buildApp({
      database,
      access: {
        requestLimit: { burst: 1e6, perMinute: 1e6 },
        signInLimit: { burst: 1e6, perMinute: 1e6 },
        secret: 'a secret of at least thirty-two characters',
        now: () => new Date(nowMs),
      },
    });
    await app.access.accounts.createOrganisation({ slug: 'council', name: 'Council' });
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place.remove();
  });

  const create = (username: string) =>
    app.access.accounts.create({
      username,
      displayName: username,
      organisation: 'council',
      roles: ['analyst'],
    });
  const post = (url: string, headers: Record<string, string>, payload: object = {}) =>
    app.inject({ method: 'POST', url, headers, payload });
  /** An account with its own password and second factor, and ways to sign it in. */
  const prepare = async (username: string) => {
    const initial = await create(username);
    const password = `seven green ${username} boats`;
    let { headers } = browserOf(await post('/api/sign-in', {}, { username, password: initial }));
    ({ headers } = browserOf(
      await post('/api/account/password', headers, { currentPassword: initial, newPassword: password }),
    ));
    const begun = await post('/api/account/second-factor', headers, { password });
    let secret = fromBase32((begun.json() as { secret: string }).secret);
    const code = () => totpCode(secret, totpStep(new Date(nowMs)));
    await post('/api/account/second-factor/confirm', headers, { code: code() });
    nowMs += MINUTE_MS;
    const signIn = async (userAgent: string) => {
      const response = await post(
        '/api/sign-in',
        { 'user-agent': userAgent },
        { username, password, code: code() },
      );
      nowMs += MINUTE_MS;
      return { ...browserOf(response).headers, 'user-agent': userAgent };
    };
    return {
      password,
      headers,
      code,
      signIn,
      renewed: (text: string) => {
        secret = fromBase32(text);
      },
    };
  };
  const list = async (headers: Record<string, string>) => {
    const response = await app.inject({ url: '/api/account/sessions', headers });
    expect(response.statusCode, response.body).toBe(200);
    return (response.json() as { sessions: SessionSummary[] }).sessions;
  };
  const isIn = async (headers: Record<string, string>) =>
    ((await app.inject({ url: '/api/session', headers })).json() as SessionState).account !== null;

  it('are listed in words, the one that asks marked, without an address or a token', async () => {
    const { signIn } = await prepare('lister');
    const desk = await signIn(FIREFOX);
    await signIn(IPHONE);
    const sessions = await list(desk);
    expect(sessions.map(({ device, current }) => [device, current])).toEqual([
      ['Firefox on Windows', true],
      ['Safari on iPhone', false],
      ['An unknown browser', false],
    ]);
    expect(sessions[0]).toMatchObject({ via: 'password', network: 'this computer' });
    expect(Object.keys(sessions[0]!).sort()).toEqual(
      ['createdAt', 'current', 'device', 'expiresAt', 'lastSeenAt', 'network', 'sessionId', 'via'].sort(),
    );
    const kept = JSON.stringify(await database.db.selectFrom('session').selectAll().execute());
    expect(kept).not.toMatch(/127\.0\.0\.1|Mozilla|Gecko/);
  });

  it('can be ended one by one, and only by their owner', async () => {
    const { signIn } = await prepare('ender');
    const [desk, phone] = [await signIn(FIREFOX), await signIn(IPHONE)];
    const other = await (await prepare('stranger')).signIn(FIREFOX);
    const lost = (await list(desk)).find(({ device }) => device === 'Safari on iPhone')!;
    const end = (headers: Record<string, string>) =>
      app.inject({ method: 'DELETE', url: `/api/account/sessions/${lost.sessionId}`, headers });
    const refused = await end(other);
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'unknown-session']);
    expect(await isIn(phone)).toBe(true);
    expect((await end(desk)).statusCode).toBe(200);
    expect(await isIn(phone)).toBe(false);
    expect(await isIn(desk)).toBe(true);
    expect((await end(desk)).statusCode).toBe(404);
    const { entries } = await app.access.audit.page({ username: 'ender', action: 'session.end' });
    expect(entries).toHaveLength(1);
  });

  it('are not listed once they have idled away', async () => {
    const { signIn } = await prepare('idler');
    await signIn(IPHONE);
    nowMs += 31 * MINUTE_MS;
    const desk = await signIn(FIREFOX);
    expect((await list(desk)).map(({ device }) => device)).toEqual(['Firefox on Windows']);
  });

  it('end when the second factor is renewed, but for the one that renews it', async () => {
    const { signIn, password, code, renewed } = await prepare('renewer');
    const [desk, phone] = [await signIn(FIREFOX), await signIn(IPHONE)];
    const without = await post('/api/account/second-factor', desk, { password });
    expect([without.statusCode, without.json().code]).toEqual([401, 'second-factor-required']);
    const begun = await post('/api/account/second-factor', desk, { password, code: code() });
    expect(begun.statusCode, begun.body).toBe(200);
    nowMs += MINUTE_MS;
    // Begun and not finished: the present factor still holds.
    const bare = await post('/api/sign-in', {}, { username: 'renewer', password });
    expect(bare.json().code).toBe('second-factor-required');
    await signIn('curl/8.5.0');
    renewed((begun.json() as { secret: string }).secret);
    expect((await post('/api/account/second-factor/confirm', desk, { code: code() })).statusCode).toBe(200);
    expect(await isIn(desk)).toBe(true);
    expect(await isIn(phone)).toBe(false);
    nowMs += MINUTE_MS;
    expect(await isIn(await signIn(IPHONE))).toBe(true);
  });

  it('cannot be begun with a first password that nobody used in time', async () => {
    const initial = await create('late');
    nowMs += (INITIAL_PASSWORD_DAYS * 24 * 60 + 1) * MINUTE_MS;
    const late = await post('/api/sign-in', {}, { username: 'late', password: initial });
    expect([late.statusCode, late.json().code]).toEqual([401, 'sign-in-failed']);
    const again = await app.access.accounts.reset('late');
    const inTime = await post('/api/sign-in', {}, { username: 'late', password: again });
    expect(inTime.statusCode).toBe(200);
  });
});
