import { type Kysely, sql } from 'kysely';
import type { MonthNo } from '../../server/contract/month-no.ts';
import { charField, integerField, smallintField } from '../../server/db/binary-copy.ts';
import type { Tables } from '../../server/db/tables.ts';
import { POLICE_CATEGORIES } from '../formats/police-categories.ts';
import type { PoliceKind, PoliceSpot } from '../formats/police-spot.ts';
import type { AreaFinder, FoundArea } from './area-finder.ts';
import { ensureAreaSet } from './area-sets.ts';

/** From this month on a code that both LSOA vintages have is taken as 2021: the census year of the later one. */
const LSOA_2021_FROM: MonthNo = 2021 * 12;

/**
 * Turns spots and kinds into columns of ids: place names, LSOAs, wards, categories and outcomes. Each is resolved once a file.
 *
 * Ids of names that are new are counted up here (the import lock admits one writer) and written when the rows are in: no query
 * interrupts the COPY, so that parsing and the engine work at the same time.
 *
 * The vintage of an LSOA code: a code that only one vintage has is of that vintage; a code that both have, or neither, is 2011
 * before January 2021 and 2021 from then on. For a code that both have it is the same ground: the Office for National
 * Statistics gives a re-drawn area a new code.
 */
export class PoliceDictionaries {
  readonly #areaFinder: AreaFinder;
  readonly #preferredYear: number;
  readonly #categories: ReadonlyMap<string, number>;
  readonly #places: Dictionary;
  readonly #outcomes: Dictionary;
  /** LSOA ids by code. */
  readonly #lsoas: Dictionary;
  readonly #lsoaNames = new Map<string, string>();

  private constructor(
    areaFinder: AreaFinder,
    preferredYear: number,
    categories: ReadonlyMap<string, number>,
    places: Dictionary,
    outcomes: Dictionary,
    lsoas: Dictionary,
  ) {
    this.#areaFinder = areaFinder;
    this.#preferredYear = preferredYear;
    this.#categories = categories;
    this.#places = places;
    this.#outcomes = outcomes;
    this.#lsoas = lsoas;
  }

  static async open(
    db: Kysely<Tables>,
    areaFinder: AreaFinder,
    monthNo: MonthNo,
  ): Promise<PoliceDictionaries> {
    const preferredYear = monthNo < LSOA_2021_FROM ? 2011 : 2021;
    const lsoas = await db
      .selectFrom('area')
      .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
      .select(['area.area_id as id', 'area.code as name', 'area.boundary_year'])
      .where('level', '=', 'lsoa')
      .orderBy('area_id')
      .execute();
    const preferredLast = [
      ...lsoas.filter(({ boundary_year }) => boundary_year !== preferredYear),
      ...lsoas.filter(({ boundary_year }) => boundary_year === preferredYear),
    ];
    const places = await db.selectFrom('place_name').select(['place_id as id', 'name']).execute();
    const outcomes = await db.selectFrom('outcome').select(['outcome_id as id', 'label as name']).execute();
    const lastArea = await db
      .selectFrom('area')
      .select(({ fn }) => fn.max('area_id').as('id'))
      .executeTakeFirst();
    return new PoliceDictionaries(
      areaFinder,
      preferredYear,
      await ensureCategories(db),
      new Dictionary(places),
      new Dictionary(outcomes),
      new Dictionary(preferredLast, lastArea?.id ?? 0),
    );
  }

  /** LSOA codes of the file that were not known before. */
  get newLsoas(): number {
    return this.#lsoas.added.length;
  }

  /** x, y, ward_id, ward_method, lsoa_id, lsoa_method, place_id as fields of a binary COPY. */
  spotColumns({ x, y, lsoaCode, lsoaName, location }: PoliceSpot): Buffer {
    const place = integerField(location === '' ? null : this.#places.idOf(location));
    let lsoa: FoundArea | undefined;
    if (lsoaCode !== '') {
      lsoa = { id: this.#lsoas.idOf(lsoaCode), method: 'f' };
      if (!this.#lsoaNames.has(lsoaCode)) this.#lsoaNames.set(lsoaCode, lsoaName || lsoaCode);
    }
    let ward: FoundArea | undefined;
    if (x !== null && y !== null) {
      lsoa ??= this.#areaFinder.findLsoa(x, y);
      ward = this.#areaFinder.findWard(x, y, lsoaCode || null);
    }
    return Buffer.concat([integerField(x), integerField(y), ...found(ward), ...found(lsoa), place]);
  }

  /** category_id, outcome_id as fields of a binary COPY. */
  kindColumns({ category, outcome }: PoliceKind): Buffer {
    return Buffer.concat([
      smallintField(this.#categories.get(category) ?? null),
      smallintField(outcome === '' ? null : this.#outcomes.idOf(outcome)),
    ]);
  }

  /** Write the names that are new, and let the tables' own counters go on after them. */
  async write(db: Kysely<Tables>, batchId: number): Promise<void> {
    if (this.#places.added.length > 0)
      await sql`
        insert into place_name (place_id, name)
        select id, name from ${recordset(this.#places.added)}`.execute(db);
    if (this.#outcomes.added.length > 0) {
      await sql`
        insert into outcome (outcome_id, label) overriding system value
        select id, name from ${recordset(this.#outcomes.added)}`.execute(db);
      await sql`select setval(pg_get_serial_sequence('outcome', 'outcome_id'), max(outcome_id)) from outcome`.execute(
        db,
      );
    }
    if (this.#lsoas.added.length > 0) {
      const year = this.#preferredYear;
      const areaSetId = await ensureAreaSet(db, 'lsoa', year);
      const areas = this.#lsoas.added.map((area) => ({ ...area, title: this.#lsoaNames.get(area.name) }));
      await sql`
        insert into area (area_id, area_set_id, code, boundary_year, name, batch_id) overriding system value
        select id, ${areaSetId}::int, name, ${year}::smallint, title, ${batchId}::int
        from jsonb_to_recordset(${JSON.stringify(areas)}::text::jsonb) as given (id int, name text, title text)`.execute(
        db,
      );
      await sql`select setval(pg_get_serial_sequence('area', 'area_id'), max(area_id)) from area`.execute(db);
    }
  }
}

/** Names and their ids; a name that is new gets the next id. */
class Dictionary {
  readonly added: { id: number; name: string }[] = [];
  readonly #ids: Map<string, number>;
  #lastId: number;

  /** @param lastId greatest id in use, where others than those known have ids too */
  constructor(known: readonly { id: number; name: string }[], lastId = 0) {
    this.#ids = new Map(known.map(({ id, name }) => [name, id]));
    this.#lastId = known.reduce((greatest, { id }) => Math.max(greatest, id), lastId);
  }

  idOf(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = ++this.#lastId;
      this.#ids.set(name, id);
      this.added.push({ id, name });
    }
    return id;
  }
}

function recordset(rows: readonly { id: number; name: string }[]) {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given (id int, name text)`;
}

/** Id and method of an area. */
function found(area: FoundArea | undefined): [Buffer, Buffer] {
  return [integerField(area?.id ?? null), charField(area?.method ?? null)];
}

/** Categories of the crime layer, made where they are not there yet; their ids by slug. */
async function ensureCategories(db: Kysely<Tables>): Promise<Map<string, number>> {
  const read = () =>
    db.selectFrom('category').select(['slug', 'category_id']).where('layer', '=', 'crime').execute();
  let rows = await read();
  // An insert that finds its row there uses up one of 32,767 ids all the same: 14 a file would end after 2,300 files.
  const held = new Set(rows.map(({ slug }) => slug));
  const missing = POLICE_CATEGORIES.filter(({ slug }) => !held.has(slug));
  if (missing.length > 0) {
    await db
      .insertInto('category')
      .values(missing.map(({ slug, label }) => ({ layer: 'crime', slug, label })))
      .execute();
    rows = await read();
  }
  return new Map(rows.map(({ slug, category_id }) => [slug, category_id]));
}
