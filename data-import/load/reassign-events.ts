import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { AreaFinder } from './area-finder.ts';
import { reassignPlaces, reassignRowsByLsoa } from './reassign-partner-rows.ts';

/** Places of one UPDATE: each statement reads the events once. */
const PLACES_A_STATEMENT = 50_000;

interface Assignment {
  readonly x: number;
  readonly y: number;
  readonly ward_id: number | null;
  readonly ward_method: string | null;
  readonly lsoa_id: number | null;
  readonly lsoa_method: string | null;
}

interface Change extends Assignment {
  readonly new_ward: number | null;
  readonly new_ward_method: string | null;
  readonly new_lsoa: number | null;
  readonly new_lsoa_method: string | null;
}

/**
 * Give events the ward (and, where their file had no code, the LSOA) that the boundaries and lookups loaded now say.
 * Works on the distinct places, of which there are far fewer than events.
 *
 * @returns how many events changed
 */
export async function reassignEvents(db: Kysely<Tables>, finder: AreaFinder): Promise<number> {
  const { rows: places } = await sql<Assignment>`
    select distinct x, y, ward_id, ward_method::text, lsoa_id, lsoa_method::text
    from event where x is not null`.execute(db);
  const codes = await readLsoaCodes(db);
  const changes: Change[] = [];
  for (const place of places) {
    const keepsLsoa = place.lsoa_method === 'f';
    const lsoa = keepsLsoa ? { id: place.lsoa_id, method: 'f' } : finder.findLsoa(place.x, place.y);
    const lsoaCode = keepsLsoa && place.lsoa_id !== null ? (codes.get(place.lsoa_id) ?? null) : null;
    const ward = finder.findWard(place.x, place.y, lsoaCode);
    const [wardId, wardMethod] = [ward?.id ?? null, ward?.method ?? null];
    const [lsoaId, lsoaMethod] = [lsoa?.id ?? null, lsoa?.method ?? null];
    if (wardId === place.ward_id && wardMethod === place.ward_method && lsoaId === place.lsoa_id) continue;
    changes.push({
      ...place,
      new_ward: wardId,
      new_ward_method: wardMethod,
      new_lsoa: lsoaId,
      new_lsoa_method: lsoaMethod,
    });
  }
  let events = 0;
  for (let from = 0; from < changes.length; from += PLACES_A_STATEMENT) {
    const page = changes.slice(from, from + PLACES_A_STATEMENT);
    const { numAffectedRows } = await sql`
      update event e
      set ward_id = p.new_ward, ward_method = p.new_ward_method::"char",
          lsoa_id = p.new_lsoa, lsoa_method = p.new_lsoa_method::"char"
      from jsonb_to_recordset(${JSON.stringify(page)}::text::jsonb) as p (
        x int, y int, ward_id int, ward_method text, lsoa_id int, lsoa_method text,
        new_ward int, new_ward_method text, new_lsoa int, new_lsoa_method text)
      where e.x = p.x and e.y = p.y
        and e.ward_id is not distinct from p.ward_id and e.lsoa_id is not distinct from p.lsoa_id
        and e.ward_method::text is not distinct from p.ward_method
        and e.lsoa_method::text is not distinct from p.lsoa_method`.execute(db);
    events += Number(numAffectedRows ?? 0);
  }
  await reassignPlaces(db, finder);
  return events + (await reassignRowsByLsoa(db, finder));
}

async function readLsoaCodes(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('area')
    .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
    .select(['area_id', 'code'])
    .where('level', '=', 'lsoa')
    .execute();
  return new Map(rows.map(({ area_id, code }) => [area_id, code]));
}
