import { twoSidedNormalP } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { deviations, whyNotComputable } from './unit-values.ts';
import { weightTotals } from './weights/weight-totals.ts';
import { requireOneValuePerUnit, spatialLag, type Weights, withoutSelf } from './weights/weights.ts';

export interface GlobalMoran {
  /** Moran's I: near 0 without pattern, towards 1 where neighbours are alike, below 0 where they alternate. */
  readonly i: number;
  /** -1 / (n - 1). */
  readonly expected: number;
  readonly variance: number;
  readonly z: number;
  /** Two-sided normal p-value. */
  readonly pValue: number;
}

export interface GlobalMoranOptions {
  /** Fewest units: 30 by default. */
  readonly minimumUnits?: number;
  /** 'randomisation' (default): the values as they are, rearranged. 'normality': drawn from a normal distribution. */
  readonly variance?: 'randomisation' | 'normality';
}

/**
 * Global Moran's I: is the map as a whole patterned, before anyone asks where?
 *
 * I = (n / S0) sum_ij w_ij z_i z_j / sum z_i^2. Cliff and Ord (1981), Spatial Processes, page 21; agrees with
 * spdep::moran.test. Units without neighbours count in n; spdep leaves them out (adjust.n): use weights without such units to
 * compare.
 *
 * @param weights row-standardised by convention; a unit's own weight is left out
 * @returns "not computable": too few units, all values alike, a value that is not finite, no neighbours at all
 */
export function globalMoran(
  values: ArrayLike<number>,
  weights: Weights,
  { minimumUnits = 30, variance: hypothesis = 'randomisation' }: GlobalMoranOptions = {},
): GlobalMoran | NotComputable {
  requireOneValuePerUnit(values, weights);
  const refusal = whyNotComputable(values, Math.max(4, minimumUnits));
  if (refusal !== null) return refusal;
  const others = withoutSelf(weights);
  if (others.neighbours.length === 0) return notComputable('no-neighbours', 'No unit has a neighbour.');

  const n = others.n;
  const z = deviations(values);
  const lag = spatialLag(z, others);
  let cross = 0;
  let squares = 0;
  let fourths = 0;
  for (let i = 0; i < n; i++) {
    cross += z[i] * lag[i];
    squares += z[i] ** 2;
    fourths += z[i] ** 4;
  }
  const { s0, s1, s2 } = weightTotals(others);
  const i = ((n / s0) * cross) / squares;
  const expected = -1 / (n - 1);
  const kurtosis = (n * fourths) / (squares * squares);
  const secondMoment =
    hypothesis === 'normality'
      ? (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0)
      : (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) -
          kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
        ((n - 1) * (n - 2) * (n - 3) * s0 * s0);
  const variance = secondMoment - expected * expected;
  const z0 = (i - expected) / Math.sqrt(variance);
  return { i, expected, variance, z: z0, pValue: twoSidedNormalP(z0) };
}
