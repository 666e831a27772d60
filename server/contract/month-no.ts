/** Months are counted so that arithmetic works on them: year * 12 + month - 1. 2018-10 is 24225. */
export type MonthNo = number;

/** 'YYYY-MM' to its month number. Throws RangeError on anything else. */
export function monthNoOf(month: string): MonthNo {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (!match) throw new RangeError(`A month is written YYYY-MM; saw "${month}".`);
  return Number(match[1]) * 12 + Number(match[2]) - 1;
}

/** A month number as 'YYYY-MM'. */
export function monthOf(monthNo: MonthNo): string {
  const year = Math.floor(monthNo / 12);
  return `${String(year).padStart(4, '0')}-${String(monthNo - year * 12 + 1).padStart(2, '0')}`;
}

/** Days in the month: 28 to 31. */
export function daysInMonth(monthNo: MonthNo): number {
  const year = Math.floor(monthNo / 12);
  return new Date(Date.UTC(year, monthNo - year * 12 + 1, 0)).getUTCDate();
}
