/**
 * Periods of whole calendar months that figures of a restricted class are released for: a month, a quarter, a calendar
 * year, or the whole supply. They nest and never overlap in part, so no window can be slid by a month.
 */
export type ReleasedPeriod =
  | { readonly kind: 'month'; readonly monthNo: number }
  | { readonly kind: 'quarter'; readonly quarterNo: number }
  | { readonly kind: 'year'; readonly year: number }
  | { readonly kind: 'supply' };

/** The smallest released period that holds these months (year * 12 + month - 1, inclusive). */
export function enclosingPeriod(fromMonthNo: number, toMonthNo: number): ReleasedPeriod {
  if (fromMonthNo > toMonthNo) {
    throw new RangeError(`A period ends after it begins; saw ${fromMonthNo} to ${toMonthNo}.`);
  }
  if (fromMonthNo === toMonthNo) return { kind: 'month', monthNo: fromMonthNo };
  const quarter = (monthNo: number): number => Math.floor(monthNo / 3);
  if (quarter(fromMonthNo) === quarter(toMonthNo))
    return { kind: 'quarter', quarterNo: quarter(fromMonthNo) };
  const year = (monthNo: number): number => Math.floor(monthNo / 12);
  if (year(fromMonthNo) === year(toMonthNo)) return { kind: 'year', year: year(fromMonthNo) };
  return { kind: 'supply' };
}

/** First and last month of a released period; the supply's own are given. */
export function monthsOf(
  period: ReleasedPeriod,
  supply: { firstMonthNo: number; lastMonthNo: number },
): { fromMonthNo: number; toMonthNo: number } {
  switch (period.kind) {
    case 'month':
      return { fromMonthNo: period.monthNo, toMonthNo: period.monthNo };
    case 'quarter':
      return { fromMonthNo: period.quarterNo * 3, toMonthNo: period.quarterNo * 3 + 2 };
    case 'year':
      return { fromMonthNo: period.year * 12, toMonthNo: period.year * 12 + 11 };
    case 'supply':
      return { fromMonthNo: supply.firstMonthNo, toMonthNo: supply.lastMonthNo };
  }
}

/** The next longer period, null above the whole supply. */
export function longerPeriod(period: ReleasedPeriod): ReleasedPeriod | null {
  switch (period.kind) {
    case 'month':
      return { kind: 'quarter', quarterNo: Math.floor(period.monthNo / 3) };
    case 'quarter':
      return { kind: 'year', year: Math.floor(period.quarterNo / 4) };
    case 'year':
      return { kind: 'supply' };
    case 'supply':
      return null;
  }
}

/** A name for the period, different for each. */
export function periodKey(period: ReleasedPeriod): string {
  switch (period.kind) {
    case 'month':
      return `m${period.monthNo}`;
    case 'quarter':
      return `q${period.quarterNo}`;
    case 'year':
      return `y${period.year}`;
    case 'supply':
      return 's';
  }
}
