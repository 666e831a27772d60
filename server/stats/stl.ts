import { loessAt, loessSmooth } from './loess.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** A series split in three that add up to it. */
export interface StlDecomposition {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly remainder: Float64Array;
  /** Robustness weights in [0, 1]: near 0 where a period was set aside as exceptional. All 1 if not robust. */
  readonly weights: Float64Array;
}

/** How to split it. */
export interface StlOptions {
  /** Periods in a year: 12 for months (default). */
  readonly seasonLength?: number;
  /** Odd number of years a season is smoothed over, at least 7, or `periodic` (default): the same season every year. */
  readonly seasonalWindow?: number | 'periodic';
  /** Odd number of periods the trend is smoothed over. Default: the smallest odd number >= 1.5 s / (1 - 1.5 / window). */
  readonly trendWindow?: number;
  /** Set exceptional periods aside (15 outer passes, 1 inner) instead of 2 plain inner passes. Default true. */
  readonly robust?: boolean;
}

interface Settings {
  readonly period: number;
  readonly seasonalWindow: number;
  readonly trendWindow: number;
  readonly lowPassWindow: number;
}

/**
 * STL: seasonal and trend decomposition by loess. Use it for a monthly line with the season taken out where there are
 * three or more years; give it rates per day, since months differ in length.
 *
 * Loess of degree 0 for the seasonal and degree 1 for the trend and the low pass, evaluated at every period (no
 * interpolation between "jumps"). Not computable under two whole years (`too-few-periods`) or with a missing value.
 *
 * Cleveland, Cleveland, McRae & Terpenning (1990), Journal of Official Statistics 6:3-73.
 */
export function stl(values: ArrayLike<number>, options: StlOptions = {}): StlDecomposition | NotComputable {
  const { seasonLength: period = 12, seasonalWindow: asked = 'periodic', robust = true } = options;
  const y = Float64Array.from(values);
  const n = y.length;
  const periodic = asked === 'periodic';
  const seasonalWindow = periodic ? 10 * n + 1 : asked;
  const trendWindow = options.trendWindow ?? nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / seasonalWindow)));
  const settings: Settings = { period, seasonalWindow, trendWindow, lowPassWindow: nextOdd(period) };
  const oddWindows = isOddFrom(seasonalWindow, 7) && isOddFrom(trendWindow, 3);
  if (
    !oddWindows ||
    !(Number.isInteger(period) && period >= 2) ||
    y.some((value) => !Number.isFinite(value))
  ) {
    return notComputable(
      'invalid-input',
      `STL needs finite values, a year of 2 or more periods, an odd seasonal window of 7 or more and an odd trend window of 3 or more; saw ${period}, ${asked} and ${trendWindow}.`,
    );
  }
  if (n < 2 * period) {
    return notComputable('too-few-periods', `STL needs two whole years (${2 * period} periods); saw ${n}.`);
  }
  const innerPasses = robust ? 1 : 2;
  const outerPasses = robust ? 15 : 0;
  const weights = new Float64Array(n).fill(1);
  let trend: Float64Array = new Float64Array(n);
  let seasonal: Float64Array = new Float64Array(n);
  for (let outer = 0; outer <= outerPasses; outer++) {
    for (let inner = 0; inner < innerPasses; inner++) {
      seasonal = seasonalOf(y, trend, weights, settings);
      trend = loessSmooth(minus(y, seasonal), settings.trendWindow, 1, weights);
    }
    if (outer < outerPasses) setRobustness(y, trend, seasonal, weights);
  }
  if (periodic) averageSeasons(seasonal, period);
  const remainder = y.map((value, i) => value - trend[i] - seasonal[i]);
  return { trend, seasonal, remainder, weights };
}

/** Steps 1 to 4 of the inner loop: smooth each season over the years, then take out what is not seasonal. */
function seasonalOf(
  y: Float64Array,
  trend: Float64Array,
  weights: Float64Array,
  settings: Settings,
): Float64Array {
  const { period, seasonalWindow, lowPassWindow } = settings;
  const n = y.length;
  const cycle = new Float64Array(n + 2 * period); // one season longer at each end
  for (let season = 0; season < period; season++) {
    const years = Math.floor((n - 1 - season) / period) + 1;
    const own = new Float64Array(years);
    const ownWeights = new Float64Array(years);
    for (let year = 0; year < years; year++) {
      const i = season + year * period;
      own[year] = y[i] - trend[i];
      ownWeights[year] = weights[i];
    }
    const smooth = loessSmooth(own, seasonalWindow, 0, ownWeights);
    const reach = Math.min(seasonalWindow, years);
    const first = loessAt(own, -1, 0, reach - 1, seasonalWindow, 0, ownWeights);
    const last = loessAt(own, years, years - reach, years - 1, seasonalWindow, 0, ownWeights);
    cycle[season] = Number.isNaN(first) ? smooth[0] : first;
    for (let year = 0; year < years; year++) cycle[season + (year + 1) * period] = smooth[year];
    cycle[season + (years + 1) * period] = Number.isNaN(last) ? smooth[years - 1] : last;
  }
  const passed = movingAverage(movingAverage(movingAverage(cycle, period), period), 3);
  const low = loessSmooth(passed, lowPassWindow, 1, null);
  return low.map((value, i) => cycle[i + period] - value);
}

/** Bisquare weights of the residuals, with six times their median as the reach. */
function setRobustness(
  y: Float64Array,
  trend: Float64Array,
  seasonal: Float64Array,
  weights: Float64Array,
): void {
  const residuals = y.map((value, i) => Math.abs(value - trend[i] - seasonal[i]));
  const sorted = residuals.slice().sort();
  const n = sorted.length;
  const reach = 3 * (sorted[Math.floor(n / 2)] + sorted[n - 1 - Math.floor(n / 2)]);
  for (let i = 0; i < n; i++) {
    if (residuals[i] <= 0.001 * reach) weights[i] = 1;
    else if (residuals[i] <= 0.999 * reach) weights[i] = (1 - (residuals[i] / reach) ** 2) ** 2;
    else weights[i] = 0;
  }
}

function averageSeasons(seasonal: Float64Array, period: number): void {
  for (let season = 0; season < period; season++) {
    let sum = 0;
    let years = 0;
    for (let i = season; i < seasonal.length; i += period) {
      sum += seasonal[i];
      years++;
    }
    for (let i = season; i < seasonal.length; i += period) seasonal[i] = sum / years;
  }
}

function movingAverage(values: Float64Array, length: number): Float64Array {
  const result = new Float64Array(values.length - length + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    if (i >= length) sum -= values[i - length];
    if (i >= length - 1) result[i - length + 1] = sum / length;
  }
  return result;
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

function nextOdd(value: number): number {
  return value % 2 === 0 ? value + 1 : value;
}

function isOddFrom(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value % 2 === 1;
}
