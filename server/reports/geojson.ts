import { describeExport, type ExportTable, type ExportValue } from './export-table.ts';

/**
 * A table as GeoJSON (RFC 7946): one feature a row, EPSG:4326, the columns as properties; what the file says of itself stands
 * beside the features under "wardlight".
 *
 * @throws Error for a table without geometry
 */
export function geoJsonOf(table: ExportTable, auditId: string): string {
  const { geometries, columns } = table;
  if (!geometries) throw new Error(`${table.title} has no geometry.`);
  const features = geometries.map((geometry, row) => {
    const properties: Record<string, ExportValue> = {};
    for (const { name, values } of columns) properties[name] = values[row];
    return { type: 'Feature', properties, geometry };
  });
  const about: Record<string, string[]> = {};
  for (const [name, value] of describeExport(table, auditId)) {
    about[name] ??= [];
    about[name].push(value);
  }
  return JSON.stringify({ type: 'FeatureCollection', wardlight: about, features });
}
