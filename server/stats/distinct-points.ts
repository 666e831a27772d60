/** Places without their repeats. */
export interface DistinctPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Incidents at each place. */
  readonly count: Uint32Array;
}

/** The distinct places of a list of points, by west to east, then south to north. */
export function distinctPoints(x: ArrayLike<number>, y: ArrayLike<number>): DistinctPoints {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (a, b) => x[a] - x[b] || y[a] - y[b],
  );
  const firsts: number[] = [];
  const counts: number[] = [];
  for (const i of order) {
    const last = firsts[firsts.length - 1];
    if (last !== undefined && x[last] === x[i] && y[last] === y[i]) counts[counts.length - 1]++;
    else {
      firsts.push(i);
      counts.push(1);
    }
  }
  return {
    x: Float64Array.from(firsts, (i) => x[i]),
    y: Float64Array.from(firsts, (i) => y[i]),
    count: Uint32Array.from(counts),
  };
}
