/**
 * Points in a balanced two-dimensional tree (Bentley 1975, Communications of the ACM 18, pages 509-517): the nearest ones are found
 * in about log n steps however unevenly the points lie, a few far-off places included.
 */
export interface PointTree {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Places of the points; the middle of each stretch splits it, by x and y in turn. */
  readonly order: Uint32Array;
}

/** Stretches this short are walked, not split. */
const LEAF = 12;

/**
 * @throws RangeError where a coordinate is not a finite number or the lists differ in length
 */
export function buildPointTree(x: ArrayLike<number>, y: ArrayLike<number>): PointTree {
  if (x.length !== y.length) {
    throw new RangeError(`Each point needs an x and a y; there were ${x.length} x and ${y.length} y.`);
  }
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) {
      throw new RangeError(
        `A point needs finite coordinates in metres; point ${i} was (${x[i]}, ${y[i]}). Leave points without a place out.`,
      );
    }
  }
  const order = Uint32Array.from({ length: x.length }, (_, i) => i);
  split(order, x, y, 0, order.length - 1);
  return { x, y, order };
}

function split(
  order: Uint32Array,
  along: ArrayLike<number>,
  across: ArrayLike<number>,
  from: number,
  to: number,
): void {
  if (to - from < LEAF) return;
  const middle = (from + to) >> 1;
  select(order, along, from, to, middle);
  split(order, across, along, from, middle - 1);
  split(order, across, along, middle + 1, to);
}

/** Hoare's selection: what belongs at `place` goes there, smaller ones before it, larger ones after. */
function select(
  order: Uint32Array,
  values: ArrayLike<number>,
  from: number,
  to: number,
  place: number,
): void {
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = values[order[(low + high) >> 1]];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[order[i]] < pivot) i++;
      while (values[order[j]] > pivot) j--;
      if (i > j) break;
      const held = order[i];
      order[i] = order[j];
      order[j] = held;
      i++;
      j--;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else return;
  }
}

/**
 * The k points nearest to point `i`, itself left out, nearest first; of two at the same distance, the one that comes first in the
 * list. Fewer where there are fewer points.
 */
export function nearestToPoint(tree: PointTree, i: number, k: number): number[] {
  const { x, y, order } = tree;
  const units: number[] = [];
  const distances: number[] = [];
  const consider = (unit: number): void => {
    if (unit === i) return;
    const squared = (x[unit] - x[i]) ** 2 + (y[unit] - y[i]) ** 2;
    let place = units.length;
    while (
      place > 0 &&
      (distances[place - 1] > squared || (distances[place - 1] === squared && units[place - 1] > unit))
    ) {
      place--;
    }
    if (place >= k) return;
    units.splice(place, 0, unit);
    distances.splice(place, 0, squared);
    if (units.length > k) {
      units.pop();
      distances.pop();
    }
  };
  const search = (from: number, to: number, byX: boolean): void => {
    if (to - from < LEAF) {
      for (let p = from; p <= to; p++) consider(order[p]);
      return;
    }
    const middle = (from + to) >> 1;
    const unit = order[middle];
    consider(unit);
    const beyond = byX ? x[i] - x[unit] : y[i] - y[unit];
    const lowFirst = beyond <= 0;
    if (lowFirst) search(from, middle - 1, !byX);
    else search(middle + 1, to, !byX);
    // The far side may hold a point as near as the k-th, and that is earlier in the list: <=, not <.
    if (units.length < k || beyond * beyond <= distances[k - 1]) {
      if (lowFirst) search(middle + 1, to, !byX);
      else search(from, middle - 1, !byX);
    }
  };
  search(0, order.length - 1, true);
  return units;
}
