/**
 * Spatial weights in compressed sparse rows: who neighbours whom, and how much.
 * The neighbours of unit i are neighbours[offsets[i]] to neighbours[offsets[i + 1] - 1], ascending.
 */
export interface Weights {
  /** Number of units. */
  readonly n: number;
  /** Length n + 1. */
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
  /** One weight a neighbour, or null where each is 1 (binary). */
  readonly values: Float64Array | null;
  /** Whether every unit is a neighbour of itself: the star form of a statistic. */
  readonly includesSelf: boolean;
}

/** Weights from a list of neighbours per unit (each without repeats; sorted here). Binary. */
export function weightsFromLists(lists: ArrayLike<number>[], includesSelf: boolean): Weights {
  const n = lists.length;
  const offsets = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) offsets[i + 1] = offsets[i] + lists[i].length;
  const neighbours = new Uint32Array(offsets[n]);
  for (let i = 0; i < n; i++) neighbours.set(Uint32Array.from(lists[i]).sort(), offsets[i]);
  return { n, offsets, neighbours, values: null, includesSelf };
}

/**
 * The same neighbours, each row's weights divided by their sum. A unit without neighbours keeps an empty row; a row that
 * sums to 0 becomes NaN. Shares `offsets` and `neighbours` with the weights given.
 */
export function rowStandardised(weights: Weights): Weights {
  const { n, offsets, neighbours, values } = weights;
  const standardised = new Float64Array(neighbours.length);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) sum += values === null ? 1 : values[k];
    for (let k = offsets[i]; k < offsets[i + 1]; k++)
      standardised[k] = (values === null ? 1 : values[k]) / sum;
  }
  return { ...weights, values: standardised };
}

/**
 * The same weights with every unit a neighbour of itself; unchanged where they are so already.
 *
 * @param selfWeight weight of the unit itself, 1 by default. Binary weights stay binary when it is 1.
 */
export function withSelf(weights: Weights, selfWeight = 1): Weights {
  if (weights.includesSelf) return weights;
  const { n, offsets, neighbours, values } = weights;
  const binary = values === null && selfWeight === 1;
  const newOffsets = new Uint32Array(n + 1);
  const newNeighbours = new Uint32Array(neighbours.length + n);
  const newValues = binary ? null : new Float64Array(neighbours.length + n);
  let used = 0;
  for (let i = 0; i < n; i++) {
    let k = offsets[i];
    const end = offsets[i + 1];
    const copyWhile = (before: (neighbour: number) => boolean) => {
      for (; k < end && before(neighbours[k]); k++) {
        newNeighbours[used] = neighbours[k];
        if (newValues !== null) newValues[used] = values === null ? 1 : values[k];
        used++;
      }
    };
    copyWhile((neighbour) => neighbour < i);
    newNeighbours[used] = i;
    if (newValues !== null) newValues[used] = selfWeight;
    used++;
    copyWhile(() => true);
    newOffsets[i + 1] = used;
  }
  return { n, offsets: newOffsets, neighbours: newNeighbours, values: newValues, includesSelf: true };
}

/** The same weights with no unit a neighbour of itself; unchanged where they are so already. */
export function withoutSelf(weights: Weights): Weights {
  if (!weights.includesSelf) return weights;
  const { n, offsets, neighbours, values } = weights;
  const newOffsets = new Uint32Array(n + 1);
  const newNeighbours = new Uint32Array(neighbours.length);
  const newValues = values === null ? null : new Float64Array(neighbours.length);
  let used = 0;
  for (let i = 0; i < n; i++) {
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      if (neighbours[k] === i) continue;
      newNeighbours[used] = neighbours[k];
      if (newValues !== null && values !== null) newValues[used] = values[k];
      used++;
    }
    newOffsets[i + 1] = used;
  }
  return {
    n,
    offsets: newOffsets,
    neighbours: newNeighbours.slice(0, used),
    values: newValues === null ? null : newValues.slice(0, used),
    includesSelf: false,
  };
}

/** Weighted sum of the neighbours' values for each unit; 0 for a unit without neighbours. */
export function spatialLag(values: ArrayLike<number>, weights: Weights): Float64Array {
  const { n, offsets, neighbours } = weights;
  const lag = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      sum += (weights.values === null ? 1 : weights.values[k]) * values[neighbours[k]];
    }
    lag[i] = sum;
  }
  return lag;
}

/** Throw unless there is one value for each unit of the weights. */
export function requireOneValuePerUnit(values: ArrayLike<number>, weights: Weights): void {
  if (values.length !== weights.n) {
    throw new RangeError(
      `A statistic needs one value for each unit of its weights; it got ${values.length} values and ${weights.n} units. Build the weights from the same units, in the same order.`,
    );
  }
}
