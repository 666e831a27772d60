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
 * do together is the completeness check's business. Needs 24 months; a month that was not supplied breaks the series there.
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

function stepAt(
  byMonth: ReadonlyMap<MonthNo, Readonly<Record<string, number>>>,
  category: string,
  monthNo: MonthNo,
): LevelStep | undefined {
  const before = sumOf(byMonth, category, monthNo - YEAR);
  const after = sumOf(byMonth, category, monthNo);
  if (!before || !after) return undefined;
  if (Math.max(before.own, after.own) < YEAR * LEAST_EVENTS_A_MONTH) return undefined;
  if (before.others === 0 || after.others === 0) return undefined;
  const days = before.days / after.days;
  // Half an event keeps a category that stops altogether computable.
  const ratio = ((after.own + 0.5) / (before.own + 0.5)) * days;
  const othersRatio = (after.others / before.others) * days;
  const relative = ratio / othersRatio;
  if (relative < STEP && relative > 1 / STEP) return undefined;
  if (!isSharp(byMonth, category, monthNo, relative)) return undefined;
  return { category, monthNo, ratio, othersRatio };
}

/** The first months after already show the step against the year before, and the last months before do not show it yet. */
function isSharp(
  byMonth: ReadonlyMap<MonthNo, Readonly<Record<string, number>>>,
  category: string,
  monthNo: MonthNo,
  relative: number,
): boolean {
  const after = yearOnYear(byMonth, category, monthNo);
  const before = yearOnYear(byMonth, category, monthNo - SHARP_MONTHS);
  if (after === undefined || Math.log(after) / Math.log(relative) < SHARP_SHARE) return false;
  // Without fifteen months before, the step itself has to do.
  return before === undefined || Math.log(before) / Math.log(relative) < 1 - SHARP_SHARE;
}

/** Rate of the category in three months over the same months a year before, against the others. */
function yearOnYear(
  byMonth: ReadonlyMap<MonthNo, Readonly<Record<string, number>>>,
  category: string,
  from: MonthNo,
): number | undefined {
  const now = sumOf(byMonth, category, from, SHARP_MONTHS);
  const then = sumOf(byMonth, category, from - YEAR, SHARP_MONTHS);
  if (!now || !then || now.others === 0 || then.others === 0) return undefined;
  return (now.own + 0.5) / (then.own + 0.5) / (now.others / then.others);
}

function sumOf(
  byMonth: ReadonlyMap<MonthNo, Readonly<Record<string, number>>>,
  category: string,
  from: MonthNo,
  months = YEAR,
): { own: number; others: number; days: number } | undefined {
  let own = 0;
  let all = 0;
  let days = 0;
  for (let monthNo = from; monthNo < from + months; monthNo++) {
    const counts = byMonth.get(monthNo);
    if (!counts) return undefined;
    own += counts[category] ?? 0;
    for (const count of Object.values(counts)) all += count;
    days += daysInMonth(monthNo);
  }
  return { own, others: all - own, days };
}

function sizeOf({ ratio, othersRatio }: LevelStep): number {
  return Math.abs(Math.log(ratio / othersRatio));
}
