import type { Weights } from './weights.ts';

/** Row sums this near to 1 are those of row-standardised weights. */
const SUM_EPSILON = 1e-12;

/**
 * The weights among some of the units only, as if the others were not on the map. Binary weights stay binary. Where every row
 * summed to 1, what is left of each row is made to sum to 1 again; other weights keep their values.
 *
 * @param kept units to keep, ascending; unit k of the result is unit kept[k]
 */
export function restrictWeights(weights: Weights, kept: Uint32Array): Weights {
  const { offsets, neighbours, values } = weights;
  const newPlace = new Int32Array(weights.n).fill(-1);
  for (let k = 0; k < kept.length; k++) newPlace[kept[k]] = k;
  const newOffsets = new Uint32Array(kept.length + 1);
  const newNeighbours: number[] = [];
  const newValues: number[] = [];
  const standardise = values !== null && rowsSumToOne(weights);
  for (let k = 0; k < kept.length; k++) {
    const first = newValues.length;
    let sum = 0;
    for (let e = offsets[kept[k]]; e < offsets[kept[k] + 1]; e++) {
      const place = newPlace[neighbours[e]];
      if (place < 0) continue;
      const w = values === null ? 1 : values[e];
      newNeighbours.push(place);
      newValues.push(w);
      sum += w;
    }
    if (standardise) for (let e = first; e < newValues.length; e++) newValues[e] /= sum;
    newOffsets[k + 1] = newNeighbours.length;
  }
  return {
    n: kept.length,
    offsets: newOffsets,
    neighbours: Uint32Array.from(newNeighbours),
    values: values === null ? null : Float64Array.from(newValues),
    includesSelf: weights.includesSelf,
  };
}

/** Whether each row that has neighbours sums to 1. */
function rowsSumToOne({ n, offsets, values }: Weights): boolean {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += values === null ? 1 : values[e];
    if (offsets[i + 1] > offsets[i] && Math.abs(sum - 1) > SUM_EPSILON) return false;
  }
  return true;
}
