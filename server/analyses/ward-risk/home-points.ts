import type { Database } from '../../db/database.ts';
import { readInsidePoints, readSetAreas } from '../../db/queries/area-measures.ts';
import { readAreaSets } from '../../db/queries/area-sets.ts';
import type { DistrictHolding } from '../holdings.ts';
import { lsoaWardCodes, wardUnits } from './area-units.ts';
import { figuresOf, residentsOf } from './unit-figures.ts';

/** Where some of a ward's residents live, as near as the data says. */
export interface HomePoint {
  readonly wardCode: string;
  readonly people: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Where the residents of a district's wards live: a point inside each LSOA with its people, of the newest LSOAs that have
 * boundaries and a population; a point inside each ward where there are none.
 */
export async function homePoints(
  database: Database,
  district: DistrictHolding,
  year: number,
): Promise<{ points: HomePoint[]; method: string }> {
  const sets = (await readAreaSets(database.db)).filter(
    ({ level, withGeometry }) => level === 'lsoa' && withGeometry > 0,
  );
  for (const { areaSetId, boundaryYear, family } of sets) {
    const { wardOf } = await lsoaWardCodes(database, district, boundaryYear);
    const units = (await readSetAreas(database.db, areaSetId)).filter(
      ({ code, drawn }) => drawn && wardOf.has(code),
    );
    const people = await figuresOf(
      database,
      district,
      { level: 'lsoa', family, boundaryYear, areaSetId, units },
      { measure: 'population', combine: 'sum', year },
    );
    if (!people) continue;
    const inside = new Map(
      (
        await readInsidePoints(
          database.db,
          units.map(({ areaId }) => areaId),
        )
      ).map((point) => [point.areaId, point]),
    );
    const points = units.flatMap(({ areaId, code }, i): HomePoint[] => {
      const point = inside.get(areaId);
      const value = people.values[i];
      return point && value !== null
        ? [{ wardCode: wardOf.get(code) as string, people: value, x: point.x, y: point.y }]
        : [];
    });
    if (points.length > 0) {
      return {
        points,
        method: `Straight line from a point inside each LSOA (${boundaryYear}) to the nearest service, averaged over residents of ${people.referenceYear}`,
      };
    }
  }
  const units = wardUnits(district);
  const residents = await residentsOf(database, district, units, year);
  const inside = new Map(
    (
      await readInsidePoints(
        database.db,
        units.units.map(({ areaId }) => areaId),
      )
    ).map((point) => [point.areaId, point]),
  );
  return {
    points: units.units.flatMap(({ areaId, code }, i): HomePoint[] => {
      const point = inside.get(areaId);
      return point ? [{ wardCode: code, people: residents?.values[i] ?? 1, x: point.x, y: point.y }] : [];
    }),
    method:
      'Straight line from a point inside each ward to the nearest service: no LSOA boundaries with a population are held',
  };
}
