/** The circles of a scan: around each place, the others by rising distance. */
export interface ScanZones {
  /** `places[start[i] … start[i + 1] - 1]` are the places of the circles around place i, itself among the first. */
  readonly start: Int32Array;
  readonly places: Int32Array;
  /** 1 where a circle may end: 0 where the next place is equally far, since a circle takes both or neither. */
  readonly complete: Uint8Array;
}

/**
 * Circles around every place that hold at most `largestExpected` of the expected events.
 *
 * Memory is 5 bytes per place in a circle: 1,000 places and half the population, about 2.5 MB; 5,000 places, 63 MB.
 *
 * @param x eastings in metres
 * @param y northings in metres
 * @param expected expected events at each place
 * @param largestExpected limit on the expected events in one circle; a place above it on its own heads no circle
 */
export function scanZones(
  x: Float64Array,
  y: Float64Array,
  expected: Float64Array,
  largestExpected: number,
): ScanZones {
  const n = x.length;
  const start = new Int32Array(n + 1);
  const chunks: Int32Array[] = [];
  const ends: Uint8Array[] = [];
  const limit = largestExpected * (1 + 1e-12);
  const squared = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) squared[j] = (x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2;
    const order = Int32Array.from({ length: n }, (_, j) => j).sort(
      (a, b) => squared[a] - squared[b] || a - b,
    );
    let held = 0;
    let length = 0;
    let complete = 0; // the length of the largest whole circle within the limit
    while (length < n) {
      held += expected[order[length]];
      if (held > limit) break;
      length++;
      if (length === n || squared[order[length]] > squared[order[length - 1]]) complete = length;
    }
    chunks.push(order.slice(0, complete));
    ends.push(
      Uint8Array.from({ length: complete }, (_, k) =>
        k + 1 === complete || squared[order[k + 1]] > squared[order[k]] ? 1 : 0,
      ),
    );
    start[i + 1] = start[i] + complete;
  }
  const places = new Int32Array(start[n]);
  const complete = new Uint8Array(start[n]);
  chunks.forEach((chunk, i) => {
    places.set(chunk, start[i]);
    complete.set(ends[i], start[i]);
  });
  return { start, places, complete };
}
