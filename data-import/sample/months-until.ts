/**
 * `count` months as `YYYY-MM`, oldest first, ending with `lastMonth`.
 *
 * @throws RangeError when `lastMonth` is not a month or `count` is not a whole number from 1 to 1,200
 */
export function monthsUntil(lastMonth: string, count: number): string[] {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(lastMonth)) {
    throw new RangeError(`lastMonth must be a month like 2026-09, got ${JSON.stringify(lastMonth)}`);
  }
  if (!Number.isInteger(count) || count < 1 || count > 1200) {
    throw new RangeError(`months must be a whole number from 1 to 1200, got ${count}`);
  }
  const last = Number(lastMonth.slice(0, 4)) * 12 + Number(lastMonth.slice(5)) - 1;
  return Array.from({ length: count }, (_, i) => {
    const month = last - count + 1 + i;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

/** Days in a month given as `YYYY-MM`. */
export function daysInMonth(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
}
