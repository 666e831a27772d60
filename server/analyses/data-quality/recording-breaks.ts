import { daysInMonth, type MonthNo } from '../../contract/month-no.ts';

/** Events of one supplier in one month, by category. */
export interface MonthCounts {
  readonly monthNo: MonthNo;
  readonly counts: Readonly<Record<string, number>>;
}

/** A category whose level steps from one month on while the others go on. */
export interface LevelStep {
  readonly category: string;
  /** First month of the new level. */
  readonly monthNo: MonthNo;
  /** Daily rate of the twelve months from here over that of the twelve before. */
  readonly ratio: number;
  readonly othersRatio: number;
}

/** Whole years on both sides: every season once. */
const YEAR = 12;
/** A step: the category falls or rises by a third against the others. */
const STEP = 1.5;
/** A category needs so many events a month on its busier side. */
const LEAST_EVENTS_A_MONTH = 25;
/** Months on each side that must show the step against the year before: a slow drift has none. */
const SHARP_MONTHS = 3;
/** Of the step (on a log scale), at least so much must be there in the first months after and at most the rest before. */
const SHARP_SHARE = 0.6;

/**
 * Find breaks in recording: a category whose yearly level changes by a third or more against all others, from one month to the
 * next. Whole years are compared, so that no season passes for a break; a drift over months is none; what all categories
 * do together is the completeness check's business. Needs 24 months and another category
 * to compare with; a month that was not supplied breaks the series there.
 *
 * @param months sound months of one supplier, any order
 * @returns strongest step of each category first; steps of one category are at least a year apart
 */
export function findRecordingBreaks(months: readonly MonthCounts[]): LevelStep[] {
  const byMonth = new Map(months.map(({ monthNo, counts }) => [monthNo, counts]));
  const categories = [...new Set(months.flatMap(({ counts }) => Object.keys(counts)))].sort();
  const steps: LevelStep[] = [];
  for (const category of categories) {
    const found = [...byMonth.keys()].flatMap((monthNo) => stepAt(byMonth, category, monthNo) ?? []);
    found.sort((a, b) => sizeOf(b) - sizeOf(a) || a.monthNo - b.monthNo);
    const kept: LevelStep[] = [];
    for (const step of found)
      if (kept.every((other) => Math.abs(other.monthNo - step.monthNo) >= YEAR)) kept.push(step);
    steps.push(...kept);
  }
  return steps.sort((a, b) => sizeOf(b) - sizeOf(a) || a.monthNo - b.monthNo);
}

type Months = ReadonlyMap<MonthNo, Readonly<Record<string, number>>>;

function stepAt(byMonth: Months, category: string, monthNo: MonthNo): LevelStep | undefined {
  const years = compare(byMonth, category, monthNo, YEAR);
  if (!years || years.mostEvents < YEAR * LEAST_EVENTS_A_MONTH) return undefined;
  const relative = years.ratio / years.othersRatio;
  if (relative < STEP && relative > 1 / STEP) return undefined;
  // The first months after already show the step against the year before, and the last months before do not show it yet.
  const after = compare(byMonth, category, monthNo, SHARP_MONTHS);
  const before = compare(byMonth, category, monthNo - SHARP_MONTHS, SHARP_MONTHS);
  const shareOfStep = (seen: Comparison) => Math.log(seen.ratio / seen.othersRatio) / Math.log(relative);
  if (!after || shareOfStep(after) < SHARP_SHARE) return undefined;
  // Without fifteen months before, the step itself has to do.
  if (before && shareOfStep(before) > 1 - SHARP_SHARE) return undefined;
  return { category, monthNo, ratio: years.ratio, othersRatio: years.othersRatio };
}

interface Comparison {
  readonly ratio: number;
  /** Median over the other categories: one of them that steps itself does not make this one seem to. */
  readonly othersRatio: number;
  /** Events of the category on its busier side. */
  readonly mostEvents: number;
}

/** Daily rates of so many months from one on over those of the months a year before; undefined where a month is missing. */
function compare(byMonth: Months, category: string, from: MonthNo, months: number): Comparison | undefined {
  const now = sumOf(byMonth, from, months);
  const then = sumOf(byMonth, from - YEAR, months);
  if (!now || !then) return undefined;
  // Half an event keeps a category that stops altogether computable.
  const ratioOf = (name: string) =>
    ((now.counts.get(name) ?? 0) + 0.5) / ((then.counts.get(name) ?? 0) + 0.5) / (now.days / then.days);
  const mostOf = (name: string) => Math.max(now.counts.get(name) ?? 0, then.counts.get(name) ?? 0);
  const others = [...new Set([...now.counts.keys(), ...then.counts.keys()])].filter(
    (name) => name !== category && mostOf(name) >= months * LEAST_EVENTS_A_MONTH,
  );
  if (others.length === 0) return undefined;
  return { ratio: ratioOf(category), othersRatio: median(others.map(ratioOf)), mostEvents: mostOf(category) };
}

function sumOf(
  byMonth: Months,
  from: MonthNo,
  months: number,
): { counts: Map<string, number>; days: number } | undefined {
  const counts = new Map<string, number>();
  let days = 0;
  for (let monthNo = from; monthNo < from + months; monthNo++) {
    const month = byMonth.get(monthNo);
    if (!month) return undefined;
    for (const [category, count] of Object.entries(month))
      counts.set(category, (counts.get(category) ?? 0) + count);
    days += daysInMonth(monthNo);
  }
  return { counts, days };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function sizeOf({ ratio, othersRatio }: LevelStep): number {
  return Math.abs(Math.log(ratio / othersRatio));
}
