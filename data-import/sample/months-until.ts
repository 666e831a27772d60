import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';

/**
 * `count` months as `YYYY-MM`, oldest first, ending with `lastMonth`.
 *
 * @throws RangeError when `lastMonth` is not a month or `count` is not a whole number from 1 to 1,200
 */
export function monthsUntil(lastMonth: string, count: number): string[] {
  if (!Number.isInteger(count) || count < 1 || count > 1200) {
    throw new RangeError(`months must be a whole number from 1 to 1200, got ${count}`);
  }
  const first = monthNoOf(lastMonth) - count + 1;
  return Array.from({ length: count }, (_, i) => monthOf(first + i));
}
