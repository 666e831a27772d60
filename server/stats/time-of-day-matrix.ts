import { type NotComputable, notComputable } from './not-computable.ts';

/** Hours in a week, and the length of a matrix of hour by weekday. */
export const HOURS_IN_WEEK = 168;

/** Events by weekday and hour. */
export interface TimeOfDayMatrix {
  /** 168 sums, Monday 00:00 first: weekday × 24 + hour. */
  readonly byHourOfWeek: Float64Array;
  /** 24 sums over all weekdays. */
  readonly byHour: Float64Array;
  /** 7 sums, Monday first. */
  readonly byWeekday: Float64Array;
  /** Sum of all cells. */
  readonly total: number;
  /** Events left out because their hour is not known. To be reported beside the chart. */
  readonly untimed: number;
}

/**
 * When does it happen: events by hour and weekday, in local time (Europe/London, not UTC: an hour out all summer).
 *
 * Only for events with a known hour. A date without a time must come as NaN and not as midnight, or 00:00 turns into
 * the worst hour of the week. For events with a from and a to use `aoristicWeights`.
 *
 * @param weekday 0 Monday to 6 Sunday per event
 * @param hour 0 to 23 per event, or NaN where not known
 *
 * Not computable where no event has a known hour (`too-few-events`) or a weekday or hour does not exist.
 */
export function timeOfDayMatrix(
  weekday: ArrayLike<number>,
  hour: ArrayLike<number>,
): TimeOfDayMatrix | NotComputable {
  if (weekday.length !== hour.length) {
    return notComputable(
      'invalid-input',
      `Weekdays and hours must pair up; saw ${weekday.length} and ${hour.length}.`,
    );
  }
  const byHourOfWeek = new Float64Array(HOURS_IN_WEEK);
  let untimed = 0;
  for (let event = 0; event < hour.length; event++) {
    if (Number.isNaN(hour[event])) {
      untimed++;
      continue;
    }
    if (!isWholeBelow(weekday[event], 7) || !isWholeBelow(hour[event], 24)) {
      return notComputable(
        'invalid-input',
        `Event ${event} needs a weekday of 0 to 6 and an hour of 0 to 23; saw ${weekday[event]} and ${hour[event]}.`,
      );
    }
    byHourOfWeek[weekday[event] * 24 + hour[event]]++;
  }
  if (untimed === hour.length) {
    return notComputable('too-few-events', `No event has a known hour; saw ${untimed} without one.`);
  }
  return { ...weekMargins(byHourOfWeek), untimed };
}

/** A matrix by hour of the week with its sums by hour and by weekday. */
export function weekMargins(byHourOfWeek: Float64Array): Omit<TimeOfDayMatrix, 'untimed'> {
  const byHour = new Float64Array(24);
  const byWeekday = new Float64Array(7);
  let total = 0;
  for (let k = 0; k < HOURS_IN_WEEK; k++) {
    byHour[k % 24] += byHourOfWeek[k];
    byWeekday[Math.floor(k / 24)] += byHourOfWeek[k];
    total += byHourOfWeek[k];
  }
  return { byHourOfWeek, byHour, byWeekday, total };
}

function isWholeBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}
