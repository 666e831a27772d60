import { type RandomSource, randomInteger } from './random.ts';
import { requireOneValuePerUnit, type Weights, withoutSelf } from './weights/weights.ts';

/** How each unit's neighbourhood sum compares with those of rearranged maps. */
export interface PermutedLags {
  /** Sum of w_ij x_j over the neighbours j other than i, as observed. */
  readonly observed: Float64Array;
  /** Two-sided pseudo p-value; NaN for a unit without neighbours. Never 0: at least 2 / (permutations + 1). */
  readonly pValue: Float64Array;
  /** Mean and standard deviation of the permuted sums; NaN for a unit without neighbours. */
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
}

export interface PermutationOptions {
  /** Rearrangements per unit: 999 by default, giving p-values down to 0.002 in steps of 0.002. */
  readonly permutations?: number;
  /** Seeded: the same seed gives the same p-values. */
  readonly random: RandomSource;
  /** Called after about every hundredth of the units. Throw from it to cancel. */
  readonly onProgress?: (unitsDone: number, units: number) => void;
}

/** Sums nearer to the observed one than this share of its parts count as equal to it. */
const TIE_EPSILON = 1e-11;

/**
 * Conditional permutation: hold unit i, draw values for its neighbours from the other n - 1 units without replacement,
 * and count how often the neighbourhood sum is as large, or as small, as the observed one. Equal sums count on both sides.
 *
 * p = min(1, 2 min((m_high + 1) / (R + 1), (m_low + 1) / (R + 1))), m of R rearrangements (two-sided).
 * Any statistic that is a fixed number times this sum, given x_i (Gi, Gi*, local Moran, bivariate local Moran), has the same
 * p. GeoDa and esda print half of it (one side). Anselin (1995), Geographical Analysis 27, pages 93-115.
 *
 * A unit's own weight, where the weights have one, is left out: it is held and moves nothing.
 */
export function permuteLags(
  values: ArrayLike<number>,
  weights: Weights,
  { permutations = 999, random, onProgress }: PermutationOptions,
): PermutedLags {
  requireOneValuePerUnit(values, weights);
  if (!(Number.isInteger(permutations) && permutations >= 1)) {
    throw new RangeError(
      `The number of permutations must be a whole number from 1; it was ${permutations}. Use 999.`,
    );
  }
  const { n, offsets, neighbours, values: w } = withoutSelf(weights);
  const observed = new Float64Array(n);
  const pValue = new Float64Array(n).fill(Number.NaN);
  const mean = new Float64Array(n).fill(Number.NaN);
  const standardDeviation = new Float64Array(n).fill(Number.NaN);
  const all = Float64Array.from(values);
  const pool = new Float64Array(n);
  const progressStep = Math.max(1, Math.ceil(n / 100));
  for (let i = 0; i < n; i++) {
    if (onProgress !== undefined && i > 0 && i % progressStep === 0) onProgress(i, n);
    const from = offsets[i];
    const k = offsets[i + 1] - from;
    if (k === 0) continue;
    let sum = 0;
    let size = 0;
    for (let t = 0; t < k; t++) {
      const part = (w === null ? 1 : w[from + t]) * all[neighbours[from + t]];
      sum += part;
      size += Math.abs(part);
    }
    observed[i] = sum;
    const tie = size * TIE_EPSILON;

    // The pool is all values but x_i; it stays a rearrangement of them, so it needs no putting back between draws.
    pool.set(all);
    pool[i] = all[n - 1];
    let high = 0;
    let low = 0;
    let total = 0;
    let squares = 0;
    for (let r = 0; r < permutations; r++) {
      let drawn = 0;
      for (let t = 0; t < k; t++) {
        const j = t + randomInteger(random, n - 1 - t);
        const value = pool[j];
        pool[j] = pool[t];
        pool[t] = value;
        drawn += w === null ? value : w[from + t] * value;
      }
      const difference = drawn - sum;
      if (difference >= -tie) high++;
      if (difference <= tie) low++;
      total += difference;
      squares += difference * difference;
    }
    pValue[i] = Math.min(1, (2 * (Math.min(high, low) + 1)) / (permutations + 1));
    mean[i] = sum + total / permutations;
    standardDeviation[i] = Math.sqrt(Math.max(0, squares / permutations - (total / permutations) ** 2));
  }
  onProgress?.(n, n);
  return { observed, pValue, mean, standardDeviation };
}
