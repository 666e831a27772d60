import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** A figure about an area known by its code. */
export interface AreaFigure {
  readonly measure: string;
  readonly family: string;
  readonly boundaryYear: number;
  readonly code: string;
  readonly referenceYear: number;
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly value: number;
  /** Slug. */
  readonly dataset: string;
  readonly source: string;
}

/**
 * Open figures of one measure for one family of areas in these datasets, both sexes together, every reference year and age
 * band supplied.
 */
export async function readAreaFigures(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  measure: string,
  family: string,
): Promise<AreaFigure[]> {
  const { rows } = await sql<AreaFigure>`
    select m.measure, m.family, m.boundary_year as "boundaryYear", m.code, m.reference_year as "referenceYear",
      m.age_from as "ageFrom", m.age_to as "ageTo", m.value, d.slug as dataset, d.title as source
    from area_measure m
    join import_batch b using (batch_id)
    join dataset d on d.dataset_id = m.dataset_id
    join usable_dataset u on u.dataset_id = m.dataset_id
    where m.dataset_id = any(${[...datasetIds]}::integer[]) and m.measure = ${measure} and m.family = ${family} and b.state = 'live' and m.sex = 'all'
      and d.sensitivity_class = 'open' and not d.context_only
    order by m.reference_year, m.code, m.age_from, m.age_to`.execute(db);
  return rows;
}

/** Names of the open measures of these datasets, with the families and years they cover. */
export async function readMeasureNames(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
): Promise<
  { measure: string; family: string; boundaryYear: number; referenceYear: number; areas: number }[]
> {
  const { rows } = await sql<{
    measure: string;
    family: string;
    boundaryYear: number;
    referenceYear: number;
    areas: number;
  }>`
    select m.measure, m.family, m.boundary_year as "boundaryYear", m.reference_year as "referenceYear",
      count(distinct m.code)::integer as areas
    from area_measure m join import_batch b using (batch_id)
    join dataset d on d.dataset_id = m.dataset_id
    join usable_dataset u on u.dataset_id = m.dataset_id
    where m.dataset_id = any(${[...datasetIds]}::integer[]) and b.state = 'live'
      and d.sensitivity_class = 'open' and not d.context_only
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

/** Areas of one set with the district each is known to lie in. */
export async function readSetAreas(
  db: Kysely<Tables>,
  areaSetId: number,
): Promise<{ areaId: number; code: string; name: string; districtCode: string | null; drawn: boolean }[]> {
  return db
    .selectFrom('area')
    .where('area_set_id', '=', areaSetId)
    .select([
      'area_id as areaId',
      'code',
      'name',
      'district_code as districtCode',
      sql<boolean>`geom is not null`.as('drawn'),
    ])
    .orderBy('code')
    .execute();
}

/** A point inside each of these areas, metres of EPSG:27700; areas without boundaries have no row. */
export async function readInsidePoints(
  db: Kysely<Tables>,
  areaIds: readonly number[],
): Promise<{ areaId: number; x: number; y: number }[]> {
  if (areaIds.length === 0) return [];
  const { rows } = await sql<{ areaId: number; x: number; y: number }>`
    select area_id as "areaId", st_x(p) as x, st_y(p) as y
    from area cross join lateral st_pointonsurface(geom) p
    where area_id = any(${[...areaIds]}::integer[]) and geom is not null
    order by area_id`.execute(db);
  return rows;
}
