import { sortedCounts } from './lorenz-curve.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** How concentrated events are over places: 0 as even as can be, towards 1 all in one place. */
export interface Gini {
  /** The textbook coefficient. With more places than events it cannot come near 0, however even the spread. */
  readonly biased: number;
  /** Measured from the most even spread that the number of events allows. */
  readonly generalised: number;
  /** `generalised`, corrected so that all events in one place give exactly 1. The one to compare between districts. */
  readonly unbiased: number;
  readonly places: number;
  readonly events: number;
}

/**
 * Gini coefficient of events over places, in three forms. With n places and c events:
 * biased G = Σ (2i - n - 1) x(i) / (n c); generalised G' = max(1, n/c) (G - 1) + 1; unbiased G' m / (m - 1), m = min(n, c).
 *
 * 40 robberies on 1,000 streets give G of at least 0.96 even if no street has two; G' says 0 for that.
 *
 * @param counts events per place, whole numbers of 0 or more; places with none belong in it
 *
 * Not computable with fewer than two places or two events (`too-few-events`).
 *
 * Bernasco & Steenbeek (2017), Journal of Quantitative Criminology 33:451-467.
 */
export function gini(counts: ArrayLike<number>): Gini | NotComputable {
  const sorted = sortedCounts(counts);
  if ('computable' in sorted) return sorted;
  const places = sorted.length;
  let events = 0;
  let ranked = 0;
  for (let i = 0; i < places; i++) {
    if (!Number.isInteger(sorted[i])) {
      return notComputable('invalid-input', `The Gini of events needs whole counts; saw ${sorted[i]}.`);
    }
    events += sorted[i];
    ranked += (2 * (i + 1) - places - 1) * sorted[i];
  }
  if (events < 2) {
    return notComputable('too-few-events', `Concentration needs at least two events; saw ${events}.`);
  }
  const biased = ranked / (places * events);
  const generalised = Math.max(1, places / events) * (biased - 1) + 1;
  const smaller = Math.min(places, events);
  return { biased, generalised, unbiased: (generalised * smaller) / (smaller - 1), places, events };
}
