import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** The wards of one district in one set of boundaries. */
export interface DistrictWards {
  readonly areaSetId: number;
  readonly family: string;
  readonly boundaryYear: number;
  readonly simplified: boolean;
  readonly vertexSpacingM: number;
  readonly districtCode: string;
  readonly districtName: string;
  readonly wards: number;
  readonly areaM2: number;
  readonly events: number;
  /** west, south, east, north in degrees. */
  readonly bbox: readonly [number, number, number, number];
}

/**
 * Districts with ward boundaries, one row per ward set that draws them, most events first. `events` counts mapped events
 * of these datasets whose ward was fixed in that set at import.
 */
export async function readDistrictWards(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<DistrictWards[]> {
  const { rows } = await sql<DistrictWards & { west: number; south: number; east: number; north: number }>`
    with counted as (
      select ward_id, count(*)::int as events from event
      where dataset_id = any(${[...datasetIds]}::smallint[]) and ward_id is not null group by ward_id
    )
    select s.area_set_id as "areaSetId", s.family, s.boundary_year as "boundaryYear",
      coalesce(s.simplified, true) as simplified, coalesce(s.vertex_spacing_m, 1e9) as "vertexSpacingM",
      a.district_code as "districtCode",
      coalesce((
        select max(d.name) from area d join area_set ds using (area_set_id)
        where ds.level = 'district' and d.code = a.district_code
      ), a.district_code) as "districtName",
      count(*)::int as wards, sum(a.area_m2) as "areaM2", coalesce(sum(c.events), 0)::int as events,
      min(st_xmin(g.lonlat)) as west, min(st_ymin(g.lonlat)) as south,
      max(st_xmax(g.lonlat)) as east, max(st_ymax(g.lonlat)) as north
    from area a
    join area_set s using (area_set_id)
    cross join lateral (select st_transform(st_envelope(a.geom), 4326) as lonlat) g
    left join counted c on c.ward_id = a.area_id
    where s.level = 'ward' and a.geom is not null and a.district_code is not null
    group by s.area_set_id, a.district_code
    order by events desc, a.district_code, s.boundary_year desc`.execute(db);
  return rows.map(({ west, south, east, north, ...rest }) => ({ ...rest, bbox: [west, south, east, north] }));
}

/** One ward as a place to study. */
export interface WardArea {
  readonly areaId: number;
  readonly code: string;
  readonly name: string;
  readonly areaM2: number;
  readonly events: number;
  readonly bbox: readonly [number, number, number, number];
}

/** The wards of a district in one set, by name; `events` counts mapped events of these datasets. */
export async function readWards(
  db: Kysely<Tables>,
  areaSetId: number,
  districtCode: string,
  datasetIds: readonly number[],
): Promise<WardArea[]> {
  const { rows } = await sql<
    Omit<WardArea, 'bbox'> & { west: number; south: number; east: number; north: number }
  >`
    with counted as (
      select ward_id, count(*)::int as events from event
      where dataset_id = any(${[...datasetIds]}::smallint[]) and ward_id is not null group by ward_id
    )
    select a.area_id as "areaId", a.code, a.name, a.area_m2 as "areaM2",
      coalesce(c.events, 0) as events,
      st_xmin(g.lonlat) as west, st_ymin(g.lonlat) as south, st_xmax(g.lonlat) as east, st_ymax(g.lonlat) as north
    from area a
    cross join lateral (select st_transform(st_envelope(a.geom), 4326) as lonlat) g
    left join counted c on c.ward_id = a.area_id
    where a.area_set_id = ${areaSetId} and a.district_code = ${districtCode} and a.geom is not null
    order by a.name`.execute(db);
  return rows.map(({ west, south, east, north, ...rest }) => ({ ...rest, bbox: [west, south, east, north] }));
}
