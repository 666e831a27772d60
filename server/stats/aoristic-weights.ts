import { type NotComputable, notComputable } from './not-computable.ts';
import { HOURS_IN_WEEK, type TimeOfDayMatrix, weekMargins } from './time-of-day-matrix.ts';

const MINUTES_IN_WEEK = HOURS_IN_WEEK * 60;

/** Aoristic sums by hour of the week, and what the spans were like. */
export interface AoristicWeights extends TimeOfDayMatrix {
  /** Events without an end: all their weight is in the hour they began. */
  readonly withoutEnd: number;
  /** Events that end before they begin, an error of the record: treated as without an end. */
  readonly reversed: number;
  /** Events that may have happened at any time of more than a week: 1/168 to each hour, which says nothing. */
  readonly overAWeek: number;
}

/**
 * Aoristic weights: an event known only to lie between two times (a burglary found after a holiday) adds to each hour the
 * share of its span that the hour covers, overlap(k) / (end - start), so that it weighs 1 in all.
 *
 * @param fromMinute start of each span in local minutes since any Monday 00:00; NaN where not known (counted as untimed)
 * @param toMinute end of each span, same clock, not included; NaN where there is none
 *
 * An end equal to the start is an exact time. Not computable where no event has a start.
 *
 * Ratcliffe & McCullagh (1998), International Journal of Geographical Information Science 12:751-764; the treatment of
 * missing, reversed and over-long spans is that of the R package aoristic 1.1.1.
 */
export function aoristicWeights(
  fromMinute: ArrayLike<number>,
  toMinute: ArrayLike<number>,
): AoristicWeights | NotComputable {
  if (fromMinute.length !== toMinute.length) {
    return notComputable(
      'invalid-input',
      `Starts and ends must pair up; saw ${fromMinute.length} and ${toMinute.length}.`,
    );
  }
  const sums = new Float64Array(HOURS_IN_WEEK);
  let untimed = 0;
  let withoutEnd = 0;
  let reversed = 0;
  let overAWeek = 0;
  for (let event = 0; event < fromMinute.length; event++) {
    const from = fromMinute[event];
    const to = toMinute[event];
    if (!Number.isFinite(from)) {
      untimed++;
    } else if (Number.isNaN(to)) {
      withoutEnd++;
      sums[hourOfWeek(from)]++;
    } else if (to < from) {
      reversed++;
      sums[hourOfWeek(from)]++;
    } else if (to === from) {
      sums[hourOfWeek(from)]++;
    } else if (to - from > MINUTES_IN_WEEK) {
      overAWeek++;
      for (let k = 0; k < HOURS_IN_WEEK; k++) sums[k] += 1 / HOURS_IN_WEEK;
    } else {
      spread(from, to, sums);
    }
  }
  if (untimed === fromMinute.length) {
    return notComputable('too-few-events', `No event has a start time; saw ${untimed} without one.`);
  }
  return { ...weekMargins(sums), untimed, withoutEnd, reversed, overAWeek };
}

function spread(from: number, to: number, sums: Float64Array): void {
  for (let at = from; at < to; ) {
    const hourEnd = Math.min(to, (Math.floor(at / 60) + 1) * 60);
    sums[hourOfWeek(at)] += (hourEnd - at) / (to - from);
    at = hourEnd;
  }
}

function hourOfWeek(minute: number): number {
  const hour = Math.floor(minute / 60) % HOURS_IN_WEEK;
  return hour < 0 ? hour + HOURS_IN_WEEK : hour;
}
