import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { DataQualityQuery } from '../contract/data-quality.ts';
import { Problem } from '../contract/shared.ts';
import type { Provenance } from '../imports/provenance.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { recordAction } from '../plugins/audit.ts';
import { csvOf } from '../reports/csv.ts';
import { batchesTable, monthsTable, pileUpsTable, supplyTable } from '../reports/supply-tables.ts';
import { FILE_FORMATS, sendFile } from './send-file.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;
const described = (summary: string) => ({
  tags: ['exports'],
  summary,
  response: { 200: Type.String(), ...problems },
});

/** Tables about the data itself as files: months supplied, points where records pile up, files imported. */
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
        const auditId = await recordAction(request, 'batches.export');
        reply
          .header('x-wardlight-audit-id', auditId)
          .header('x-wardlight-marking', table.marking)
          .header('content-disposition', `attachment; filename="${table.marking}-${table.fileName}.csv"`)
          .header('cache-control', 'no-store')
          .type('text/csv; charset=utf-8');
        return csvOf(table, auditId);
      },
    );
  };
}
