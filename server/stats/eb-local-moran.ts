import { ebStandardisedRates } from './eb-standardised-rates.ts';
import { type LocalMoran, type LocalMoranOptions, localMoran } from './local-moran.ts';
import { localMoranPermutation } from './local-moran-permutation.ts';
import { isNotComputable, type NotComputable } from './not-computable.ts';
import type { PermutationOptions } from './permute-lags.ts';
import type { Weights } from './weights/weights.ts';

/**
 * Local Moran's I of rates, standardised by empirical Bayes first so that small populations do not make clusters: use this,
 * not localMoran, whenever the value is events over people. See {@link ebStandardisedRates} and {@link localMoran}.
 *
 * @param events count per area
 * @param population people per area, above 0
 * @param options with `permutation`, p-values by conditional permutation of the standardised rates; else normal ones
 */
export function ebLocalMoran(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  weights: Weights,
  options: LocalMoranOptions & { readonly permutation?: PermutationOptions } = {},
): LocalMoran | NotComputable {
  const rates = ebStandardisedRates(events, population);
  if (isNotComputable(rates)) return rates;
  const { permutation, ...moran } = options;
  return permutation === undefined
    ? localMoran(rates.values, weights, moran)
    : localMoranPermutation(rates.values, weights, { ...moran, ...permutation });
}
