import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tagged } from '../analyses/service.ts';
import { recordAction, recordUse } from '../plugins/audit.ts';
import { csvOf } from '../reports/csv.ts';
import type { ExportTable } from '../reports/export-table.ts';
import { geoJsonOf } from '../reports/geojson.ts';

export const FILE_FORMATS = ['csv', 'geojson'] as const;
type FileFormat = (typeof FILE_FORMATS)[number];

/**
 * Answer with a table as a file: on record first, with the id of its entry in the file, and named after its marking.
 *
 * @param action the kind of figure, for the audit
 */
export async function sendFile<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  action: string,
  format: FileFormat,
  asked: Tagged<T>,
  tableOf: (result: T) => ExportTable,
): Promise<string> {
  const table = tableOf(await asked.make());
  await recordUse(request, reply, action, asked.about, format);
  const auditId = String(reply.getHeader('x-wardlight-audit-id'));
  const name = `${table.marking}${table.synthetic ? '-SYNTHETIC' : ''}-${table.fileName}.${format}`;
  reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store');
  if (format === 'csv') {
    reply.type('text/csv; charset=utf-8');
    return csvOf(table, auditId);
  }
  reply.type('application/geo+json; charset=utf-8');
  return geoJsonOf(table, auditId);
}

/** Answer with a table that is no figure of an area as CSV: on record first, named after its marking. */
export async function sendTable(
  request: FastifyRequest,
  reply: FastifyReply,
  action: string,
  table: ExportTable,
): Promise<string> {
  const auditId = await recordAction(request, action);
  reply
    .header('x-wardlight-audit-id', auditId)
    .header('x-wardlight-marking', table.marking)
    .header('content-disposition', `attachment; filename="${table.marking}-${table.fileName}.csv"`)
    .header('cache-control', 'no-store')
    .type('text/csv; charset=utf-8');
  return csvOf(table, auditId);
}
