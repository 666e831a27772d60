import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Access } from '../access/access.ts';
import type { AccessOptions } from '../access/access-options.ts';
import { sessionOrigin } from '../access/session-origin.ts';
import {
  Done,
  NewToken,
  PasswordChangeBody,
  RecoveryCodes,
  SecondFactorBody,
  SecondFactorConfirmBody,
  SecondFactorSetUp,
  SessionList,
  SessionPath,
  SessionState,
  TokenBody,
  TokenList,
  TokenPath,
} from '../contract/access.ts';
import { Problem } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import { askerOf, EVERY_ROLE, startSession } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';

const nothing = Type.Object({}, { additionalProperties: false });
const problems = { 400: Problem, 401: Problem, 403: Problem };

/** What people do with their own account. */
export function accountRoutes(access: Access, options: AccessOptions): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/account/password',
      {
        config: { access: EVERY_ROLE, duringDuties: true, limit: 'sign-in' },
        schema: {
          tags: ['account'],
          summary: 'Change the password: every other session ends, this one gets a new token',
          body: PasswordChangeBody,
          response: { 200: SessionState, ...problems },
        },
      },
      async (request, reply) => {
        const account = await access.account(askerOf(request));
        if (account.passwordHash === null) {
          throw new RequestError('not-permitted', {
            detail: 'This account has no password here.',
            hint: 'Change it where you sign in.',
          });
        }
        const { currentPassword, newPassword } = request.body;
        const proof = { password: currentPassword };
        if (await access.signIn.whatIsUnproved(account, proof, { address: request.ip })) {
          throw new RequestError('sign-in-failed', {
            detail: 'The current password is not right.',
            hint: 'Type the password that you signed in with.',
            field: 'currentPassword',
          });
        }
        await access.accounts.changePassword(account, currentPassword, newPassword);
        await recordAction(request, 'account.password');
        const started = await access.sessions.start(
          account.accountId,
          'password',
          sessionOrigin({ address: request.ip, userAgent: request.headers['user-agent'] }),
          null,
        );
        startSession(reply, options, request, started, access.now());
        return access.state(await access.ofSession(started.bearer), started.bearer);
      },
    );
    app.post(
      '/api/account/second-factor',
      {
        config: { access: EVERY_ROLE, duringDuties: true, limit: 'sign-in' },
        schema: {
          tags: ['account'],
          summary: 'Begin to set up, or renew, the second factor',
          body: SecondFactorBody,
          response: { 200: SecondFactorSetUp, ...problems },
        },
      },
      async (request) => {
        const account = await access.account(askerOf(request));
        const { password, code = '' } = request.body;
        const unproved = await access.signIn.whatIsUnproved(
          account,
          { password, code },
          { address: request.ip },
        );
        if (unproved === 'password') {
          throw new RequestError('sign-in-failed', {
            detail: 'The password is not right.',
            hint: 'Type the password that you signed in with. Accounts without a password here set up a second factor where they sign in.',
            field: 'password',
          });
        }
        if (unproved) {
          throw new RequestError('second-factor-required', {
            detail: 'The second factor is renewed with a code of the present one.',
            hint: 'Type the six digits that your authenticator app shows now, or a recovery code. Without either ask an administrator for a reset.',
            field: 'code',
          });
        }
        const setUp = await access.secondFactor.setUp(account);
        await recordAction(request, 'account.second-factor', 'begun');
        return setUp;
      },
    );
    app.post(
      '/api/account/second-factor/confirm',
      {
        config: { access: EVERY_ROLE, duringDuties: true, limit: 'sign-in' },
        schema: {
          tags: ['account'],
          summary:
            'Finish with a code from the app; answers the recovery codes, once, and ends every other session',
          body: SecondFactorConfirmBody,
          response: { 200: RecoveryCodes, ...problems },
        },
      },
      async (request) => {
        const account = await access.account(askerOf(request));
        const recoveryCodes = await access.secondFactor.confirm(account, request.body.code);
        if (!recoveryCodes) {
          throw new RequestError('invalid-parameter', {
            detail: 'The code is not the one that the app shows now.',
            hint: 'Check that the clock of the telephone is right, wait for the next code and type it.',
            field: 'code',
          });
        }
        await recordAction(request, 'account.second-factor', 'confirmed');
        if (request.sessionBearer) await access.sessions.endOthers(account.accountId, request.sessionBearer);
        return { recoveryCodes };
      },
    );
    app.get(
      '/api/account/sessions',
      {
        config: { access: EVERY_ROLE },
        schema: {
          tags: ['account'],
          summary: 'Where you are signed in',
          querystring: nothing,
          response: { 200: SessionList, ...problems },
        },
      },
      async (request) => ({
        sessions: await access.sessions.list(askerOf(request).accountId, request.sessionBearer),
      }),
    );
    app.delete(
      '/api/account/sessions/:sessionId',
      {
        config: { access: EVERY_ROLE },
        schema: {
          tags: ['account'],
          summary: 'Sign one of them out',
          params: SessionPath,
          response: { 200: Done, ...problems, 404: Problem },
        },
      },
      async (request) => {
        const { sessionId } = request.params;
        if (!(await access.sessions.endOne(askerOf(request).accountId, sessionId))) {
          throw new RequestError('unknown-session', {
            detail: 'You have no session of this number.',
            seen: String(sessionId),
            hint: 'It may have ended already. Yours are listed at /api/account/sessions.',
            field: 'sessionId',
          });
        }
        await recordAction(request, 'session.end', `session ${sessionId}`);
        return { done: true as const };
      },
    );
    app.get(
      '/api/account/tokens',
      {
        config: { access: EVERY_ROLE },
        schema: {
          tags: ['account'],
          summary: 'Your API tokens',
          querystring: nothing,
          response: { 200: TokenList, ...problems },
        },
      },
      async (request) => ({ tokens: await access.tokens.list(askerOf(request).accountId) }),
    );
    app.post(
      '/api/account/tokens',
      {
        config: { access: EVERY_ROLE },
        schema: {
          tags: ['account'],
          summary: 'Create an API token; it is shown once',
          body: TokenBody,
          response: { 200: NewToken, ...problems },
        },
      },
      async (request) => {
        const created = await access.tokens.create(askerOf(request).accountId, request.body);
        const { tokenId, scopes } = created.summary;
        await recordAction(request, 'token.create', `token ${tokenId}: ${scopes.join(', ')}`);
        return created;
      },
    );
    app.delete(
      '/api/account/tokens/:tokenId',
      {
        config: { access: EVERY_ROLE },
        schema: {
          tags: ['account'],
          summary: 'End an API token',
          params: TokenPath,
          response: { 200: Done, 404: Problem, ...problems },
        },
      },
      async (request) => {
        const { tokenId } = request.params;
        await access.tokens.revoke(askerOf(request).accountId, tokenId);
        await recordAction(request, 'token.revoke', `token ${tokenId}`);
        return { done: true as const };
      },
    );
  };
}
