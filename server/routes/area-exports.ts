import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { CompositePreview, VliQuery } from '../contract/composites.ts';
import { MeasuresQuery } from '../contract/measures.ts';
import { NeedQuery } from '../contract/need-provision.ts';
import { PeriodChangeQuery } from '../contract/period-change.ts';
import { ServicesFileQuery } from '../contract/services.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import {
  changedWardsTable,
  compositeTable,
  measuresTable,
  needTable,
  type Shapes,
  vliTable,
} from '../reports/area-tables.ts';
import { servicesTable } from '../reports/services-table.ts';
import { FILE_FORMATS, sendFile } from './send-file.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;

/** Tables of wards, LSOAs and places as files: as GeoJSON each row has its boundary or its point. */
export function areaExportRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  const shapesOf = async (
    request: FastifyRequest,
    { family, boundaryYear, code }: AreaSet,
  ): Promise<Shapes> => {
    const asked = await service.for(askerOf(request)).areas({ family, boundaryYear, district: code });
    const { features } = await asked.make();
    return new Map(features.map(({ id, geometry }) => [id, geometry]));
  };
  /** Boundaries of the wards that events are counted in, for an answer that does not name their set. */
  const wardShapesOf = async (
    request: FastifyRequest,
    wards: readonly { code: string }[],
  ): Promise<Shapes> => {
    const { studyAreas } = await (await service.for(askerOf(request)).catalogue()).make();
    const ward = studyAreas.find(({ code }) => code === wards[0]?.code);
    return ward?.districtCode ? shapesOf(request, { ...ward, code: ward.districtCode }) : new Map();
  };
  return async (app) => {
    for (const format of FILE_FORMATS) {
      const isDrawn = format === 'geojson';
      const described = (what: string) => ({
        tags: ['exports'],
        summary: `${what} as ${isDrawn ? 'GeoJSON' : 'CSV'}`,
        response: { 200: Type.String(), ...problems },
      });
      app.get(
        `/api/exports/measures.${format}`,
        {
          config,
          schema: { ...described('Every measure of each ward or LSOA'), querystring: MeasuresQuery },
        },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).measures(request.query);
          const shapes = isDrawn ? await shapesOf(request, (await asked.make()).studyArea) : undefined;
          return sendFile(request, reply, 'measures', format, asked, (result) =>
            measuresTable(result, shapes),
          );
        },
      );
      app.get(
        `/api/exports/changed-wards.${format}`,
        { config, schema: { ...described('Two periods by ward'), querystring: PeriodChangeQuery } },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).periodChange(request.query);
          const shapes = isDrawn ? await wardShapesOf(request, (await asked.make()).wards) : undefined;
          return sendFile(request, reply, 'change', format, asked, (result) =>
            changedWardsTable(result, shapes),
          );
        },
      );
      app.get(
        `/api/exports/need-against-provision.${format}`,
        { config, schema: { ...described('Demand beside the way to services'), querystring: NeedQuery } },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).needAgainstProvision(request.query);
          const shapes = isDrawn ? await wardShapesOf(request, (await asked.make()).wards) : undefined;
          return sendFile(request, reply, 'need-against-provision', format, asked, (result) =>
            needTable(result, shapes),
          );
        },
      );
      app.get(
        `/api/exports/vulnerable-localities.${format}`,
        { config, schema: { ...described('Vulnerable Localities Index'), querystring: VliQuery } },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).vulnerableLocalities(request.query);
          const shapes = isDrawn ? await shapesOf(request, (await asked.make()).studyArea) : undefined;
          return sendFile(request, reply, 'composites.vulnerable-localities', format, asked, (result) =>
            vliTable(result, shapes),
          );
        },
      );
      // A recipe is too long for an address, so the page posts it as it does for the figures themselves.
      app.post(
        `/api/exports/composite.${format}`,
        { config, schema: { ...described('A composite of measures'), body: CompositePreview } },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).composite(request.body);
          const shapes = isDrawn ? await shapesOf(request, (await asked.make()).studyArea) : undefined;
          return sendFile(request, reply, 'composites.preview', format, asked, (result) =>
            compositeTable(result, shapes),
          );
        },
      );
      app.get(
        `/api/exports/services.${format}`,
        { config, schema: { ...described('Services and places of help'), querystring: ServicesFileQuery } },
        async (request, reply) => {
          const { kinds, ...query } = request.query;
          const asked = await service.for(askerOf(request)).services(query);
          return sendFile(request, reply, 'services', format, asked, (result) =>
            servicesTable(result, kinds),
          );
        },
      );
    }
  };
}

interface AreaSet {
  readonly family: string;
  readonly boundaryYear: number;
  /** Of the district. */
  readonly code: string;
}
