import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { AreasQuery, AreasResult } from '../contract/areas.ts';
import { Catalogue } from '../contract/catalogue.ts';
import { HotSpotQuery, HotSpotResult } from '../contract/hot-spots.ts';
import { Problem } from '../contract/shared.ts';
import { WardLayerQuery, WardLayerResult } from '../contract/ward-layer.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 404: Problem, 503: Problem };

/** What there is, where its boundaries run, where it concentrates, which wards hold most. */
export function figureRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/catalogue',
      {
        schema: {
          tags: ['figures'],
          summary: 'Layers, categories, months with what was not supplied, study areas, boundary sets',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: Catalogue, ...problems },
        },
      },
      async (request, reply) => replyTagged(request, reply, await service.catalogue()),
    );
    app.get(
      '/api/areas',
      {
        schema: {
          tags: ['figures'],
          summary: 'Boundaries of one set as GeoJSON, EPSG:4326',
          querystring: AreasQuery,
          response: { 200: AreasResult, ...problems },
        },
      },
      async (request, reply) => replyTagged(request, reply, await service.areas(request.query)),
    );
    app.get(
      '/api/hot-spots',
      {
        schema: {
          tags: ['figures'],
          summary: 'Counts, density and significant hot spots by cell',
          querystring: HotSpotQuery,
          response: { 200: HotSpotResult, ...problems },
        },
      },
      async (request, reply) => replyTagged(request, reply, await service.hotSpots(request.query)),
    );
    app.get(
      '/api/wards',
      {
        schema: {
          tags: ['figures'],
          summary: 'Events, rate and share by ward, with intervals',
          querystring: WardLayerQuery,
          response: { 200: WardLayerResult, ...problems },
        },
      },
      async (request, reply) => replyTagged(request, reply, await service.wardLayer(request.query)),
    );
  };
}
