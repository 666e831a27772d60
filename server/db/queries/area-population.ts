import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Residents of an area known by code, all ages and sexes. */
export interface CodePopulation {
  readonly family: string;
  readonly boundaryYear: number;
  readonly code: string;
  readonly referenceYear: number;
  readonly population: number;
  /** Slug. */
  readonly dataset: string;
  readonly source: string;
}

/** Total resident population of the areas of one family in these datasets, open ones, every reference year supplied. */
export async function readPopulations(
  db: Kysely<Tables>,
  datasetIds: readonly number[],
  family: string,
): Promise<CodePopulation[]> {
  const { rows } = await sql<CodePopulation>`
    select m.family, m.boundary_year as "boundaryYear", m.code, m.reference_year as "referenceYear",
      m.value as population, d.slug as dataset, d.title as source
    from area_measure m
    join import_batch b using (batch_id)
    join dataset d on d.dataset_id = m.dataset_id
    join usable_dataset u on u.dataset_id = m.dataset_id
    where m.dataset_id = any(${[...datasetIds]}::integer[]) and m.measure = 'population' and m.family = ${family}
      and b.state = 'live' and d.sensitivity_class = 'open' and not d.context_only
      and m.age_from = 0 and m.age_to = 999 and m.sex = 'all'
    order by m.reference_year, m.code`.execute(db);
  return rows;
}

/** Published best fit of one family of areas to another: every pair of codes. */
export async function readLookup(
  db: Kysely<Tables>,
  from: { family: string },
  to: { family: string; boundaryYear: number },
): Promise<{ fromYear: number; fromCode: string; toCode: string }[]> {
  return db
    .selectFrom('area_lookup')
    .where('from_family', '=', from.family)
    .where('to_family', '=', to.family)
    .where('to_year', '=', to.boundaryYear)
    .select(['from_year as fromYear', 'from_code as fromCode', 'to_code as toCode'])
    .execute();
}

/**
 * The ward that a point inside each LSOA lies in, for the LSOAs of one vintage and the wards of one set. A point in two
 * wards (simplified boundaries overlap) goes to the lower code.
 */
export async function readLsoaWards(
  db: Kysely<Tables>,
  lsoaBoundaryYear: number,
  wardAreaSetId: number,
): Promise<{ lsoaCode: string; wardCode: string }[]> {
  const { rows } = await sql<{ lsoaCode: string; wardCode: string }>`
    select l.code as "lsoaCode", min(w.code) as "wardCode"
    from area l
    join area_set s using (area_set_id)
    cross join lateral st_pointonsurface(l.geom) p
    join area w on w.area_set_id = ${wardAreaSetId} and w.geom && p and st_intersects(w.geom, p)
    where s.family = 'lsoa' and s.boundary_year = ${lsoaBoundaryYear} and l.geom is not null
    group by l.code`.execute(db);
  return rows;
}
