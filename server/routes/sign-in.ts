import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Access } from '../access/access.ts';
import type { AccessOptions } from '../access/access-options.ts';
import { ProviderError } from '../access/provider.ts';
import type { Started } from '../access/sign-in.ts';
import { DemonstrationBody, Done, SessionState, SignInBody, SignInOptions } from '../contract/access.ts';
import { Problem } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import { askerOf, EVERY_ROLE, startSession } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';
import { clearCookie, providerCookie, readCookie, sessionCookie, writeCookie } from '../plugins/cookies.ts';

const nothing = Type.Object({}, { additionalProperties: false });
const PROVIDER_COOKIE_S = 600;
/** What the browser kept of answers goes with the session. */
const FORGET = '"cache", "storage"';

/** Ways in, ways out, and who is in. */
export function signInRoutes(access: Access, options: AccessOptions): FastifyPluginAsyncTypebox {
  const previousSession = (request: FastifyRequest) =>
    readCookie(request.headers.cookie, sessionCookie(options, request));
  const contextOf = (request: FastifyRequest) => ({
    address: request.ip,
    userAgent: request.headers['user-agent'],
    previous: previousSession(request),
  });
  const letIn = async (request: FastifyRequest, reply: FastifyReply, started: Started) => {
    startSession(reply, options, request, started, access.now());
    return access.state(await access.ofSession(started.bearer), started.bearer);
  };
  return async (app) => {
    app.get(
      '/api/sign-in-options',
      {
        config: { access: 'public' },
        schema: {
          tags: ['sign-in'],
          summary: 'The ways in that are offered',
          querystring: nothing,
          response: { 200: SignInOptions },
        },
      },
      async () => access.options(),
    );
    app.get(
      '/api/session',
      {
        config: { access: 'public', knowsAsker: true },
        schema: {
          tags: ['sign-in'],
          summary: 'Who is signed in',
          querystring: nothing,
          response: { 200: SessionState },
        },
      },
      async (request) => access.state(request.authenticated, request.sessionBearer),
    );
    app.post(
      '/api/sign-in',
      {
        config: { access: 'public', limit: 'sign-in', csrf: 'sign-in' },
        schema: {
          tags: ['sign-in'],
          summary: 'Sign in with user name, password and, where one is set up, a second factor',
          body: SignInBody,
          response: { 200: SessionState, 401: Problem, 429: Problem },
        },
      },
      async (request, reply) => {
        const context = contextOf(request);
        return letIn(request, reply, await access.signIn.withPassword(request.body, context));
      },
    );
    app.post(
      '/api/sign-in/demonstration',
      {
        config: { access: 'public', limit: 'sign-in', csrf: 'sign-in' },
        schema: {
          tags: ['sign-in'],
          summary: 'Sign in as a role of the synthetic district, without a password',
          body: DemonstrationBody,
          response: { 200: SessionState, 403: Problem, 429: Problem },
        },
      },
      async (request, reply) => {
        if (!(await access.demonstrationIsOn())) {
          throw new RequestError('not-permitted', {
            detail: 'There are no demonstration sign-ins here: they are for synthetic data only.',
            hint: 'Sign in with your own account.',
          });
        }
        const context = contextOf(request);
        return letIn(request, reply, await access.signIn.asDemonstration(request.body.role, context));
      },
    );
    app.post(
      '/api/sign-out',
      {
        config: { access: EVERY_ROLE, duringDuties: true },
        schema: { tags: ['sign-in'], summary: 'End this session', response: { 200: Done, 401: Problem } },
      },
      async (request, reply) => {
        if (request.sessionBearer) await access.sessions.end(request.sessionBearer);
        await recordAction(request, 'sign-out');
        clearCookie(reply, options, request);
        reply.header('clear-site-data', FORGET);
        return { done: true as const };
      },
    );
    app.post(
      '/api/sign-out-everywhere',
      {
        config: { access: EVERY_ROLE, duringDuties: true },
        schema: {
          tags: ['sign-in'],
          summary: 'End every session of this account',
          response: { 200: Done, 401: Problem },
        },
      },
      async (request, reply) => {
        await access.sessions.endAll(askerOf(request).accountId);
        await recordAction(request, 'sign-out-everywhere');
        clearCookie(reply, options, request);
        reply.header('clear-site-data', FORGET);
        return { done: true as const };
      },
    );
    const { provider } = access;
    if (!provider) return;
    const home = (options.publicUrl as string).replace(/\/$/, '');
    const sorry = (reply: FastifyReply, error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      reply.log.warn({ problem: error.problem }, 'single sign-on failed');
      return reply.redirect(`${home}/?sign-in-problem=${error.problem}`, 303);
    };
    app.get(
      '/api/sign-in/provider',
      {
        config: { access: 'public', limit: 'sign-in' },
        schema: { tags: ['sign-in'], summary: 'Go to single sign-on', querystring: nothing },
      },
      async (request, reply) => {
        try {
          const { location, browser } = await provider.begin();
          writeCookie(reply, options, request, {
            name: providerCookie(options, request),
            value: browser,
            seconds: PROVIDER_COOKIE_S,
            sameSite: 'Lax',
          });
          return reply.redirect(location, 303);
        } catch (error) {
          return sorry(reply, error);
        }
      },
    );
    app.get(
      '/api/sign-in/provider/callback',
      {
        config: { access: 'public', limit: 'sign-in' },
        schema: { tags: ['sign-in'], summary: 'Back from single sign-on' },
      },
      async (request, reply) => {
        const query = new URL(request.url, home).searchParams;
        const browser = readCookie(request.headers.cookie, providerCookie(options, request));
        try {
          const account = await provider.finish(query, browser);
          const context = contextOf(request);
          const started = await access.signIn.begin(account, 'single-sign-on', context);
          startSession(reply, options, request, started, access.now());
          return reply.redirect(`${home}/`, 303);
        } catch (error) {
          if (error instanceof ProviderError)
            await recordAction(request, 'sign-in', `single sign-on: ${error.problem}`, 'failed');
          return sorry(reply, error);
        }
      },
    );
  };
}
