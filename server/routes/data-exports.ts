import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { DataQualityQuery } from '../contract/data-quality.ts';
import { Problem } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import type { Provenance } from '../imports/provenance.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { batchesTable, monthsTable, pileUpsTable, supplyTable } from '../reports/supply-tables.ts';
import { weightsTable } from '../reports/weights-table.ts';
import { FILE_FORMATS, sendFile, sendTable } from './send-file.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;
const described = (summary: string) => ({
  tags: ['exports'],
  summary,
  response: { 200: Type.String(), ...problems },
});

/** Tables about the data itself as files: months supplied, points where records pile up, files imported, weights. */
export function dataExportRoutes(
  service: AnalysisService,
  provenance: Provenance,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/exports/months.csv',
      {
        config,
        schema: {
          ...described("A layer's events by month as CSV"),
          querystring: Type.Object(
            { layer: Type.String({ description: 'Layer slug.' }) },
            { additionalProperties: false },
          ),
        },
      },
      async (request, reply) => {
        const asked = await service.for(askerOf(request)).catalogue();
        const { layer } = request.query;
        return sendFile(request, reply, 'catalogue', 'csv', asked, (result) => monthsTable(result, layer));
      },
    );
    app.get(
      '/api/exports/supply.csv',
      {
        config,
        schema: { ...described('Months supplied by dataset as CSV'), querystring: DataQualityQuery },
      },
      async (request, reply) => {
        const asked = await service.for(askerOf(request)).dataQuality(request.query);
        return sendFile(request, reply, 'data-quality', 'csv', asked, (result) =>
          supplyTable(result, asked.about.marking),
        );
      },
    );
    for (const format of FILE_FORMATS) {
      app.get(
        `/api/exports/pile-ups.${format}`,
        {
          config,
          schema: {
            ...described(`Points where records pile up as ${format === 'csv' ? 'CSV' : 'GeoJSON'}`),
            querystring: DataQualityQuery,
          },
        },
        async (request, reply) => {
          const asked = await service.for(askerOf(request)).dataQuality(request.query);
          return sendFile(request, reply, 'data-quality', format, asked, (result) =>
            pileUpsTable(result, asked.about.marking),
          );
        },
      );
    }
    app.get(
      '/api/exports/batches.csv',
      {
        config: { access: ['data-steward', 'administrator', 'auditor'] },
        schema: {
          ...described('Files imported as CSV'),
          querystring: Type.Object({}, { additionalProperties: false }),
        },
      },
      async (request, reply) => {
        const { dataVersion } = await service.ready();
        const table = batchesTable(await provenance.batches(askerOf(request).username), dataVersion);
        return sendTable(request, reply, 'batches.export', table);
      },
    );
    app.get(
      '/api/exports/weights.csv',
      {
        config: { access: EVERY_ROLE },
        schema: {
          ...described('One version of a weight table as CSV'),
          querystring: Type.Object(
            { table: Type.String({ description: 'slug@version.', maxLength: 80 }) },
            { additionalProperties: false },
          ),
        },
      },
      async (request, reply) => {
        const { tables } = await service.for(askerOf(request)).weightTables();
        const table = tables.find(({ name }) => name === request.query.table);
        if (!table)
          throw new RequestError('unknown-weights', {
            detail: `There is no weight table ${request.query.table}.`,
            seen: request.query.table,
            hint: `Tables: ${tables.map(({ name }) => name).join(', ')}.`,
            field: 'table',
          });
        const { dataVersion } = await service.ready();
        return sendTable(request, reply, 'weights.export', weightsTable(table, dataVersion));
      },
    );
  };
}
