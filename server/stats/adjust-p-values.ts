/** Ways to adjust p-values for the number of units tested. */
export type AdjustmentMethod = 'benjamini-hochberg' | 'benjamini-yekutieli' | 'holm' | 'bonferroni';

/**
 * p-values adjusted for having tested many units at once, over all units together. Compare the result with a level: a
 * unit with adjusted p <= 0.05 is significant at 95 % after adjustment.
 *
 * - benjamini-hochberg (the default of the service): of the units called significant, at most that share is false, on
 *   average. min over j >= k of n p_(j) / j. Benjamini and Hochberg (1995), JRSS B 57, pages 289-300.
 * - benjamini-yekutieli: the same whatever the dependence; larger by 1 + 1/2 + ... + 1/n. (2001), Annals of Statistics 29.
 * - holm: the chance of even one false unit. max over j <= k of (n - j + 1) p_(j). Holm (1979), Scand. J. Stat. 6, 65-70.
 * - bonferroni: n p; holm is never worse.
 *
 * Agrees with R's p.adjust. NaN in gives NaN out and is not counted in n. Never above 1. Order is kept.
 *
 * @throws RangeError on a p-value outside [0, 1]
 */
export function adjustPValues(p: Float64Array, method: AdjustmentMethod): Float64Array {
  const sorted = sortedPValues(p);
  const n = sorted.length;
  const factor = factorOf(method, n);
  const adjusted = new Float64Array(n);
  if (method === 'holm') {
    let most = 0;
    for (let k = 0; k < n; k++) {
      most = Math.max(most, factor(k) * sorted[k]);
      adjusted[k] = Math.min(1, most);
    }
  } else {
    let least = 1;
    for (let k = n - 1; k >= 0; k--) {
      least = Math.min(least, factor(k) * sorted[k]);
      adjusted[k] = least;
    }
  }
  return lookUp(p, sorted, adjusted);
}

/** What the k-th smallest p (from 0) is multiplied by. */
function factorOf(method: AdjustmentMethod, n: number): (k: number) => number {
  if (method === 'bonferroni') return () => n;
  if (method === 'holm') return (k) => n - k;
  let harmonic = 1;
  if (method === 'benjamini-yekutieli') {
    harmonic = 0;
    for (let j = n; j >= 1; j--) harmonic += 1 / j;
  }
  return (k) => (harmonic * n) / (k + 1);
}

function sortedPValues(p: Float64Array): Float64Array {
  const kept = new Float64Array(p.length);
  let n = 0;
  for (let i = 0; i < p.length; i++) {
    if (Number.isNaN(p[i])) continue;
    if (!(p[i] >= 0 && p[i] <= 1)) {
      throw new RangeError(
        `A p-value lies between 0 and 1; unit ${i} has ${p[i]}. Check the statistic it came from.`,
      );
    }
    kept[n++] = p[i];
  }
  return kept.subarray(0, n).sort();
}

/** Equal p-values have equal adjusted values, so the sorted list itself says which belongs to which. */
function lookUp(p: Float64Array, sorted: Float64Array, adjusted: Float64Array): Float64Array {
  const result = new Float64Array(p.length);
  for (let i = 0; i < p.length; i++) {
    if (Number.isNaN(p[i])) {
      result[i] = Number.NaN;
      continue;
    }
    let low = 0;
    let high = sorted.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < p[i]) low = middle + 1;
      else high = middle;
    }
    result[i] = adjusted[low];
  }
  return result;
}
