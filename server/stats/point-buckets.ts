/** Points sorted into square buckets, so that what lies near a point is found without looking at the rest. */
export interface PointBuckets {
  /** Side of a bucket in metres. */
  readonly bucketSizeM: number;
  readonly columns: number;
  readonly rows: number;
  /** `order[bucketStart[b] … bucketStart[b + 1] - 1]` are the points of bucket b = row * columns + column. */
  readonly bucketStart: Int32Array;
  /** Point indices, bucket after bucket; within a bucket in their input order. */
  readonly order: Int32Array;
  /** The bucket column that holds an easting: may lie outside 0 … columns - 1 for a place outside the points' box. */
  readonly columnOf: (x: number) => number;
  /** The bucket row that holds a northing: may lie outside 0 … rows - 1. */
  readonly rowOf: (y: number) => number;
}

/**
 * Sort points into square buckets by a counting sort: linear time.
 *
 * Everything within `bucketSizeM` of a place, straight or Manhattan, lies in its bucket or the eight around it. Where the
 * points spread so widely that this side would make more than about four buckets per point, the side is enlarged; that
 * costs a little time and changes no result.
 *
 * @param x eastings in metres, finite
 * @param y northings in metres, finite
 * @param bucketSizeM smallest side of a bucket in metres, above 0: the search distance
 */
export function pointBuckets(x: Float64Array, y: Float64Array, bucketSizeM: number): PointBuckets {
  const n = x.length;
  let minX = Infinity;
  let maxX = -Infinity;
  let minY = Infinity;
  let maxY = -Infinity;
  for (let i = 0; i < n; i++) {
    if (x[i] < minX) minX = x[i];
    if (x[i] > maxX) maxX = x[i];
    if (y[i] < minY) minY = y[i];
    if (y[i] > maxY) maxY = y[i];
  }
  const width = n === 0 ? 0 : maxX - minX;
  const height = n === 0 ? 0 : maxY - minY;
  const mostBuckets = 4 * n + 64;
  let side = bucketSizeM * (1 + 1e-9); // a hair over, so that rounding never puts a neighbour two buckets away
  while ((Math.floor(width / side) + 1) * (Math.floor(height / side) + 1) > mostBuckets) side *= 2;

  const columns = Math.floor(width / side) + 1;
  const rows = Math.floor(height / side) + 1;
  const columnOf = (easting: number): number => Math.floor((easting - minX) / side);
  const rowOf = (northing: number): number => Math.floor((northing - minY) / side);
  const bucketStart = new Int32Array(columns * rows + 1);
  const bucketOf = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const bucket = rowOf(y[i]) * columns + columnOf(x[i]);
    bucketOf[i] = bucket;
    bucketStart[bucket + 1]++;
  }
  for (let b = 0; b < columns * rows; b++) bucketStart[b + 1] += bucketStart[b];
  const next = bucketStart.slice(0, columns * rows);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[next[bucketOf[i]]++] = i;
  return { bucketSizeM: side, columns, rows, bucketStart, order, columnOf, rowOf };
}
