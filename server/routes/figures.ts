import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { AreasQuery, AreasResult } from '../contract/areas.ts';
import { Catalogue } from '../contract/catalogue.ts';
import { HotSpotQuery, HotSpotResult } from '../contract/hot-spots.ts';
import { Problem } from '../contract/shared.ts';
import { WardLayerQuery, WardLayerResult } from '../contract/ward-layer.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;

/** What there is, where its boundaries run, where it concentrates, which wards hold most. */
export function figureRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/catalogue',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Layers, categories, months with what was not supplied, study areas, boundary sets',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: Catalogue, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'catalogue', await service.for(askerOf(request)).catalogue()),
    );
    app.get(
      '/api/areas',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Boundaries of one set as GeoJSON, EPSG:4326',
          querystring: AreasQuery,
          response: { 200: AreasResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'areas', await service.for(askerOf(request)).areas(request.query)),
    );
    app.get(
      '/api/hot-spots',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Counts, density and significant hot spots by cell',
          querystring: HotSpotQuery,
          response: { 200: HotSpotResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'hot-spots', await service.for(askerOf(request)).hotSpots(request.query)),
    );
    app.get(
      '/api/wards',
      {
        config,
        schema: {
          tags: ['figures'],
          summary: 'Events, rate and share by ward, with intervals',
          querystring: WardLayerQuery,
          response: { 200: WardLayerResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(request, reply, 'wards', await service.for(askerOf(request)).wardLayer(request.query)),
    );
  };
}
