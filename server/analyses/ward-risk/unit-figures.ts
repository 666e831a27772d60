import type { Database } from '../../db/database.ts';
import { type AreaFigure, readAreaFigures } from '../../db/queries/area-measures.ts';
import type { DistrictHolding } from '../holdings.ts';
import { wardPopulation } from '../ward-population.ts';
import { type AreaUnits, lsoaWardCodes } from './area-units.ts';

/** A figure per unit, in the order of the units, and how it was come by. */
export interface UnitFigures {
  /** null for a unit without one. */
  readonly values: readonly (number | null)[];
  readonly referenceYear: number;
  readonly method: string;
  readonly source: string;
  /** Slug of the dataset. */
  readonly dataset: string;
}

/** Which figure: its measure and the ages it is about. */
export interface FigureRequest {
  readonly measure: string;
  /** Years, inclusive; left out: all ages. */
  readonly ageFrom?: number;
  /** Years, exclusive. */
  readonly ageTo?: number;
  /** How LSOA figures become a ward's: people add up, scores are averaged over residents. */
  readonly combine: 'sum' | 'mean';
  /** The supplied reference year nearest to this one is taken. */
  readonly year: number;
}

const ALL_AGES = { ageFrom: 0, ageTo: 999 };

/** Residents of each unit; wards by the rule of `wardPopulation`, so that every page shows the same people. */
export async function residentsOf(
  database: Database,
  district: DistrictHolding,
  units: AreaUnits,
  year: number,
): Promise<UnitFigures | null> {
  if (units.level === 'lsoa') {
    return figuresOf(database, district, units, { measure: 'population', combine: 'sum', year });
  }
  const wards = await wardPopulation(database, district, year);
  return (
    wards && {
      values: units.units.map(({ code }) => wards.byWard.get(code) ?? null),
      referenceYear: wards.referenceYear,
      method: wards.method,
      source: wards.source,
      dataset: wards.dataset,
    }
  );
}

/**
 * A measure for each unit: the units' own figures where they cover any, else (wards) LSOA figures brought up. A mean over
 * LSOAs is weighted by residents of the same LSOAs; where none are held, each LSOA counts the same and the method says so.
 *
 * @returns null where no figure reaches any unit
 */
export async function figuresOf(
  database: Database,
  district: DistrictHolding,
  units: AreaUnits,
  request: FigureRequest,
): Promise<UnitFigures | null> {
  const codes = new Set(units.units.map(({ code }) => code));
  const all = await readAreaFigures(database.db, district.datasetIds, request.measure, units.family);
  const own = inYear(
    all.filter((row) => row.boundaryYear === units.boundaryYear && codes.has(row.code)),
    request,
  );
  if (own.byCode.size > 0) {
    return {
      values: units.units.map(({ code }) => own.byCode.get(code) ?? null),
      referenceYear: own.referenceYear,
      method: `the ${units.level === 'ward' ? "wards'" : "LSOAs'"} own figures`,
      source: own.source,
      dataset: own.dataset,
    };
  }
  return units.level === 'ward' ? fromLsoas(database, district, units, request) : null;
}

async function fromLsoas(
  database: Database,
  district: DistrictHolding,
  { units }: AreaUnits,
  request: FigureRequest,
): Promise<UnitFigures | null> {
  const rows = await readAreaFigures(database.db, district.datasetIds, request.measure, 'lsoa');
  const years = [...new Set(rows.map(({ boundaryYear }) => boundaryYear))].sort((a, b) => b - a);
  for (const boundaryYear of years) {
    const { wardOf, method } = await lsoaWardCodes(database, district, boundaryYear);
    const figures = inYear(
      rows.filter((row) => row.boundaryYear === boundaryYear && wardOf.has(row.code)),
      request,
    );
    if (figures.byCode.size === 0) continue;
    const weights =
      request.combine === 'mean' ? await lsoaResidents(database, district, boundaryYear, request.year) : null;
    const weighted = weights !== null && weights.size > 0;
    const sums = new Map<string, { sum: number; weight: number }>();
    for (const [code, value] of figures.byCode) {
      const ward = wardOf.get(code) as string;
      const weight = weighted ? (weights.get(code) ?? 0) : 1;
      const known = sums.get(ward) ?? { sum: 0, weight: 0 };
      sums.set(ward, { sum: known.sum + value * weight, weight: known.weight + weight });
    }
    const combined =
      request.combine === 'sum' ? '' : weighted ? ', weighted by residents' : ', each LSOA alike';
    return {
      values: units.map(({ code }) => {
        const known = sums.get(code);
        if (!known || known.weight === 0) return null;
        return request.combine === 'sum' ? known.sum : known.sum / known.weight;
      }),
      referenceYear: figures.referenceYear,
      method: method + combined,
      source: figures.source,
      dataset: figures.dataset,
    };
  }
  return null;
}

/** Residents of every LSOA of a vintage in the reference year nearest to `year`. */
async function lsoaResidents(
  { db }: Database,
  { datasetIds }: DistrictHolding,
  boundaryYear: number,
  year: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = (await readAreaFigures(db, datasetIds, 'population', 'lsoa')).filter(
    (row) => row.boundaryYear === boundaryYear,
  );
  return inYear(rows, { year }).byCode;
}

/** Figures of the nearest reference year, the bands between two ages added up without overlap. */
function inYear(
  rows: readonly AreaFigure[],
  { year, ageFrom, ageTo }: Pick<FigureRequest, 'year' | 'ageFrom' | 'ageTo'>,
): { byCode: ReadonlyMap<string, number>; referenceYear: number; source: string; dataset: string } {
  const from = ageFrom ?? ALL_AGES.ageFrom;
  const to = ageTo ?? ALL_AGES.ageTo;
  const whole = ageFrom === undefined && ageTo === undefined;
  const fitting = rows.filter((row) =>
    whole ? row.ageFrom === 0 && row.ageTo === 999 : row.ageFrom >= from && row.ageTo <= to,
  );
  let referenceYear = Number.NaN;
  for (const row of fitting) {
    if (!(Math.abs(row.referenceYear - year) >= Math.abs(referenceYear - year)))
      referenceYear = row.referenceYear;
  }
  const byCode = new Map<string, number>();
  const reached = new Map<string, number>();
  // Rows come by code, then age: a band that begins before the last one ended is part of one already counted.
  for (const row of fitting) {
    if (row.referenceYear !== referenceYear || row.ageFrom < (reached.get(row.code) ?? 0)) continue;
    byCode.set(row.code, (byCode.get(row.code) ?? 0) + row.value);
    reached.set(row.code, row.ageTo);
  }
  return { byCode, referenceYear, source: fitting[0]?.source ?? '', dataset: fitting[0]?.dataset ?? '' };
}
