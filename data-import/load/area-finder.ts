import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import { type IndexedArea, indexPolygons, type PolygonIndex } from '../steps/polygon-index.ts';

/** An area found for an event, and how: p point in polygon, l lookup from its LSOA, f the file's own code. */
export interface FoundArea {
  readonly id: number;
  readonly method: 'p' | 'l' | 'f';
}

/** Boundaries fetched at a time. */
const PAGE = 500;

/**
 * Finds the areas that events are counted in.
 *
 * Ward: by point in polygon in the least generalised set that is not simplified and has the point; where only simplified wards
 * are loaded, by lookup from the LSOA, because a simplified boundary puts one snapped point in eleven in the wrong ward.
 * A lookup may name wards of another year than the set: a ward code is kept only while its boundary is, so the same code is
 * the same ward; the nearest year is preferred. No ward where neither finds one.
 * LSOA: the file's own code first (the caller's business); by point in polygon in a set that is not simplified for rows without one.
 */
export class AreaFinder {
  readonly #wards: readonly PolygonIndex[];
  readonly #lsoas: readonly PolygonIndex[];
  readonly #wardOfLsoa: ReadonlyMap<string, number>;

  constructor(
    wards: readonly PolygonIndex[],
    lsoas: readonly PolygonIndex[],
    wardOfLsoa: ReadonlyMap<string, number>,
  ) {
    this.#wards = wards;
    this.#lsoas = lsoas;
    this.#wardOfLsoa = wardOfLsoa;
  }

  findWard(x: number, y: number, lsoaCode: string | null): FoundArea | undefined {
    const inside = findIn(this.#wards, x, y);
    if (inside) return inside;
    const id = lsoaCode ? this.#wardOfLsoa.get(lsoaCode) : undefined;
    return id === undefined ? undefined : { id, method: 'l' };
  }

  findLsoa(x: number, y: number): FoundArea | undefined {
    return findIn(this.#lsoas, x, y);
  }
}

function findIn(sets: readonly PolygonIndex[], x: number, y: number): FoundArea | undefined {
  for (const set of sets) {
    const id = set.find(x, y);
    if (id !== undefined) return { id, method: 'p' };
  }
  return undefined;
}

/** Read the boundaries and lookups that are loaded. England's wards at 20 m take about 60 MB and two seconds. */
export async function loadAreaFinder(db: Kysely<Tables>): Promise<AreaFinder> {
  return new AreaFinder(await indexLevel(db, 'ward'), await indexLevel(db, 'lsoa'), await readWardOfLsoa(db));
}

async function indexLevel(db: Kysely<Tables>, level: 'ward' | 'lsoa'): Promise<PolygonIndex[]> {
  const sets = await db
    .selectFrom('area_set')
    .select('area_set_id')
    .where('level', '=', level)
    .where('simplified', '=', false)
    .orderBy('vertex_spacing_m')
    .orderBy('area_set_id')
    .execute();
  const indexes: PolygonIndex[] = [];
  for (const { area_set_id } of sets) indexes.push(indexPolygons(await readAreas(db, area_set_id)));
  return indexes;
}

async function readAreas(db: Kysely<Tables>, areaSetId: number): Promise<IndexedArea[]> {
  const areas: IndexedArea[] = [];
  for (let after = 0; ; ) {
    const page = await db
      .selectFrom('area')
      .select(['area_id', 'code', sql<string>`encode(st_asbinary(geom, 'NDR'), 'base64')`.as('wkb')])
      .where('area_set_id', '=', areaSetId)
      .where('geom', 'is not', null)
      .where('area_id', '>', after)
      .orderBy('area_id')
      .limit(PAGE)
      .execute();
    for (const { area_id, code, wkb } of page)
      areas.push({ id: area_id, code, rings: ringsOf(Buffer.from(wkb, 'base64')) });
    if (page.length < PAGE) return areas;
    after = page[page.length - 1].area_id;
  }
}

/** Rings of a MultiPolygon in little-endian WKB. */
function ringsOf(wkb: Buffer): Float64Array[] {
  const rings: Float64Array[] = [];
  let at = 5;
  const polygons = wkb.readUInt32LE(at);
  at += 4;
  for (let p = 0; p < polygons; p++) {
    at += 5;
    const ringCount = wkb.readUInt32LE(at);
    at += 4;
    for (let r = 0; r < ringCount; r++) {
      const points = wkb.readUInt32LE(at);
      at += 4;
      const ring = new Float64Array(2 * points);
      for (let i = 0; i < ring.length; i++, at += 8) ring[i] = wkb.readDoubleLE(at);
      rings.push(ring);
    }
  }
  return rings;
}

async function readWardOfLsoa(db: Kysely<Tables>): Promise<Map<string, number>> {
  const { rows } = await sql<{ from_code: string; area_id: number }>`
    select distinct on (l.from_code) l.from_code, a.area_id
    from area_lookup l
    join area a on a.code = l.to_code and a.geom is not null
    join area_set s on s.area_set_id = a.area_set_id and s.level = 'ward' and s.simplified
    where l.from_family = 'lsoa' and l.to_family in ('wd', 'cmwd') and l.to_family = s.family
    order by l.from_code, abs(l.to_year - s.boundary_year), s.boundary_year desc, l.from_year desc, a.area_id`.execute(
    db,
  );
  return new Map(rows.map(({ from_code, area_id }) => [from_code, area_id]));
}
