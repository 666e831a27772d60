import { ImportRefusedError } from './import-refused.ts';
import type { TableRow } from './table-row.ts';
import { decodeText } from './text-encoding.ts';

/**
 * Points of a GeoJSON file as a table: the property names and longitude, latitude are the header, each feature a row.
 * Longitude and latitude are WGS 84, as RFC 7946 has it.
 *
 * @throws ImportRefusedError json-malformed, not-points, empty
 */
export function geojsonRows(bytes: Buffer): TableRow[] {
  let parsed: { features?: unknown };
  try {
    parsed = JSON.parse(decodeText(bytes)) as { features?: unknown };
  } catch (error) {
    if (error instanceof ImportRefusedError) throw error;
    throw new ImportRefusedError(
      'json-malformed',
      'The file is not well-formed JSON: it may be cut off.',
      (error as Error).message.slice(0, 80),
      'Fetch the file again.',
    );
  }
  const features = (Array.isArray(parsed?.features) ? parsed.features : []) as {
    properties?: Record<string, unknown> | null;
    geometry?: { type?: string; coordinates?: unknown[] } | null;
  }[];
  if (features.length === 0)
    throw new ImportRefusedError(
      'empty',
      'The file has no features.',
      '0 features',
      'A GeoJSON FeatureCollection of points is read.',
    );
  const wrong = features.findIndex((f) => f?.geometry && f.geometry.type !== 'Point');
  if (wrong >= 0)
    throw new ImportRefusedError(
      'not-points',
      'The file has features that are not points.',
      String(features[wrong].geometry?.type),
      'Boundaries are imported with the kind boundaries.',
      { line: wrong + 1 },
    );
  const names = [...new Set(features.flatMap((feature) => Object.keys(feature?.properties ?? {})))];
  return [
    { line: 0, fields: [...names, 'longitude', 'latitude'] },
    ...features.map((feature, i) => ({
      line: i + 1,
      fields: [
        ...names.map((name) => textOf(feature?.properties?.[name])),
        textOf(feature?.geometry?.coordinates?.[0]),
        textOf(feature?.geometry?.coordinates?.[1]),
      ],
    })),
  ];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return '';
  // JSON may spell characters that no text holds: NUL, and halves of a surrogate pair.
  return Buffer.from(String(value).replaceAll('\u0000', ''), 'utf8').toString('utf8').trim();
}
