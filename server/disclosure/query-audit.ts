import { enclosingPeriod, monthsOf } from './released-period.ts';

/** A question about one layer, as asked: which categories, months and land, cut how. */
export interface AskedQuestion {
  /** Slugs; null: all. */
  readonly categories: readonly string[] | null;
  /** year * 12 + month - 1, inclusive. */
  readonly fromMonthNo: number;
  readonly toMonthNo: number;
  /** Code of a district or ward. */
  readonly area: string;
  readonly areaLevel: 'district' | 'ward' | 'drawn';
  /** Side of the cells, metres; null for wards. */
  readonly cellSizeM: number | null;
  /** Hours and weekdays as asked; left out: all. */
  readonly times?: string;
}

/** What the questions of this layer are answered with. */
export interface ReleasedFrame {
  readonly latticeM: readonly number[];
  readonly firstMonthNo: number;
  readonly lastMonthNo: number;
}

export interface AuditDecision {
  /** 'coarsen': answered with the next coarser released figure. */
  readonly decision: 'allow' | 'coarsen' | 'refuse';
  /** In a sentence, for the log and the asker. */
  readonly because: string;
  /** The earlier question that this one, answered as asked, could be subtracted from; null where there is none. */
  readonly isolates: AskedQuestion | null;
}

/** Months: two questions that differ by fewer are close enough to isolate a small count. */
const NARROW_MONTHS = 3;

/**
 * Decide a question by its form and the asker's earlier ones, never by the counts behind it: a refusal that depended on
 * counts would itself give them away.
 *
 * Allowed: questions that the release plan answers as they are, since it has decided all of those together. Coarsened:
 * periods and areas in between, which have a released figure around them. Refused: a choice of categories and a lattice that
 * is not released, which have none. Of those not allowed, `isolates` names an earlier question that differs by less than a
 * quarter of a year, by one category, by a slid window or a shifted lattice: what an attacker's questions look like.
 *
 * Cost: one look at each earlier question.
 *
 * @param history the asker's earlier questions about this layer, latest first
 */
export function auditQuestion(
  asked: AskedQuestion,
  history: readonly AskedQuestion[],
  frame: ReleasedFrame,
): AuditDecision {
  const { decision, because } = decideByForm(asked, frame);
  if (decision === 'allow') return { decision, because, isolates: null };
  return { decision, because, isolates: history.find((earlier) => differByLittle(asked, earlier)) ?? null };
}

function decideByForm(
  { categories, fromMonthNo, toMonthNo, areaLevel, cellSizeM, times }: AskedQuestion,
  { latticeM, firstMonthNo, lastMonthNo }: ReleasedFrame,
): Pick<AuditDecision, 'decision' | 'because'> {
  if (categories !== null && categories.length > 1) {
    return {
      decision: 'refuse',
      because: 'A choice of categories could be subtracted from all or from another choice.',
    };
  }
  if (times !== undefined) {
    return {
      decision: 'refuse',
      because: 'A choice of hours could be subtracted from all or from another choice.',
    };
  }
  if (areaLevel === 'drawn') {
    return {
      decision: 'refuse',
      because: 'A drawn area could be moved a little and subtracted from itself.',
    };
  }
  if (cellSizeM !== null && !latticeM.includes(cellSizeM)) {
    return {
      decision: 'refuse',
      because: 'Cells of this size could be subtracted from those that are released.',
    };
  }
  const supply = { firstMonthNo, lastMonthNo };
  const period = enclosingPeriod(fromMonthNo, toMonthNo);
  const whole = monthsOf(period, supply);
  const short = cellSizeM !== null && (period.kind === 'month' || period.kind === 'quarter');
  // A released period asked for as far as it was supplied is that period.
  const sameMonths =
    Math.max(fromMonthNo, firstMonthNo) <= Math.max(whole.fromMonthNo, firstMonthNo) &&
    Math.min(toMonthNo, lastMonthNo) >= Math.min(whole.toMonthNo, lastMonthNo);
  if (short || !sameMonths) {
    return {
      decision: 'coarsen',
      because: 'A period in between could be subtracted from one that is released.',
    };
  }
  if (cellSizeM !== null && areaLevel === 'ward') {
    return { decision: 'coarsen', because: 'Cells cut at a ward could be subtracted from whole cells.' };
  }
  return { decision: 'allow', because: 'It is released as it is.' };
}

/** Whether one answer could be subtracted from the other to leave a small part, were both given as asked. */
export function differByLittle(a: AskedQuestion, b: AskedQuestion): boolean {
  const sameCategories = categoriesApart(a.categories, b.categories) === 0;
  const sameMonths = a.fromMonthNo === b.fromMonthNo && a.toMonthNo === b.toMonthNo;
  const samePlace = a.area === b.area && a.cellSizeM === b.cellSizeM;
  if (sameCategories && samePlace && !sameMonths) {
    const apart = Math.abs(a.fromMonthNo - b.fromMonthNo) + Math.abs(a.toMonthNo - b.toMonthNo);
    const overlap = a.fromMonthNo <= b.toMonthNo && b.fromMonthNo <= a.toMonthNo;
    const slid = Math.sign(a.fromMonthNo - b.fromMonthNo) === Math.sign(a.toMonthNo - b.toMonthNo);
    return overlap && (apart < NARROW_MONTHS || slid);
  }
  if (sameMonths && samePlace && !sameCategories) return categoriesApart(a.categories, b.categories) === 1;
  if (sameCategories && sameMonths && !samePlace) {
    return a.cellSizeM !== null && b.cellSizeM !== null;
  }
  return false;
}

/** How many categories are in one but not in the other; "all" is apart from a choice by what the choice leaves out, unknown here: 1. */
function categoriesApart(a: readonly string[] | null, b: readonly string[] | null): number {
  if (a === null || b === null) return a === b ? 0 : 1;
  const [left, right] = [new Set(a), new Set(b)];
  return [...left].filter((x) => !right.has(x)).length + [...right].filter((x) => !left.has(x)).length;
}
