import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Access } from '../access/access.ts';
import {
  AccountBody,
  AccountChangeBody,
  AccountList,
  AccountPath,
  Done,
  InitialPassword,
  OrganisationBody,
} from '../contract/access.ts';
import { Problem } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import { askerOf } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem };
const config = { access: ['administrator'] } as const;

/** Accounts and organisations, for administrators. */
export function accountsRoutes(access: Access): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/accounts',
      {
        config,
        schema: {
          tags: ['administration'],
          summary: 'Every account and organisation',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: AccountList, ...problems },
        },
      },
      async () => access.accounts.list(),
    );
    app.post(
      '/api/accounts',
      {
        config,
        schema: {
          tags: ['administration'],
          summary: 'Create an account; its first password is shown once',
          body: AccountBody,
          response: { 200: InitialPassword, 409: Problem, ...problems },
        },
      },
      async (request) => {
        const { body } = request;
        const initialPassword = await access.accounts.create(body);
        await recordAction(
          request,
          'account.create',
          `${body.username}: ${body.roles.join(', ')} at ${body.organisation}`,
        );
        return { initialPassword };
      },
    );
    app.patch(
      '/api/accounts/:username',
      {
        config,
        schema: {
          tags: ['administration'],
          summary: 'Change name, organisation or roles; disable or enable',
          params: AccountPath,
          body: AccountChangeBody,
          response: { 200: Done, 404: Problem, ...problems },
        },
      },
      async (request) => {
        const { username } = request.params;
        const { roles, disabled } = request.body;
        if (
          username === askerOf(request).username &&
          (disabled || (roles && !roles.includes('administrator')))
        ) {
          throw new RequestError('invalid-parameter', {
            detail: 'You cannot disable your own account, or stop being an administrator.',
            seen: username,
            hint: 'Ask another administrator.',
            field: disabled ? 'disabled' : 'roles',
          });
        }
        await access.accounts.change(username, request.body);
        await recordAction(request, 'account.change', `${username}: ${JSON.stringify(request.body)}`);
        return { done: true as const };
      },
    );
    app.post(
      '/api/accounts/:username/reset',
      {
        config,
        schema: {
          tags: ['administration'],
          summary: 'New first password; lock and second factor are removed, sessions and tokens end',
          params: AccountPath,
          response: { 200: InitialPassword, 404: Problem, ...problems },
        },
      },
      async (request) => {
        const { username } = request.params;
        const initialPassword = await access.accounts.reset(username);
        await recordAction(request, 'account.reset', username);
        return { initialPassword };
      },
    );
    app.post(
      '/api/organisations',
      {
        config,
        schema: {
          tags: ['administration'],
          summary: 'Add an organisation',
          body: OrganisationBody,
          response: { 200: Done, 409: Problem, ...problems },
        },
      },
      async (request) => {
        await access.accounts.createOrganisation(request.body);
        await recordAction(request, 'organisation.create', request.body.slug);
        return { done: true as const };
      },
    );
  };
}
