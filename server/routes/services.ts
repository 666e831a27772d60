import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { ServicesQuery, ServicesResult } from '../contract/services.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { replyTagged } from './tagged-reply.ts';

/** Places that are shown as points: services and help, from open registers. */
export function serviceRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/services',
      {
        config: { access: EVERY_ROLE, scope: 'figures' },
        schema: {
          tags: ['figures'],
          summary: 'Services of a district as points, with their kind and name',
          querystring: ServicesQuery,
          response: {
            200: ServicesResult,
            400: Problem,
            401: Problem,
            403: Problem,
            404: Problem,
            503: Problem,
          },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'services', await service.for(askerOf(request)).services(request.query)),
    );
  };
}
