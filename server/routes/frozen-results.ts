import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import {
  FreezeRequest,
  FrozenBody,
  FrozenCheck,
  FrozenList,
  FrozenParams,
  FrozenSummary,
} from '../contract/frozen-results.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;
const WRITERS = ['analyst', 'data-steward'] as const;

/** Results frozen with what they were computed from. */
export function frozenResultRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/frozen-results',
      {
        config: { access: WRITERS },
        schema: {
          tags: ['frozen results'],
          summary: 'Compute a result and keep it with everything it was computed from',
          body: FreezeRequest,
          response: { 201: FrozenSummary, ...problems },
        },
      },
      async (request, reply) => {
        const asker = askerOf(request);
        const frozen = await service.for(asker).freeze(request.body, asker.username);
        await recordAction(request, 'frozen.create', frozen.id);
        return reply.code(201).send(frozen);
      },
    );
    app.get(
      '/api/frozen-results',
      {
        config,
        schema: {
          tags: ['frozen results'],
          summary:
            'Frozen results that you may see: who froze what, when, and whether the data is another now',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: FrozenList, ...problems },
        },
      },
      async (request) => service.for(askerOf(request)).frozenResults(),
    );
    app.get(
      '/api/frozen-results/:id',
      {
        config,
        schema: {
          tags: ['frozen results'],
          summary: 'A frozen result: canonical JSON, the same bytes every time',
          params: FrozenParams,
          response: { 200: FrozenBody, ...problems },
        },
      },
      async (request, reply) => {
        const frozen = await service.for(askerOf(request)).frozenResult(request.params.id);
        // The bytes themselves are the record: sent as stored, not parsed and written again.
        reply.type('application/json; charset=utf-8').serializer((text: unknown) => text as string);
        return (await replyTagged(request, reply, 'frozen-result', frozen)) as never;
      },
    );
    app.get(
      '/api/frozen-results/:id/check',
      {
        config,
        schema: {
          tags: ['frozen results'],
          summary: 'Compute a frozen result again from its frozen inputs and compare to the byte',
          params: FrozenParams,
          response: { 200: FrozenCheck, ...problems },
        },
      },
      async (request) => service.for(askerOf(request)).checkFrozenResult(request.params.id),
    );
  };
}
