import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** GeoJSON MultiPolygon coordinates in metres of EPSG:27700. */
export type GridPolygons = number[][][][];

/** Boundaries of these areas in EPSG:27700, millimetre coordinates, in the order of their ids. */
export async function readAreaPolygons(
  db: Kysely<Tables>,
  areaIds: readonly number[],
): Promise<{ areaId: number; polygons: GridPolygons }[]> {
  if (areaIds.length === 0) return [];
  const rows = await db
    .selectFrom('area')
    .where('area_id', 'in', areaIds)
    .where('geom', 'is not', null)
    .select(['area_id as areaId', sql<string>`st_asgeojson(geom, 3, 0)`.as('geojson')])
    .orderBy('area_id')
    .execute();
  return rows.map(({ areaId, geojson }) => ({
    areaId,
    polygons: (JSON.parse(geojson) as { coordinates: GridPolygons }).coordinates,
  }));
}

export interface AreaShape {
  readonly code: string;
  readonly name: string;
  readonly districtCode: string | null;
  readonly areaM2: number;
  readonly lon: number;
  readonly lat: number;
  /** GeoJSON geometry text, EPSG:4326, six decimals (0.1 m). */
  readonly geometry: string;
}

/** Areas of one boundary set for drawing, with a point inside each for its label. */
export async function readAreaShapes(
  db: Kysely<Tables>,
  family: string,
  boundaryYear: number,
  districtCode: string | null,
): Promise<AreaShape[]> {
  const { rows } = await sql<AreaShape>`
    select a.code, a.name, a.district_code as "districtCode", a.area_m2 as "areaM2",
      st_x(p.label) as lon, st_y(p.label) as lat,
      st_asgeojson(st_transform(a.geom, 4326), 6, 0) as geometry
    from area a
    join area_set s using (area_set_id)
    cross join lateral (
      select st_transform((st_maximuminscribedcircle(
        (select d.geom from st_dump(a.geom) d order by st_area(d.geom) desc limit 1))).center, 4326) as label
    ) p
    where s.family = ${family} and s.boundary_year = ${boundaryYear} and a.geom is not null
      and (${districtCode}::text is null or a.district_code = ${districtCode})
    order by a.name, a.code`.execute(db);
  return rows;
}
