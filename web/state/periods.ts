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
