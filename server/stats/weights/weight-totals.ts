import type { Weights } from './weights.ts';

/** The three sums of weights that the moments of global statistics are made of. */
export interface WeightTotals {
  /** Sum of all weights. */
  readonly s0: number;
  /** Half the sum of (w_ij + w_ji)^2. */
  readonly s1: number;
  /** Sum over units of (row sum + column sum)^2. */
  readonly s2: number;
}

/** S0, S1 and S2 of Cliff and Ord (1981), page 19. The weights may be asymmetric; rows must be ascending. */
export function weightTotals({ n, offsets, neighbours, values }: Weights): WeightTotals {
  const rowSums = new Float64Array(n);
  const columnSums = new Float64Array(n);
  let squares = 0;
  let crossed = 0;
  for (let i = 0; i < n; i++) {
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      const w = values === null ? 1 : values[k];
      rowSums[i] += w;
      columnSums[neighbours[k]] += w;
      squares += w * w;
      crossed += w * weightOf(neighbours[k], i);
    }
  }
  let s0 = 0;
  let s2 = 0;
  for (let i = 0; i < n; i++) {
    s0 += rowSums[i];
    s2 += (rowSums[i] + columnSums[i]) ** 2;
  }
  return { s0, s1: squares + crossed, s2 };

  /** Weight from i to j by binary search in row i; 0 where j is not a neighbour. */
  function weightOf(i: number, j: number): number {
    let low = offsets[i];
    let high = offsets[i + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (neighbours[middle] < j) low = middle + 1;
      else high = middle;
    }
    if (low === offsets[i + 1] || neighbours[low] !== j) return 0;
    return values === null ? 1 : values[low];
  }
}
