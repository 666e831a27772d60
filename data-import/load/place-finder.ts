import { type Kysely, sql } from 'kysely';
import type { MonthNo } from '../../server/contract/month-no.ts';
import type { PlacedBy, Tables } from '../../server/db/tables.ts';
import type { PlaceClues } from '../kinds/place-fields.ts';
import { toNationalGrid } from '../steps/national-grid.ts';
import { parseNumber, postcodeOf } from '../steps/parse-values.ts';
import { AreaCodes } from './area-codes.ts';
import type { AreaFinder } from './area-finder.ts';
import { readWardsOfLsoas } from './lsoa-wards.ts';

/** Where a row was, and how that was found. */
export interface FoundPlace {
  readonly x: number | null;
  readonly y: number | null;
  readonly wardId: number | null;
  readonly wardMethod: 'p' | 'l' | 'f' | null;
  readonly lsoaId: number | null;
  readonly lsoaMethod: 'p' | 'l' | 'f' | null;
  readonly placedBy: PlacedBy | null;
  /** What was given and could not be used. */
  readonly unusable: readonly {
    readonly field: keyof PlaceClues;
    readonly code: string;
    readonly message: string;
  }[];
}

interface PostcodePlace {
  readonly x: number;
  readonly y: number;
  readonly lsoa: string | null;
  readonly terminated: MonthNo | null;
}

/** The National Grid of Great Britain, metres. */
const GRID_MAX_X = 700_000;
const GRID_MAX_Y = 1_300_000;
/** Postcodes and UPRNs looked up at a time. */
const LOOKUP_PAGE = 5_000;

/**
 * Finds places for the rows of a partner's file. In this order, the first that can be used is: longitude and latitude, easting and
 * northing, postcode, UPRN, LSOA code, ward code. An LSOA code of the file beside coordinates stays the row's LSOA: coordinates
 * are often rounded. A row that nothing finds is kept without a place.
 */
export class PlaceFinder {
  readonly #areas: AreaFinder;
  readonly #codes: AreaCodes;
  readonly #wardOfLsoa: ReadonlyMap<string, number>;
  readonly #lsoaYear: number | undefined;
  readonly #wardYear: number | undefined;
  readonly #postcodes = new Map<string, PostcodePlace | null>();
  readonly #uprns = new Map<string, { x: number; y: number } | null>();
  #hasPostcodes = false;
  #hasUprns = false;

  private constructor(
    areas: AreaFinder,
    codes: AreaCodes,
    wardOfLsoa: ReadonlyMap<string, number>,
    years: { lsoa: number | undefined; ward: number | undefined },
  ) {
    this.#areas = areas;
    this.#codes = codes;
    this.#wardOfLsoa = wardOfLsoa;
    this.#lsoaYear = years.lsoa;
    this.#wardYear = years.ward;
  }

  /** @param years vintages that the header of the file states for its codes */
  static async open(
    db: Kysely<Tables>,
    areas: AreaFinder,
    years: { lsoa: number | undefined; ward: number | undefined },
  ): Promise<PlaceFinder> {
    const codes = await AreaCodes.open(db);
    const finder = new PlaceFinder(areas, codes, await readWardsOfLsoas(db, areas), years);
    finder.#hasPostcodes = (await db.selectFrom('postcode').select('pcd').limit(1).execute()).length > 0;
    finder.#hasUprns = (await db.selectFrom('uprn').select('uprn').limit(1).execute()).length > 0;
    return finder;
  }

  /** Look up what a page of rows needs, before any of them is placed: postcodes, UPRNs, codes that are new. */
  async prepare(db: Kysely<Tables>, clues: readonly PlaceClues[], batchId: number): Promise<void> {
    const postcodes = new Set<string>();
    const uprns = new Set<string>();
    for (const { postcode, uprn, lsoa, ward } of clues) {
      const pcd = this.#hasPostcodes ? postcodeOf(postcode) : undefined;
      if (pcd && !this.#postcodes.has(pcd)) postcodes.add(pcd);
      if (this.#hasUprns && /^\d{1,12}$/.test(uprn) && !this.#uprns.has(uprn)) uprns.add(uprn);
      if (lsoa !== '' && !this.#codes.find(lsoa, ['lsoa'])) this.#codes.add(lsoa, 'lsoa', this.#lsoaYear);
      if (ward !== '' && !this.#codes.find(ward, ['wd', 'cmwd'])) this.#codes.add(ward, 'wd', this.#wardYear);
    }
    await this.#readPostcodes(db, [...postcodes]);
    await this.#readUprns(db, [...uprns]);
    await this.#codes.makeAdded(db, batchId);
  }

  /** @param monthNo when it was: a terminated postcode finds places of before its end; null = any time */
  place(clues: PlaceClues, monthNo: MonthNo | null): FoundPlace {
    const unusable: FoundPlace['unusable'][number][] = [];
    const point =
      this.#byCoordinates(clues, unusable) ??
      this.#byGrid(clues, unusable) ??
      this.#byPostcode(clues, monthNo, unusable) ??
      this.#byUprn(clues, unusable);
    const own = clues.lsoa === '' ? undefined : this.#codes.find(clues.lsoa, ['lsoa'], this.#lsoaYear);
    if (clues.lsoa !== '' && !own)
      unusable.push({
        field: 'lsoa',
        code: 'lsoa-unknown',
        message: 'An LSOA code is not one of England or Wales.',
      });
    if (point) {
      const lsoaCode = own ? clues.lsoa : point.lsoa;
      const byPostcode = point.lsoa === null ? undefined : this.#codes.find(point.lsoa, ['lsoa']);
      const lsoa = own
        ? { id: own.id, method: 'f' as const }
        : byPostcode
          ? { id: byPostcode.id, method: 'l' as const }
          : this.#areas.findLsoa(point.x, point.y);
      const ward = this.#areas.findWard(point.x, point.y, lsoaCode);
      return {
        x: point.x,
        y: point.y,
        wardId: ward?.id ?? null,
        wardMethod: ward?.method ?? null,
        lsoaId: lsoa?.id ?? null,
        lsoaMethod: lsoa?.method ?? null,
        placedBy: point.placedBy,
        unusable,
      };
    }
    const nowhere = { x: null, y: null, wardId: null, wardMethod: null, lsoaId: null, lsoaMethod: null };
    if (own) {
      const wardId = this.#wardOfLsoa.get(clues.lsoa) ?? null;
      return {
        ...nowhere,
        wardId,
        wardMethod: wardId === null ? null : 'l',
        lsoaId: own.id,
        lsoaMethod: 'f',
        placedBy: 'l',
        unusable,
      };
    }
    const ward = clues.ward === '' ? undefined : this.#codes.find(clues.ward, ['wd', 'cmwd'], this.#wardYear);
    if (ward) return { ...nowhere, wardId: ward.id, wardMethod: 'f', placedBy: 'w', unusable };
    if (clues.ward !== '')
      unusable.push({
        field: 'ward',
        code: 'ward-unknown',
        message: 'A ward code is not one of England or Wales.',
      });
    return { ...nowhere, placedBy: null, unusable };
  }

  #byCoordinates({ longitude, latitude }: PlaceClues, unusable: FoundPlace['unusable'][number][]) {
    if (longitude === '' && latitude === '') return undefined;
    const [lon, lat] = [parseNumber(longitude), parseNumber(latitude)];
    if (lon === 0 && lat === 0) return undefined;
    const inBritain = lon !== undefined && lat !== undefined && lat > 45 && lat < 65 && lon > -15 && lon < 8;
    const [x, y] = inBritain ? toNationalGrid(lon, lat) : [-1, -1];
    if (onGrid(x, y)) return { x: Math.round(x), y: Math.round(y), lsoa: null, placedBy: 'c' as const };
    unusable.push({
      field: 'longitude',
      code: 'coordinates-unusable',
      message:
        'Longitude and latitude are not a point of Great Britain (are they exchanged?); another way to place the row was tried.',
    });
    return undefined;
  }

  #byGrid({ easting, northing }: PlaceClues, unusable: FoundPlace['unusable'][number][]) {
    if (easting === '' && northing === '') return undefined;
    const [x, y] = [parseNumber(easting), parseNumber(northing)];
    if (x === 0 && y === 0) return undefined;
    if (x !== undefined && y !== undefined && x > 0 && y > 0 && onGrid(x, y))
      return { x: Math.round(x), y: Math.round(y), lsoa: null, placedBy: 'g' as const };
    unusable.push({
      field: 'easting',
      code: 'grid-unusable',
      message:
        'Easting and northing are not a point of the National Grid in metres; another way to place the row was tried.',
    });
    return undefined;
  }

  #byPostcode({ postcode }: PlaceClues, monthNo: MonthNo | null, unusable: FoundPlace['unusable'][number][]) {
    if (postcode === '') return undefined;
    const pcd = postcodeOf(postcode);
    const found = pcd ? this.#postcodes.get(pcd) : undefined;
    const fault = !pcd
      ? (['postcode-wrong', 'A postcode is not a whole one.'] as const)
      : !this.#hasPostcodes
        ? ([
            'postcodes-not-loaded',
            'No postcodes are loaded, so none can be placed: import the kind postcodes first.',
          ] as const)
        : !found
          ? (['postcode-unknown', 'A postcode is not in the postcodes loaded, or has no place.'] as const)
          : found.terminated !== null && monthNo !== null && found.terminated < monthNo
            ? (['postcode-terminated', 'A postcode had ended before the date of the row.'] as const)
            : undefined;
    if (found && !fault) return { x: found.x, y: found.y, lsoa: found.lsoa, placedBy: 'o' as const };
    if (fault) unusable.push({ field: 'postcode', code: fault[0], message: fault[1] });
    return undefined;
  }

  #byUprn({ uprn }: PlaceClues, unusable: FoundPlace['unusable'][number][]) {
    if (uprn === '' || !this.#hasUprns) return undefined;
    const found = this.#uprns.get(uprn);
    if (found) return { ...found, lsoa: null, placedBy: 'u' as const };
    unusable.push({ field: 'uprn', code: 'uprn-unknown', message: 'A UPRN is not among those loaded.' });
    return undefined;
  }

  async #readPostcodes(db: Kysely<Tables>, pcds: readonly string[]): Promise<void> {
    for (let i = 0; i < pcds.length; i += LOOKUP_PAGE) {
      const page = pcds.slice(i, i + LOOKUP_PAGE);
      const rows = await db
        .selectFrom('postcode')
        .select(['pcd', 'x', 'y', 'lsoa21', 'lsoa11', 'terminated_month_no'])
        .where(sql<boolean>`pcd in (select jsonb_array_elements_text(${JSON.stringify(page)}::text::jsonb))`)
        .execute();
      for (const pcd of page) this.#postcodes.set(pcd, null);
      for (const { pcd, x, y, lsoa21, lsoa11, terminated_month_no } of rows)
        if (x !== null && y !== null)
          this.#postcodes.set(pcd, { x, y, lsoa: lsoa21 ?? lsoa11, terminated: terminated_month_no });
    }
  }

  async #readUprns(db: Kysely<Tables>, uprns: readonly string[]): Promise<void> {
    for (let i = 0; i < uprns.length; i += LOOKUP_PAGE) {
      const page = uprns.slice(i, i + LOOKUP_PAGE);
      const { rows } = await sql<{ uprn: string; x: number; y: number }>`
        select uprn::text as uprn, x, y from uprn
        where uprn in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(page)}::text::jsonb))`.execute(
        db,
      );
      for (const uprn of page) this.#uprns.set(uprn, null);
      for (const { uprn, x, y } of rows) this.#uprns.set(uprn, { x, y });
    }
  }
}

function onGrid(x: number, y: number): boolean {
  return x >= 0 && x < GRID_MAX_X && y >= 0 && y < GRID_MAX_Y;
}
