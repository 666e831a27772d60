import { type NotComputable, notComputable } from './not-computable.ts';

export interface EbStandardisedRates {
  /** (p_i - b) / sqrt(a + b / population_i): mean near 0, about equal variance whatever the population. */
  readonly values: Float64Array;
  /** Variance between areas beyond chance, at least 0. */
  readonly betweenVariance: number;
  /** The rate of all areas together, events per person. */
  readonly overallRate: number;
}

/**
 * Rates standardised by their own sampling variance, so that an area with few people does not look extreme by chance alone.
 *
 * b = sum y / sum pop, s^2 = sum pop (p - b)^2 / sum pop, a = max(0, s^2 - b / mean pop): Marshall (1991), Applied
 * Statistics 40, pages 283-294, with a held at 0; Assuncao and Reis (1999), Statistics in Medicine 18, pages 2147-2162, let a
 * be negative and replace single variances.
 *
 * @returns "not computable" where an area has no population ('invalid-input': leave it out, not the whole map) or there are no
 * events ('all-zero')
 */
export function ebStandardisedRates(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
): EbStandardisedRates | NotComputable {
  if (events.length !== population.length) {
    throw new RangeError(
      `Each area needs its events and its population; there were ${events.length} and ${population.length}.`,
    );
  }
  const n = events.length;
  let totalEvents = 0;
  let totalPopulation = 0;
  for (let i = 0; i < n; i++) {
    if (
      !(population[i] > 0 && Number.isFinite(population[i]) && events[i] >= 0 && Number.isFinite(events[i]))
    ) {
      return notComputable(
        'invalid-input',
        `Every area needs a population above 0 and a count of events; area ${i} has ${population[i]} people and ${events[i]} events. Leave it out.`,
      );
    }
    totalEvents += events[i];
    totalPopulation += population[i];
  }
  if (totalEvents === 0) return notComputable('all-zero', `None of the ${n} areas has an event.`);
  const overallRate = totalEvents / totalPopulation;
  let scatter = 0;
  for (let i = 0; i < n; i++) scatter += population[i] * (events[i] / population[i] - overallRate) ** 2;
  const betweenVariance = Math.max(0, scatter / totalPopulation - overallRate / (totalPopulation / n));
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    values[i] =
      (events[i] / population[i] - overallRate) / Math.sqrt(betweenVariance + overallRate / population[i]);
  }
  return { values, betweenVariance, overallRate };
}
