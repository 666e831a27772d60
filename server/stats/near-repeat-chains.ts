import type { DistanceMetric } from './close-pairs.ts';
import { type KnoxEvents, requireOneDayPerPlace } from './knox.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { bucketPoints } from './weights/point-buckets.ts';

/** What links two events into one chain. Both limits are inclusive. */
export interface ChainLimits {
  /** Farthest apart two linked events may lie, in metres; 0 or more. */
  readonly withinM: number;
  /** Longest lag between two linked events, in whole days; 0 or more. */
  readonly withinDays: number;
  /** Manhattan by default, as in the Knox test. */
  readonly metric?: DistanceMetric;
}

/** Events grouped into chains of near repeats. */
export interface NearRepeatChains {
  /** For each event the index of its chain in `chains`, or -1 when nothing links to it. */
  readonly chainOf: Int32Array;
  /** Chains of two or more events, the longest first; chains of one length by their first event's input position. */
  readonly chains: readonly NearRepeatChain[];
  /** Share of all events that belong to a chain, 0 … 1. */
  readonly shareInChains: number;
}

/** One chain. Days are counted from the same origin as the events'. */
export interface NearRepeatChain {
  readonly eventCount: number;
  readonly firstDay: number;
  readonly lastDay: number;
}

/**
 * Chains of near repeats: two events are linked when they lie within `withinM` and `withinDays` of one another, and a
 * chain is everything that links reach (a connected component). A chain may therefore run far longer and wider than one
 * link.
 *
 * Each distance bucket is sorted by day, so a point meets only those a link could reach: a hundred thousand events take
 * about a second (ptools' near_strings: minutes).
 *
 * @returns not computable for events dated by month only
 * @throws RangeError for a limit below 0, or a lag that is not a whole number of days
 *
 * Source: Haberman & Ratcliffe (2012), The predictive policing challenges of near repeat armed street robberies, Policing
 * 6, 151-166, for chains; Galler & Fischer (1964) for union-find.
 */
export function nearRepeatChains(events: KnoxEvents, limits: ChainLimits): NearRepeatChains | NotComputable {
  const { x, y, day } = events;
  const { withinM, withinDays, metric = 'manhattan' } = limits;
  requireOneDayPerPlace(events);
  if (!(withinM >= 0 && Number.isFinite(withinM)) || !(Number.isInteger(withinDays) && withinDays >= 0)) {
    throw new RangeError(
      `A chain needs a distance of 0 m or more and a whole number of days; saw ${withinM} m and ${withinDays} days.`,
    );
  }
  if (events.timePrecision === 'month') {
    return notComputable(
      'invalid-input',
      'Chains of near repeats need the day of each event; these events are dated by month only. Use dated agency records.',
    );
  }

  const n = x.length;
  // A hair over the limit, so that rounding never puts a link two buckets away.
  const { order, starts, columns, rows, bucketM, west, south } = bucketPoints(x, y, withinM * (1 + 1e-9));
  for (let b = 0; b + 1 < starts.length; b++) {
    order.subarray(starts[b], starts[b + 1]).sort((i, j) => day[i] - day[j]);
  }

  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]]; // path halving
      i = parent[i];
    }
    return i;
  };
  for (let i = 0; i < n; i++) {
    const column = Math.floor((x[i] - west) / bucketM);
    const row = Math.floor((y[i] - south) / bucketM);
    for (let r = Math.max(0, row - 1); r <= Math.min(row + 1, rows - 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(column + 1, columns - 1); c++) {
        // Look forwards in time only: the earlier event of a pair finds the later one.
        const end = starts[r * columns + c + 1];
        for (
          let k = firstOnOrAfter(order, day, starts[r * columns + c], end, day[i]);
          k < end && day[order[k]] - day[i] <= withinDays;
          k++
        ) {
          const j = order[k];
          const dx = Math.abs(x[i] - x[j]);
          const dy = Math.abs(y[i] - y[j]);
          if ((metric === 'manhattan' ? dx + dy : Math.sqrt(dx * dx + dy * dy)) > withinM) continue;
          const rootI = find(i);
          const rootJ = find(j);
          // The lowest index stays the root, so that chains are named by their first event.
          if (rootI < rootJ) parent[rootJ] = rootI;
          else parent[rootI] = rootJ;
        }
      }
    }
  }
  return describeChains(
    day,
    Int32Array.from({ length: n }, (_, i) => find(i)),
  );
}

/** The first position in order[start … end) whose day is at least `fromDay`; the run is sorted by day. */
function firstOnOrAfter(
  order: Uint32Array,
  day: Int32Array,
  start: number,
  end: number,
  fromDay: number,
): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (day[order[middle]] < fromDay) low = middle + 1;
    else high = middle;
  }
  return low;
}

function describeChains(day: Int32Array, rootOf: Int32Array): NearRepeatChains {
  const n = day.length;
  const size = new Int32Array(n);
  const firstDay = new Int32Array(n).fill(0x7fffffff);
  const lastDay = new Int32Array(n).fill(-0x80000000);
  for (let i = 0; i < n; i++) {
    const root = rootOf[i];
    size[root]++;
    if (day[i] < firstDay[root]) firstDay[root] = day[i];
    if (day[i] > lastDay[root]) lastDay[root] = day[i];
  }
  const roots: number[] = [];
  for (let i = 0; i < n; i++) if (size[i] > 1) roots.push(i);
  roots.sort((a, b) => size[b] - size[a] || a - b);

  const indexOfRoot = new Int32Array(n).fill(-1);
  const chains = roots.map((root, index) => {
    indexOfRoot[root] = index;
    return { eventCount: size[root], firstDay: firstDay[root], lastDay: lastDay[root] };
  });
  const linked = chains.reduce((sum, chain) => sum + chain.eventCount, 0);
  return {
    chainOf: rootOf.map((root) => indexOfRoot[root]),
    chains,
    shareInChains: n === 0 ? 0 : linked / n,
  };
}
