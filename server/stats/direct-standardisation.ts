import { type NotComputable, notComputable } from './not-computable.ts';
import { byarLimits } from './rate-interval.ts';

/** Directly standardised rates are not given under this many events in all bands together. */
export const FEWEST_EVENTS_FOR_STANDARDISING = 10;

/** A directly standardised rate with its interval, per `per` of the standard population. */
export interface StandardisedRate {
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
  /** Events in all bands together. */
  readonly totalEvents: number;
}

/** One entry per age (or age and sex) band, in the same order in the three arrays. */
export interface StandardisationInput {
  /** Events per band: whole numbers, 0 or more. */
  readonly events: ArrayLike<number>;
  /** Population per band, above 0 in each. */
  readonly population: ArrayLike<number>;
  /** Standard population per band, 0 or more, for example the 2013 European Standard Population. */
  readonly standard: ArrayLike<number>;
  /** Rate multiplier. Default 1,000. */
  readonly per?: number;
  /** Two-sided confidence, in (0, 1). Default 0.95. */
  readonly confidence?: number;
}

/**
 * Directly standardised rate: the rate the area would have with the standard's age structure, so that a student ward
 * and a retirement ward can be compared. The interval is Dobson's, with Byar's limits for the total count:
 * rate + √(variance / events) × (Byar limit - events).
 *
 * Not computable under 10 events (`too-few-events`): band rates built on a handful of events swing too far. A band
 * without population (`zero-denominator`) has no rate to standardise: merge it with its neighbour first.
 *
 * Dobson, Kuulasmaa, Eberle & Scherer (1991), Statistics in Medicine 10:457-462; the refusal follows the UK
 * public-health convention (PHEindicatormethods `calculate_dsr`).
 */
export function directStandardisation(input: StandardisationInput): StandardisedRate | NotComputable {
  const { events, population, standard, per = 1000, confidence = 0.95 } = input;
  const bands = events.length;
  if (bands === 0 || population.length !== bands || standard.length !== bands) {
    return notComputable(
      'invalid-input',
      `Standardisation needs the same bands in each array; saw ${bands}, ${population.length} and ${standard.length}.`,
    );
  }
  let totalEvents = 0;
  let totalStandard = 0;
  let weighted = 0;
  let variance = 0;
  for (let band = 0; band < bands; band++) {
    if (!(Number.isInteger(events[band]) && events[band] >= 0 && standard[band] >= 0)) {
      return notComputable(
        'invalid-input',
        `Band ${band} needs whole events and a standard of 0 or more; saw ${events[band]} and ${standard[band]}.`,
      );
    }
    if (!(population[band] > 0)) {
      return notComputable(
        'zero-denominator',
        `Band ${band} needs a population above 0; saw ${population[band]}.`,
      );
    }
    totalEvents += events[band];
    totalStandard += standard[band];
    weighted += (standard[band] * events[band]) / population[band];
    variance += (standard[band] ** 2 * events[band]) / population[band] ** 2;
  }
  if (!(totalStandard > 0) || !(confidence > 0 && confidence < 1) || !(per > 0)) {
    return notComputable(
      'invalid-input',
      `Standardisation needs a standard population, a multiplier above 0 and confidence in (0, 1); saw ${totalStandard}, ${per}, ${confidence}.`,
    );
  }
  if (totalEvents < FEWEST_EVENTS_FOR_STANDARDISING) {
    return notComputable(
      'too-few-events',
      `Standardisation needs at least ${FEWEST_EVENTS_FOR_STANDARDISING} events in all bands together; saw ${totalEvents}.`,
    );
  }
  const rate = weighted / totalStandard;
  const stretch = Math.sqrt(variance / totalEvents) / totalStandard;
  const limits = byarLimits(totalEvents, confidence);
  return {
    rate: rate * per,
    lower: (rate + stretch * (limits.lower - totalEvents)) * per,
    upper: (rate + stretch * (limits.upper - totalEvents)) * per,
    totalEvents,
  };
}
