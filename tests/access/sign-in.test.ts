import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTEMPTS_BEFORE_LOCK, LOCK_MINUTES } from '../../server/access/sign-in.ts';
import { totpCode, totpStep } from '../../server/access/totp.ts';
import { buildApp } from '../../server/app.ts';
import { ROLES, type SessionState, type SignInOptions } from '../../server/contract/access.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { Database } from '../../server/db/database.ts';
import { browserOf, fromBase32, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const MINUTE_MS = 60_000;
const ample = { requestLimit: { burst: 1e6, perMinute: 1e6 }, signInLimit: { burst: 1e6, perMinute: 1e6 } };

// Hashing passwords is most of the time here, and the same on either engine: the server where there is one. What the database
// has to get right by itself is tested on both in account-queries.test.ts.
for (const place of [
  testDatabases()
    .reverse()
    .find(({ missing }) => missing === null)!,
]) {
  describe.skipIf(place.missing)(
    `signing in on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let app: FastifyInstance;
      let log = '';
      let nowMs = Date.parse('2026-03-02T09:00:00Z');
      const pass = (minutes: number) => {
        nowMs += minutes * MINUTE_MS;
      };
      beforeAll(async () => {
        database = await place.open();
        app = await buildApp({
          database,
          logLevel: 'trace',
          logStream: {
            write: (line) => {
              log += line;
            },
          },
          access: {
            ...ample,
            secret: 'a secret of at least thirty-two characters',
            now: () => new Date(nowMs),
          },
        });
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
      });

      const signIn = (username: string, password: string, code?: string, headers = {}) =>
        app.inject({
          method: 'POST',
          url: '/api/sign-in',
          headers,
          payload: { username, password, ...(code === undefined ? {} : { code }) },
        });
      const post = (url: string, headers: Record<string, string>, payload: object = {}) =>
        app.inject({ method: 'POST', url, headers, payload });
      const session = async (headers: Record<string, string>) =>
        (await app.inject({ url: '/api/session', headers })).json() as SessionState;
      /** An account with a password and a second factor. */
      const prepare = async (username: string) => {
        await app.access.accounts
          .createOrganisation({ slug: 'council', name: 'Council' })
          .catch(() => undefined);
        const initial = await app.access.accounts.create({
          username,
          displayName: username,
          organisation: 'council',
          roles: ['analyst'],
        });
        const password = `seven green ${username} boats`;
        let { headers } = browserOf(await signIn(username, initial));
        ({ headers } = browserOf(
          await post('/api/account/password', headers, { currentPassword: initial, newPassword: password }),
        ));
        const begun = await post('/api/account/second-factor', headers, { password });
        const secret = fromBase32((begun.json() as { secret: string }).secret);
        const code = () => totpCode(secret, totpStep(new Date(nowMs)));
        const confirmed = await post('/api/account/second-factor/confirm', headers, { code: code() });
        expect(confirmed.statusCode, confirmed.body).toBe(200);
        const { recoveryCodes } = confirmed.json() as { recoveryCodes: string[] };
        pass(1);
        return { initial, password, code, recoveryCodes, headers };
      };

      it('asks a new account to change its password and set up a second factor before anything else', async () => {
        await app.access.accounts
          .createOrganisation({ slug: 'council', name: 'Council' })
          .catch(() => undefined);
        const initial = await app.access.accounts.create({
          username: 'new',
          displayName: 'New',
          organisation: 'council',
          roles: ['analyst'],
        });
        const first = browserOf(await signIn('NEW', initial));
        expect(first.state.account?.duties).toEqual(['change-password', 'set-up-second-factor']);
        const refused = await app.inject({ url: '/api/catalogue', headers: first.headers });
        expect(refused.statusCode).toBe(403);
        expect((refused.json() as Problem).code).toBe('duty-first');
        const weak = await post('/api/account/password', first.headers, {
          currentPassword: initial,
          newPassword: 'password12345',
        });
        expect((weak.json() as Problem).code).toBe('weak-password');
        const wrong = await post('/api/account/password', first.headers, {
          currentPassword: 'not that one at all',
          newPassword: 'seven green new boats',
        });
        expect((wrong.json() as Problem).code).toBe('sign-in-failed');
        const changed = browserOf(
          await post('/api/account/password', first.headers, {
            currentPassword: initial,
            newPassword: 'seven green new boats',
          }),
        );
        expect(changed.state.account?.duties).toEqual(['set-up-second-factor']);
        expect((await session(first.headers)).account, 'the session before the change has ended').toBeNull();
        expect((await signIn('new', initial)).statusCode).toBe(401);
      });

      it('starts another session with another token each time, and ends the one it replaces', async () => {
        const { password, code } = await prepare('rotating');
        const first = browserOf(await signIn('rotating', password, code()));
        pass(1);
        const second = browserOf(
          await signIn('rotating', password, code(), { cookie: first.headers.cookie }),
        );
        expect(second.headers.cookie).not.toBe(first.headers.cookie);
        expect(second.headers['x-csrf-token']).not.toBe(first.headers['x-csrf-token']);
        expect((await session(first.headers)).account).toBeNull();
        expect((await session(second.headers)).account?.username).toBe('rotating');
      });

      it('takes no session that it did not give out', async () => {
        const planted = { cookie: 'wardlight=planted-by-somebody-else' };
        expect((await session(planted)).account).toBeNull();
        const { password, code } = await prepare('fixed');
        const started = browserOf(await signIn('fixed', password, code(), planted));
        expect(started.headers.cookie).not.toContain('planted');
        expect((await session(planted)).account).toBeNull();
      });

      it('ends a session that idles, and keeps one that is used, but not beyond its hours', async () => {
        const { headers } = await signInAs(app, 'viewer');
        pass(29);
        expect((await session(headers)).account).not.toBeNull();
        pass(29);
        expect((await session(headers)).account).not.toBeNull();
        pass(31);
        expect((await session(headers)).account).toBeNull();
        const busy = await signInAs(app, 'viewer');
        for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
          pass(20);
          expect((await session(busy.headers)).account, `after ${minutes + 20} minutes`).not.toBeNull();
        }
        pass(20);
        expect((await session(busy.headers)).account).toBeNull();
      });

      it('ends one session on sign-out, and every one on signing out everywhere', async () => {
        const { password, code, headers: first } = await prepare('leaving');
        const second = browserOf(await signIn('leaving', password, code())).headers;
        pass(1);
        const third = browserOf(await signIn('leaving', password, code())).headers;
        const out = await post('/api/sign-out', second);
        expect(out.statusCode).toBe(200);
        expect(String(out.headers['set-cookie'])).toContain('Max-Age=0');
        expect((await session(second)).account).toBeNull();
        expect((await session(third)).account).not.toBeNull();
        expect((await post('/api/sign-out-everywhere', first)).statusCode).toBe(200);
        for (const headers of [first, third]) expect((await session(headers)).account).toBeNull();
      });

      it('keeps the cookie from scripts and other sites, and the token from the database', async () => {
        const { headers } = await signInAs(app, 'viewer');
        const { password, code } = await prepare('cookie');
        const response = await signIn('cookie', password, code());
        expect(String(response.headers['set-cookie'])).toMatch(
          /^wardlight=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
        );
        expect(response.headers['cache-control']).toBe('no-store');
        const token = headers.cookie!.split('=')[1]!;
        const kept = await database.db.selectFrom('session').selectAll().execute();
        expect(JSON.stringify(kept)).not.toContain(token);
      });

      it('asks for the code, takes each once, and a recovery code once', async () => {
        const { password, code, recoveryCodes } = await prepare('codes');
        const asked = await signIn('codes', password);
        expect([asked.statusCode, (asked.json() as Problem).code]).toEqual([401, 'second-factor-required']);
        expect(asked.headers['set-cookie']).toBeUndefined();
        expect((await signIn('codes', password, '000000')).statusCode).toBe(401);
        const now = code();
        expect((await signIn('codes', password, now)).statusCode).toBe(200);
        expect((await signIn('codes', password, now)).statusCode, 'seen over a shoulder').toBe(401);
        expect(recoveryCodes).toHaveLength(10);
        const [recovery] = recoveryCodes as [string];
        expect(
          (await signIn('codes', password, recovery.toLowerCase().replaceAll('-', ' '))).statusCode,
        ).toBe(200);
        expect((await signIn('codes', password, recovery)).statusCode).toBe(401);
        const kept = await database.db
          .selectFrom('account')
          .select('totp_secret')
          .where('username', '=', 'codes')
          .execute();
        expect(kept[0]?.totp_secret).toMatch(/^[\w-]{60,}$/);
      });

      it('says the same of a wrong name, a wrong password, a disabled and a locked account', async () => {
        const { password, code } = await prepare('victim');
        await prepare('gone');
        await app.access.accounts.change('gone', { disabled: true });
        const answers = [
          await signIn('nobody-here', 'whatever it is'),
          await signIn('victim', 'whatever it is'),
          await signIn('gone', 'seven green gone boats'),
        ];
        for (let i = 1; i < ATTEMPTS_BEFORE_LOCK; i++) await signIn('victim', `guess number ${i}`);
        answers.push(await signIn('victim', password, code()));
        expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
        expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
        pass(LOCK_MINUTES - 1);
        expect((await signIn('victim', password, code())).statusCode, 'still locked').toBe(401);
        pass(2);
        expect((await signIn('victim', password, code())).statusCode, 'open again').toBe(200);
      });

      it('locks on attempts made at once, and on wrong codes', async () => {
        const { password, code } = await prepare('raced');
        await Promise.all(Array.from({ length: ATTEMPTS_BEFORE_LOCK }, () => signIn('raced', 'all at once')));
        expect((await signIn('raced', password, code())).statusCode).toBe(401);
        pass(LOCK_MINUTES + 1);
        for (let i = 0; i < ATTEMPTS_BEFORE_LOCK; i++) await signIn('raced', password, '123123');
        expect((await signIn('raced', password, code())).statusCode).toBe(401);
        pass(LOCK_MINUTES + 1);
      });

      it.each([
        [
          'the password',
          '/api/account/password',
          { currentPassword: 'a guess', newPassword: 'nine blue boats at sea' },
        ],
        ['the second factor', '/api/account/second-factor', { password: 'a guess' }],
      ])(
        'counts wrong passwords where %s is changed: a stolen session cannot guess on',
        async (_, url, guess) => {
          const username = `stolen${url.replace(/\W/g, '-')}`;
          const { headers, password, code } = await prepare(username);
          for (let i = 0; i < ATTEMPTS_BEFORE_LOCK; i++) {
            expect((await session(headers)).account?.username, `after ${i} guesses`).toBe(username);
            expect((await post(url, headers, guess)).statusCode).toBe(401);
          }
          expect((await session(headers)).account, 'signed out').toBeNull();
          expect((await signIn(username, password, code())).statusCode, 'locked').toBe(401);
          const { entries } = await app.access.audit.page({ username, action: 'account.proof' });
          expect(entries.map(({ outcome }) => outcome)).toEqual(Array(ATTEMPTS_BEFORE_LOCK).fill('failed'));
          expect(entries[0]?.subject).toBe('password; account locked');
          pass(LOCK_MINUTES + 1);
          expect((await signIn(username, password, code())).statusCode, 'open again').toBe(200);
        },
      );

      it('counts wrong codes where the second factor is renewed', async () => {
        const { headers, password } = await prepare('renewed-by-thief');
        for (let i = 0; i < ATTEMPTS_BEFORE_LOCK; i++) {
          const guessed = await post('/api/account/second-factor', headers, { password, code: '123123' });
          expect(guessed.statusCode).toBe(401);
        }
        expect((await session(headers)).account).toBeNull();
        pass(LOCK_MINUTES + 1);
      });

      it('starts the count again after a success', async () => {
        const { password, code } = await prepare('clumsy');
        for (let round = 0; round < 2; round++) {
          for (let i = 1; i < ATTEMPTS_BEFORE_LOCK; i++) await signIn('clumsy', 'not the right one');
          expect((await signIn('clumsy', password, code())).statusCode).toBe(200);
          pass(1);
        }
      });

      it('ends everything of an account that is disabled or reset, at once', async () => {
        const { headers, initial } = await prepare('ended');
        const made = await post('/api/account/tokens', headers, {
          name: 'script',
          scopes: ['figures'],
          days: 30,
        });
        const { token } = made.json() as { token: string };
        const bearer = { authorization: `Bearer ${token}` };
        expect((await session(bearer)).account?.username).toBe('ended');
        await app.access.accounts.change('ended', { disabled: true });
        expect((await session(headers)).account).toBeNull();
        expect((await session(bearer)).account).toBeNull();
        await app.access.accounts.change('ended', { disabled: false });
        expect((await session(bearer)).account, 'a token that ended stays ended').toBeNull();
        const fresh = await app.access.accounts.reset('ended');
        expect(fresh).not.toBe(initial);
        expect(browserOf(await signIn('ended', fresh)).state.account).toMatchObject({
          secondFactor: false,
          recoveryCodesLeft: 0,
        });
      });

      it('gives tokens that are shown once, kept as a hash, and end', async () => {
        const { headers } = await prepare('scripted');
        const made = await post('/api/account/tokens', headers, {
          name: 'script',
          scopes: ['figures'],
          days: 2,
        });
        const { token, summary } = made.json() as { token: string; summary: { tokenId: number } };
        expect(token).toMatch(/^wardlight_[\w-]{43}$/);
        const bearer = { authorization: `Bearer ${token}` };
        expect((await app.inject({ url: '/api/catalogue', headers: bearer })).statusCode).toBe(200);
        expect((await app.inject({ url: '/api/account/tokens', headers: bearer })).statusCode).toBe(403);
        expect(
          (await post('/api/account/tokens', bearer, { name: 'more', scopes: ['figures'], days: 2 }))
            .statusCode,
        ).toBe(403);
        const rows = await database.db.selectFrom('api_token').selectAll().execute();
        expect(JSON.stringify(rows)).not.toContain(token.slice(10));
        const other = await signInAs(app, 'analyst');
        const url = `/api/account/tokens/${summary.tokenId}`;
        expect((await other.inject({ method: 'DELETE', url })).statusCode, "not another account's").toBe(404);
        pass(2 * 24 * 60);
        expect((await app.inject({ url: '/api/catalogue', headers: bearer })).statusCode, 'over').toBe(401);
      });

      it('is recorded, led in or not, without a name that may be a password', async () => {
        const { entries } = await app.access.audit.page({ action: 'sign-in', limit: 500 });
        expect(entries.some(({ outcome, username }) => outcome === 'ok' && username === 'codes')).toBe(true);
        expect(
          entries.some(({ outcome, subject }) => outcome === 'failed' && /locked/.test(subject ?? '')),
        ).toBe(true);
        expect(JSON.stringify(entries)).not.toContain('nobody-here');
      });

      it('names the address as declared in the log: not the ward, the tile or the person that was asked for', async () => {
        const before = log.length;
        for (const url of [
          '/basemap/14/8123/5321',
          '/api/ward/E05999123?layer=crime',
          '/api/accounts/somebody',
          '/x5f1e',
        ])
          await app.inject({ url });
        const lines = log.slice(before);
        expect(lines).toContain('/basemap/:z/:x/:y');
        expect(lines).toContain('/api/ward/:code');
        expect(lines).not.toMatch(/8123|5321|E05999123|somebody|x5f1e/);
      });

      it('leaves no secret in the log, whatever is logged', async () => {
        const { headers } = await prepare('logged');
        await app.inject({ url: '/api/area-check?x=639412&y=170034&token=qqq-secret-qqq', headers });
        await signIn('logged', 'a wrong password to find');
        expect(log.length).toBeGreaterThan(1_000);
        for (const secret of [
          'boats',
          'a wrong password to find',
          headers.cookie!.split('=')[1]!,
          headers['x-csrf-token']!,
          '639412',
          'qqq-secret-qqq',
          'wardlight_',
        ]) {
          expect(log.includes(secret), `the log holds ${secret}`).toBe(false);
        }
      });
    },
  );
}

describe('requests that come from elsewhere', () => {
  const [place] = testDatabases();
  let database: Database;
  let app: FastifyInstance;
  beforeAll(async () => {
    database = await place!.open();
    app = await buildApp({
      database,
      access: { publicUrl: 'https://wardlight.example.org', requestLimit: { burst: 1e6, perMinute: 1e6 } },
    });
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  const ours = { origin: 'https://wardlight.example.org', 'sec-fetch-site': 'same-origin' };

  it('are refused when they change something', async () => {
    const { headers } = await signInAs(app, 'analyst');
    const out = async (given: Record<string, string | undefined>) => {
      const sent = Object.fromEntries(
        Object.entries({ ...headers, ...given }).filter(([, value]) => value !== undefined),
      );
      const response = await app.inject({
        method: 'POST',
        url: '/api/account/tokens',
        headers: sent,
        payload: { name: 'x', scopes: ['figures'], days: 1 },
      });
      return response.statusCode === 200 ? 'done' : (response.json() as Problem).code;
    };
    expect(await out({ ...ours, 'x-csrf-token': undefined })).toBe('forged-request');
    expect(await out({ ...ours, 'x-csrf-token': 'guess' })).toBe('forged-request');
    expect(await out({ ...ours, 'x-csrf-token': `${headers['x-csrf-token']}x` })).toBe('forged-request');
    expect(await out({ origin: 'https://evil.example' })).toBe('forged-request');
    expect(await out({ origin: 'null' })).toBe('forged-request');
    expect(await out({ 'sec-fetch-site': 'cross-site' })).toBe('forged-request');
    expect(await out({ 'sec-fetch-site': 'same-site', origin: 'https://other.example.org' })).toBe(
      'forged-request',
    );
    expect(await out(ours)).toBe('done');
    const other = await signInAs(app, 'analyst');
    expect(
      await out({ ...ours, 'x-csrf-token': other.headers['x-csrf-token'] }),
      "another session's token",
    ).toBe('forged-request');
  });

  it('cannot sign somebody in unawares', async () => {
    const attempt = (
      headers: Record<string, string>,
      payload: object | string = { username: 'a', password: 'b' },
    ) => app.inject({ method: 'POST', url: '/api/sign-in', headers, payload });
    expect((await attempt({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await attempt(ours)).statusCode).toBe(401);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const response = await attempt({ 'content-type': type }, '{"username":"a","password":"b"}');
      expect(response.statusCode, type).toBe(400);
    }
  });

  it('are given a cookie of this host alone, over TLS alone', async () => {
    await app.access.accounts.createOrganisation({ slug: 'tls', name: 'TLS' });
    const password = await app.access.accounts.create({
      username: 'tls',
      displayName: 'T',
      organisation: 'tls',
      roles: ['viewer'],
    });
    const response = await app.inject({
      method: 'POST',
      url: '/api/sign-in',
      headers: ours,
      payload: { username: 'tls', password },
    });
    expect(String(response.headers['set-cookie'])).toMatch(
      /^__Host-wardlight=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(response.headers['strict-transport-security']).toMatch(/^max-age=31536000/);
  });

  it('are answered a little at a time: per address before sign-in, per account after, and few attempts to sign in', async () => {
    let nowMs = 0;
    const slow = await buildApp({
      database,
      access: {
        now: () => new Date(nowMs),
        requestLimit: { burst: 5, perMinute: 60 },
        signInLimit: { burst: 2, perMinute: 1 },
      },
    });
    const statuses = async (count: number, remoteAddress: string) => {
      const seen: number[] = [];
      for (let i = 0; i < count; i++)
        seen.push((await slow.inject({ url: '/api/health', remoteAddress })).statusCode);
      return seen;
    };
    expect(await statuses(7, '192.0.2.1')).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await statuses(1, '192.0.2.2')).toEqual([200]);
    const attempt = () =>
      slow.inject({
        method: 'POST',
        url: '/api/sign-in',
        remoteAddress: '192.0.2.3',
        payload: { username: 'a', password: 'b' },
      });
    expect([(await attempt()).statusCode, (await attempt()).statusCode]).toEqual([401, 401]);
    const refused = await attempt();
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    nowMs = 60_000;
    expect((await attempt()).statusCode).toBe(401);
    await slow.close();
  });

  it('are no larger than they need to be', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/sign-in',
      headers: ours,
      payload: { username: 'a', password: 'x'.repeat(70_000) },
    });
    expect(response.statusCode).toBe(413);
  });
});

describe('the demonstration', () => {
  const [place] = testDatabases();
  let database: Database;
  beforeAll(async () => {
    database = await place!.open();
  });
  afterAll(async () => {
    await database?.close();
    await place!.remove();
  });

  it('is off without data, on with synthetic data only, and gone the moment real data is held', async () => {
    const offered = async (app: FastifyInstance) =>
      ((await app.inject({ url: '/api/sign-in-options' })).json() as SignInOptions).demonstration.map(
        ({ role }) => role,
      );
    const demonstrate = (app: FastifyInstance) =>
      app.inject({ method: 'POST', url: '/api/sign-in/demonstration', payload: { role: 'auditor' } });
    const empty = await buildApp({ database });
    expect(await offered(empty)).toEqual([]);
    expect((await demonstrate(empty)).statusCode).toBe(403);
    await empty.close();

    await loadTinyDistrict(database, [{ slug: 'police', layer: 'crime', events: [3, 4] }]);
    const app = await buildApp({ database });
    expect(await offered(app)).toEqual([...ROLES]);
    const { headers, state } = browserOf(await demonstrate(app));
    expect(state.account).toMatchObject({
      username: 'demonstration-auditor',
      roles: ['auditor'],
      via: 'demonstration',
      duties: [],
    });
    expect((await app.inject({ url: '/api/audit', headers })).statusCode).toBe(200);
    const byPassword = await app.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { username: 'demonstration-auditor', password: 'x' },
    });
    expect(byPassword.statusCode).toBe(401);

    const off = await buildApp({ database, access: { demonstration: false } });
    expect(await offered(off)).toEqual([]);
    expect((await off.inject({ url: '/api/audit', headers })).statusCode, 'its sessions ended').toBe(401);
    await off.close();

    const on = await buildApp({ database, access: { demonstration: true } });
    const again = browserOf(await demonstrate(on));
    await database.loadTransaction(async ({ db }) => {
      await db.updateTable('dataset').set({ synthetic: false, title: 'Real ambulance data' }).execute();
    });
    expect(await offered(on)).toEqual([]);
    expect((await demonstrate(on)).statusCode).toBe(403);
    expect((await on.inject({ url: '/api/audit', headers: again.headers })).statusCode).toBe(401);
    await on.close();
    await app.close();
  });

  it('refuses to start beside real data, and says what to do', async () => {
    await expect(buildApp({ database, access: { demonstration: true } })).rejects.toThrow(
      /real data \(Real ambulance data\)[\s\S]*WARDLIGHT_DEMONSTRATION=no[\s\S]*npm run account -- create/,
    );
    const without = await buildApp({ database });
    expect(
      ((await without.inject({ url: '/api/sign-in-options' })).json() as SignInOptions).demonstration,
    ).toEqual([]);
    await without.close();
  });
});
