import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { AreaCodeParams, AreaPageQuery, DistrictPage, WardPage } from '../contract/area-pages.ts';
import { NeedQuery, NeedResult } from '../contract/need-provision.ts';
import { FactorKinds, RiskFactorsQuery, RiskFactorsResult } from '../contract/risk-factors.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;

/** One ward or district on one page, what its events go with, and its demand beside its services. */
export function areaPageRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/ward/:code',
      {
        config,
        schema: {
          tags: ['area pages'],
          summary:
            'Everything known about one ward: measures, trend, season, mix, hot cells, streets, what is not known',
          params: AreaCodeParams,
          querystring: AreaPageQuery,
          response: { 200: WardPage, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'ward-page',
          await service.for(askerOf(request)).wardPage(request.params.code, request.query),
        ),
    );
    app.get(
      '/api/district/:code',
      {
        config,
        schema: {
          tags: ['area pages'],
          summary: 'A district: wards ranked with intervals, concentration, trend, what two wards hold',
          params: AreaCodeParams,
          querystring: AreaPageQuery,
          response: { 200: DistrictPage, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'district-page',
          await service.for(askerOf(request)).districtPage(request.params.code, request.query),
        ),
    );
    app.get(
      '/api/risk-factors/kinds',
      {
        config,
        schema: {
          tags: ['risk factors'],
          summary: 'Kinds of place that events can be set against, and which may not be',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: FactorKinds, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'factor-kinds', await service.for(askerOf(request)).factorKinds()),
    );
    app.get(
      '/api/risk-factors',
      {
        config,
        schema: {
          tags: ['risk factors'],
          summary:
            'Association of events with nearness to places: relative risks with intervals, judged on later months',
          querystring: RiskFactorsQuery,
          response: { 200: RiskFactorsResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'risk-factors',
          await service.for(askerOf(request)).riskFactors(request.query),
        ),
    );
    app.get(
      '/api/need-against-provision',
      {
        config,
        schema: {
          tags: ['need against provision'],
          summary: 'Demand by ward beside the distance to the nearest service, furthest first',
          querystring: NeedQuery,
          response: { 200: NeedResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'need-against-provision',
          await service.for(askerOf(request)).needAgainstProvision(request.query),
        ),
    );
  };
}
