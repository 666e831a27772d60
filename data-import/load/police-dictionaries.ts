import { type Kysely, sql } from 'kysely';
import type { MonthNo } from '../../server/contract/month-no.ts';
import type { Tables } from '../../server/db/tables.ts';
import type { PoliceKind, PoliceSpot } from '../formats/police.ts';
import { POLICE_CATEGORIES } from '../formats/police-categories.ts';
import type { AreaFinder, FoundArea } from './area-finder.ts';
import { ensureAreaSet, ensureCodedAreas } from './area-sets.ts';

/** From this month on a code that both LSOA vintages have is taken as 2021: the census year of the later one. */
const LSOA_2021_FROM: MonthNo = 2021 * 12;

/**
 * Turns spots and kinds into ids: place names, LSOAs, wards, categories and outcomes. Each spot is resolved once a file.
 *
 * The vintage of an LSOA code: a code that only one vintage has is of that vintage; a code that both have, or neither, is 2011
 * before January 2021 and 2021 from then on. For a code that both have it is the same ground unless it was re-drawn under
 * the same code, which the Office for National Statistics does not do.
 */
export class PoliceDictionaries {
  /** LSOA codes of the file that were not known before. */
  newLsoas = 0;
  readonly #db: Kysely<Tables>;
  readonly #areaFinder: AreaFinder;
  readonly #batchId: number;
  readonly #preferredYear: number;
  readonly #categories: ReadonlyMap<string, number>;
  readonly #places = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  /** LSOA ids by code. */
  readonly #lsoas: Map<string, number>;

  private constructor(
    db: Kysely<Tables>,
    areaFinder: AreaFinder,
    batchId: number,
    preferredYear: number,
    categories: ReadonlyMap<string, number>,
    lsoas: Map<string, number>,
  ) {
    this.#db = db;
    this.#areaFinder = areaFinder;
    this.#batchId = batchId;
    this.#preferredYear = preferredYear;
    this.#categories = categories;
    this.#lsoas = lsoas;
  }

  static async open(
    db: Kysely<Tables>,
    areaFinder: AreaFinder,
    monthNo: MonthNo,
    batchId: number,
  ): Promise<PoliceDictionaries> {
    const preferredYear = monthNo < LSOA_2021_FROM ? 2011 : 2021;
    const known = await db
      .selectFrom('area')
      .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
      .select(['area.area_id', 'area.code', 'area.boundary_year'])
      .where('level', '=', 'lsoa')
      .orderBy('area_id')
      .execute();
    const lsoas = new Map<string, number>();
    for (const { area_id, code, boundary_year } of known)
      if (boundary_year === preferredYear || !lsoas.has(code)) lsoas.set(code, area_id);
    const categories = await ensureCategories(db);
    return new PoliceDictionaries(db, areaFinder, batchId, preferredYear, categories, lsoas);
  }

  /** Fill in `columns` of every spot and kind that has none yet. */
  async resolve(spots: readonly PoliceSpot[], kinds: readonly PoliceKind[]): Promise<void> {
    const newSpots = [...new Set(spots.filter((spot) => spot.columns === undefined))];
    const newKinds = [...new Set(kinds.filter((kind) => kind.columns === undefined))];
    await this.#learnPlaces(newSpots.map(({ location }) => location));
    await this.#learnOutcomes(newKinds.map(({ outcome }) => outcome));
    await this.#learnLsoas(newSpots);
    for (const spot of newSpots) spot.columns = this.#spotColumns(spot);
    for (const kind of newKinds)
      kind.columns = `${this.#categories.get(kind.category)}\t${this.#outcomes.get(kind.outcome) ?? '\\N'}`;
  }

  /** x, y, ward_id, ward_method, lsoa_id, lsoa_method, place_id. */
  #spotColumns({ x, y, lsoaCode, location }: PoliceSpot): string {
    const place = this.#places.get(location) ?? '\\N';
    const own = this.#lsoas.get(lsoaCode);
    let lsoa: FoundArea | undefined = own === undefined ? undefined : { id: own, method: 'f' };
    if (x === null || y === null) return `\\N\t\\N\t\\N\t\\N\t${found(lsoa)}\t${place}`;
    lsoa ??= this.#areaFinder.findLsoa(x, y);
    const ward = this.#areaFinder.findWard(x, y, lsoaCode || null);
    return `${x}\t${y}\t${found(ward)}\t${found(lsoa)}\t${place}`;
  }

  async #learnPlaces(names: readonly string[]): Promise<void> {
    const unknown = [...new Set(names)].filter((name) => name !== '' && !this.#places.has(name));
    if (unknown.length === 0) return;
    const given = JSON.stringify(unknown);
    // Ids are counted up here: the import lock admits one writer.
    await sql`
      insert into place_name (place_id, name)
      select coalesce((select max(place_id) from place_name), 0) + row_number() over (), name
      from jsonb_array_elements_text(${given}::text::jsonb) as given (name)
      where not exists (select from place_name known where known.name = given.name)`.execute(this.#db);
    const { rows } = await sql<{ place_id: number; name: string }>`
      select place_id, name from place_name
      where name in (select name from jsonb_array_elements_text(${given}::text::jsonb) as given (name))`.execute(
      this.#db,
    );
    for (const { place_id, name } of rows) this.#places.set(name, place_id);
  }

  async #learnOutcomes(labels: readonly string[]): Promise<void> {
    const unknown = [...new Set(labels)].filter((label) => label !== '' && !this.#outcomes.has(label));
    if (unknown.length === 0) return;
    await this.#db
      .insertInto('outcome')
      .values(unknown.map((label) => ({ label })))
      .onConflict((c) => c.column('label').doNothing())
      .execute();
    const rows = await this.#db
      .selectFrom('outcome')
      .select(['outcome_id', 'label'])
      .where('label', 'in', unknown)
      .execute();
    for (const { outcome_id, label } of rows) this.#outcomes.set(label, outcome_id);
  }

  async #learnLsoas(spots: readonly PoliceSpot[]): Promise<void> {
    const unknown = new Map<string, string>();
    for (const { lsoaCode, lsoaName } of spots)
      if (lsoaCode !== '' && !this.#lsoas.has(lsoaCode)) unknown.set(lsoaCode, lsoaName || lsoaCode);
    if (unknown.size === 0) return;
    const areaSetId = await ensureAreaSet(this.#db, 'lsoa', this.#preferredYear);
    const areas = [...unknown].map(([code, name]) => ({ code, name, districtCode: null }));
    this.newLsoas += await ensureCodedAreas(this.#db, areaSetId, this.#preferredYear, areas, this.#batchId);
    const rows = await this.#db
      .selectFrom('area')
      .select(['area_id', 'code'])
      .where('area_set_id', '=', areaSetId)
      .where('code', 'in', [...unknown.keys()])
      .execute();
    for (const { area_id, code } of rows) this.#lsoas.set(code, area_id);
  }
}

function found(area: FoundArea | undefined): string {
  return area ? `${area.id}\t${area.method}` : '\\N\t\\N';
}

/** Categories of the crime layer, made where they are not there yet; their ids by slug. */
async function ensureCategories(db: Kysely<Tables>): Promise<Map<string, number>> {
  await db
    .insertInto('category')
    .values(POLICE_CATEGORIES.map(({ slug, label }) => ({ layer: 'crime', slug, label })))
    .onConflict((c) => c.columns(['layer', 'slug']).doNothing())
    .execute();
  const rows = await db
    .selectFrom('category')
    .select(['slug', 'category_id'])
    .where('layer', '=', 'crime')
    .execute();
  return new Map(rows.map(({ slug, category_id }) => [slug, category_id]));
}
