import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { MeasuresQuery, MeasuresResult } from '../contract/measures.ts';
import { Problem } from '../contract/shared.ts';
import { NewWeightTable, WeightSlugParams, WeightTable, WeightTables } from '../contract/weights.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;
const nothing = Type.Object({}, { additionalProperties: false });

/** Measures of each ward or LSOA with their uncertainty, and the weight tables behind harm. */
export function wardRiskRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/measures',
      {
        config,
        schema: {
          tags: ['ward risk'],
          summary: 'Count, rate, share, change, harm, rank and band of each ward or LSOA, with intervals',
          querystring: MeasuresQuery,
          response: { 200: MeasuresResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'measures', await service.for(askerOf(request)).measures(request.query)),
    );
    app.get(
      '/api/weights',
      {
        config,
        schema: {
          tags: ['ward risk'],
          summary: 'Weight tables, every version, with source, year and note for each row',
          querystring: nothing,
          response: { 200: WeightTables, ...problems },
        },
      },
      async (request) => service.for(askerOf(request)).weightTables(),
    );
    app.post(
      '/api/weights/:slug',
      {
        config: { access: ['analyst', 'data-steward'] },
        schema: {
          tags: ['ward risk'],
          summary: 'Store a new version of a weight table; versions that exist are never changed',
          params: WeightSlugParams,
          body: NewWeightTable,
          response: { 201: WeightTable, ...problems },
        },
      },
      async (request, reply) => {
        const { slug } = request.params;
        const asker = askerOf(request);
        const table = await service.for(asker).addWeightTable(slug, request.body, asker.username);
        await recordAction(request, 'weights.create', `${slug} version ${table.version}`);
        return reply.code(201).send(table);
      },
    );
  };
}
