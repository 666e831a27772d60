import type { PermutationOptions } from './permute-lags.ts';
import { randomInteger } from './random.ts';
import { requireOneValuePerUnit, type Weights, withoutSelf } from './weights/weights.ts';

/**
 * The two-sided pseudo p-values of `permuteLags` for weights that are equal within each row (binary or row-standardised
 * contiguity), with the same rearrangements for every unit: 999 draws of places among the other n - 1 units, of which a unit
 * with k neighbours uses the first k. GeoDa and esda share their draws among units in the same way.
 *
 * Each unit's p has the distribution it has with draws of its own; only the p-values of different units now err by chance
 * together. What is gained is time: from one unit to the next a draw changes only where it named the unit that is held, so
 * each costs an addition now and then and a comparison. 8,064 cells of eight neighbours take 55 ms instead of 1,100.
 *
 * @param values one number a unit
 * @param weights self is left out where present
 * @returns p a unit; NaN for a unit without neighbours
 * @throws RangeError where a row's weights differ from one another or are not above 0
 */
export function permuteLagsShared(
  values: ArrayLike<number>,
  weights: Weights,
  { permutations = 999, random, onProgress }: PermutationOptions,
): Float64Array {
  requireOneValuePerUnit(values, weights);
  if (!(Number.isInteger(permutations) && permutations >= 1)) {
    throw new RangeError(
      `The number of permutations must be a whole number from 1; it was ${permutations}. Use 999.`,
    );
  }
  const others = withoutSelf(weights);
  requireEqualRows(others);
  const { n, offsets, neighbours } = others;
  const x = Float64Array.from(values);
  const pValue = new Float64Array(n).fill(Number.NaN);
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, offsets[i + 1] - offsets[i]);
  if (most === 0) return pValue;

  const draws = drawPlaces(n - 1, most, permutations, random);
  const { changesAt, changes } = placesToDraws(draws, n - 1);
  // drawn[k * permutations + r]: sum of the first k + 1 values of draw r, unit 0 being held, so that place j is unit j + 1.
  const drawn = new Float64Array(most * permutations);
  for (let r = 0; r < permutations; r++) {
    let sum = 0;
    for (let k = 0; k < most; k++) {
      sum += x[draws[r * most + k] + 1];
      drawn[k * permutations + r] = sum;
    }
  }
  const scale = largest(x);
  const progressStep = Math.max(1, Math.ceil(n / 100));
  for (let i = 0; i < n; i++) {
    if (onProgress !== undefined && i > 0 && i % progressStep === 0) onProgress(i, n);
    if (i > 0) {
      // Unit i is held now and unit i - 1 no longer: place i - 1 of the others passes from unit i to unit i - 1.
      const difference = x[i - 1] - x[i];
      for (let c = changesAt[i - 1]; c < changesAt[i]; c++) {
        const r = Math.floor(changes[c] / most);
        for (let k = changes[c] % most; k < most; k++) drawn[k * permutations + r] += difference;
      }
    }
    const from = offsets[i];
    const k = offsets[i + 1] - from;
    if (k === 0) continue;
    let sum = 0;
    for (let t = 0; t < k; t++) sum += x[neighbours[from + t]];
    const tie = scale * k * TIE_SHARE;
    const [least, greatest] = [sum - tie, sum + tie];
    let high = 0;
    let low = 0;
    const end = k * permutations;
    for (let at = (k - 1) * permutations; at < end; at++) {
      if (drawn[at] >= least) high++;
      if (drawn[at] <= greatest) low++;
    }
    pValue[i] = Math.min(1, (2 * (Math.min(high, low) + 1)) / (permutations + 1));
  }
  onProgress?.(n, n);
  return pValue;
}

/** Sums nearer to the observed one than this share of the largest value, a part, count as equal: running sums round. */
const TIE_SHARE = 1e-10;

/** `count` different places of 0 to n - 1 for each draw, in the order drawn. */
function drawPlaces(
  n: number,
  count: number,
  permutations: number,
  random: PermutationOptions['random'],
): Uint32Array {
  const pool = Uint32Array.from({ length: n }, (_, i) => i);
  const draws = new Uint32Array(permutations * count);
  for (let r = 0; r < permutations; r++) {
    for (let t = 0; t < count; t++) {
      const j = t + randomInteger(random, n - t);
      const place = pool[j];
      pool[j] = pool[t];
      pool[t] = place;
      draws[r * count + t] = place;
    }
  }
  return draws;
}

/** For each place, where among the draws it was named: changes[changesAt[place]] and on. */
function placesToDraws(draws: Uint32Array, n: number): { changesAt: Uint32Array; changes: Uint32Array } {
  const changesAt = new Uint32Array(n + 1);
  for (const place of draws) changesAt[place + 1]++;
  for (let i = 0; i < n; i++) changesAt[i + 1] += changesAt[i];
  const next = changesAt.slice(0, n);
  const changes = new Uint32Array(draws.length);
  draws.forEach((place, at) => {
    changes[next[place]++] = at;
  });
  return { changesAt, changes };
}

function requireEqualRows({ n, offsets, values }: Weights): void {
  if (values === null) return;
  for (let i = 0; i < n; i++) {
    for (let t = offsets[i]; t < offsets[i + 1]; t++) {
      if (values[t] !== values[offsets[i]] || values[t] <= 0) {
        throw new RangeError(
          `Shared draws need weights above 0 that are equal within a row; unit ${i} has ${values[offsets[i]]} and ${values[t]}. Use permuteLags.`,
        );
      }
    }
  }
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
