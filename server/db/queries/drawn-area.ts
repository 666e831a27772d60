import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** A drawn shape cut to the wards it lies in. */
export interface ClippedArea {
  readonly wardIds: readonly number[];
  readonly districtCode: string;
  readonly areaM2: number;
  /** GeoJSON MultiPolygon coordinates in metres of EPSG:27700. */
  readonly polygons: number[][][][];
  /** The same as well-known text, for counting events inside. */
  readonly wkt: string;
}

/**
 * Cut a polygon to the land of these wards: a circle at the seaside must not count the sea as quiet. The district is the one
 * with most of it.
 *
 * @param polygonWkt POLYGON in EPSG:27700, closed and not crossing itself
 * @returns null where it meets none of the wards
 */
export async function clipToWards(
  db: Kysely<Tables>,
  polygonWkt: string,
  wardIds: readonly number[],
): Promise<ClippedArea | null> {
  const { rows } = await sql<{
    wardId: number;
    districtCode: string;
    areaM2: number;
    geojson: string;
    wkt: string;
  }>`
    with drawn as (select st_geomfromtext(${polygonWkt}, 27700) as geom)
    select a.area_id as "wardId", a.district_code as "districtCode", st_area(i.part) as "areaM2",
      st_asgeojson(st_multi(i.part), 3, 0) as geojson, st_astext(st_multi(i.part), 3) as wkt
    from area a
    cross join drawn d
    cross join lateral (select st_collectionextract(st_intersection(a.geom, d.geom), 3) as part) i
    where a.area_id = any(${[...wardIds]}::integer[]) and a.geom && d.geom and st_intersects(a.geom, d.geom)
      and st_area(i.part) > 0
    order by a.area_id`.execute(db);
  if (rows.length === 0) return null;
  const byDistrict = new Map<string, number>();
  for (const { districtCode, areaM2 } of rows)
    byDistrict.set(districtCode, (byDistrict.get(districtCode) ?? 0) + areaM2);
  const [[districtCode]] = [...byDistrict].sort((a, b) => b[1] - a[1]);
  const own = rows.filter((row) => row.districtCode === districtCode);
  return {
    wardIds: own.map(({ wardId }) => wardId),
    districtCode,
    areaM2: own.reduce((sum, row) => sum + row.areaM2, 0),
    polygons: own.flatMap(
      ({ geojson }) => (JSON.parse(geojson) as { coordinates: number[][][][] }).coordinates,
    ),
    wkt: `MULTIPOLYGON(${own.map(({ wkt }) => wkt.slice('MULTIPOLYGON('.length, -1)).join(',')})`,
  };
}

/** Whether a polygon may be used: closed, with area, not crossing itself; the reason where not. */
export async function polygonFault(db: Kysely<Tables>, polygonWkt: string): Promise<string | null> {
  const { rows } = await sql<{ valid: boolean; reason: string }>`
    select st_isvalid(g) as valid, st_isvalidreason(g) as reason from (select st_geomfromtext(${polygonWkt}, 27700) as g) p`.execute(
    db,
  );
  return rows[0].valid ? null : rows[0].reason;
}
