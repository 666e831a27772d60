import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';

export interface Period {
  from: string;
  to: string;
}

export interface PeriodPreset {
  name: 'last-12-months' | 'last-quarter' | 'same-period-last-year' | 'all';
  label: string;
  /** null where the data does not reach. */
  period: Period | null;
  /** Why it cannot be chosen; '' where it can. */
  because: string;
}

/**
 * The periods offered as buttons, for data that reaches from `first` to `last` (months, inclusive).
 * - last 12 months: the 12 months that end with the last one, or all of a shorter supply
 * - last quarter: the last three months, not the calendar quarter, so that it is never half empty
 * - same period last year: `current` shifted by 12 months, where the data reaches
 */
export function periodPresets(first: string, last: string, current: Period): PeriodPreset[] {
  const firstNo = monthNoOf(first);
  const lastNo = monthNoOf(last);
  const ending = (months: number): Period => ({
    from: monthOf(Math.max(firstNo, lastNo - months + 1)),
    to: last,
  });
  const yearBefore = {
    from: monthOf(monthNoOf(current.from) - 12),
    to: monthOf(monthNoOf(current.to) - 12),
  };
  const reaches = yearBefore.from >= first && yearBefore.to <= last;
  return [
    { name: 'last-12-months', label: 'Last 12 months', period: ending(12), because: '' },
    { name: 'last-quarter', label: 'Last quarter', period: ending(3), because: '' },
    { name: 'all', label: 'All', period: { from: first, to: last }, because: '' },
    {
      name: 'same-period-last-year',
      label: 'Same period last year',
      period: reaches ? yearBefore : null,
      because: reaches ? '' : `The data begins in ${first}, so it does not reach a year before this period.`,
    },
  ];
}

/** How many of the latest calendar periods are offered. */
const RELEASED_OFFERED = 4;

/**
 * The latest calendar years, and quarters for wards, that restricted figures are released for, as far as they were supplied;
 * latest first.
 */
export function releasedPeriods(reach: Period, quarters: boolean): { label: string; period: Period }[] {
  const [first, last] = [monthNoOf(reach.from), monthNoOf(reach.to)];
  const latest = (months: number, labelOf: (startNo: number) => string) => {
    const starts: number[] = [];
    for (let start = last - (last % months); start + months > first; start -= months) starts.push(start);
    return starts.slice(0, RELEASED_OFFERED).map((start) => ({
      label: labelOf(start),
      period: {
        from: monthOf(Math.max(start, first)),
        to: monthOf(Math.min(start + months - 1, last)),
      },
    }));
  };
  const year = (start: number) => String(Math.floor(start / 12));
  return [
    ...latest(12, year),
    ...(quarters ? latest(3, (start) => `Q${Math.floor((start % 12) / 3) + 1} ${year(start)}`) : []),
  ];
}

/** The period moved by whole months within what was supplied; null where it would reach beyond. */
export function movedPeriod(period: Period, by: number, reach: Period): Period | null {
  const from = monthOf(monthNoOf(period.from) + by);
  const to = monthOf(monthNoOf(period.to) + by);
  return from >= reach.from && to <= reach.to ? { from, to } : null;
}

/** Where playing begins: at the period shown, or from the start where it stands at the end. All months play in threes. */
export function startOfPlay(period: Period, reach: Period): Period {
  const first = monthNoOf(reach.from);
  const months = monthNoOf(period.to) - monthNoOf(period.from) + 1;
  if (period.to < reach.to) return period;
  const length = period.from <= reach.from ? Math.min(3, months) : months;
  return { from: reach.from, to: monthOf(first + length - 1) };
}
