import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { MeasuresQuery, MeasuresResult } from '../contract/measures.ts';
import { Problem } from '../contract/shared.ts';
import { NewWeightTable, WeightSlugParams, WeightTable, WeightTables } from '../contract/weights.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 404: Problem, 503: Problem };
const nothing = Type.Object({}, { additionalProperties: false });

/** Measures of each ward or LSOA with their uncertainty, and the weight tables behind harm. */
export function wardRiskRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/measures',
      {
        schema: {
          tags: ['ward risk'],
          summary: 'Count, rate, share, change, harm, rank and band of each ward or LSOA, with intervals',
          querystring: MeasuresQuery,
          response: { 200: MeasuresResult, ...problems },
        },
      },
      async (request, reply) => replyTagged(request, reply, await service.measures(request.query)),
    );
    app.get(
      '/api/weights',
      {
        schema: {
          tags: ['ward risk'],
          summary: 'Weight tables, every version, with source, year and note for each row',
          querystring: nothing,
          response: { 200: WeightTables, ...problems },
        },
      },
      async () => service.weightTables(),
    );
    app.post(
      '/api/weights/:slug',
      {
        schema: {
          tags: ['ward risk'],
          summary: 'Store a new version of a weight table; versions that exist are never changed',
          params: WeightSlugParams,
          body: NewWeightTable,
          response: { 201: WeightTable, ...problems },
        },
      },
      async (request, reply) =>
        reply
          .code(201)
          .send(await service.addWeightTable(request.params.slug, request.body, 'not signed in')),
    );
  };
}
