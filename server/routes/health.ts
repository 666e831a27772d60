import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { Problem } from '../contract/shared.ts';
import { sendProblem } from '../plugins/problem-bodies.ts';

/** Is the process there; can it answer. */
export function healthRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/health',
      {
        config: { access: 'public' },
        schema: {
          tags: ['service'],
          summary: 'The process runs',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: Type.Object({ status: Type.Literal('ok') }) },
        },
      },
      async () => ({ status: 'ok' as const }),
    );
    app.get(
      '/api/ready',
      {
        config: { access: 'public' },
        schema: {
          tags: ['service'],
          summary: 'The database answers',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: {
            200: Type.Object({
              status: Type.Literal('ready'),
              database: Type.String(),
              dataVersion: Type.Integer(),
            }),
            503: Problem,
          },
        },
      },
      async (request, reply) => {
        try {
          return { status: 'ready' as const, ...(await service.ready()) };
        } catch (error) {
          request.log.warn({ err: error }, 'not ready');
          sendProblem(reply, 'not-ready', {
            detail: 'The database does not answer.',
            hint: 'Wait a moment and try again.',
          });
          return reply as never;
        }
      },
    );
  };
}
