import type { Kysely } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { AreaFamily } from '../steps/area-column.ts';
import { ensureAreaSet, ensureCodedAreas } from './area-sets.ts';

interface KnownArea {
  readonly id: number;
  readonly family: AreaFamily;
  readonly boundaryYear: number;
  readonly counts: boolean;
}

/** First characters of the codes of England and Wales by family. */
const FAMILY_OF_PREFIX: Readonly<Record<string, AreaFamily>> = {
  E01: 'lsoa',
  W01: 'lsoa',
  E02: 'msoa',
  W02: 'msoa',
  E05: 'wd',
  W05: 'wd',
  E36: 'cmwd',
  W40: 'cmwd',
  E06: 'lad',
  E07: 'lad',
  E08: 'lad',
  E09: 'lad',
  W06: 'lad',
};
/** Vintage of a code that nothing loaded knows and nothing in the file dates. */
const ASSUMED_YEAR: Readonly<Record<AreaFamily, number>> = {
  lsoa: 2021,
  msoa: 2021,
  cmwd: 2011,
  wd: 2024,
  lad: 2024,
};

/** Areas by code: the ones loaded, and those that a partner's file names first (kept by code, without a boundary). */
export class AreaCodes {
  readonly #known = new Map<string, KnownArea[]>();
  readonly #added = new Map<string, { family: AreaFamily; boundaryYear: number }>();

  static async open(db: Kysely<Tables>): Promise<AreaCodes> {
    const codes = new AreaCodes();
    const rows = await db
      .selectFrom('area')
      .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
      .select(['area_id', 'code', 'family', 'area.boundary_year', 'simplified'])
      .execute();
    for (const { area_id, code, family, boundary_year, simplified } of rows)
      codes.#enter(code, {
        id: area_id,
        family: family as AreaFamily,
        boundaryYear: boundary_year,
        counts: simplified === false,
      });
    return codes;
  }

  #enter(code: string, area: KnownArea): void {
    const held = this.#known.get(code);
    if (held) held.push(area);
    else this.#known.set(code, [area]);
  }

  /**
   * The area of a code: of the stated vintage where it is loaded, else of a set that counts, else of the newest.
   *
   * @param families what it may be
   */
  find(code: string, families: readonly AreaFamily[], year?: number): KnownArea | undefined {
    const held = (this.#known.get(code) ?? []).filter(({ family }) => families.includes(family));
    return (
      held.find(({ boundaryYear }) => boundaryYear === year) ??
      held.find(({ counts }) => counts) ??
      held.toSorted((a, b) => b.boundaryYear - a.boundaryYear)[0]
    );
  }

  /** Family and vintage of a code for a table that keeps codes; undefined where it is no code of England and Wales. */
  familyOf(code: string, year?: number): { family: AreaFamily; boundaryYear: number } | undefined {
    const found = this.find(code, ['lsoa', 'wd', 'cmwd', 'msoa', 'lad'], year);
    if (found) return { family: found.family, boundaryYear: found.boundaryYear };
    const family = /^[EW]\d{8}$/.test(code) ? FAMILY_OF_PREFIX[code.slice(0, 3)] : undefined;
    return family && { family, boundaryYear: year ?? this.#newest(family) };
  }

  #newest(family: AreaFamily): number {
    let newest = 0;
    for (const held of this.#known.values())
      for (const area of held) if (area.family === family) newest = Math.max(newest, area.boundaryYear);
    return newest || ASSUMED_YEAR[family];
  }

  /** Note a code that is not loaded: `makeAdded` gives it an area. Nothing where it is no code of the family. */
  add(code: string, family: AreaFamily, year?: number): boolean {
    if (FAMILY_OF_PREFIX[code.slice(0, 3)] !== family || !/^[EW]\d{8}$/.test(code)) return false;
    this.#added.set(code, { family, boundaryYear: year ?? this.#newest(family) });
    return true;
  }

  /** Make the areas noted since the last time. @returns how many were new */
  async makeAdded(db: Kysely<Tables>, batchId: number): Promise<number> {
    if (this.#added.size === 0) return 0;
    let made = 0;
    for (const entries of groupBySet(this.#added).values()) {
      const [, { family, boundaryYear }] = entries[0];
      const areaSetId = await ensureAreaSet(db, family, boundaryYear);
      made += await ensureCodedAreas(
        db,
        areaSetId,
        boundaryYear,
        entries.map(([code]) => ({ code, name: code, districtCode: null })),
        batchId,
      );
      const rows = await db
        .selectFrom('area')
        .select(['area_id', 'code'])
        .where('area_set_id', '=', areaSetId)
        .where(
          'code',
          'in',
          entries.map(([code]) => code),
        )
        .execute();
      for (const { area_id, code } of rows)
        this.#enter(code, { id: area_id, family, boundaryYear, counts: false });
    }
    this.#added.clear();
    return made;
  }
}

type AddedEntry = [string, { family: AreaFamily; boundaryYear: number }];

function groupBySet(added: ReadonlyMap<string, AddedEntry[1]>): Map<string, AddedEntry[]> {
  const sets = new Map<string, AddedEntry[]>();
  for (const entry of added) {
    const key = `${entry[1].family}|${entry[1].boundaryYear}`;
    const held = sets.get(key);
    if (held) held.push(entry);
    else sets.set(key, [entry]);
  }
  return sets;
}
