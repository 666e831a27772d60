import type { AreasQuery, AreasResult } from '../contract/areas.ts';
import type { Database } from '../db/database.ts';
import { readAreaShapes } from '../db/queries/area-geometry.ts';
import { RequestError } from '../errors.ts';

/** Boundaries of one set, optionally of one district, as GeoJSON in EPSG:4326 with a label point inside each area. */
export async function areas(
  { db }: Database,
  { family, boundaryYear, district }: AreasQuery,
): Promise<AreasResult> {
  const shapes = await readAreaShapes(db, family, boundaryYear, district ?? null);
  if (shapes.length === 0) {
    throw new RequestError('unknown-boundary-set', {
      detail: `No boundaries of family ${family} and year ${boundaryYear}${district ? ` in district ${district}` : ''} are held.`,
      seen: `${family}, ${boundaryYear}${district ? `, ${district}` : ''}`,
      hint: 'The sets held are listed by /api/catalogue under areaSets.',
    });
  }
  return {
    type: 'FeatureCollection',
    features: shapes.map(({ code, name, districtCode, areaM2, lon, lat, geometry }) => ({
      type: 'Feature',
      id: code,
      properties: { code, name, districtCode, areaKm2: areaM2 / 1e6, labelPoint: [lon, lat] },
      geometry: JSON.parse(geometry) as { type: string; coordinates: unknown },
    })),
  };
}
