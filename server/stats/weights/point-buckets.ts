/** Points sorted into square buckets, so that those near a place are found without walking them all. */
export interface PointBuckets {
  readonly columns: number;
  readonly rows: number;
  readonly bucketM: number;
  readonly west: number;
  readonly south: number;
  /** Length columns * rows + 1: where each bucket's points begin in `order`. */
  readonly starts: Uint32Array;
  /** Places of the points, bucket by bucket, ascending within a bucket. */
  readonly order: Uint32Array;
}

/** Buckets are widened until there are at most this many a point, so that an outlier costs no memory. */
const BUCKETS_PER_POINT = 4;

/**
 * Sort points into buckets of at least `bucketM` metres.
 *
 * @throws RangeError where a coordinate is not a finite number or the lists differ in length
 */
export function bucketPoints(x: ArrayLike<number>, y: ArrayLike<number>, bucketM: number): PointBuckets {
  if (x.length !== y.length) {
    throw new RangeError(`Each point needs an x and a y; there were ${x.length} x and ${y.length} y.`);
  }
  const n = x.length;
  let west = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) {
      throw new RangeError(
        `A point needs finite coordinates in metres; point ${i} was (${x[i]}, ${y[i]}). Leave points without a place out.`,
      );
    }
    if (x[i] < west) west = x[i];
    if (x[i] > east) east = x[i];
    if (y[i] < south) south = y[i];
    if (y[i] > north) north = y[i];
  }
  if (n === 0) west = east = south = north = 0;
  const limit = Math.max(64, BUCKETS_PER_POINT * n);
  let sizeM = bucketM > 0 ? bucketM : 1;
  while ((Math.floor((east - west) / sizeM) + 1) * (Math.floor((north - south) / sizeM) + 1) > limit)
    sizeM *= 2;
  const columns = Math.floor((east - west) / sizeM) + 1;
  const rows = Math.floor((north - south) / sizeM) + 1;

  // Counting sort, stable: the points of a bucket stay in the order given.
  const bucketOf = new Uint32Array(n);
  const starts = new Uint32Array(columns * rows + 1);
  for (let i = 0; i < n; i++) {
    const bucket = Math.floor((y[i] - south) / sizeM) * columns + Math.floor((x[i] - west) / sizeM);
    bucketOf[i] = bucket;
    starts[bucket + 1]++;
  }
  for (let b = 0; b < columns * rows; b++) starts[b + 1] += starts[b];
  const next = starts.slice(0, columns * rows);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[next[bucketOf[i]]++] = i;
  return { columns, rows, bucketM: sizeM, west, south, starts, order };
}
