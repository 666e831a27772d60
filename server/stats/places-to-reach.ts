import { sortedCounts } from './lorenz-curve.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** The fewest places that hold a given percentage of events. */
export interface PlacesToReach {
  /** The percentage asked for. */
  readonly percent: number;
  /** The fewest places, busiest first, that hold at least that percentage. */
  readonly places: number;
  /** `places` as a share of all places, in [0, 1]. */
  readonly placeShare: number;
  /** The share of events they hold, in [0, 1]: at least percent / 100, more where the last place is a large one. */
  readonly eventShare: number;
}

/**
 * "Half of all offences happen in 4 % of the streets": the fewest places that hold 25, 50 and 80 % of events.
 *
 * The busiest places of a period look busier than they are; choose them on one period and count on the next before
 * promising what targeting them would reach.
 *
 * @param counts events per place, 0 or more; places with none belong in it
 * @param percents rising or not, each in (0, 100]. Default 25, 50 and 80
 *
 * Not computable with fewer than two places or no events.
 *
 * Weisburd (2015), Criminology 53:133-157 (the law of crime concentration, which names 25 and 50 %).
 */
export function placesToReach(
  counts: ArrayLike<number>,
  percents: readonly number[] = [25, 50, 80],
): readonly PlacesToReach[] | NotComputable {
  const sorted = sortedCounts(counts);
  if ('computable' in sorted) return sorted;
  const wrong = percents.find((percent) => !(percent > 0 && percent <= 100));
  if (wrong !== undefined) {
    return notComputable('invalid-input', `A percentage to reach must lie in (0, 100]; saw ${wrong}.`);
  }
  const n = sorted.length;
  const cumulative = new Float64Array(n + 1);
  for (let k = 1; k <= n; k++) cumulative[k] = cumulative[k - 1] + sorted[n - k];
  const total = cumulative[n];
  return percents.map((percent) => {
    let places = 1;
    while (places < n && cumulative[places] * 100 < percent * total) places++;
    return { percent, places, placeShare: places / n, eventShare: cumulative[places] / total };
  });
}
