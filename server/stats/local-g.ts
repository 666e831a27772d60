import { twoSidedNormalP } from './distributions/normal.ts';
import type { NotComputable } from './not-computable.ts';
import { deviations, whyNotComputable } from './unit-values.ts';
import { requireOneValuePerUnit, type Weights } from './weights/weights.ts';

/** Standardised local G, one per unit. */
export interface LocalG {
  /** z-score; above 0 where high values gather. NaN where this unit's statistic is not computable. */
  readonly z: Float64Array;
  /** Two-sided normal p-value of z, before any adjustment for many units. NaN where z is. */
  readonly pValue: Float64Array;
}

export interface LocalGOptions {
  /** Fewest units for which a z-score is given: 30 by default, below which the normal approximation is not trusted. */
  readonly minimumUnits?: number;
}

/** Variance terms smaller than this share of their parts are rounding. */
const VARIANCE_EPSILON = 1e-12;

/**
 * Getis-Ord Gi* (weights that include the unit itself) or Gi (weights that do not): do high, or low, values gather
 * around this unit more than a random arrangement of the same values would?
 *
 * Gi*: z_i = (sum_j w_ij x_j - W_i m) / (s sqrt((n S1_i - W_i^2) / (n - 1))), with m and s^2 = sum (x - m)^2 / n over
 * all n units (population variance, divisor n), W_i = sum_j w_ij, S1_i = sum_j w_ij^2.
 * Gi: the same with m_i and s_i^2 over the other n - 1 units and (((n - 1) S1_i - W_i^2) / (n - 2)).
 *
 * Sources: Ord and Getis (1995), Geographical Analysis 27, pages 286-306; agrees with spdep::localG. Getis and Ord
 * (1996, page 267) print the divisor n - 1 (1.44794 where this gives 1.45078).
 *
 * A unit is NaN where it has no neighbours, where its weights reach all units evenly, or (Gi) where all other units hold
 * the same value: the variance is 0. A low z is not evidence that a place is safe.
 *
 * @param values one finite value per unit: counts, rates or weighted sums
 * @returns z and p per unit, or "not computable" for the whole map: fewer than `minimumUnits` units ('too-few-units'),
 * all values alike ('zero-variance', or 'all-zero'), a value that is not finite ('invalid-input')
 * @throws RangeError where values and weights differ in length
 */
export function localG(
  values: ArrayLike<number>,
  weights: Weights,
  { minimumUnits = 30 }: LocalGOptions = {},
): LocalG | NotComputable {
  requireOneValuePerUnit(values, weights);
  const refusal = whyNotComputable(values, Math.max(minimumUnits, weights.includesSelf ? 2 : 3));
  if (refusal !== null) return refusal;

  const { n, offsets, neighbours } = weights;
  const w = weights.values;
  // Deviations from the mean: the numerator then needs no subtraction of two large sums.
  const deviation = deviations(values);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += deviation[i] * deviation[i];

  const z = new Float64Array(n);
  const pValue = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let weightedSum = 0;
    let weightSum = 0;
    let weightSquares = 0;
    if (w === null) {
      for (let k = offsets[i]; k < offsets[i + 1]; k++) weightedSum += deviation[neighbours[k]];
      weightSum = offsets[i + 1] - offsets[i];
      weightSquares = weightSum;
    } else {
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        weightedSum += w[k] * deviation[neighbours[k]];
        weightSum += w[k];
        weightSquares += w[k] * w[k];
      }
    }
    const others = weights.includesSelf ? n : n - 1;
    const mean = weights.includesSelf ? 0 : -deviation[i] / (n - 1);
    const variance = weights.includesSelf ? squares / n : varianceOfOthers(deviation, squares, i);
    const spread = others * weightSquares - weightSum * weightSum;
    z[i] =
      spread <= VARIANCE_EPSILON * others * weightSquares
        ? Number.NaN
        : (weightedSum - weightSum * mean) / Math.sqrt((variance * spread) / (others - 1));
    // The other units all hold one value (Gi): no variance to measure against.
    if (!Number.isFinite(z[i])) z[i] = Number.NaN;
    pValue[i] = twoSidedNormalP(z[i]);
  }
  return { z, pValue };
}

/** Population variance of all units but one, from deviations that sum to 0. */
function varianceOfOthers(deviation: Float64Array, squares: number, left: number): number {
  const others = deviation.length - 1;
  const own = deviation[left] * deviation[left];
  if (own < squares / 2) return (squares - own) / others - own / (others * others);
  // One unit that holds most of the variance (at most two can): the short form would cancel, so walk the others.
  let sum = 0;
  for (let j = 0; j < deviation.length; j++) if (j !== left) sum += deviation[j];
  const mean = sum / others;
  let total = 0;
  let same = true;
  let first = Number.NaN;
  for (let j = 0; j < deviation.length; j++) {
    if (j === left) continue;
    total += (deviation[j] - mean) ** 2;
    if (Number.isNaN(first)) first = deviation[j];
    else if (deviation[j] !== first) same = false;
  }
  return same ? 0 : total / others;
}
