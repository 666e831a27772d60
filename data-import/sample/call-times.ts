import { daysInMonth, monthNoOf } from '../../server/contract/month-no.ts';
import type { RandomSource } from '../../server/stats/random.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';

/** When in the week something happens. */
export type WeekRhythm = 'night-out' | 'evening' | 'all-day' | 'working-day';

/** Relative frequency by hour of the day, midnight first. */
const HOURS: Readonly<Record<WeekRhythm, Float64Array>> = {
  'night-out': runningTotals([9, 10, 8, 6, 3, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 5, 6, 8, 9]),
  evening: runningTotals([5, 4, 3, 3, 2, 2, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 7, 8, 8, 8, 8, 7, 6]),
  'all-day': runningTotals([2, 2, 2, 1, 1, 2, 3, 5, 7, 8, 8, 8, 8, 8, 8, 7, 7, 7, 6, 6, 5, 4, 4, 3]),
  'working-day': runningTotals([0, 0, 0, 0, 0, 0, 2, 9, 10, 9, 8, 7, 5, 6, 8, 8, 6, 3, 1, 0, 0, 0, 0, 0]),
};
/** Relative frequency by day of the week, Sunday first. */
const DAYS: Readonly<Record<WeekRhythm, readonly number[]>> = {
  'night-out': [2.2, 0.7, 0.7, 0.8, 1, 2, 2.6],
  evening: [1.05, 1, 1, 1, 1, 1, 1.05],
  'all-day': [0.9, 1.05, 1, 1, 1, 1.05, 0.95],
  'working-day': [0.05, 1.1, 1, 1, 1, 1, 0.5],
};

/** A time within the month to the hour, `2024-05-03T22:00`: local time, as partners send it. */
export function drawCallTime(random: RandomSource, month: string, rhythm: WeekRhythm): string {
  const year = Number(month.slice(0, 4));
  const monthOfYear = Number(month.slice(5)) - 1;
  const days = Array.from({ length: daysInMonth(monthNoOf(month)) }, (_, day) => {
    return DAYS[rhythm][new Date(Date.UTC(year, monthOfYear, day + 1)).getUTCDay()];
  });
  const day = 1 + drawFromCumulative(random, runningTotals(days));
  const hour = drawFromCumulative(random, HOURS[rhythm]);
  return `${month}-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00`;
}
