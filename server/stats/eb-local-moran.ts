import { ebStandardisedRates } from './eb-standardised-rates.ts';
import { type LocalMoran, type LocalMoranOptions, localMoran } from './local-moran.ts';
import { localMoranPermutation } from './local-moran-permutation.ts';
import { isNotComputable, type NotComputable } from './not-computable.ts';
import type { PermutationOptions } from './permute-lags.ts';
import { restrictWeights } from './weights/restrict-weights.ts';
import { requireOneValuePerUnit, type Weights } from './weights/weights.ts';

/**
 * Local Moran's I of rates, standardised by empirical Bayes first so that small populations do not make clusters: use this,
 * not localMoran, whenever the value is events over people. See {@link ebStandardisedRates} and {@link localMoran}.
 *
 * A unit without people has no rate: it is NaN, is nobody's neighbour, and the rest of the map stands.
 *
 * @param events count per unit
 * @param population people per unit
 * @param options with `permutation`, p-values by conditional permutation of the standardised rates; else normal ones
 */
export function ebLocalMoran(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  weights: Weights,
  options: LocalMoranOptions & { readonly permutation?: PermutationOptions } = {},
): LocalMoran | NotComputable {
  requireOneValuePerUnit(events, weights);
  const rates = ebStandardisedRates(events, population);
  if (isNotComputable(rates)) return rates;
  const { permutation, ...moran } = options;
  const ofRates = (values: Float64Array, among: Weights) =>
    permutation === undefined
      ? localMoran(values, among, moran)
      : localMoranPermutation(values, among, { ...moran, ...permutation });
  if (rates.refused.length === 0) return ofRates(rates.values, weights);

  const places = Uint32Array.from({ length: weights.n }, (_, i) => i);
  const kept = places.filter((i) => population[i] > 0);
  const result = ofRates(
    rates.values.filter((value) => !Number.isNaN(value)),
    restrictWeights(weights, kept),
  );
  return isNotComputable(result) ? result : spread(result, kept, weights.n);
}

/** Put the results of the kept units back in their places; the others are NaN and in no quadrant. */
function spread(result: LocalMoran, kept: Uint32Array, n: number): LocalMoran {
  const inPlace = (values: Float64Array) => {
    const all = new Float64Array(n).fill(Number.NaN);
    for (let k = 0; k < kept.length; k++) all[kept[k]] = values[k];
    return all;
  };
  const quadrant = new Uint8Array(n);
  for (let k = 0; k < kept.length; k++) quadrant[kept[k]] = result.quadrant[k];
  return {
    i: inPlace(result.i),
    expected: inPlace(result.expected),
    variance: inPlace(result.variance),
    z: inPlace(result.z),
    pValue: inPlace(result.pValue),
    quadrant,
  };
}
