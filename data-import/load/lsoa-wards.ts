import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { AreaFinder } from './area-finder.ts';

/**
 * The ward of the counting set that each LSOA belongs to, whole (best fit), for rows that say no more than their LSOA: by the
 * published lookup where it names a ward that has boundaries, else the ward that a point inside the LSOA lies in.
 *
 * @returns ward area ids by LSOA code
 */
export async function readWardsOfLsoas(
  db: Kysely<Tables>,
  finder: AreaFinder,
): Promise<ReadonlyMap<string, number>> {
  const { rows: points } = await sql<{ code: string; x: number; y: number }>`
    select a.code, st_x(p)::float8 as x, st_y(p)::float8 as y
    from area a
    join area_set s on s.area_set_id = a.area_set_id and s.level = 'lsoa'
    cross join lateral st_pointonsurface(a.geom) p
    where a.geom is not null
    order by s.boundary_year, a.code`.execute(db);
  const wards = new Map<string, number>();
  for (const { code, x, y } of points) {
    const ward = finder.findWard(x, y, code);
    if (ward) wards.set(code, ward.id);
  }
  const { rows: published } = await sql<{ from_code: string; area_id: number }>`
    select distinct on (l.from_code) l.from_code, a.area_id
    from area_lookup l
    join area a on a.code = l.to_code and a.geom is not null
    join area_set s on s.area_set_id = a.area_set_id and s.level = 'ward' and s.family = l.to_family
    where l.from_family = 'lsoa'
    order by l.from_code, s.simplified, abs(l.to_year - s.boundary_year), s.boundary_year desc, l.from_year desc, a.area_id`.execute(
    db,
  );
  for (const { from_code, area_id } of published) wards.set(from_code, area_id);
  return wards;
}
