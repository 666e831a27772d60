import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Access, Authenticated } from '../access/access.ts';
import type { AccessOptions } from '../access/access-options.ts';
import type { Asker } from '../access/asker.ts';
import { csrfTokenOf } from '../access/bearer.ts';
import { RateLimiter } from '../access/rate-limiter.ts';
import { ROLES, type Role, type TokenScope } from '../contract/access.ts';
import { type ErrorCode, RequestError } from '../errors.ts';
import { clearCookie, readCookie, sessionCookie, writeCookie } from './cookies.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: everybody, or accounts with one of these roles. Every route says so, or the service does not start. */
    access?: 'public' | readonly Role[];
    /** What an API token needs to use the route; left out, no token may. */
    scope?: TokenScope;
    /** A public route that looks up who asks all the same; others ask the database nothing. */
    knowsAsker?: boolean;
    /** The route is also for accounts that have something to do first (change their password, set up a second factor). */
    duringDuties?: boolean;
    /** 'sign-in': few attempts from one address. */
    limit?: 'sign-in';
    /** 'sign-in': the request proves itself by its origin alone, since there is no session yet to take a token from. */
    csrf?: 'sign-in';
  }
  interface FastifyInstance {
    /** Every route and who may use it, in the order they were declared. */
    accessRules: AccessRule[];
  }
  interface FastifyRequest {
    /** Who asks; null where nobody is signed in. */
    authenticated: Authenticated | null;
    /** The token of the session's cookie, where the browser sent one. */
    sessionBearer: string | null;
  }
}

export interface AccessRule {
  readonly method: string;
  /** As registered: /api/accounts/:username. */
  readonly url: string;
  readonly access: 'public' | readonly Role[];
}

export interface AccessPluginOptions {
  readonly access: Access;
  readonly options: AccessOptions;
  /** Routes that plugins bring, which cannot say by themselves who may use them: address as registered, and who. */
  readonly pluginRoutes: Readonly<Record<string, 'public' | readonly Role[]>>;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const REFUSED_FIGURES: ReadonlySet<string> = new Set([
  'selection-not-released',
  'figure-hidden',
] satisfies ErrorCode[]);

/** Every role: open figures are for whoever is signed in. */
export const EVERY_ROLE: readonly Role[] = ROLES;

/** Who asks, whether they may, and whether it is really them: on every request, before anything else is done with it. */
export function registerAccess(
  app: FastifyInstance,
  { access, options, pluginRoutes }: AccessPluginOptions,
): void {
  const requests = new RateLimiter(options.requestLimit ?? { burst: 240, perMinute: 480 }, access.now);
  const signIns = new RateLimiter(options.signInLimit ?? { burst: 20, perMinute: 10 }, access.now);
  app.decorateRequest('authenticated', null);
  app.decorateRequest('sessionBearer', null);

  const rules: AccessRule[] = [];
  app.decorate('accessRules', rules);
  app.addHook('onRoute', (route) => {
    rules.push(...declareAccess(route, pluginRoutes));
  });

  const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const cookie = readCookie(request.headers.cookie, sessionCookie(options, request));
    const token = bearerToken(request);
    request.sessionBearer = token === null ? cookie : null;
    if (token !== null) request.authenticated = await access.ofToken(token);
    else if (cookie !== null) request.authenticated = await access.ofSession(cookie);
    if (cookie !== null && token === null && !request.authenticated) clearCookie(reply, options, request);
  };

  app.addHook('onRequest', async (request, reply) => {
    const { config } = request.routeOptions;
    if (config.access !== 'public' || config.knowsAsker) await identify(request, reply);
    const asker = request.authenticated?.asker ?? null;
    const recordRefused = (why: string) =>
      access.audit.write({
        action: 'access',
        outcome: 'refused',
        asker,
        address: request.ip,
        subject: `${why}${request.method} ${request.routeOptions.url ?? ''}`,
      });
    const limit = async (limiter: RateLimiter, key: string): Promise<void> => {
      const waitS = limiter.take(key);
      if (waitS === 0) return;
      // Once for each time that it begins, not for each request: the record is not a way to fill the disk.
      if (limiter.beginsToRefuse(key)) await recordRefused('too many requests: ');
      reply.header('retry-after', String(waitS));
      throw new RequestError('too-many-requests' satisfies ErrorCode, {
        detail: 'Too many requests came in a short time.',
        hint: `Wait ${waitS} ${waitS === 1 ? 'second' : 'seconds'} and try again.`,
      });
    };
    // Files of the page are cheap, and a whole office may share an address.
    if (request.url.startsWith('/api/')) {
      await limit(requests, asker ? `account ${asker.accountId}` : `address ${request.ip}`);
    }
    if (config.limit === 'sign-in') await limit(signIns, request.ip);

    // An address that no route answers to has no rule; it tells nothing but that.
    if (request.is404) return;
    try {
      refuseForged(request, options);
    } catch (error) {
      await recordRefused('forged: ');
      throw error;
    }
    const permitted = config.access;
    if (permitted === 'public') return;
    try {
      authorise(asker, permitted ?? [], request);
    } catch (error) {
      if (asker) await recordRefused('');
      throw error;
    }
  });

  // Figures that were asked for and not given are on record as what they are, with the area they were asked of.
  app.addHook('onError', async (request, _reply, error) => {
    if (!(error instanceof RequestError) || !REFUSED_FIGURES.has(error.code) || !request.authenticated)
      return;
    const { code } = request.params as { code?: unknown };
    const { area = code } = request.query as { area?: unknown };
    await access.audit.write({
      action: 'figures.refused',
      outcome: 'refused',
      asker: request.authenticated.asker,
      address: request.ip,
      area: typeof area === 'string' ? area : null,
      subject: `${request.method} ${request.routeOptions.url ?? ''}: ${error.code}`,
    });
  });

  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
  });
}

/** The asker of a route that only signed-in accounts reach. */
export function askerOf(request: FastifyRequest): Asker {
  if (request.authenticated) return request.authenticated.asker;
  throw new RequestError('sign-in-required', SIGN_IN_FIRST);
}

const SIGN_IN_FIRST = {
  detail: 'Nobody is signed in.',
  hint: 'Sign in on the page of this service, or send an API token: authorization: Bearer TOKEN.',
};

function declareAccess(route: RouteOptions, pluginRoutes: AccessPluginOptions['pluginRoutes']): AccessRule[] {
  const rule = route.config?.access ?? pluginRoutes[route.url];
  if (rule === undefined) {
    throw new Error(
      `The route ${String(route.method)} ${route.url} does not say who may use it. ` +
        `Give it config: { access: 'public' } or config: { access: [roles] }, and a row in tests/routes/access-matrix.test.ts.`,
    );
  }
  route.config = { ...route.config, access: rule };
  return [route.method].flat().map((method) => ({ method, url: route.url, access: rule }));
}

function authorise(asker: Asker | null, permitted: readonly Role[], request: FastifyRequest): void {
  if (!asker) throw new RequestError('sign-in-required', SIGN_IN_FIRST);
  const { scope, duringDuties } = request.routeOptions.config;
  if (asker.scopes && !(scope && asker.scopes.includes(scope))) {
    throw new RequestError('not-permitted', {
      detail: scope ? `This token is not for ${scope}.` : 'No token may use this address.',
      seen: asker.scopes.join(', '),
      hint: scope ? `Create a token with the scope ${scope}.` : 'Sign in on the page of this service.',
    });
  }
  if (asker.duties.length > 0 && !duringDuties) {
    const [duty] = asker.duties;
    throw new RequestError('duty-first', {
      detail:
        duty === 'change-password'
          ? 'The password has to be changed first.'
          : 'A second factor has to be set up first.',
      seen: duty,
      hint: duty === 'change-password' ? 'POST /api/account/password' : 'POST /api/account/second-factor',
    });
  }
  if (!asker.roles.some((role) => permitted.includes(role))) {
    throw new RequestError('not-permitted', {
      detail: 'Your role may not do this.',
      seen: asker.roles.join(', ') || 'no role',
      hint: `It is for: ${permitted.join(', ')}. Ask an administrator of this service.`,
    });
  }
}

/**
 * A request that changes something must come from a page of this service: what the browser says of its origin must be ours,
 * and where a session's cookie speaks, the session's token must come with it. A program with an API token sends no cookie.
 */
function refuseForged(request: FastifyRequest, options: AccessOptions): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (request.authenticated?.asker.via === 'token') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const own = options.publicUrl ? new URL(options.publicUrl).origin : `${request.protocol}://${request.host}`;
  if ((site !== undefined && site !== 'same-origin') || (origin !== undefined && origin !== own)) {
    throw new RequestError('forged-request', {
      detail: 'The request comes from another site.',
      seen: String(origin ?? site),
      hint: `Use the pages of this service at ${own}. Behind a proxy, set PUBLIC_URL to the address that browsers use.`,
    });
  }
  if (request.routeOptions.config.csrf === 'sign-in') return;
  if (!request.authenticated || request.sessionBearer === null) return;
  const expected = Buffer.from(csrfTokenOf(request.sessionBearer));
  const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new RequestError('forged-request', {
      detail: "The session's token is missing or wrong.",
      hint: 'Send the csrfToken of GET /api/session as the header x-csrf-token.',
      field: 'x-csrf-token',
    });
  }
}

function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Give the browser its session. */
export function startSession(
  reply: FastifyReply,
  options: AccessOptions,
  request: FastifyRequest,
  { bearer, expiresAt }: { bearer: string; expiresAt: Date },
  now: Date,
): void {
  const seconds = Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1000));
  writeCookie(reply, options, request, {
    name: sessionCookie(options, request),
    value: bearer,
    seconds,
    sameSite: 'Strict',
  });
}
