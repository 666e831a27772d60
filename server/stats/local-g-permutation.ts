import { type LocalG, type LocalGOptions, localG } from './local-g.ts';
import { isNotComputable, type NotComputable } from './not-computable.ts';
import { type PermutationOptions, permuteLags } from './permute-lags.ts';
import type { Weights } from './weights/weights.ts';

/**
 * Getis-Ord Gi* (or Gi) with p-values by conditional permutation in place of the normal approximation, which is poor
 * where most cells are empty. The z-scores are those of {@link localG}.
 *
 * Two-sided, x_i held, without replacement: see {@link permuteLags}. 999 permutations by default: the smallest p is
 * 0.002, so over many cells nothing may survive an adjustment; ask for more permutations or use the analytic p.
 * spdep before 1.2-8 does not hold x_i, and draws with replacement unless told otherwise.
 *
 * NaN where the analytic statistic is NaN.
 */
export function localGPermutation(
  values: ArrayLike<number>,
  weights: Weights,
  options: PermutationOptions & LocalGOptions,
): LocalG | NotComputable {
  const analytic = localG(values, weights, options);
  if (isNotComputable(analytic)) return analytic;
  const { pValue } = permuteLags(values, weights, options);
  for (let i = 0; i < pValue.length; i++) if (Number.isNaN(analytic.z[i])) pValue[i] = Number.NaN;
  return { z: analytic.z, pValue };
}
