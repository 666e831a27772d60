import { daysInMonth, type MonthNo, monthOf } from '../../server/contract/month-no.ts';

/** What one supplier sent for one month. */
export interface MonthSupply {
  readonly monthNo: MonthNo;
  /** Events by category slug. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface MonthVerdict {
  readonly monthNo: MonthNo;
  readonly events: number;
  readonly status: 'supplied' | 'under-supplied' | 'over-supplied';
  /** What its neighbours suggest for a month of its length; null with fewer than two neighbours. */
  readonly expectedEvents: number | null;
  /** One sentence; empty for 'supplied'. */
  readonly reason: string;
}

/** Neighbours are the nearest sound months, two before and two after; where one side has fewer, the other fills up ... */
const NEIGHBOURS = 4;
/** ... at most so far away: further back seasons and recording practice differ. */
const NEIGHBOUR_REACH_MONTHS = 6;
/** A category counts when its neighbours suggest at least so many events: below, chance alone moves it by a fifth. */
const COUNTABLE_EVENTS = 25;
/** Fewer countable categories than this give no verdict. */
const FEWEST_CATEGORIES = 4;
/** A break: the total beyond the first ratio and this share of the countable categories beyond the second. */
const BROKEN_SHARE = 0.75;
/** Poisson standard deviations of the total that chance may make: 45 of 270 ambulance calls are no fault of supply. */
const CHANCE_DEVIATIONS = 4;
const UNDER = { total: 0.85, category: 0.92 };
const OVER = { total: 1.4, category: 1.2 };

/**
 * The completeness check: which months break from their neighbours in nearly every category at once.
 *
 * For each month and category the expectation is the median daily rate of 4 neighbours (the two nearest months before
 * and after, within 6 months, filled up from the other side; at least 2) times the days of the month. A month is 'under-supplied' when its total is below 0.85 of the expectation and at
 * least three quarters of the categories that are expected 25 times or more are below 0.92 of theirs; 'over-supplied' above
 * 1.4 and 1.2; and only when the total is more than 4 Poisson standard deviations away. The month that breaks furthest is decided first and is nobody's neighbour afterwards, and so on, so that a
 * run of bad months does not pass for normal and does not make its good neighbours look wrong.
 *
 * Silent by design: on a fall of one category however deep (three quarters must move together), on an ordinary season
 * (neighbours share most of it; all-crime seasonality in England is within about 10 %), and with fewer than 4 countable categories
 * or 2 neighbours. It cannot tell a supply fault from a true break of everything at once (a lockdown): it asks for a look.
 *
 * @param months any order, each month once
 * @returns the same months, in order
 */
export function checkCompleteness(months: readonly MonthSupply[]): MonthVerdict[] {
  const flagged = new Map<MonthNo, MonthVerdict>();
  for (;;) {
    let furthest: MonthVerdict | undefined;
    let distance = 0;
    for (const month of months) {
      if (flagged.has(month.monthNo)) continue;
      const verdict = judge(month, months, flagged);
      if (verdict.status === 'supplied' || verdict.expectedEvents === null) continue;
      const broken = Math.abs(Math.log(Math.max(verdict.events, 0.5) / verdict.expectedEvents));
      if (broken > distance) {
        distance = broken;
        furthest = verdict;
      }
    }
    if (!furthest) break;
    flagged.set(furthest.monthNo, furthest);
  }
  return [...months]
    .sort((a, b) => a.monthNo - b.monthNo)
    .map((month) => flagged.get(month.monthNo) ?? judge(month, months, flagged));
}

function judge(
  month: MonthSupply,
  months: readonly MonthSupply[],
  flagged: ReadonlyMap<MonthNo, unknown>,
): MonthVerdict {
  const { monthNo } = month;
  const events = totalOf(month);
  const neighbours = neighboursOf(
    monthNo,
    months.filter((other) => other.monthNo !== monthNo && !flagged.has(other.monthNo)),
  );
  if (neighbours.length < 2) return { monthNo, events, status: 'supplied', expectedEvents: null, reason: '' };
  const days = daysInMonth(monthNo);
  const expect = (count: (supply: MonthSupply) => number) =>
    days * median(neighbours.map((n) => count(n) / daysInMonth(n.monthNo)));
  const expectedEvents = expect(totalOf);
  const categories = new Set(neighbours.flatMap((n) => Object.keys(n.counts)));
  let countable = 0;
  let below = 0;
  let above = 0;
  for (const category of categories) {
    const expected = expect((supply) => supply.counts[category] ?? 0);
    if (expected < COUNTABLE_EVENTS) continue;
    countable++;
    const ratio = (month.counts[category] ?? 0) / expected;
    if (ratio < UNDER.category) below++;
    if (ratio > OVER.category) above++;
  }
  const ratio = events / expectedEvents;
  const enough =
    countable >= FEWEST_CATEGORIES &&
    Math.abs(events - expectedEvents) > CHANCE_DEVIATIONS * Math.sqrt(expectedEvents);
  const status =
    enough && ratio < UNDER.total && below >= BROKEN_SHARE * countable
      ? 'under-supplied'
      : enough && ratio > OVER.total && above >= BROKEN_SHARE * countable
        ? 'over-supplied'
        : 'supplied';
  const moved =
    status === 'under-supplied'
      ? `${below} of ${countable} categories are below`
      : `${above} of ${countable} categories are above`;
  return {
    monthNo,
    events,
    status,
    expectedEvents,
    reason:
      status === 'supplied'
        ? ''
        : `${events} events in ${monthOf(monthNo)}, about ${Math.round(expectedEvents)} expected from ${neighbours.map((n) => monthOf(n.monthNo)).join(', ')}; ${moved} what those months suggest.`,
  };
}

function neighboursOf(monthNo: MonthNo, others: readonly MonthSupply[]): MonthSupply[] {
  const near = others
    .filter((other) => Math.abs(other.monthNo - monthNo) <= NEIGHBOUR_REACH_MONTHS)
    .sort((a, b) => Math.abs(a.monthNo - monthNo) - Math.abs(b.monthNo - monthNo));
  const before = near.filter((other) => other.monthNo < monthNo);
  const after = near.filter((other) => other.monthNo > monthNo);
  const fromBefore = Math.min(before.length, Math.max(NEIGHBOURS / 2, NEIGHBOURS - after.length));
  return [...before.slice(0, fromBefore), ...after.slice(0, NEIGHBOURS - fromBefore)].sort(
    (a, b) => a.monthNo - b.monthNo,
  );
}

function totalOf({ counts }: MonthSupply): number {
  let total = 0;
  for (const count of Object.values(counts)) total += count;
  return total;
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
