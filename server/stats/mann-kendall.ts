import { twoSidedNormalP } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** Shorter series make no claim: the smallest possible two-sided p with 3 values is 0.3. */
export const FEWEST_VALUES_FOR_TREND = 4;

/** The Mann-Kendall test for a monotonic trend. */
export interface MannKendall {
  /** Pairs that rise less pairs that fall. Above 0: rising. */
  readonly s: number;
  /** Variance of S under "no trend", corrected for ties. */
  readonly variance: number;
  /** Standard normal score with continuity correction; 0 where S is 0. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  /** S over the number of pairs, in [-1, 1]. */
  readonly tau: number;
}

/**
 * Mann-Kendall test: do later values tend to be higher (or lower) than earlier ones? No shape is assumed, so one wild
 * month counts no more than any other.
 *
 * z = (S ∓ 1) / √Var, 0 at S = 0; Var = [n(n-1)(2n+5) - Σ t(t-1)(2t+5)] / 18 with t the size of each group of ties.
 * NaN values (no data supplied) are left out. A series without any change has z = 0 and p = 1. Not computable under
 * four values (`too-few-periods`). Values that follow each other too closely (autocorrelation) make p too small; a
 * season makes it too large: use `seasonalMannKendall` for months.
 *
 * @param values one per period, in time order, equally spaced
 *
 * Mann (1945), Econometrica 13:245-259; Kendall (1975), Rank Correlation Methods, ch. 4.
 */
export function mannKendall(values: ArrayLike<number>): MannKendall | NotComputable {
  const series = withoutMissing(values);
  const n = series.length;
  if (n < FEWEST_VALUES_FOR_TREND) {
    return notComputable(
      'too-few-periods',
      `A trend needs at least ${FEWEST_VALUES_FOR_TREND} periods with data; saw ${n}.`,
    );
  }
  const s = pairSign(series);
  return summarise(s, tieCorrectedVariance(series), (n * (n - 1)) / 2);
}

/**
 * Seasonal Mann-Kendall (Hirsch-Slack): each season is compared only with itself, January with January, and the S and
 * variances are added. The form for monthly counts, where summer is not a trend.
 *
 * @param values one per period, in time order, starting in any season
 * @param seasonLength periods in a year: 12 for months (default), 4 for quarters, 52 for weeks
 *
 * Not computable unless the seasons hold at least four pairs and one season two values. Assumes that seasons are
 * independent of each other.
 *
 * Hirsch, Slack & Smith (1982), Water Resources Research 18:107-121.
 */
export function seasonalMannKendall(
  values: ArrayLike<number>,
  seasonLength = 12,
): MannKendall | NotComputable {
  if (!(Number.isInteger(seasonLength) && seasonLength >= 2)) {
    return notComputable('invalid-input', `A year needs at least two whole periods; saw ${seasonLength}.`);
  }
  let s = 0;
  let variance = 0;
  let pairs = 0;
  for (let season = 0; season < seasonLength; season++) {
    const own: number[] = [];
    for (let i = season; i < values.length; i += seasonLength) {
      if (!Number.isNaN(values[i])) own.push(values[i]);
    }
    s += pairSign(own);
    variance += tieCorrectedVariance(own);
    pairs += (own.length * (own.length - 1)) / 2;
  }
  if (pairs < FEWEST_VALUES_FOR_TREND) {
    return notComputable(
      'too-few-periods',
      `A seasonal trend compares each season with its own earlier years: it needs at least ${FEWEST_VALUES_FOR_TREND} such pairs; saw ${pairs}.`,
    );
  }
  return summarise(s, variance, pairs);
}

function withoutMissing(values: ArrayLike<number>): number[] {
  return Array.from(values).filter((value) => !Number.isNaN(value));
}

function pairSign(series: ArrayLike<number>): number {
  let s = 0;
  for (let j = 1; j < series.length; j++) {
    for (let i = 0; i < j; i++) s += Math.sign(series[j] - series[i]);
  }
  return s;
}

function tieCorrectedVariance(series: readonly number[]): number {
  const n = series.length;
  const sorted = Float64Array.from(series).sort();
  let ties = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && sorted[end] === sorted[start]) end++;
    const t = end - start;
    ties += t * (t - 1) * (2 * t + 5);
    start = end;
  }
  return (n * (n - 1) * (2 * n + 5) - ties) / 18;
}

function summarise(s: number, variance: number, pairs: number): MannKendall {
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, variance, z, pValue: twoSidedNormalP(z), tau: s / pairs };
}
