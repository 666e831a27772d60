import { normalQuantile } from './distributions/normal.ts';
import { mannKendall, seasonalMannKendall } from './mann-kendall.ts';
import { isNotComputable, type NotComputable, notComputable } from './not-computable.ts';

/** The typical change from one period to the next. */
export interface SenSlope {
  /** Median of all pairwise slopes, in units of the series per period. */
  readonly slope: number;
  readonly lower: number;
  readonly upper: number;
  /** Pairs of periods that went into it. */
  readonly pairs: number;
}

/** How to read the series. */
export interface SenOptions {
  /** Two-sided confidence of the interval, in (0, 1). Default 0.95. */
  readonly confidence?: number;
  /** Periods in a year (12 for months) to compare like with like; slopes are then per year. Default: no seasons. */
  readonly seasonLength?: number;
}

/**
 * Sen's slope: the median of (x_j - x_i) / (j - i) over all pairs, with the interval that belongs to the Mann-Kendall
 * test: the slopes at ranks (N ± z √Var S) / 2, linearly interpolated. A third of the months may be wrong before the
 * median moves far.
 *
 * With `seasonLength` only pairs of the same season are compared, and the unit is per year. NaN values are skipped and
 * keep their place in time. Not computable where the Mann-Kendall test is not.
 *
 * Sen (1968), JASA 63:1379-1389; Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, p. 218.
 */
export function senSlope(values: ArrayLike<number>, options: SenOptions = {}): SenSlope | NotComputable {
  const { confidence = 0.95, seasonLength } = options;
  if (!(confidence > 0 && confidence < 1)) {
    return notComputable('invalid-input', `Confidence must lie in (0, 1); saw ${confidence}.`);
  }
  const test = seasonLength === undefined ? mannKendall(values) : seasonalMannKendall(values, seasonLength);
  if (isNotComputable(test)) return test;
  const step = seasonLength ?? 1;
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    for (let j = i + step; j < values.length; j += step) {
      if (!Number.isNaN(values[j])) slopes.push((values[j] - values[i]) / ((j - i) / step));
    }
  }
  const sorted = Float64Array.from(slopes).sort();
  const pairs = sorted.length;
  const reach = normalQuantile(0.5 + confidence / 2) * Math.sqrt(test.variance);
  return {
    slope: atRank(sorted, (pairs + 1) / 2),
    lower: atRank(sorted, (pairs - reach) / 2),
    upper: atRank(sorted, (pairs + reach) / 2 + 1),
    pairs,
  };
}

/** Value at a 1-based rank, interpolated between neighbours and held at the ends. */
function atRank(sorted: Float64Array, rank: number): number {
  const held = Math.min(sorted.length, Math.max(1, rank));
  const below = Math.floor(held);
  const above = Math.min(sorted.length, below + 1);
  return sorted[below - 1] + (held - below) * (sorted[above - 1] - sorted[below - 1]);
}
