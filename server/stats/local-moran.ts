import { twoSidedNormalP } from './distributions/normal.ts';
import type { NotComputable } from './not-computable.ts';
import { deviations, whyNotComputable } from './unit-values.ts';
import { requireOneValuePerUnit, spatialLag, type Weights, withoutSelf } from './weights/weights.ts';

/** Where a unit and its neighbours stand against the mean: the corners of the Moran scatter plot. */
export const MORAN_QUADRANTS = ['none', 'high-high', 'low-low', 'high-low', 'low-high'] as const;
export type MoranQuadrant = (typeof MORAN_QUADRANTS)[number];

export interface LocalMoran {
  /** Local Moran's I; above 0 where a unit is like its neighbours. NaN for a unit without neighbours. */
  readonly i: Float64Array;
  readonly expected: Float64Array;
  readonly variance: Float64Array;
  /** Standardised I; NaN where the variance is 0 or there are no neighbours. */
  readonly z: Float64Array;
  /** Two-sided normal p-value, before any adjustment for many units. */
  readonly pValue: Float64Array;
  /** Place in MORAN_QUADRANTS, whether significant or not: show it only where the adjusted p is small. */
  readonly quadrant: Uint8Array;
}

export interface LocalMoranOptions {
  /** Fewest units for which a z-score is given: 30 by default. */
  readonly minimumUnits?: number;
  /**
   * Null hypothesis of the variance. 'conditional' (default): x_i held, the others rearranged (Sokal, Oden and Thomson 1998,
   * Geographical Analysis 30, pages 331-354; spdep's default). 'total': all rearranged (Anselin 1995).
   */
  readonly variance?: 'conditional' | 'total';
}

/**
 * Local Moran's I: is this unit like its neighbours (part of a cluster), or unlike them (an outlier)?
 *
 * I_i = (z_i / m2) sum_j w_ij z_j, with z = x - mean and m2 = sum z^2 / n (divisor n). Row-standardised weights without self
 * are the convention: pass `rowStandardised(queen...)`. Anselin (1995), Geographical Analysis 27, pages 93-115. Agrees with
 * spdep::localmoran.
 *
 * @param values one finite value per unit. For rates use ebLocalMoran: small populations make raw rates jump.
 * @param weights any; a unit's own weight is left out
 * @returns per unit, or "not computable": too few units, all values alike, a value that is not finite
 * @throws RangeError where values and weights differ in length
 */
export function localMoran(
  values: ArrayLike<number>,
  weights: Weights,
  { minimumUnits = 30, variance: hypothesis = 'conditional' }: LocalMoranOptions = {},
): LocalMoran | NotComputable {
  requireOneValuePerUnit(values, weights);
  const refusal = whyNotComputable(values, Math.max(3, minimumUnits));
  if (refusal !== null) return refusal;

  const others = withoutSelf(weights);
  const { n, offsets } = others;
  const z = deviations(values);
  const lag = spatialLag(z, others);
  let squares = 0;
  let fourths = 0;
  for (let i = 0; i < n; i++) {
    squares += z[i] ** 2;
    fourths += z[i] ** 4;
  }
  const m2 = squares / n;
  const kurtosis = fourths / n / (m2 * m2);

  const result: LocalMoran = {
    i: new Float64Array(n).fill(Number.NaN),
    expected: new Float64Array(n).fill(Number.NaN),
    variance: new Float64Array(n).fill(Number.NaN),
    z: new Float64Array(n).fill(Number.NaN),
    pValue: new Float64Array(n).fill(Number.NaN),
    quadrant: moranQuadrants(z, lag, others),
  };
  for (let i = 0; i < n; i++) {
    if (offsets[i] === offsets[i + 1]) continue;
    const { sum: w, squares: w2 } = weightSums(others, i);
    result.i[i] = (z[i] / m2) * lag[i];
    if (hypothesis === 'conditional') {
      result.expected[i] = (-z[i] * z[i] * w) / ((n - 1) * m2);
      result.variance[i] =
        (z[i] / m2) ** 2 * (n / (n - 2)) * (w2 - (w * w) / (n - 1)) * (m2 - (z[i] * z[i]) / (n - 1));
    } else {
      result.expected[i] = -w / (n - 1);
      result.variance[i] =
        (w2 * (n - kurtosis)) / (n - 1) +
        ((w * w - w2) * (2 * kurtosis - n)) / ((n - 1) * (n - 2)) -
        (w / (n - 1)) ** 2;
    }
    const spread = Math.sqrt(result.variance[i]);
    result.z[i] = spread > 0 ? (result.i[i] - result.expected[i]) / spread : Number.NaN;
    result.pValue[i] = twoSidedNormalP(result.z[i]);
  }
  return result;
}

/** Quadrant of each unit by the signs of its deviation and of its neighbours' summed deviation; 'none' on an axis. */
export function moranQuadrants(own: Float64Array, lag: Float64Array, { n, offsets }: Weights): Uint8Array {
  const quadrant = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (offsets[i] === offsets[i + 1] || own[i] === 0 || lag[i] === 0) continue;
    if (own[i] > 0) quadrant[i] = MORAN_QUADRANTS.indexOf(lag[i] > 0 ? 'high-high' : 'high-low');
    else quadrant[i] = MORAN_QUADRANTS.indexOf(lag[i] > 0 ? 'low-high' : 'low-low');
  }
  return quadrant;
}

function weightSums({ offsets, values }: Weights, i: number): { sum: number; squares: number } {
  if (values === null) return { sum: offsets[i + 1] - offsets[i], squares: offsets[i + 1] - offsets[i] };
  let sum = 0;
  let squares = 0;
  for (let k = offsets[i]; k < offsets[i + 1]; k++) {
    sum += values[k];
    squares += values[k] * values[k];
  }
  return { sum, squares };
}
