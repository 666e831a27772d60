import { globalEmpiricalBayes, type RefusedUnit } from './empirical-bayes.ts';
import { isNotComputable, type NotComputable } from './not-computable.ts';

export interface EbStandardisedRates {
  /** (p - b) / sqrt(a + b / population): mean near 0, about equal variance whatever the population. NaN at refused units. */
  readonly values: Float64Array;
  /** Variance between units beyond chance (a), at least 0. */
  readonly betweenVariance: number;
  /** The rate of all units together (b), events per person. */
  readonly overallRate: number;
  /** Units without a population; the others stand. */
  readonly refused: readonly RefusedUnit[];
}

/**
 * Rates standardised by their own sampling variance, so that a unit with few people does not look extreme by chance alone.
 *
 * a and b are those of {@link globalEmpiricalBayes}, with a held at 0 or above. Assuncao and Reis (1999), Statistics in Medicine
 * 18, pages 2147-2162, let a be negative and replace single variances instead.
 *
 * @returns "not computable" for a negative count or population, fewer than two units with people, or no events at all
 */
export function ebStandardisedRates(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
): EbStandardisedRates | NotComputable {
  const moments = globalEmpiricalBayes(events, population);
  if (isNotComputable(moments)) return moments;
  const { a, b, refused } = moments;
  const values = Float64Array.from({ length: events.length }, (_, i) =>
    population[i] > 0 ? (events[i] / population[i] - b) / Math.sqrt(a + b / population[i]) : Number.NaN,
  );
  return { values, betweenVariance: a, overallRate: b, refused };
}
