import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Workspace } from '../analyses/workspace.ts';
import { Problem, RowNumber } from '../contract/shared.ts';
import { NewSavedItem, SavedItem, SavedItemChange, SavedItems, SavedKind } from '../contract/workspace.ts';
import { askerOf } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem };
const READERS = ['viewer', 'analyst', 'data-steward', 'administrator'] as const;
const KEEPERS = ['analyst', 'data-steward', 'administrator'] as const;
/** Forty slides with long addresses fit. */
const BODY_LIMIT_BYTES = 256 * 1024;
const ItemId = Type.Object({ id: RowNumber });

/** Views, briefings, study areas and operations that people keep. */
export function workspaceRoutes(workspace: Workspace): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/saved',
      {
        config: { access: READERS },
        schema: {
          tags: ['workspace'],
          summary: 'What you kept and what is shared with you, by name',
          querystring: Type.Object({ kind: Type.Optional(SavedKind) }, { additionalProperties: false }),
          response: { 200: SavedItems, ...problems },
        },
      },
      async (request) => ({ items: await workspace.list(keeper(request), request.query.kind ?? null) }),
    );
    app.get(
      '/api/saved/:id',
      {
        config: { access: READERS },
        schema: {
          tags: ['workspace'],
          summary: 'One kept item, at its latest or a named version',
          params: ItemId,
          querystring: Type.Object({ version: Type.Optional(RowNumber) }, { additionalProperties: false }),
          response: { 200: SavedItem, ...problems },
        },
      },
      async (request) => workspace.open(keeper(request), request.params.id, request.query.version ?? null),
    );
    app.post(
      '/api/saved',
      {
        config: { access: KEEPERS },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          tags: ['workspace'],
          summary: 'Keep a view, a briefing, a study area or an operation',
          body: NewSavedItem,
          response: { 201: SavedItem, ...problems },
        },
      },
      async (request, reply) => {
        const item = await workspace.keep(keeper(request), request.body);
        await recordKept(request, 'keep', item);
        return reply.code(201).send(item);
      },
    );
    app.put(
      '/api/saved/:id',
      {
        config: { access: KEEPERS },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          tags: ['workspace'],
          summary: 'Save a new version of what you kept',
          params: ItemId,
          body: SavedItemChange,
          response: { 200: SavedItem, ...problems },
        },
      },
      async (request) => {
        const item = await workspace.change(keeper(request), request.params.id, request.body);
        await recordKept(request, 'change', item);
        return item;
      },
    );
    app.delete(
      '/api/saved/:id',
      {
        config: { access: KEEPERS },
        schema: {
          tags: ['workspace'],
          summary: 'Take what you kept out of every list',
          params: ItemId,
          response: { 204: Type.Null(), ...problems },
        },
      },
      async (request, reply) => {
        const item = await workspace.remove(keeper(request), request.params.id);
        await recordKept(request, 'remove', item);
        return reply.code(204).send(null);
      },
    );
  };
}

/** What was kept, changed or removed, by whom: study-area.keep of study-area:12:1. */
async function recordKept(
  request: FastifyRequest,
  what: 'keep' | 'change' | 'remove',
  { kind, id, version, sharedWith }: SavedItem,
): Promise<void> {
  await recordAction(request, `${kind}.${what}`, `${kind}:${id}:${version}, read by ${sharedWith}`);
}

function keeper(request: FastifyRequest): { accountId: number; organisationSlug: string } {
  const { accountId, organisation } = askerOf(request);
  return { accountId, organisationSlug: organisation.slug };
}
