import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { totpCode, totpStep } from '../../server/access/totp.ts';
import type { Role, SessionState } from '../../server/contract/access.ts';

/** A signed-in browser of a test: sends its cookie and its token against forged requests. */
export interface SignedIn {
  readonly username: string;
  readonly headers: Readonly<Record<string, string>>;
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
}

export interface SignInAsOptions {
  /** Slug; made where it is not there. Default 'test-partner'. */
  readonly organisation?: string;
}

/**
 * A new account with these roles, signed in the way that people are: with its first password, which it changes, and a second
 * factor where the service asks for one.
 */
export async function signInAs(
  app: FastifyInstance,
  role: Role | readonly Role[],
  { organisation = 'test-partner' }: SignInAsOptions = {},
): Promise<SignedIn> {
  const { access } = app;
  const roles = typeof role === 'string' ? [role] : role;
  const username = `${roles[0]}-${randomBytes(4).toString('hex')}`;
  await access.accounts.createOrganisation({ slug: organisation, name: organisation }).catch(() => undefined);
  const initialPassword = await access.accounts.create({
    username,
    displayName: `Test ${roles[0]}`,
    organisation,
    roles,
  });
  const password = `${randomBytes(9).toString('hex')} correct horse`;

  let browser = await post(app, '/api/sign-in', {}, { username, password: initialPassword });
  browser = await post(app, '/api/account/password', browser.headers, {
    currentPassword: initialPassword,
    newPassword: password,
  });
  if (browser.state.account?.duties.includes('set-up-second-factor')) {
    const begun = await app.inject({
      method: 'POST',
      url: '/api/account/second-factor',
      headers: browser.headers,
      payload: { password },
    });
    const code = totpCode(fromBase32((begun.json() as { secret: string }).secret), totpStep(access.now()));
    const confirmed = await app.inject({
      method: 'POST',
      url: '/api/account/second-factor/confirm',
      headers: browser.headers,
      payload: { code },
    });
    if (confirmed.statusCode !== 200) throw new Error(`The second factor was refused: ${confirmed.body}`);
  }
  const { headers } = browser;
  return {
    username,
    headers,
    inject: (options) => app.inject({ ...options, headers: { ...headers, ...options.headers } }),
  };
}

/** The browser of a response that signed in: its cookie and token. */
export function browserOf(response: LightMyRequestResponse): {
  headers: Record<string, string>;
  state: SessionState;
} {
  if (response.statusCode !== 200) throw new Error(`The sign-in was refused: ${response.body}`);
  const cookie = response.cookies.find(({ name, value }) => name.endsWith('wardlight') && value !== '');
  const state = response.json() as SessionState;
  return {
    headers: { cookie: `${cookie?.name}=${cookie?.value}`, 'x-csrf-token': state.csrfToken ?? '' },
    state,
  };
}

/** The bytes of an RFC 4648 base32 text. */
export function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

async function post(app: FastifyInstance, url: string, headers: Record<string, string>, payload: object) {
  return browserOf(await app.inject({ method: 'POST', url, headers, payload }));
}
