import { type NotComputable, notComputable } from './not-computable.ts';

/** How each month (or quarter, or week) compares with the year it stands in. */
export interface SeasonalIndex {
  /** One per season, mean 1: 1.2 means a fifth busier per day than the year around it. Season 0 is that of the first value. */
  readonly index: Float64Array;
  /** Events per day in each period. */
  readonly ratePerDay: Float64Array;
  /** Rate per day with the season taken out: ratePerDay / index. */
  readonly adjusted: Float64Array;
  /** Centred moving average over one year; NaN for half a year at each end. */
  readonly trend: Float64Array;
}

/**
 * Monthly index by ratio to the centred moving average, on events per day: February is not quiet because it is short.
 *
 * Each period's rate is divided by the average of the year centred on it; the ratios of each season are averaged and
 * scaled to a mean of 1. Needs two whole years and something to divide by.
 *
 * @param counts events per period, in time order
 * @param days days in each period, above 0
 * @param seasonLength periods in a year: 12 for months (default), 4 for quarters
 *
 * Not computable under two years (`too-few-periods`), with a year of zeros (`zero-denominator`), or where a season never
 * has an event (`all-zero`: nothing to adjust by).
 *
 * Macaulay (1931), The Smoothing of Time Series; Kendall & Stuart (1966), vol. 3, ch. 46 (classical decomposition).
 */
export function seasonalIndex(
  counts: ArrayLike<number>,
  days: ArrayLike<number>,
  seasonLength = 12,
): SeasonalIndex | NotComputable {
  const n = counts.length;
  if (!(Number.isInteger(seasonLength) && seasonLength >= 2) || days.length !== n) {
    return notComputable(
      'invalid-input',
      `A seasonal index needs days for each count and a year of 2 or more periods; saw ${n}, ${days.length} and ${seasonLength}.`,
    );
  }
  if (n < 2 * seasonLength) {
    return notComputable(
      'too-few-periods',
      `A seasonal index needs two whole years (${2 * seasonLength} periods); saw ${n}.`,
    );
  }
  const ratePerDay = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    ratePerDay[i] = counts[i] / days[i];
    if (days[i] > 0 && ratePerDay[i] >= 0 && Number.isFinite(ratePerDay[i])) continue;
    return notComputable(
      'invalid-input',
      `Period ${i} needs a count of 0 or more and days; saw ${counts[i]} in ${days[i]}.`,
    );
  }
  const trend = centredYear(ratePerDay, seasonLength);
  const sums = new Float64Array(seasonLength);
  const seen = new Uint32Array(seasonLength);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(trend[i])) continue;
    if (trend[i] === 0) {
      return notComputable(
        'zero-denominator',
        `The year around period ${i} has no events to compare it with.`,
      );
    }
    sums[i % seasonLength] += ratePerDay[i] / trend[i];
    seen[i % seasonLength]++;
  }
  const means = sums.map((sum, season) => sum / seen[season]);
  const overall = means.reduce((a, b) => a + b, 0) / seasonLength;
  const index = means.map((mean) => mean / overall);
  if (index.some((value) => value === 0)) {
    return notComputable(
      'all-zero',
      'At least one season never has an event, so there is nothing to adjust it by.',
    );
  }
  const adjusted = ratePerDay.map((rate, i) => rate / index[i % seasonLength]);
  return { index, ratePerDay, adjusted, trend };
}

/** Moving average over one year, centred; for an even year the two end periods count half. */
function centredYear(values: Float64Array, seasonLength: number): Float64Array {
  const half = Math.floor(seasonLength / 2);
  const endWeight = seasonLength % 2 === 0 ? 0.5 : 1;
  const trend = new Float64Array(values.length).fill(NaN);
  for (let i = half; i + half < values.length; i++) {
    let sum = endWeight * (values[i - half] + values[i + half]);
    for (let j = i - half + 1; j < i + half; j++) sum += values[j];
    trend[i] = sum / seasonLength;
  }
  return trend;
}
