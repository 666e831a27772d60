import { bucketPoints, type PointBuckets } from './point-buckets.ts';
import { type Weights, weightsFromLists } from './weights.ts';

/**
 * The k nearest other units of each unit, binary; not symmetric in general. Ties at the k-th distance go to the unit that
 * comes first in the list, so that every unit has exactly k neighbours and the same data give the same answer.
 * Coincident points are at distance 0 and count.
 *
 * @param k 1 to n - 1. With `includeSelf` the unit itself is added: k + 1 in all.
 * @throws RangeError on a k outside that range or a coordinate that is not finite
 */
export function kNearestWeights(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  k: number,
  { includeSelf }: { includeSelf: boolean },
): Weights {
  const n = x.length;
  if (!(Number.isInteger(k) && k >= 1 && k < n)) {
    throw new RangeError(`k nearest needs a whole k from 1 to one less than the ${n} units; it was ${k}.`);
  }
  const buckets = bucketPoints(x, y, meanSpacingM(x, y) * Math.sqrt(k / 2));
  const lists: number[][] = [];
  for (let i = 0; i < n; i++) {
    const nearest = nearestOf(i, k, x, y, buckets);
    lists.push(includeSelf ? [...nearest, i] : nearest);
  }
  return weightsFromLists(lists, includeSelf);
}

/** Side of the square each unit would have if they filled their bounding box evenly. */
function meanSpacingM(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const span = (values: ArrayLike<number>): number => {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < values.length; i++) {
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    return most - least;
  };
  const width = span(x);
  const height = span(y);
  return Math.max(Math.sqrt((width * height) / x.length), Math.max(width, height) / x.length);
}

/** Search rings of buckets outwards until no bucket further out can hold a nearer unit. */
function nearestOf(
  i: number,
  k: number,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { columns, rows, bucketM, west, south, starts, order }: PointBuckets,
): number[] {
  const column = Math.floor((x[i] - west) / bucketM);
  const row = Math.floor((y[i] - south) / bucketM);
  const found: { unit: number; distance: number }[] = [];
  const lastRing = Math.max(column, columns - 1 - column, row, rows - 1 - row);
  for (let ring = 0; ring <= lastRing; ring++) {
    for (let r = Math.max(0, row - ring); r <= Math.min(rows - 1, row + ring); r++) {
      const wholeRow = Math.abs(r - row) === ring;
      for (let c = column - ring; c <= column + ring; c += wholeRow ? 1 : 2 * ring) {
        if (c < 0 || c >= columns) continue;
        for (let p = starts[r * columns + c]; p < starts[r * columns + c + 1]; p++) {
          const unit = order[p];
          if (unit !== i) found.push({ unit, distance: Math.hypot(x[unit] - x[i], y[unit] - y[i]) });
        }
      }
    }
    if (found.length < k) continue;
    found.sort((a, b) => a.distance - b.distance || a.unit - b.unit);
    // A unit in the next ring is more than `ring` whole buckets away, less where i stands at its bucket's border.
    if (found[k - 1].distance < ring * bucketM) break;
  }
  return found.slice(0, k).map(({ unit }) => unit);
}
