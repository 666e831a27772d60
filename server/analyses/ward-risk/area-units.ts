import type { Database } from '../../db/database.ts';
import { countByLsoaSet } from '../../db/queries/area-counts.ts';
import { readSetAreas } from '../../db/queries/area-measures.ts';
import { readLookup, readLsoaWards } from '../../db/queries/area-population.ts';
import { RequestError } from '../../errors.ts';
import type { DistrictHolding } from '../holdings.ts';

export type UnitLevel = 'ward' | 'lsoa';

/** One area that a figure is given for. */
export interface AreaUnit {
  readonly areaId: number;
  readonly code: string;
  readonly name: string;
}

/** The areas of a district at one level. */
export interface AreaUnits {
  readonly level: UnitLevel;
  readonly family: string;
  readonly boundaryYear: number;
  readonly areaSetId: number;
  readonly units: readonly AreaUnit[];
}

/** The wards that the district's events are counted with, by name. */
export function wardUnits({ family, boundaryYear, areaSetId, wardAreas }: DistrictHolding): AreaUnits {
  const units = wardAreas.map(({ areaId, code, name }) => ({ areaId, code, name }));
  return { level: 'ward', family, boundaryYear, areaSetId, units };
}

/**
 * The LSOAs of a district, of the vintage that most events of these datasets name. An LSOA lies in the district that a
 * lookup or boundary file gives it, else in that of the ward a point inside it lies in. Ordered by code.
 *
 * @throws RequestError level-not-held where no event names an LSOA of the district
 */
export async function lsoaUnits(
  { db }: Database,
  district: DistrictHolding,
  datasetIds: readonly number[],
): Promise<AreaUnits> {
  const [set] = await countByLsoaSet(db, datasetIds);
  if (set) {
    const areas = await readSetAreas(db, set.areaSetId);
    const wards = new Set(district.wardAreas.map(({ code }) => code));
    const inside = areas.some(({ districtCode, drawn }) => districtCode === null && drawn)
      ? await readLsoaWards(db, set.boundaryYear, district.areaSetId)
      : [];
    const byPoint = new Set(
      inside.filter(({ wardCode }) => wards.has(wardCode)).map(({ lsoaCode }) => lsoaCode),
    );
    const units = areas
      .filter(({ code, districtCode }) =>
        districtCode === null ? byPoint.has(code) : districtCode === district.districtCode,
      )
      .map(({ areaId, code, name }) => ({ areaId, code, name }));
    if (units.length > 0) {
      return {
        level: 'lsoa',
        family: 'lsoa',
        boundaryYear: set.boundaryYear,
        areaSetId: set.areaSetId,
        units,
      };
    }
  }
  throw new RequestError('level-not-held', {
    detail: `No event of this layer names an LSOA of ${district.districtName}.`,
    seen: 'level=lsoa',
    hint: 'Ask for level=ward, or import LSOA boundaries and a lookup to the district.',
    field: 'level',
  });
}

/**
 * Which ward each LSOA of a vintage belongs to, whole (best fit): by the published lookup to these wards where it covers
 * any of them, else by where a point inside the LSOA lies.
 */
export async function lsoaWardCodes(
  { db }: Database,
  {
    family,
    boundaryYear,
    areaSetId,
    wardAreas,
  }: Pick<DistrictHolding, 'family' | 'boundaryYear' | 'areaSetId' | 'wardAreas'>,
  lsoaYear: number,
): Promise<{ wardOf: ReadonlyMap<string, string>; method: string }> {
  const wards = new Set(wardAreas.map(({ code }) => code));
  const published = (await readLookup(db, { family: 'lsoa' }, { family, boundaryYear })).filter(
    ({ fromYear, toCode }) => fromYear === lsoaYear && wards.has(toCode),
  );
  if (published.length > 0) {
    return {
      wardOf: new Map(published.map(({ fromCode, toCode }) => [fromCode, toCode])),
      method: 'LSOA figures brought to wards by the published lookup (best fit)',
    };
  }
  const inside = await readLsoaWards(db, lsoaYear, areaSetId);
  return {
    wardOf: new Map(
      inside
        .filter(({ wardCode }) => wards.has(wardCode))
        .map(({ lsoaCode, wardCode }) => [lsoaCode, wardCode]),
    ),
    method: 'LSOA figures brought to wards by where a point inside each LSOA lies (best fit)',
  };
}
