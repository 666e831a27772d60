import { type DisclosurePolicy, isRestricted } from './policy.ts';

/** Side of the smallest square that open figures are drawn for, metres: one cell of the published map points. */
const OPEN_SIDE_M = 250;
const UNIT_WORDS = { lsoa: 'an LSOA', ward: 'a ward', district: 'a district' } as const;

/** Whether figures of a class are released over an area that somebody drew, and from which size on. */
export interface DrawnAreaRule {
  readonly released: boolean;
  /** Smallest area, square kilometres; null where none is released, whatever its size. */
  readonly minimumKm2: number | null;
  /** In a sentence, for whoever draws. */
  readonly because: string;
}

/**
 * What a class allows over drawn areas. Open data: from one cell of 250 m on (published points each stand for a catchment of
 * eight or more addresses; Tompson et al. 2015, CaGIS 42:97-111). Restricted data: never, since an outline moved a little
 * could be subtracted from itself; districts, wards and fixed cells are released instead.
 */
export function drawnAreaRule(policy: DisclosurePolicy): DrawnAreaRule {
  if (!isRestricted(policy)) {
    return {
      released: true,
      minimumKm2: OPEN_SIDE_M ** 2 / 1e6,
      because: `At least one cell of ${OPEN_SIDE_M} m: anything smaller would show the published map points and not the place.`,
    };
  }
  const [smallestCellM] = policy.latticeM;
  const smallest = smallestCellM
    ? `${UNIT_WORDS[policy.minimumArea]} or a fixed cell of ${smallestCellM} m`
    : UNIT_WORDS[policy.minimumArea];
  return {
    released: false,
    minimumKm2: null,
    because: `Not released over drawn areas: an outline moved a little could be subtracted from itself. The smallest place it is counted for is ${smallest}.`,
  };
}
