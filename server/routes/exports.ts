import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { CoincidenceQuery } from '../contract/coincidence.ts';
import { EmergingQuery } from '../contract/emerging.ts';
import { HotSpotQuery } from '../contract/hot-spots.ts';
import { PeriodChangeQuery } from '../contract/period-change.ts';
import { Problem } from '../contract/shared.ts';
import { WardLayerQuery } from '../contract/ward-layer.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import {
  changeTable,
  coincidenceTable,
  emergingTable,
  hotSpotTable,
  wardTable,
} from '../reports/figure-tables.ts';
import { FILE_FORMATS, sendFile } from './send-file.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;

/** The map's tables as files: the same numbers as the screen's, marked, recorded, with what they are in the file. */
export function exportRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    for (const format of FILE_FORMATS) {
      const schema = <Q>(what: string, querystring: Q) => ({
        tags: ['exports'],
        summary: `${what} as ${format === 'csv' ? 'CSV' : 'GeoJSON'}`,
        querystring,
        response: { 200: Type.String(), ...problems },
      });
      app.get(
        `/api/exports/hot-spots.${format}`,
        { config, schema: schema('Hot spots by cell', HotSpotQuery) },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).hotSpots(request.query);
          return sendFile(request, reply, 'hot-spots', format, asked, hotSpotTable);
        },
      );
      app.get(
        `/api/exports/change.${format}`,
        { config, schema: schema('Two periods by cell', PeriodChangeQuery) },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).periodChange(request.query);
          return sendFile(request, reply, 'change', format, asked, changeTable);
        },
      );
      app.get(
        `/api/exports/coincidence.${format}`,
        { config, schema: schema('Two layers by cell', CoincidenceQuery) },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).coincidence(request.query);
          return sendFile(request, reply, 'coincidence', format, asked, coincidenceTable);
        },
      );
      app.get(
        `/api/exports/emerging.${format}`,
        { config, schema: schema('Emerging classes by cell', EmergingQuery) },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).emerging(request.query);
          return sendFile(request, reply, 'emerging', format, asked, emergingTable);
        },
      );
      app.get(
        `/api/exports/wards.${format}`,
        { config, schema: schema('Wards', WardLayerQuery) },
        async (request, reply) => {
          const asker = service.for(askerOf(request));
          const asked = await asker.wardLayer(request.query);
          if (format === 'csv')
            return sendFile(request, reply, 'wards', format, asked, (result) => wardTable(result));
          const { studyArea } = await asked.make();
          const { family, boundaryYear, code } = studyArea;
          const shapes = await (await asker.areas({ family, boundaryYear, district: code })).make();
          const geometryOf = new Map(shapes.features.map(({ id, geometry }) => [id, geometry]));
          return sendFile(request, reply, 'wards', format, asked, (result) => wardTable(result, geometryOf));
        },
      );
    }
  };
}
