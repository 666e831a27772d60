import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import type { Period } from '../state/periods.ts';
import { formatDays, formatPeriod } from '../words/format.ts';

/** Before and during an operation, in whole months. */
export interface BeforeDuring {
  during: Period;
  before: Period;
  /** What was rounded, to be said. */
  words: string;
}

/**
 * The months that an operation touches, and as many just before them: figures are by month, so days are rounded outwards.
 *
 * @param operation first and last day, YYYY-MM-DD
 * @param reach first and last month supplied
 * @returns a sentence of why not, where the supply does not reach
 */
export function beforeAndDuring(
  operation: { from: string; to: string },
  reach: Period,
): BeforeDuring | string {
  const during = { from: operation.from.slice(0, 7), to: operation.to.slice(0, 7) };
  const first = monthNoOf(during.from);
  const months = monthNoOf(during.to) - first + 1;
  const before = { from: monthOf(first - months), to: monthOf(first - 1) };
  if (during.to > reach.to)
    return `The data ends in ${formatPeriod(reach.to, reach.to)}, before the operation does.`;
  if (before.from < reach.from)
    return `The data begins in ${formatPeriod(reach.from, reach.from)}, so it does not reach ${months === 1 ? 'a month' : `${months} months`} before the operation.`;
  return {
    during,
    before,
    words: `It ran ${formatDays(operation.from, operation.to)}. Figures are by month, so whole months are compared, rounded outwards: ${formatPeriod(during.from, during.to)} against ${formatPeriod(before.from, before.to)}.`,
  };
}
