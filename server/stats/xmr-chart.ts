import { type NotComputable, notComputable } from './not-computable.ts';

/** Limits are not drawn through fewer values than this, in the whole series or in a rebased part of it. */
export const FEWEST_VALUES_FOR_LIMITS = 10;

const LIMIT_FACTOR = 2.66; // 3 / 1.128: three sigma from the mean moving range of two
const RANGE_FACTOR = 3.267; // upper limit of a moving range of two
const RUN_LENGTH = 7;

/** The rule that made a point stand out, in order of priority. */
export type XmrRule = 'outside-limits' | 'trend' | 'two-of-three' | 'one-side';

/** One point of the chart. */
export interface XmrPoint {
  readonly value: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** The first rule in priority that holds, or null: no more than the usual variation. */
  readonly rule: XmrRule | null;
  /** Which way it stands out: above or below the mean, or rising or falling for a trend. */
  readonly direction: 'high' | 'low' | null;
}

/** A stretch of the series with limits of its own. */
export interface XmrSegment {
  /** Index of the first value, and one past the last. */
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  /** Natural process limits. The lower may be below 0: a count cannot go there, so nothing is flagged by it. */
  readonly lower: number;
  readonly upper: number;
  /** Mean moving range after screening. */
  readonly meanRange: number;
}

/** An XmR chart: points in the order of the input. */
export interface XmrChart {
  readonly points: readonly XmrPoint[];
  readonly segments: readonly XmrSegment[];
}

/** How to draw it. */
export interface XmrOptions {
  /** Indices at which a step change is known to have happened and limits start anew. Default none. */
  readonly rebaseAt?: readonly number[];
  /** Leave out moving ranges above 3.267 times their mean, once, before the limits. Default true. */
  readonly screenRanges?: boolean;
}

/**
 * XmR (individuals and moving range) chart: is this month news, or the usual variation? Limits are the mean ± 2.66 times
 * the mean moving range. Four rules, in priority: a point outside the limits; seven points each higher (or lower) than
 * the one before; two of three points beyond two thirds of the way to the same limit, points outside it included; seven
 * points on one side of the mean. All points of a run are flagged.
 *
 * NaN stands for a period without data: it has no moving range and ends every run. Rebase only where a cause is known (a
 * new recording rule, a new site), not where the line would look better.
 *
 * Not computable with fewer than ten values in a segment (`too-few-periods`) or where nothing moves (`zero-variance`).
 *
 * Wheeler (1993), Understanding Variation; the rules and the screening are those of NHS England's Making Data Count.
 */
export function xmrChart(values: ArrayLike<number>, options: XmrOptions = {}): XmrChart | NotComputable {
  const { rebaseAt = [], screenRanges = true } = options;
  const starts = [0, ...rebaseAt];
  for (let k = 1; k < starts.length; k++) {
    if (Number.isInteger(starts[k]) && starts[k] > starts[k - 1] && starts[k] < values.length) continue;
    return notComputable(
      'invalid-input',
      `Rebase points must be rising indices inside the series of ${values.length}; saw ${rebaseAt.join(', ')}.`,
    );
  }
  const points: XmrPoint[] = [];
  const segments: XmrSegment[] = [];
  for (let k = 0; k < starts.length; k++) {
    const segment = limitsOf(values, starts[k], starts[k + 1] ?? values.length, screenRanges);
    if ('computable' in segment) return segment;
    segments.push(segment);
    points.push(...flagPoints(values, segment));
  }
  return { points, segments };
}

function limitsOf(
  values: ArrayLike<number>,
  from: number,
  to: number,
  screenRanges: boolean,
): XmrSegment | NotComputable {
  const present: number[] = [];
  const ranges: number[] = [];
  for (let i = from; i < to; i++) {
    if (Number.isNaN(values[i])) continue;
    present.push(values[i]);
    if (i > from && !Number.isNaN(values[i - 1])) ranges.push(Math.abs(values[i] - values[i - 1]));
  }
  if (present.length < FEWEST_VALUES_FOR_LIMITS || ranges.length === 0) {
    return notComputable(
      'too-few-periods',
      `Limits need at least ${FEWEST_VALUES_FOR_LIMITS} values; saw ${present.length} from position ${from} to ${to}.`,
    );
  }
  const mean = average(present);
  const firstMeanRange = average(ranges);
  const kept = screenRanges ? ranges.filter((range) => range <= RANGE_FACTOR * firstMeanRange) : ranges;
  const meanRange = average(kept);
  if (meanRange === 0) {
    return notComputable(
      'zero-variance',
      'Limits need values that vary from one period to the next; saw none.',
    );
  }
  const reach = LIMIT_FACTOR * meanRange;
  return { from, to, mean, lower: mean - reach, upper: mean + reach, meanRange };
}

function flagPoints(values: ArrayLike<number>, segment: XmrSegment): XmrPoint[] {
  const { from, to, mean, lower, upper } = segment;
  const own = Array.from({ length: to - from }, (_, i) => values[from + i]);
  const outside = own.map((v) => (v > upper ? 1 : v < lower ? -1 : 0));
  const nearReach = (2 / 3) * (upper - mean);
  const near = own.map((v) => (v > mean + nearReach ? 1 : v < mean - nearReach ? -1 : 0));
  const side = own.map((v) => (v > mean ? 1 : v < mean ? -1 : 0));
  const flags: [XmrRule, number[]][] = [
    ['outside-limits', outside],
    [
      'trend',
      runsOf(
        own.map((v, i) => signOrZero(v - own[i - 1])),
        RUN_LENGTH - 1,
        1,
      ),
    ],
    ['two-of-three', twoOfThree(near)],
    ['one-side', runsOf(side, RUN_LENGTH, 0)],
  ];
  return own.map((value, i) => {
    const found = flags.find(([, marks]) => marks[i] !== 0);
    const direction = found === undefined ? null : found[1][i] > 0 ? 'high' : 'low';
    return { value, mean, lower, upper, rule: found?.[0] ?? null, direction };
  });
}

/** Sign of a difference; 0 where either value is missing. */
function signOrZero(difference: number): number {
  return Number.isNaN(difference) ? 0 : Math.sign(difference);
}

/** Marks every member of a run of at least `length` equal non-zero signs, and `before` points ahead of it. */
function runsOf(signs: readonly number[], length: number, before: number): number[] {
  const marks = new Array<number>(signs.length).fill(0);
  for (let start = 0; start < signs.length; ) {
    let end = start + 1;
    while (end < signs.length && signs[end] === signs[start]) end++;
    if (signs[start] !== 0 && end - start >= length) marks.fill(signs[start], start - before, end);
    start = end;
  }
  return marks;
}

/** Marks the points near (or beyond) a limit wherever two of three neighbours in time are near the same one. */
function twoOfThree(near: readonly number[]): number[] {
  const marks = new Array<number>(near.length).fill(0);
  for (let start = 0; start + 3 <= near.length; start++) {
    for (const sign of [1, -1]) {
      const members = [start, start + 1, start + 2].filter((i) => near[i] === sign);
      if (members.length >= 2) for (const i of members) marks[i] = sign;
    }
  }
  return marks;
}

function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
