import { isNotComputable, type NotComputable, notComputable } from './not-computable.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** The share of a district's events that fell in one area, in [0, 1], with its interval. */
export interface ShareInterval {
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/** What a share is made of. */
export interface ShareInput {
  /** Events in the area or areas in question: a whole number. */
  readonly areaEvents: number;
  /** Events in the whole district, the area's own included: a whole number of at least `areaEvents`. */
  readonly districtEvents: number;
  /** Two-sided confidence, in (0, 1). Default 0.95. */
  readonly confidence?: number;
}

/**
 * "Two wards hold a third of the district's pick-ups": the share and how far it could move by chance.
 *
 * Given the district's total, independent Poisson counts of areas are multinomial, so one area (or a fixed set of
 * areas) is binomial and Wilson's interval holds. Areas chosen because they came out highest have shares that are too
 * high on average: say so, or choose the areas on an earlier period.
 */
export function shareInterval(input: ShareInput): ShareInterval | NotComputable {
  const { areaEvents, districtEvents, confidence = 0.95 } = input;
  if (districtEvents === 0) {
    return notComputable('all-zero', 'A share needs events in the district; saw 0.');
  }
  const interval = wilsonInterval({ events: areaEvents, trials: districtEvents, confidence });
  if (isNotComputable(interval)) return interval;
  return { share: interval.proportion, lower: interval.lower, upper: interval.upper };
}
