import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { CoincidenceQuery, CoincidenceResult } from '../contract/coincidence.ts';
import { EmergingQuery, EmergingResult } from '../contract/emerging.ts';
import { PeriodChangeQuery, PeriodChangeResult } from '../contract/period-change.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;

/** What changed, and how hot spots came and went. */
export function comparisonRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/coincidence',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Where two layers are hot together: ambulance against crime is the mental health map',
          querystring: CoincidenceQuery,
          response: { 200: CoincidenceResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'coincidence',
          await service.for(askerOf(request)).coincidence(request.query),
        ),
    );
    app.get(
      '/api/change',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Two periods compared, cell by cell and ward by ward',
          querystring: PeriodChangeQuery,
          response: { 200: PeriodChangeResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'change',
          await service.for(askerOf(request)).periodChange(request.query),
        ),
    );
    app.get(
      '/api/emerging',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Emerging hot spots: the history of each cell as one of 16 classes',
          querystring: EmergingQuery,
          response: { 200: EmergingResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'emerging', await service.for(askerOf(request)).emerging(request.query)),
    );
  };
}
