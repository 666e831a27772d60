import { randomGamma } from '../../server/stats/distributions/random-gamma.ts';
import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import type { RandomSource } from '../../server/stats/random.ts';

/** A district whose true rates are known. */
export interface SimulatedDistrict {
  readonly population: number[];
  readonly trueRates: number[];
  readonly events: number[];
  /** True rank per unit, 1 for the highest rate. */
  readonly trueRank: number[];
}

/** Wards of 2,000 to 10,000 people, true rates from a gamma distribution, counts from a Poisson one. */
export function simulateDistrict(
  wards: number,
  meanRate: number,
  shape: number,
  random: RandomSource,
): SimulatedDistrict {
  const population = Array.from({ length: wards }, () => 2000 + Math.floor(8000 * random()));
  const trueRates = population.map(() => (meanRate * randomGamma(shape, random)) / shape);
  const events = population.map((people, ward) => randomPoisson(people * trueRates[ward], random));
  const trueRank = trueRates.map((rate) => 1 + trueRates.filter((other) => other > rate).length);
  return { population, trueRates, events, trueRank };
}
