import { countLimits } from '../../stats/rate-interval.ts';
import type { WeightRow } from '../../weights/weight-set.ts';

/** Counts of one area by category, with each category's weight. */
export interface WeightedCount {
  readonly events: number;
  readonly row: WeightRow | undefined;
}

/** A weighted total. */
export interface HarmTotal {
  readonly total: number;
  /** 95 % limits for chance in the counts, the weights taken as exact; null where no weighted event was seen. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** The total under the lowest and the highest weight that the source supports. */
  readonly weightRange: { readonly low: number; readonly high: number };
  /** Events that carry a weight. */
  readonly eventsWeighted: number;
  /** Events of categories for which the table has no weight. */
  readonly eventsWithoutWeight: number;
}

/**
 * Weighted sum of Poisson counts, T = sum w x, with the interval of Dobson and others: T + sqrt(V / O) (limit of O - O),
 * V = sum w^2 x, O = sum x over the weighted categories, limits of O exact under 10 events and Byar's from 10. It is the
 * normal approximation to a compound Poisson sum, with the skew of the count kept; equal weights give the plain interval.
 *
 * Dobson, Kuulasmaa, Eberle & Scherer (1991), Statistics in Medicine 10:457-462.
 */
export function harmTotal(counts: readonly WeightedCount[], victimReportedOnly: boolean): HarmTotal {
  let total = 0;
  let variance = 0;
  let eventsWeighted = 0;
  let eventsWithoutWeight = 0;
  const weightRange = { low: 0, high: 0 };
  for (const { events, row } of counts) {
    if (row && victimReportedOnly && !row.victimReported) continue;
    if (!row || row.weight === null) {
      eventsWithoutWeight += events;
      continue;
    }
    if (row.weight === 0) continue;
    total += row.weight * events;
    variance += row.weight ** 2 * events;
    weightRange.low += (row.low ?? row.weight) * events;
    weightRange.high += (row.high ?? row.weight) * events;
    eventsWeighted += events;
  }
  if (eventsWeighted === 0)
    return { total, interval: null, weightRange, eventsWeighted, eventsWithoutWeight };
  const limits = countLimits(eventsWeighted, 0.95);
  const scale = Math.sqrt(variance / eventsWeighted);
  return {
    total,
    interval: {
      lower: Math.max(0, total + scale * (limits.lower - eventsWeighted)),
      upper: total + scale * (limits.upper - eventsWeighted),
    },
    weightRange,
    eventsWeighted,
    eventsWithoutWeight,
  };
}
