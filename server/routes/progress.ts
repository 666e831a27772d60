import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Progress, ProgressQuery } from '../contract/progress.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem };

/** How far a question is that takes its time. Tells nothing of its answer, so it is not recorded as a look at figures. */
export const progressRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/progress',
    {
      config: { access: EVERY_ROLE },
      schema: {
        tags: ['service'],
        summary: 'How much of a question of yours is worked out; only the account that asked is told',
        querystring: ProgressQuery,
        response: { 200: Progress, ...problems },
      },
    },
    async (request) => ({
      share: app.underWay.share(askerOf(request).accountId, request.query.question),
    }),
  );
};
