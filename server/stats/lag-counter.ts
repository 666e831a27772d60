import type { ClosePairs } from './close-pairs.ts';

/** Time orders counted side by side in one pass over the pairs. */
export const ORDERS_AT_ONCE = 4;

/** Counts the close pairs of four time orders at once into distance band x time band. */
export interface LagCounter {
  /** Four days per event, side by side: the day of spatial position k in order q stands at [4 k + q]. Fill, then count. */
  readonly days: Int32Array;
  /** Count all four orders; order q's table is at [q * tableLength …], distance band by distance band. */
  readonly count: () => Int32Array;
  /** distance bands x (time bands + 1): the last entry of each distance band collects lags outside every time band. */
  readonly tableLength: number;
}

/**
 * Prepare to count lags over the same pairs many times. This is the hot loop of the Knox test.
 *
 * Two things make it three to five times as fast as the plain loop (10.8 ns a pair and order down to 2.4 ns on 970,000
 * pairs of 20,000 events): four orders share each look-up of a partner, and a table of every possible difference of days
 * replaces the comparison, which the processor could not predict.
 *
 * @param pairs close pairs by distance band
 * @param timeBreaksDays rising whole-day edges
 * @param rangeDays last day minus first day of the events: no difference can be larger
 */
export function lagCounter(
  pairs: ClosePairs,
  timeBreaksDays: readonly number[],
  rangeDays: number,
): LagCounter {
  const n = pairs.order.length;
  const timeBandCount = timeBreaksDays.length - 1;
  const stride = timeBandCount + 1;
  const tableLength = pairs.bands.length * stride;
  const binOfDifference = new Uint8Array(2 * rangeDays + 1).fill(timeBandCount);
  for (let t = 0; t < timeBandCount; t++) {
    for (let lag = timeBreaksDays[t]; lag < timeBreaksDays[t + 1] && lag <= rangeDays; lag++) {
      binOfDifference[rangeDays + lag] = t;
      binOfDifference[rangeDays - lag] = t;
    }
  }
  const days = new Int32Array(n * ORDERS_AT_ONCE);
  const counts = new Int32Array(tableLength * ORDERS_AT_ONCE);

  const count = (): Int32Array => {
    counts.fill(0);
    for (let d = 0; d < pairs.bands.length; d++) {
      const { rowStart, partner } = pairs.bands[d];
      const bins0 = d * stride;
      const bins1 = bins0 + tableLength;
      const bins2 = bins1 + tableLength;
      const bins3 = bins2 + tableLength;
      let k = 0;
      for (let a = 0; a < n; a++) {
        const end = rowStart[a + 1];
        const from0 = rangeDays - days[4 * a];
        const from1 = rangeDays - days[4 * a + 1];
        const from2 = rangeDays - days[4 * a + 2];
        const from3 = rangeDays - days[4 * a + 3];
        for (; k < end; k++) {
          const b = partner[k] << 2;
          counts[bins0 + binOfDifference[days[b] + from0]]++;
          counts[bins1 + binOfDifference[days[b + 1] + from1]]++;
          counts[bins2 + binOfDifference[days[b + 2] + from2]]++;
          counts[bins3 + binOfDifference[days[b + 3] + from3]]++;
        }
      }
    }
    return counts;
  };
  return { days, count, tableLength };
}
