import { closePairs, type DistanceMetric } from './close-pairs.ts';
import { lagCounter, ORDERS_AT_ONCE } from './lag-counter.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { type RandomSource, shuffle } from './random.ts';
import { requireRisingBreaks } from './rising-breaks.ts';

/** How exactly the time of each event is known. Near repeats need at least the day. */
export type TimePrecision = 'minute' | 'hour' | 'day' | 'month';

/** Events of one kind: one entry per event in each array. */
export interface KnoxEvents {
  /** Eastings in metres. */
  readonly x: Float64Array;
  /** Northings in metres. */
  readonly y: Float64Array;
  /** Whole days since any fixed day. */
  readonly day: Int32Array;
  readonly timePrecision: TimePrecision;
}

/** Bands, null model and randomness of a Knox test. */
export interface KnoxOptions {
  /** Edges of the distance bands in metres, rising from 0 or more. [0, 100, 200] makes [0, 100) and [100, 200). */
  readonly distanceBreaksM: readonly number[];
  /** Edges of the time bands in whole days, rising from 0 or more. [0, 8, 15] makes 0-7 days and 8-14 days. */
  readonly timeBreaksDays: readonly number[];
  /** Manhattan by default, as the NearRepeat package: closer to how far apart two addresses are on foot. */
  readonly metric?: DistanceMetric;
  /** Random reorderings of the times: 999 by default, so the smallest p is 0.001. */
  readonly permutations?: number;
  /** Seeded source of the reorderings: the same seed gives the same p. */
  readonly random: RandomSource;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One distance band by one time band. Both are half-open: from is in, to is out. */
export interface KnoxCell {
  readonly distanceFromM: number;
  readonly distanceToM: number;
  readonly lagFromDays: number;
  readonly lagToDays: number;
  /** Pairs of events seen in this cell. */
  readonly observed: number;
  /** Pairs expected from the margins alone: pairs in the distance band x pairs in the time band / all pairs. */
  readonly expectedFromMargins: number;
  /** Mean pairs over the reorderings. */
  readonly mean: number;
  /** Median pairs over the reorderings. */
  readonly median: number;
  /** observed / mean; null when the mean is 0. 1.8 reads "80 % more pairs than chance". */
  readonly ratioToMean: number | null;
  /** observed / median; null when the median is 0. */
  readonly ratioToMedian: number | null;
  /** One-sided: (reorderings with at least as many pairs + 1) / (reorderings + 1). */
  readonly pValue: number;
}

/** The table of a Knox test with what made it. */
export interface KnoxTable {
  /** Distance band by distance band, and within each by rising lag. */
  readonly cells: readonly KnoxCell[];
  readonly eventCount: number;
  /** Pairs closer than the last distance edge (and not below the first). */
  readonly closePairCount: number;
  readonly metric: DistanceMetric;
  readonly permutations: number;
}

/**
 * Knox test for near repeats: are there more pairs of events close in both space and time than there would be if
 * the times had nothing to do with the places?
 *
 * Null model: places stay, times are reordered. Whatever makes some places busy and some weeks busy is therefore kept, and
 * only their link is broken. The close pairs are found once with a grid index; each reordering then only counts lags over
 * them, so the time taken is pairs x reorderings.
 *
 * The bands are what their edges say. The Near Repeat Calculator prints "1 to 7" for what it counts as 0 up to but not
 * including 7; here a lag of exactly 7 days belongs to the band that starts at 7.
 *
 * @returns not computable for events known only to the month (a lag in days does not exist then), for fewer than 3 events,
 *   or when no pair at all is close
 * @throws RangeError for bands that do not rise, fewer than 1 reordering, events over 270 years apart, and more than 200
 *   million close pairs
 *
 * Source: Knox (1964), The detection of space-time interactions, Applied Statistics 13, 25-30; Monte Carlo form: Johnson
 * et al. (2007), Space-time patterns of risk, Journal of Quantitative Criminology 23, 201-219.
 */
export function knox(events: KnoxEvents, options: KnoxOptions): KnoxTable | NotComputable {
  const { x, y, day } = events;
  const { distanceBreaksM, timeBreaksDays, metric = 'manhattan', permutations = 999, random } = options;
  const n = x.length;
  requireOneDayPerPlace(events);
  requireRisingBreaks('distance bands', distanceBreaksM);
  requireRisingBreaks('time bands', timeBreaksDays);
  if (!timeBreaksDays.every(Number.isInteger)) {
    throw new RangeError(`Time bands need whole days; saw ${timeBreaksDays.join(', ')}. Round the edges.`);
  }
  if (!Number.isInteger(permutations) || permutations < 1) {
    throw new RangeError(`A Knox test needs 1 or more reorderings; saw ${permutations}. 999 is usual.`);
  }
  if (events.timePrecision === 'month') {
    return notComputable(
      'invalid-input',
      'Near repeats need the day of each event; these events are dated by month only. Use dated agency records.',
    );
  }
  if (n < 3) return notComputable('too-few-events', `A Knox test needs at least 3 events; saw ${n}.`);

  const pairs = closePairs(x, y, distanceBreaksM, metric);
  if (pairs.pairCount === 0) {
    return notComputable(
      'too-few-events',
      `No two of the ${n} events lie within the distance bands (up to ${distanceBreaksM.at(-1)} m).`,
    );
  }

  const { firstDay, lastDay } = dayRange(day);
  if (lastDay - firstDay > LONGEST_SPAN_DAYS) {
    throw new RangeError(
      `Events span ${lastDay - firstDay} days, over ${LONGEST_SPAN_DAYS}. Give whole days, not seconds or years.`,
    );
  }
  const distanceBandCount = distanceBreaksM.length - 1;
  const timeBandCount = timeBreaksDays.length - 1;
  const cellCount = distanceBandCount * timeBandCount;
  const counter = lagCounter(pairs, timeBreaksDays, lastDay - firstDay);
  const shuffled = Int32Array.from(pairs.order, (i) => day[i] - firstDay);
  const layOut = (slot: number): void => {
    for (let i = 0; i < n; i++) counter.days[i * ORDERS_AT_ONCE + slot] = shuffled[i];
  };
  const tableIndex = (cell: number): number =>
    Math.floor(cell / timeBandCount) * (timeBandCount + 1) + (cell % timeBandCount);

  layOut(0);
  const seen = counter.count();
  const observed = Int32Array.from({ length: cellCount }, (_, cell) => seen[tableIndex(cell)]);

  // One row of `simulated` per cell, so that each cell's null distribution lies together.
  const simulated = new Int32Array(cellCount * permutations);
  for (let done = 0; done < permutations; ) {
    const orders = Math.min(ORDERS_AT_ONCE, permutations - done);
    for (let slot = 0; slot < orders; slot++) {
      shuffle(shuffled, random);
      layOut(slot);
    }
    const counts = counter.count();
    for (let slot = 0; slot < orders; slot++) {
      for (let cell = 0; cell < cellCount; cell++) {
        simulated[cell * permutations + done + slot] = counts[slot * counter.tableLength + tableIndex(cell)];
      }
    }
    done += orders;
    options.onProgress?.(done, permutations);
  }

  const allPairs = (n * (n - 1)) / 2;
  const pairsInTimeBand = pairsByLag(day, timeBreaksDays);
  const cells: KnoxCell[] = [];
  for (let d = 0; d < distanceBandCount; d++) {
    const pairsInDistanceBand = pairs.bands[d].partner.length;
    for (let t = 0; t < timeBandCount; t++) {
      const cell = d * timeBandCount + t;
      const runs = simulated.subarray(cell * permutations, (cell + 1) * permutations).sort();
      let atLeast = 0;
      let total = 0;
      for (const count of runs) {
        if (count >= observed[cell]) atLeast++;
        total += count;
      }
      const mean = total / permutations;
      const median = (runs[(permutations - 1) >> 1] + runs[permutations >> 1]) / 2;
      cells.push({
        distanceFromM: distanceBreaksM[d],
        distanceToM: distanceBreaksM[d + 1],
        lagFromDays: timeBreaksDays[t],
        lagToDays: timeBreaksDays[t + 1],
        observed: observed[cell],
        expectedFromMargins: (pairsInDistanceBand * pairsInTimeBand[t]) / allPairs,
        mean,
        median,
        ratioToMean: mean > 0 ? observed[cell] / mean : null,
        ratioToMedian: median > 0 ? observed[cell] / median : null,
        pValue: (atLeast + 1) / (permutations + 1),
      });
    }
  }
  return { cells, eventCount: n, closePairCount: pairs.pairCount, metric, permutations };
}

/** About 270 years: beyond it the days are in another unit. */
const LONGEST_SPAN_DAYS = 100_000;

/** @throws RangeError where coordinates and days differ in number */
export function requireOneDayPerPlace({ x, y, day }: KnoxEvents): void {
  if (y.length !== x.length || day.length !== x.length) {
    throw new RangeError(
      `Each event needs an easting, a northing and a day; saw ${x.length}, ${y.length} and ${day.length}.`,
    );
  }
}

function dayRange(day: Int32Array): { firstDay: number; lastDay: number } {
  let firstDay = day[0];
  let lastDay = day[0];
  for (const d of day) {
    if (d < firstDay) firstDay = d;
    if (d > lastDay) lastDay = d;
  }
  return { firstDay, lastDay };
}

/** All pairs of events, near or far, whose lag falls in each time band: two pointers over the sorted days. */
function pairsByLag(day: Int32Array, timeBreaksDays: readonly number[]): number[] {
  const sorted = day.slice().sort();
  const below = timeBreaksDays.map((lag) => {
    let pairs = 0;
    for (let end = 0, start = 0; end < sorted.length; end++) {
      while (sorted[end] - sorted[start] >= lag && start < end) start++;
      pairs += lag === 0 ? 0 : end - start;
    }
    return pairs;
  });
  return below.slice(1).map((pairs, t) => pairs - below[t]);
}
