import { twoSidedNormalP } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { whyNotComputable } from './unit-values.ts';
import { weightTotals } from './weights/weight-totals.ts';
import { requireOneValuePerUnit, spatialLag, type Weights, withoutSelf } from './weights/weights.ts';

export interface GlobalG {
  /** Share of all products of pairs that falls between neighbours. */
  readonly g: number;
  /** Sum of weights / (n (n - 1)). */
  readonly expected: number;
  readonly variance: number;
  /** Above 0 where high values gather, below 0 where low values do. */
  readonly z: number;
  /** Two-sided normal p-value. */
  readonly pValue: number;
}

/**
 * General G of Getis and Ord: over the whole map, do high values gather, or low ones? Unlike Moran's I it tells the two apart,
 * and unlike Gi* it does not say where.
 *
 * G = sum_ij w_ij x_i x_j / sum_(i != j) x_i x_j, with the variance under randomisation of Getis and Ord (1992), Geographical
 * Analysis 24, pages 189-206. Agrees with spdep::globalG.test. Only for values of 0 or more: counts, rates, not differences.
 *
 * @param weights binary by convention; a unit's own weight is left out
 * @returns "not computable": too few units, all values alike, a value below 0 or not finite ('invalid-input'), no neighbours,
 * only one unit above 0 ('zero-denominator')
 */
export function globalG(
  values: ArrayLike<number>,
  weights: Weights,
  { minimumUnits = 30 }: { readonly minimumUnits?: number } = {},
): GlobalG | NotComputable {
  requireOneValuePerUnit(values, weights);
  const refusal = whyNotComputable(values, Math.max(4, minimumUnits));
  if (refusal !== null) return refusal;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0) {
      return notComputable(
        'invalid-input',
        `General G needs values of 0 or more; unit ${i} has ${values[i]}.`,
      );
    }
  }
  const others = withoutSelf(weights);
  if (others.neighbours.length === 0) return notComputable('no-neighbours', 'No unit has a neighbour.');

  // Scaled to a mean of 1: G does not change, and fourth powers stay small.
  const n = others.n;
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i];
  const x = Float64Array.from({ length: n }, (_, i) => (values[i] * n) / total);
  const lag = spatialLag(x, others);
  let cross = 0;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < n; i++) {
    cross += x[i] * lag[i];
    m2 += x[i] ** 2;
    m3 += x[i] ** 3;
    m4 += x[i] ** 4;
  }
  const m1 = n;
  const pairs = m1 * m1 - m2;
  if (!(pairs > 0))
    return notComputable('zero-denominator', 'Only one unit has a value above 0: there are no pairs.');
  const { s0, s1, s2 } = weightTotals(others);
  const g = cross / pairs;
  const expected = s0 / (n * (n - 1));

  const n2 = n * n;
  const s0Squared = s0 * s0;
  const b0 = (n2 - 3 * n + 3) * s1 - n * s2 + 3 * s0Squared;
  const b1 = -((n2 - n) * s1 - 2 * n * s2 + 6 * s0Squared);
  const b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0Squared);
  const b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0Squared;
  const b4 = s1 - s2 + s0Squared;
  const secondMoment =
    (b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 ** 4) /
    (pairs * pairs * n * (n - 1) * (n - 2) * (n - 3));
  const variance = secondMoment - expected * expected;
  const z = (g - expected) / Math.sqrt(variance);
  return { g, expected, variance, z, pValue: twoSidedNormalP(z) };
}
