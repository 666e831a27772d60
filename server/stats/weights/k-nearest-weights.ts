import { buildPointTree, nearestToPoint } from './point-tree.ts';
import { type Weights, weightsFromLists } from './weights.ts';

/**
 * The k nearest other units of each unit, binary; not symmetric in general. Ties at the k-th distance go to the unit that
 * comes first in the list, so that every unit has exactly k neighbours and the same data give the same answer.
 * Coincident points are at distance 0 and count.
 *
 * @param x easting of each unit, metres
 * @param y northing of each unit, metres
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
  const tree = buildPointTree(x, y);
  const lists: number[][] = [];
  for (let i = 0; i < n; i++) {
    const nearest = nearestToPoint(tree, i, k);
    lists.push(includeSelf ? [...nearest, i] : nearest);
  }
  return weightsFromLists(lists, includeSelf);
}
