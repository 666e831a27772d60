import { type LocalMoran, type LocalMoranOptions, localMoran } from './local-moran.ts';
import { isNotComputable, type NotComputable } from './not-computable.ts';
import { type PermutationOptions, permuteLags } from './permute-lags.ts';
import type { Weights } from './weights/weights.ts';

/**
 * Local Moran's I with two-sided p-values by conditional permutation (see permuteLags) in place of the normal ones; all else
 * is that of {@link localMoran}. A unit exactly at the mean has I = 0 in every arrangement: its p is NaN.
 */
export function localMoranPermutation(
  values: ArrayLike<number>,
  weights: Weights,
  options: PermutationOptions & LocalMoranOptions,
): LocalMoran | NotComputable {
  const analytic = localMoran(values, weights, options);
  if (isNotComputable(analytic)) return analytic;
  const { pValue } = permuteLags(values, weights, options);
  for (let i = 0; i < pValue.length; i++) if (Number.isNaN(analytic.z[i])) pValue[i] = Number.NaN;
  return { ...analytic, pValue };
}
