import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Provider as OidcProvider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStrong } from '../../server/access/provider.ts';
import { buildApp } from '../../server/app.ts';
import type { SessionState } from '../../server/contract/access.ts';
import type { Database } from '../../server/db/database.ts';
import { testDatabases } from '../support/test-databases.ts';

const PUBLIC_URL = 'http://localhost:3999';
const people: Record<string, { groups: string[]; preferred_username?: string; name?: string }> = {
  ann: { groups: ['everyone', 'wl-analysts'], preferred_username: 'Ann.Lee', name: 'Ann Lee' },
  stranger: { groups: ['everyone'] },
  both: { groups: ['wl-analysts', 'trust-viewers'] },
  taken: { groups: ['wl-analysts'], preferred_username: 'admin' },
};

/** A real OpenID Connect provider on this computer, whose sign-in page is filled in by the test. */
async function startProvider(): Promise<{ issuer: string; provider: OidcProvider; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new OidcProvider(issuer, {
    clients: [
      {
        client_id: 'wardlight',
        client_secret: 'a client secret for the tests',
        redirect_uris: [`${PUBLIC_URL}/api/sign-in/provider/callback`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
    cookies: { keys: ['keys for the tests only'] },
  });
  server.on('request', provider.callback());
  return { issuer, provider, server };
}

/** What a person's browser does at the provider: follow, type the name, agree; until it is sent back to us. */
async function passProvider(location: string, login: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = new URL(location);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step++) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    form = undefined;
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';') as [string];
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = response.headers.get('location');
    if (next) {
      url = new URL(next, url);
      if (url.href.startsWith(PUBLIC_URL)) return url;
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!prompt) throw new Error(`The provider answered ${response.status}: ${page.slice(0, 300)}`);
    url = new URL(/action="([^"]+)"/.exec(page)![1]!, url);
    form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
  }
  throw new Error('The provider did not send the browser back.');
}

describe('single sign-on with a real provider', () => {
  const place = testDatabases().find(({ missing }) => missing === null)!;
  let database: Database;
  let app: FastifyInstance;
  let oidc: Awaited<ReturnType<typeof startProvider>>;
  let nowMs = Date.now();
  beforeAll(async () => {
    oidc = await startProvider();
    database = await place.open();
    app = await buildApp({
      database,
      access: {
        publicUrl: PUBLIC_URL,
        now: () => new Date(nowMs),
        signInLimit: { burst: 1e6, perMinute: 1e6 },
        provider: {
          issuer: oidc.issuer,
          clientId: 'wardlight',
          clientSecret: 'a client secret for the tests',
          label: 'Sign in with the partnership',
          scope: 'openid profile',
          groupsClaim: 'groups',
          groups: {
            'wl-analysts': { roles: ['analyst'], organisation: 'council' },
            'trust-viewers': { roles: ['viewer'], organisation: 'trust' },
          },
          organisation: null,
        },
      },
    });
    await app.access.accounts.createOrganisation({ slug: 'council', name: 'Council' });
    await app.access.accounts.createOrganisation({ slug: 'trust', name: 'Trust' });
    await app.access.accounts.create({
      username: 'admin',
      displayName: 'Local',
      organisation: 'council',
      roles: ['administrator'],
    });
  });
  afterAll(async () => {
    await app?.close();
    oidc?.server.closeAllConnections();
    oidc?.server.close();
    await database?.close();
    await place.remove();
  });

  const begin = async () => {
    const response = await app.inject({ url: '/api/sign-in/provider' });
    expect(response.statusCode, response.body).toBe(303);
    const cookie = response.cookies.find(({ name }) => name === 'wardlight-provider')!;
    return {
      location: String(response.headers.location),
      cookie: `wardlight-provider=${cookie.value}`,
      set: String(response.headers['set-cookie']),
    };
  };
  const comeBack = (url: URL, cookie: string) =>
    app.inject({ url: url.pathname + url.search, headers: { cookie } });
  const problemOf = (response: Awaited<ReturnType<typeof comeBack>>) => {
    expect(response.statusCode).toBe(303);
    expect(response.cookies.filter(({ name, value }) => name === 'wardlight' && value)).toEqual([]);
    return new URL(String(response.headers.location)).searchParams.get('sign-in-problem');
  };
  const signIn = async (login: string) => {
    const { location, cookie } = await begin();
    return comeBack(await passProvider(location, login), cookie);
  };
  const sessionOf = async (response: Awaited<ReturnType<typeof comeBack>>) => {
    const cookie = response.cookies.find(({ name }) => name === 'wardlight')!;
    return (
      await app.inject({ url: '/api/session', headers: { cookie: `wardlight=${cookie.value}` } })
    ).json() as SessionState;
  };

  it('that does not vouch for the strength asked for leads nobody in', async () => {
    const strict = await buildApp({
      database,
      access: {
        publicUrl: PUBLIC_URL,
        signInLimit: { burst: 1e6, perMinute: 1e6 },
        provider: {
          issuer: oidc.issuer,
          clientId: 'wardlight',
          clientSecret: 'a client secret for the tests',
          label: 'Sign in',
          scope: 'openid profile',
          groupsClaim: 'groups',
          groups: { 'wl-analysts': { roles: ['analyst'], organisation: 'council' } },
          organisation: null,
          strength: ['mfa'],
        },
      },
    });
    const begun = await strict.inject({ url: '/api/sign-in/provider' });
    const location = String(begun.headers.location);
    expect(new URL(location).searchParams.get('acr_values')).toBe('mfa');
    const { value } = begun.cookies.find(({ name }) => name === 'wardlight-provider')!;
    const back = await passProvider(location, 'ann');
    const response = await strict.inject({
      url: back.pathname + back.search,
      headers: { cookie: `wardlight-provider=${value}` },
    });
    expect(problemOf(response)).toBe('too-weak');
    await strict.close();
  });

  it.each([
    [{ acr: 'mfa' }, ['mfa'], true],
    [{ amr: ['pwd', 'mfa'] }, ['mfa'], true],
    [{ amr: ['pwd'] }, ['mfa', 'hwk'], false],
    [{ acr: '0', amr: 'mfa' }, ['mfa'], false],
    [{}, ['mfa'], false],
    [{}, undefined, true],
  ])('%j is as strong as %j asks for: %s', (claims, wanted, strong) => {
    expect(isStrong(claims, wanted)).toBe(strong);
  });

  it('asks with code, PKCE, state and nonce, and ties them to the browser', async () => {
    const { location, set } = await begin();
    const { searchParams, origin } = new URL(location);
    expect(origin).toBe(oidc.issuer);
    expect(searchParams.get('response_type')).toBe('code');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(searchParams.get(name)?.length, name).toBeGreaterThanOrEqual(43);
    expect(set).toMatch(/HttpOnly; SameSite=Lax/);
    const kept = JSON.stringify(await database.db.selectFrom('provider_sign_in').selectAll().execute());
    expect(kept).not.toContain(searchParams.get('state'));
  });

  it('signs in with the roles and organisation of the groups, and says so', async () => {
    const { account } = await sessionOf(await signIn('ann'));
    expect(account).toMatchObject({
      username: 'ann.lee',
      displayName: 'Ann Lee',
      roles: ['analyst'],
      organisation: { slug: 'council' },
      via: 'single-sign-on',
      duties: [],
    });
  });

  it('follows the groups at the next sign-in', async () => {
    people.ann!.groups = ['trust-viewers'];
    const { account } = await sessionOf(await signIn('ann'));
    expect(account).toMatchObject({
      username: 'ann.lee',
      roles: ['viewer'],
      organisation: { slug: 'trust' },
    });
    people.ann!.groups = ['everyone', 'wl-analysts'];
  });

  it('does not let a name at the provider take over an account here', async () => {
    const { account } = await sessionOf(await signIn('taken'));
    expect(account?.username).toBe(`taken@${new URL(oidc.issuer).host}`);
    expect(account?.roles).toEqual(['analyst']);
  });

  it('refuses who is in no mapped group, or in groups of two organisations', async () => {
    expect(problemOf(await signIn('stranger'))).toBe('no-role');
    expect(problemOf(await signIn('both'))).toBe('no-organisation');
  });

  it('refuses an account that is disabled here', async () => {
    await app.access.accounts.change('ann.lee', { disabled: true });
    expect(problemOf(await signIn('ann'))).toBe('disabled');
    await app.access.accounts.change('ann.lee', { disabled: false });
  });

  it('refuses a wrong state, a missing one, and an answer used before', async () => {
    const { location, cookie } = await begin();
    const back = await passProvider(location, 'ann');
    const wrong = new URL(back);
    wrong.searchParams.set('state', 'x'.repeat(43));
    expect(problemOf(await comeBack(wrong, cookie))).toBe('interrupted');
    wrong.searchParams.delete('state');
    expect(problemOf(await comeBack(wrong, cookie))).toBe('interrupted');
    expect((await sessionOf(await comeBack(back, cookie))).account).not.toBeNull();
    expect(problemOf(await comeBack(back, cookie))).toBe('interrupted');
  });

  it('refuses an answer in another browser than the one that began', async () => {
    const { location } = await begin();
    const other = await begin();
    const back = await passProvider(location, 'ann');
    expect(problemOf(await comeBack(back, other.cookie))).toBe('interrupted');
    const again = await begin();
    expect(problemOf(await comeBack(await passProvider(again.location, 'ann'), ''))).toBe('interrupted');
  });

  it('refuses an answer that comes too late', async () => {
    const { location, cookie } = await begin();
    const back = await passProvider(location, 'ann');
    nowMs += 11 * 60_000;
    expect(problemOf(await comeBack(back, cookie))).toBe('interrupted');
    nowMs = Date.now();
  });

  it.each([
    ['nonce', { nonce: 'another nonce' }],
    ['PKCE verifier', { code_verifier: 'v'.repeat(43) }],
  ])('refuses a wrong %s', async (_what, change) => {
    const { location, cookie } = await begin();
    const back = await passProvider(location, 'ann');
    await database.db.updateTable('provider_sign_in').set(change).execute();
    expect(problemOf(await comeBack(back, cookie))).toBe('refused');
  });

  it('refuses a code that the provider did not give, and passes its refusal on', async () => {
    const { location, cookie } = await begin();
    const back = await passProvider(location, 'ann');
    back.searchParams.set('code', 'not-a-code');
    expect(problemOf(await comeBack(back, cookie))).toBe('refused');
    const denied = await begin();
    const state = new URL(denied.location).searchParams.get('state')!;
    const refusal = new URL(
      `${PUBLIC_URL}/api/sign-in/provider/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(oidc.issuer)}`,
    );
    expect(problemOf(await comeBack(refusal, denied.cookie))).toBe('refused');
  });

  it('says so when the provider does not answer, and in the audit', async () => {
    const other = await buildApp({
      database,
      access: {
        publicUrl: PUBLIC_URL,
        provider: {
          issuer: 'http://127.0.0.1:1',
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
    const response = await other.inject({ url: '/api/sign-in/provider' });
    expect(String(response.headers.location)).toBe(`${PUBLIC_URL}/?sign-in-problem=unreachable`);
    await other.close();
    const { entries } = await app.access.audit.page({ action: 'sign-in', limit: 500 });
    const subjects = entries.filter(({ outcome }) => outcome === 'failed').map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining([
        'single sign-on: no-role',
        'single sign-on: interrupted',
        'single sign-on: refused',
      ]),
    );
    expect(
      entries.some(
        ({ outcome, username, via }) =>
          outcome === 'ok' && username === 'ann.lee' && via === 'single-sign-on',
      ),
    ).toBe(true);
  });
});
