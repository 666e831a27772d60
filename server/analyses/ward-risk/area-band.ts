import type { AreaBand } from '../../contract/measures.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import { countLimits, rateInterval } from '../../stats/rate-interval.ts';

/** Events per 1,000 people per year with 95 % and 99.8 % intervals. */
export interface AnnualRate {
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
  /** 99.8 %, for "much". */
  readonly widerLower: number;
  readonly widerUpper: number;
}

/** The rate of a count over people and years; null where nobody is there to be counted. */
export function annualRate(events: number, people: number, years: number): AnnualRate | null {
  const usual = rateInterval({ events, population: people * years });
  const wider = rateInterval({ events, population: people * years, confidence: 0.998 });
  if (isNotComputable(usual) || isNotComputable(wider)) return null;
  const { rate, lower, upper } = usual;
  return { rate, lower, upper, widerLower: wider.lower, widerUpper: wider.upper };
}

/** Where the interval lies against the district's rate, not where the point does. */
export function bandAgainst(rate: AnnualRate, districtRate: number): AreaBand {
  if (rate.widerLower > districtRate) return 'much-higher';
  if (rate.lower > districtRate) return 'higher';
  if (rate.widerUpper < districtRate) return 'much-lower';
  if (rate.upper < districtRate) return 'lower';
  return 'similar';
}

/** The expected count under which even no event at all would not be unusual at 95 %: about 3.7. */
const FEWEST_EXPECTED = countLimits(0, 0.95).upper;

/**
 * Whether a count is too small to be compared: it is not unusual, and with so few events expected a count of none would
 * not have been unusual either. "Similar to the district" would then claim knowledge that nobody has.
 */
export function tooFewToSay(expected: number, band: AreaBand): boolean {
  return band === 'similar' && expected < FEWEST_EXPECTED;
}
