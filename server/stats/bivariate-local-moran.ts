import { moranQuadrants } from './local-moran.ts';
import type { NotComputable } from './not-computable.ts';
import { type PermutationOptions, permuteLags } from './permute-lags.ts';
import { permuteLagsShared } from './permute-lags-shared.ts';
import { deviations, whyNotComputable } from './unit-values.ts';
import { requireOneValuePerUnit, spatialLag, type Weights, withoutSelf } from './weights/weights.ts';

export interface BivariateLocalMoran {
  /** z-score of the unit's first value times the weighted z-scores of its neighbours' second. NaN without neighbours. */
  readonly i: Float64Array;
  /** Two-sided pseudo p-value, before any adjustment for many units. NaN without neighbours, or at the mean exactly. */
  readonly pValue: Float64Array;
  /** Place in MORAN_QUADRANTS: the unit's first value, then its neighbours' second. */
  readonly quadrant: Uint8Array;
}

/**
 * Bivariate local Moran: where a high (or low) value of the first measure is surrounded by high (or low) values of the second,
 * for example ambulance pick-ups among police incidents.
 *
 * I_i = zx_i sum_j w_ij zy_j, both measures as z-scores (divisor n), weights row-standardised by convention, self left out.
 * p by conditional permutation of the second measure among the other units. Lee (2001), Journal of Geographical Systems 3,
 * pages 369-385; Anselin, Syabri and Smirnov (2002).
 *
 * It does not look at the second measure in the unit itself, and says nothing of cause: for "both are high here" use
 * jointHotSpots.
 */
export function bivariateLocalMoran(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  weights: Weights,
  options: PermutationOptions & {
    readonly minimumUnits?: number;
    /** The same rearrangements serve every unit: 20 times as fast. Needs weights equal within each row. Off by default. */
    readonly sharedDraws?: boolean;
  },
): BivariateLocalMoran | NotComputable {
  requireOneValuePerUnit(first, weights);
  requireOneValuePerUnit(second, weights);
  const { minimumUnits = 30, sharedDraws = false } = options;
  const refusal = whyNotComputable(first, minimumUnits) ?? whyNotComputable(second, minimumUnits);
  if (refusal !== null) return refusal;

  const others = withoutSelf(weights);
  const zFirst = standardised(first);
  const zSecond = standardised(second);
  const lag = spatialLag(zSecond, others);
  const pValue = sharedDraws
    ? permuteLagsShared(zSecond, others, options)
    : permuteLags(zSecond, others, options).pValue;
  const i = new Float64Array(others.n);
  for (let u = 0; u < others.n; u++) {
    i[u] = others.offsets[u] === others.offsets[u + 1] ? Number.NaN : zFirst[u] * lag[u];
    if (zFirst[u] === 0) pValue[u] = Number.NaN;
  }
  return { i, pValue, quadrant: moranQuadrants(zFirst, lag, others) };
}

function standardised(values: ArrayLike<number>): Float64Array {
  const z = deviations(values);
  let squares = 0;
  for (let i = 0; i < z.length; i++) squares += z[i] * z[i];
  const sd = Math.sqrt(squares / z.length);
  return z.map((value) => value / sd);
}
