import { normalQuantile } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** A proportion with its interval, all in [0, 1]. */
export interface WilsonInterval {
  readonly proportion: number;
  readonly lower: number;
  readonly upper: number;
}

/** What a proportion is made of. */
export interface WilsonInput {
  /** How many had the property: a whole number from 0 to `trials`. */
  readonly events: number;
  /** Out of how many: a whole number above 0. */
  readonly trials: number;
  /** Two-sided confidence, in (0, 1). Default 0.95. */
  readonly confidence?: number;
}

/**
 * Wilson's score interval for a proportion, without continuity correction: stays inside [0, 1] and keeps its coverage
 * at 0 and 100 %, where the textbook p ± z√(pq/n) collapses to a point.
 *
 * Not computable when there are no trials (`zero-denominator`) or the counts are out of their domain (`invalid-input`).
 *
 * Wilson (1927), JASA 22:209-212; Newcombe (1998), Statistics in Medicine 17:857-872, method 3.
 */
export function wilsonInterval(input: WilsonInput): WilsonInterval | NotComputable {
  const { events, trials, confidence = 0.95 } = input;
  if (trials === 0) return notComputable('zero-denominator', 'A proportion needs at least one trial; saw 0.');
  const wholeCounts = Number.isInteger(events) && Number.isInteger(trials);
  if (!wholeCounts || events < 0 || events > trials || !(confidence > 0 && confidence < 1)) {
    return notComputable(
      'invalid-input',
      `A proportion needs whole numbers 0 <= events <= trials and confidence in (0, 1); saw ${events} of ${trials} at ${confidence}.`,
    );
  }
  const zSquare = normalQuantile(0.5 + confidence / 2) ** 2;
  const centre = events + zSquare / 2;
  const half = Math.sqrt(zSquare * ((events * (trials - events)) / trials + zSquare / 4));
  const scale = trials + zSquare;
  return {
    proportion: events / trials,
    lower: events === 0 ? 0 : (centre - half) / scale,
    upper: events === trials ? 1 : (centre + half) / scale,
  };
}
