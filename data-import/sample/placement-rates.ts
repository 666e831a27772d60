import type { RandomSource } from '../../server/stats/random.ts';
import type { SampleDistrict } from './build-district.ts';
import { cheapestLsoas, housePrices } from './house-prices.ts';

/** Children placed in the district at any time, by any authority. */
const PLACED_CHILDREN = 560;
const CHEAPEST = 12;
/** Share of all placements in the cheapest LSOAs. */
const CHEAPEST_SHARE = 0.5;

/** Where children are placed, and the prices that explain it. */
export interface PlacementRates {
  readonly prices: readonly number[];
  readonly cheapestLsoas: readonly number[];
  /** Expected children placed in each LSOA at the end of a quarter. */
  readonly expected: readonly number[];
}

/** Half of the placements in the 12 LSOAs with the cheapest homes, the others by population. */
export function placementRates(district: SampleDistrict, random: RandomSource): PlacementRates {
  const prices = housePrices(district, random);
  const cheapest = cheapestLsoas(prices, CHEAPEST);
  const population = district.lsoas.reduce((sum, lsoa) => sum + lsoa.population, 0);
  const expected = district.lsoas.map((lsoa, index) => {
    const common = PLACED_CHILDREN * (1 - CHEAPEST_SHARE) * (lsoa.population / population);
    return common + (cheapest.includes(index) ? (PLACED_CHILDREN * CHEAPEST_SHARE) / CHEAPEST : 0);
  });
  return { prices, cheapestLsoas: cheapest, expected };
}
