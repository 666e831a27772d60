import type { RandomSource } from '../../server/stats/random.ts';
import type { SampleDistrict } from './build-district.ts';
import { drawNormal } from './random-draws.ts';

/** Median price of a home sold in each LSOA, pounds to the nearest 500: lower where deprivation is higher. */
export function housePrices(district: SampleDistrict, random: RandomSource): number[] {
  return district.lsoas.map(({ deprivation }) => {
    const price = 285_000 * Math.exp(-0.2 * deprivation + 0.09 * drawNormal(random));
    return 500 * Math.round(price / 500);
  });
}

/** Indices of the LSOAs with the cheapest homes, cheapest first. */
export function cheapestLsoas(prices: readonly number[], count: number): number[] {
  return Array.from(prices.keys())
    .sort((a, b) => prices[a] - prices[b] || a - b)
    .slice(0, count);
}
