import { bucketPoints } from './point-buckets.ts';
import { type Weights, weightsFromLists } from './weights.ts';

/**
 * Units within a distance of one another: 0 <= d <= radiusM, the boundary included, binary. Coincident points are
 * neighbours. A unit with nobody in reach has an empty row.
 *
 * @param x easting of each unit, metres
 * @param y northing of each unit, metres
 * @param radiusM greatest distance in metres, above 0
 * @throws RangeError on a radius that is not above 0 or a coordinate that is not finite
 */
export function distanceBandWeights(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  radiusM: number,
  { includeSelf }: { includeSelf: boolean },
): Weights {
  if (!(radiusM > 0 && Number.isFinite(radiusM))) {
    throw new RangeError(`The distance band must be a number of metres above 0; it was ${radiusM}.`);
  }
  const buckets = bucketPoints(x, y, radiusM);
  const { columns, rows, bucketM, west, south, starts, order } = buckets;
  const lists: number[][] = [];
  for (let i = 0; i < x.length; i++) {
    const near: number[] = [];
    const column = Math.floor((x[i] - west) / bucketM);
    const row = Math.floor((y[i] - south) / bucketM);
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      const from = starts[r * columns + Math.max(0, column - 1)];
      const to = starts[r * columns + Math.min(columns - 1, column + 1) + 1];
      for (let k = from; k < to; k++) {
        const j = order[k];
        if (j === i ? includeSelf : Math.hypot(x[j] - x[i], y[j] - y[i]) <= radiusM) near.push(j);
      }
    }
    lists.push(near);
  }
  return weightsFromLists(lists, includeSelf);
}
