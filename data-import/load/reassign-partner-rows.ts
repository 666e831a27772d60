import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { AreaFinder } from './area-finder.ts';
import { readWardsOfLsoas } from './lsoa-wards.ts';

/**
 * Give events and places that say no more than their LSOA the ward that the boundaries and lookups loaded now say.
 *
 * @returns how many events changed
 */
export async function reassignRowsByLsoa(db: Kysely<Tables>, finder: AreaFinder): Promise<number> {
  const { rows: lsoas } = await sql<{ area_id: number; code: string }>`
    select a.area_id, a.code from area a
    where a.area_id in (
      select lsoa_id from event where placed_by = 'l' union select lsoa_id from place where placed_by = 'l')`.execute(
    db,
  );
  if (lsoas.length === 0) return 0;
  const wards = await readWardsOfLsoas(db, finder);
  const found = lsoas.map(({ area_id, code }) => ({ lsoa: area_id, ward: wards.get(code) ?? null }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(found)}::text::jsonb) as g (lsoa int, ward int)`;
  const changes = sql`set ward_id = g.ward, ward_method = case when g.ward is not null then 'l'::"char" end from ${given}
    where t.placed_by = 'l' and t.lsoa_id = g.lsoa and t.ward_id is distinct from g.ward`;
  await sql`update place t ${changes}`.execute(db);
  const { numAffectedRows } = await sql`update event t ${changes}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Give places with a point the ward, and those whose file had no LSOA code the LSOA, that the boundaries loaded now say. */
export async function reassignPlaces(db: Kysely<Tables>, finder: AreaFinder): Promise<void> {
  const { rows: places } = await sql<{
    x: number;
    y: number;
    lsoa_id: number | null;
    code: string | null;
    fixed: boolean;
  }>`
    select distinct t.x, t.y, t.lsoa_id, a.code, t.lsoa_method is not null and t.lsoa_method <> 'p' as fixed
    from place t left join area a on a.area_id = t.lsoa_id where t.x is not null`.execute(db);
  if (places.length === 0) return;
  const found = places.map(({ x, y, lsoa_id, code, fixed }) => {
    const ward = finder.findWard(x, y, fixed ? code : null);
    const lsoa = fixed ? undefined : finder.findLsoa(x, y);
    return {
      x,
      y,
      old_lsoa: lsoa_id,
      ward: ward?.id ?? null,
      ward_method: ward?.method ?? null,
      lsoa: fixed ? lsoa_id : (lsoa?.id ?? null),
    };
  });
  await sql`
    update place t set ward_id = g.ward, ward_method = g.ward_method::"char", lsoa_id = g.lsoa,
      lsoa_method = case when g.lsoa is null then null when t.lsoa_method is null then 'p'::"char" else t.lsoa_method end
    from jsonb_to_recordset(${JSON.stringify(found)}::text::jsonb)
      as g (x int, y int, old_lsoa int, ward int, ward_method text, lsoa int)
    where t.x = g.x and t.y = g.y and t.lsoa_id is not distinct from g.old_lsoa
      and (t.ward_id is distinct from g.ward or t.lsoa_id is distinct from g.lsoa)`.execute(db);
}
