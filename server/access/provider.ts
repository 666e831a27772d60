import * as oidc from 'openid-client';
import type { Role } from '../contract/access.ts';
import type { Database } from '../db/database.ts';
import {
  type AccountRow,
  insertAccount,
  readAccount,
  readAccountByName,
  readAccountByProvider,
  updateAccount,
} from '../db/queries/access/accounts.ts';
import { readOrganisation } from '../db/queries/access/organisations.ts';
import { insertProviderSignIn, takeProviderSignIn } from '../db/queries/access/provider-sign-ins.ts';
import type { ProviderOptions } from './access-options.ts';
import { bearerHash, newBearer } from './bearer.ts';

/** Why single sign-on did not lead in; the sign-in page has a sentence for each. */
export type ProviderProblem =
  | 'unreachable'
  | 'interrupted'
  | 'refused'
  | 'no-role'
  | 'no-organisation'
  | 'too-weak'
  | 'disabled';

export class ProviderError extends Error {
  readonly problem: ProviderProblem;
  constructor(problem: ProviderProblem, detail: string) {
    super(detail);
    this.name = 'ProviderError';
    this.problem = problem;
  }
}

/** Minutes that a person has at the provider. */
const FLOW_MINUTES = 10;

/**
 * Single sign-on: OpenID Connect, authorization code with PKCE (RFC 7636, S256), state and nonce, each used once and bound to
 * the browser that began. What a person may do follows from the groups that the provider names, anew at every sign-in.
 */
export class Provider {
  readonly #database: Database;
  readonly #options: ProviderOptions;
  readonly #redirectUri: string;
  readonly #now: () => Date;
  #discovered: Promise<oidc.Configuration> | undefined;

  /** @param publicUrl address of this service as browsers see it */
  constructor(database: Database, options: ProviderOptions, publicUrl: string, now: () => Date) {
    this.#database = database;
    this.#options = options;
    this.#redirectUri = `${publicUrl.replace(/\/$/, '')}/api/sign-in/provider/callback`;
    this.#now = now;
  }

  /** Where to send the browser, and a value for its cookie that proves on return that it is the same one. */
  async begin(): Promise<{ location: string; browser: string }> {
    const configuration = await this.#configuration();
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    const codeVerifier = oidc.randomPKCECodeVerifier();
    const browser = newBearer();
    const now = this.#now();
    await insertProviderSignIn(
      this.#database.db,
      {
        stateHash: bearerHash(state),
        browserHash: bearerHash(browser),
        nonce,
        codeVerifier,
        expiresAt: new Date(now.getTime() + FLOW_MINUTES * 60_000),
      },
      now,
    );
    const location = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: this.#options.scope,
      state,
      nonce,
      ...(this.#options.strength?.length ? { acr_values: this.#options.strength.join(' ') } : {}),
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return { location: location.href, browser };
  }

  /**
   * The browser is back.
   *
   * @param query what the provider sent along
   * @param browser the cookie's value; null where there is none
   * @returns the account, made or brought up to date
   * @throws ProviderError
   */
  async finish(query: URLSearchParams, browser: string | null): Promise<AccountRow> {
    const state = query.get('state');
    const flow = state ? await takeProviderSignIn(this.#database.db, bearerHash(state)) : undefined;
    if (!flow || !browser || flow.browserHash !== bearerHash(browser) || flow.expiresAt <= this.#now()) {
      throw new ProviderError('interrupted', 'No sign-in of this browser is waiting for this answer.');
    }
    const configuration = await this.#configuration();
    const address = new URL(this.#redirectUri);
    address.search = query.toString();
    let claims: Record<string, unknown>;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, address, {
        expectedState: state as string,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.codeVerifier,
        idTokenExpected: true,
      });
      const identity = tokens.claims() as oidc.IDToken;
      claims = identity;
      if (!(this.#options.groupsClaim in claims) && configuration.serverMetadata().userinfo_endpoint) {
        claims = {
          ...(await oidc.fetchUserInfo(configuration, tokens.access_token, identity.sub)),
          ...identity,
        };
      }
    } catch (error) {
      throw new ProviderError('refused', (error as Error).message);
    }
    if (!isStrong(claims, this.#options.strength)) {
      throw new ProviderError(
        'too-weak',
        'The provider does not say that the sign-in there was as strong as it must be.',
      );
    }
    return this.#accountOf(claims);
  }

  async #accountOf(claims: Record<string, unknown>): Promise<AccountRow> {
    const { db } = this.#database;
    const { issuer } = this.#options;
    const subject = String(claims.sub);
    const { roles, organisationSlug } = this.#rightsOf(claims[this.#options.groupsClaim]);
    if (roles.length === 0) throw new ProviderError('no-role', 'None of the groups is mapped to a role.');
    const organisation = organisationSlug ? await readOrganisation(db, organisationSlug) : undefined;
    if (!organisation) {
      throw new ProviderError(
        'no-organisation',
        `The organisation ${organisationSlug ?? '(none)'} is not known here.`,
      );
    }
    const displayName = textOf(claims.name) ?? textOf(claims.preferred_username) ?? subject;
    const known = await readAccountByProvider(db, issuer, subject);
    if (known) {
      if (known.disabledAt) throw new ProviderError('disabled', 'The account is disabled here.');
      await updateAccount(db, known.accountId, {
        roles,
        organisationId: organisation.organisationId,
        displayName,
      });
      return (await readAccount(db, known.accountId)) as AccountRow;
    }
    const wished = (textOf(claims.preferred_username) ?? textOf(claims.email) ?? subject).toLowerCase();
    // A local account's name is never taken over: who the provider calls "admin" is not this service's "admin".
    const username = (await readAccountByName(db, wished))
      ? `${subject}@${new URL(issuer).host}`.toLowerCase()
      : wished;
    const accountId = await insertAccount(db, {
      username,
      displayName,
      organisationId: organisation.organisationId,
      roles,
      provider: { issuer, subject },
    });
    if (accountId === null)
      throw new ProviderError('refused', 'No free user name was found for the account.');
    return (await readAccount(db, accountId)) as AccountRow;
  }

  #rightsOf(claim: unknown): { roles: Role[]; organisationSlug: string | null } {
    const groups = Array.isArray(claim) ? claim : typeof claim === 'string' ? [claim] : [];
    const mapped = groups.flatMap((group) =>
      typeof group === 'string' && Object.hasOwn(this.#options.groups, group)
        ? [this.#options.groups[group]]
        : [],
    );
    const named = [...new Set(mapped.flatMap(({ organisation }) => organisation ?? []))];
    if (named.length > 1) {
      throw new ProviderError(
        'no-organisation',
        `The groups name several organisations: ${named.join(', ')}.`,
      );
    }
    return {
      roles: [...new Set(mapped.flatMap(({ roles }) => roles))],
      organisationSlug: named[0] ?? this.#options.organisation,
    };
  }

  /** The provider's own description, read when first needed; a failure is tried again next time. */
  async #configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    // Plain HTTP is for a provider on this computer only; configuration refuses it elsewhere.
    const execute = new URL(issuer).protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    this.#discovered ??= oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = undefined;
      throw new ProviderError('unreachable', (error as Error).message);
    }
  }
}

/** Whether the provider vouches for a sign-in of the strength that is asked for (OpenID Connect Core 1.0, section 2: acr, amr). */
export function isStrong(claims: Readonly<Record<string, unknown>>, wanted: readonly string[] = []): boolean {
  if (wanted.length === 0) return true;
  const { acr, amr } = claims;
  const vouched = [acr, ...(Array.isArray(amr) ? amr : [])];
  return vouched.some((word) => typeof word === 'string' && wanted.includes(word));
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim.trim().slice(0, 120) : null;
}
