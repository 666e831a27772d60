import { type NotComputable, notComputable } from './not-computable.ts';

/** How exactly each event is placed. Only an exact point tells one address from the next. */
export type LocationPrecision = 'exact' | 'snapped' | 'postcode' | 'area';

/** How many of a set of events came back to a place that had one before. */
export interface RepeatPlaces {
  readonly eventCount: number;
  readonly placeCount: number;
  /** Places with two or more events. */
  readonly repeatPlaceCount: number;
  /** Share of all events that happened at a place with two or more, 0 … 1. */
  readonly shareAtRepeatPlaces: number;
  /** Share of all events that were a second or later one at their place, 0 … 1: (events - places) / events. */
  readonly shareThatWereRepeats: number;
  /** Entry k: the number of places with exactly k events (entry 0 is 0). */
  readonly placesByEventCount: readonly number[];
  /** Days from each event to the next at the same place, rising. */
  readonly daysToNext: Int32Array;
}

/**
 * Repeat victimisation of places: how much of the total is return visits, and how soon they come.
 *
 * A place is one exact coordinate. It is about places, never about people: two events at one address may have two victims.
 * The window is the data's own, so a short extract shows fewer repeats than a long one.
 *
 * @param x eastings in metres
 * @param y northings in metres
 * @param day whole days since any fixed day
 * @param locationPrecision anything but 'exact' is refused: many addresses share a snapped point or a postcode
 *
 * Source: Farrell & Pease (1993), Once Bitten, Twice Bitten, Home Office Crime Prevention Unit Paper 46.
 */
export function repeatPlaces(
  x: Float64Array,
  y: Float64Array,
  day: Int32Array,
  locationPrecision: LocationPrecision,
): RepeatPlaces | NotComputable {
  if (locationPrecision !== 'exact') {
    return notComputable(
      'invalid-input',
      `Repeats at one place need exact locations; these are "${locationPrecision}", where many addresses share a point.`,
    );
  }
  const n = x.length;
  if (n === 0) return notComputable('too-few-events', 'Repeats at one place need at least one event; saw 0.');

  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => x[i] - x[j] || y[i] - y[j] || day[i] - day[j],
  );
  const daysToNext: number[] = [];
  const placesByEventCount: number[] = [0];
  let eventsHere = 0;
  for (let k = 0; k < n; k++) {
    const i = order[k];
    const next = order[k + 1];
    eventsHere++;
    if (k + 1 < n && x[next] === x[i] && y[next] === y[i]) {
      daysToNext.push(day[next] - day[i]);
    } else {
      while (placesByEventCount.length <= eventsHere) placesByEventCount.push(0);
      placesByEventCount[eventsHere]++;
      eventsHere = 0;
    }
  }
  const placeCount = placesByEventCount.reduce((sum, places) => sum + places, 0);
  const singles = placesByEventCount[1] ?? 0;
  return {
    eventCount: n,
    placeCount,
    repeatPlaceCount: placeCount - singles,
    shareAtRepeatPlaces: (n - singles) / n,
    shareThatWereRepeats: (n - placeCount) / n,
    placesByEventCount,
    daysToNext: Int32Array.from(daysToNext).sort(),
  };
}
