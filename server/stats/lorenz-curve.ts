import { type NotComputable, notComputable } from './not-computable.ts';

/** The Lorenz curve, n + 1 points from (0, 0) to (1, 1). */
export interface LorenzCurve {
  /** Cumulative share of places, quietest first. */
  readonly placeShare: Float64Array;
  /** Share of all events that these places hold. Never above `placeShare`. */
  readonly eventShare: Float64Array;
}

/**
 * Lorenz curve of events over places: how far from an even spread? On the diagonal every place holds the same; the more
 * it sags, the more a few places hold.
 *
 * @param counts events per place, 0 or more; places with none belong in it
 *
 * Not computable with fewer than two places or no events.
 *
 * Lorenz (1905), Publications of the American Statistical Association 9:209-219.
 */
export function lorenzCurve(counts: ArrayLike<number>): LorenzCurve | NotComputable {
  const sorted = sortedCounts(counts);
  if ('computable' in sorted) return sorted;
  const n = sorted.length;
  const placeShare = new Float64Array(n + 1);
  const eventShare = new Float64Array(n + 1);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += sorted[i];
    placeShare[i + 1] = (i + 1) / n;
    eventShare[i + 1] = sum;
  }
  for (let i = 0; i <= n; i++) eventShare[i] /= sum;
  return { placeShare, eventShare };
}

/** Counts in rising order, checked: at least two places, none negative, at least one event. */
export function sortedCounts(counts: ArrayLike<number>): Float64Array | NotComputable {
  const sorted = Float64Array.from(counts).sort();
  if (sorted.length < 2) {
    return notComputable('too-few-units', `Concentration needs at least two places; saw ${sorted.length}.`);
  }
  const highest = sorted[sorted.length - 1];
  if (!(sorted[0] >= 0 && highest < Infinity)) {
    return notComputable(
      'invalid-input',
      `Concentration needs finite counts of 0 or more; saw ${sorted[0]} to ${highest}.`,
    );
  }
  if (highest === 0) return notComputable('all-zero', 'Concentration needs at least one event; saw none.');
  return sorted;
}
