import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { DataQuality, DataQualityQuery } from '../contract/data-quality.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;

/** What was supplied, how well it is placed, and what is known to be odd about it. */
export function dataQualityRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/data-quality',
      {
        config,
        schema: {
          tags: ['figures'],
          summary:
            'Supply by source and month, share not placed, pile-ups on one point, breaks in recording, known changes',
          querystring: DataQualityQuery,
          response: { 200: DataQuality, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'data-quality',
          await service.for(askerOf(request)).dataQuality(request.query),
        ),
    );
  };
}
