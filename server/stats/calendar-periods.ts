/** Lengths a series or cube can be cut into. */
export type CalendarUnit = 'week' | 'month' | 'quarter';

/** One period of local calendar dates, half-open: `from` is in it, `to` is not. */
export interface CalendarPeriod {
  /** ISO date, for example 2019-01-01. */
  readonly from: string;
  readonly to: string;
  /** Calendar days in the period. A clock change makes a day 23 or 25 hours long; it still counts as one. */
  readonly days: number;
}

/** The whole periods that a span of dates holds, and what did not fit. */
export interface CalendarPeriods {
  readonly periods: readonly CalendarPeriod[];
  /** Days before the first and after the last whole period: dropped, and to be reported. */
  readonly droppedDaysAtStart: number;
  readonly droppedDaysAtEnd: number;
}

const DAY_MS = 86_400_000;

/**
 * Cuts a span of local dates (Europe/London, as the events are dated) into whole calendar weeks (from Monday), months or
 * quarters. A part of a period at either end is dropped and counted, never kept short: half a month looks like a fall.
 *
 * @param from first date with data, ISO
 * @param to first date without data, ISO (half-open)
 * @throws RangeError if a date is not an ISO date or `to` is before `from`
 */
export function calendarPeriods(from: string, to: string, unit: CalendarUnit): CalendarPeriods {
  const start = dayNumber(from);
  const end = dayNumber(to);
  if (end < start) {
    throw new RangeError(`A span must end after it starts; saw ${from} to ${to}. Swap the dates.`);
  }
  const periods: CalendarPeriod[] = [];
  let boundary = boundaryAtOrBefore(start, unit);
  if (boundary < start) boundary = nextBoundary(boundary, unit);
  const first = Math.min(boundary, end);
  for (;;) {
    const next = nextBoundary(boundary, unit);
    if (next > end) break;
    periods.push({ from: isoDate(boundary), to: isoDate(next), days: next - boundary });
    boundary = next;
  }
  return {
    periods,
    droppedDaysAtStart: first - start,
    droppedDaysAtEnd: Math.max(0, end - Math.max(boundary, first)),
  };
}

function dayNumber(iso: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || isoDate(time / DAY_MS) !== iso) {
    throw new RangeError(`A date must be written yyyy-mm-dd and exist; saw "${iso}".`);
  }
  return time / DAY_MS;
}

function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function boundaryAtOrBefore(day: number, unit: CalendarUnit): number {
  if (unit === 'week') return day - ((((day + 3) % 7) + 7) % 7); // day 0, 1 January 1970, was a Thursday
  const date = new Date(day * DAY_MS);
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), unit === 'quarter' ? month - (month % 3) : month, 1) / DAY_MS;
}

function nextBoundary(boundary: number, unit: CalendarUnit): number {
  if (unit === 'week') return boundary + 7;
  const date = new Date(boundary * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (unit === 'quarter' ? 3 : 1), 1) / DAY_MS;
}
