import { bucketPoints } from './weights/point-buckets.ts';

/** How far apart two places are: Manhattan follows a street grid, Euclidean is the straight line. */
export type DistanceMetric = 'manhattan' | 'euclidean';

/** Every pair of points that falls in a distance band, each pair once, band by band in compressed rows. */
export interface ClosePairs {
  /** Position k of the spatial order is point `order[k]`: neighbours stand close together in memory. */
  readonly order: Uint32Array;
  /** One entry per band: positions paired with position k are `partner[rowStart[k] … rowStart[k + 1] - 1]`. */
  readonly bands: readonly { readonly rowStart: Int32Array; readonly partner: Int32Array }[];
  readonly pairCount: number;
}

/** The most pairs held at once: 4 bytes each, so 800 MB. */
const MOST_PAIRS = 200_000_000;

/**
 * Find all pairs whose distance d falls in a band [breaks[b], breaks[b + 1]).
 *
 * @param x eastings in metres
 * @param y northings in metres
 * @param distanceBreaksM edges of the bands in metres, rising, the first at least 0
 * @param metric Manhattan |dx| + |dy| or Euclidean
 * @throws RangeError when there are more than 200 million pairs: the bands are too wide for so many points
 */
export function closePairs(
  x: Float64Array,
  y: Float64Array,
  distanceBreaksM: readonly number[],
  metric: DistanceMetric,
): ClosePairs {
  const n = x.length;
  const bandCount = distanceBreaksM.length - 1;
  const farthestM = distanceBreaksM[bandCount];
  // A hair over the farthest edge, so that rounding never puts a partner two buckets away.
  const { order, starts, columns, rows, bucketM, west, south } = bucketPoints(x, y, farthestM * (1 + 1e-9));
  const xs = Float64Array.from(order, (i) => x[i]);
  const ys = Float64Array.from(order, (i) => y[i]);

  const bandOf = (a: number, b: number): number => {
    const dx = Math.abs(xs[a] - xs[b]);
    const dy = Math.abs(ys[a] - ys[b]);
    const distance = metric === 'manhattan' ? dx + dy : Math.sqrt(dx * dx + dy * dy);
    if (distance >= farthestM || distance < distanceBreaksM[0]) return -1;
    let band = 0;
    while (distance >= distanceBreaksM[band + 1]) band++;
    return band;
  };
  const visitPairsOf = (a: number, visit: (band: number, partner: number) => void): void => {
    const column = Math.floor((xs[a] - west) / bucketM);
    const row = Math.floor((ys[a] - south) / bucketM);
    for (let r = row; r <= Math.min(row + 1, rows - 1); r++) {
      // Of the row itself only what comes later in the order; of the next row all three buckets.
      const firstColumn = r === row ? column : Math.max(0, column - 1);
      const lastColumn = Math.min(column + 1, columns - 1);
      const start = r === row ? a + 1 : starts[r * columns + firstColumn];
      const end = starts[r * columns + lastColumn + 1];
      for (let b = start; b < end; b++) {
        const band = bandOf(a, b);
        if (band >= 0) visit(band, b);
      }
    }
  };

  // First pass counts, second pass fills.
  const rowStarts = Array.from({ length: bandCount }, () => new Int32Array(n + 1));
  let pairCount = 0;
  for (let a = 0; a < n; a++) {
    visitPairsOf(a, (band) => {
      rowStarts[band][a + 1]++;
      pairCount++;
    });
    if (pairCount > MOST_PAIRS) {
      throw new RangeError(
        `The distance bands hold too many pairs: over ${MOST_PAIRS} among ${n} events within ${farthestM} m. ` +
          'Use shorter bands, a smaller area or a shorter period.',
      );
    }
  }
  for (const rowStart of rowStarts) for (let a = 0; a < n; a++) rowStart[a + 1] += rowStart[a];
  const bands = rowStarts.map((rowStart) => ({ rowStart, partner: new Int32Array(rowStart[n]) }));
  const next = rowStarts.map((rowStart) => rowStart.slice(0, n));
  for (let a = 0; a < n; a++) {
    visitPairsOf(a, (band, b) => {
      bands[band].partner[next[band][a]++] = b;
    });
  }
  return { order, bands, pairCount };
}
