import { chiSquaredQuantile } from './distributions/chi-squared.ts';
import { normalQuantile } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** Counts below this take the exact interval; from it on, Byar's approximation. */
export const EXACT_BELOW_EVENTS = 10;

/** A crude rate with its interval. */
export interface RateInterval {
  /** Events per `per` people (or whatever the denominator counts). */
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
  /** Which interval was used: exact Poisson under 10 events, Byar's approximation from 10. */
  readonly method: 'exact' | 'byar';
}

/** What a rate is made of. */
export interface RateInput {
  /** Number of events: a whole number, 0 or more. Weighted or harm-scored sums are not Poisson counts and are refused. */
  readonly events: number;
  /** People, dwellings or person-years at risk; above 0. */
  readonly population: number;
  /** Rate multiplier. Default 1,000, the unit of police and council ward tables. */
  readonly per?: number;
  /** Two-sided confidence, in (0, 1). Default 0.95; public-health practice also shows 0.998. */
  readonly confidence?: number;
}

/**
 * Crude rate with a confidence interval by the UK public-health rule: exact Poisson limits under 10 events, Byar's
 * approximation from 10. At 0 events the lower limit is 0 and the upper is still informative: "none seen" is not "none".
 *
 * Not computable when the population is 0 (`zero-denominator`) or an input is out of its domain (`invalid-input`).
 *
 * Garwood (1936), Biometrika 28:437-442 (exact); Breslow & Day (1987), Statistical Methods in Cancer Research II,
 * p. 69 (Byar). The switch at 10 follows Public Health England's technical guide (Eayres 2008).
 */
export function rateInterval(input: RateInput): RateInterval | NotComputable {
  const { events, population, per = 1000, confidence = 0.95 } = input;
  if (!(Number.isInteger(events) && events >= 0)) {
    return notComputable('invalid-input', `A rate needs a whole number of events, 0 or more; saw ${events}.`);
  }
  if (population === 0) {
    return notComputable('zero-denominator', 'A rate needs a population above 0; saw 0.');
  }
  if (!(population > 0 && Number.isFinite(population) && per > 0 && confidence > 0 && confidence < 1)) {
    return notComputable(
      'invalid-input',
      `A rate needs population and multiplier above 0 and confidence in (0, 1); saw ${population}, ${per}, ${confidence}.`,
    );
  }
  const { lower, upper, method } = countLimits(events, confidence);
  const scale = per / population;
  return { rate: events * scale, lower: lower * scale, upper: upper * scale, method };
}

/** Limits for a Poisson count itself, by the same rule. `events` a whole number >= 0, `confidence` in (0, 1). */
export function countLimits(
  events: number,
  confidence: number,
): { lower: number; upper: number; method: 'exact' | 'byar' } {
  return events < EXACT_BELOW_EVENTS
    ? { ...exactLimits(events, confidence), method: 'exact' }
    : { ...byarLimits(events, confidence), method: 'byar' };
}

function exactLimits(events: number, confidence: number): { lower: number; upper: number } {
  const tail = (1 - confidence) / 2;
  return {
    lower: events === 0 ? 0 : chiSquaredQuantile(tail, 2 * events) / 2,
    upper: chiSquaredQuantile(1 - tail, 2 * events + 2) / 2,
  };
}

/**
 * Byar's limits for a count. Not for small counts: undefined at 0, negative at 1 with 99.8 % confidence, which is why
 * `countLimits` switches to the exact form under 10. Exported for directly standardised rates, whose method is Byar's.
 */
export function byarLimits(events: number, confidence: number): { lower: number; upper: number } {
  const z = normalQuantile(0.5 + confidence / 2);
  const next = events + 1;
  return {
    lower: events * (1 - 1 / (9 * events) - z / (3 * Math.sqrt(events))) ** 3,
    upper: next * (1 - 1 / (9 * next) + z / (3 * Math.sqrt(next))) ** 3,
  };
}
