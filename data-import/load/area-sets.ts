import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import { type AreaFamily, LEVEL_OF_FAMILY } from '../steps/area-column.ts';

/** The id of a set of areas of one family and vintage, made where it is not there yet (codes only, no boundaries). */
export async function ensureAreaSet(
  db: Kysely<Tables>,
  family: AreaFamily,
  boundaryYear: number,
): Promise<number> {
  await db
    .insertInto('area_set')
    .values({
      level: LEVEL_OF_FAMILY[family],
      family,
      boundary_year: boundaryYear,
      vertex_spacing_m: null,
      simplified: null,
    })
    .onConflict((c) => c.columns(['family', 'boundary_year']).doNothing())
    .execute();
  const { area_set_id } = await db
    .selectFrom('area_set')
    .select('area_set_id')
    .where('family', '=', family)
    .where('boundary_year', '=', boundaryYear)
    .executeTakeFirstOrThrow();
  return area_set_id;
}

/** An area known by its code. */
export interface CodedArea {
  readonly code: string;
  readonly name: string;
  readonly districtCode: string | null;
}

/**
 * Make areas known by code, without geometry. Where one is there already, its geometry stays; a name replaces a bare code,
 * a district replaces none.
 *
 * @returns how many were new
 */
export async function ensureCodedAreas(
  db: Kysely<Tables>,
  areaSetId: number,
  boundaryYear: number,
  areas: readonly CodedArea[],
  batchId: number,
): Promise<number> {
  const { rows } = await sql<{ made: boolean }>`
    insert into area as known (area_set_id, code, boundary_year, name, district_code, batch_id)
    select ${areaSetId}::int, given.code, ${boundaryYear}::smallint, given.name, given.district, ${batchId}::int
    from jsonb_to_recordset(${jsonText(areas.map((a) => ({ code: a.code, name: a.name, district: a.districtCode })))}::text::jsonb)
      as given (code text, name text, district text)
    on conflict (area_set_id, code) do update
    set name = case when known.name = known.code then excluded.name else known.name end,
        district_code = coalesce(known.district_code, excluded.district_code)
    returning (xmax = 0) as made`.execute(db);
  return rows.filter(({ made }) => made).length;
}

/** Rows for a statement, as one JSON parameter: the same on both engines, whatever their array types. */
export function jsonText(rows: readonly unknown[]): string {
  return JSON.stringify(rows);
}
