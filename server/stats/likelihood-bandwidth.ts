import { type NotComputable, notComputable } from './not-computable.ts';
import { type RandomSource, shuffle } from './random.ts';

export interface LikelihoodBandwidth {
  /** Standard deviation of the Gaussian that foretells left-out places best, metres. */
  readonly sigmaM: number;
  /** Places that were left out in turn: all, or a random 1,000 (fewer above 8,000 places). */
  readonly placesScored: number;
}

/** Places scored at most: the bandwidth they find is that of all within some per cent, at a fraction of the time. */
const MOST_SCORED = 1000;
/** Pairs of a scored and another place at most, but never fewer than FEWEST_SCORED places: 2 s for 20,000 places. */
const MOST_PAIRS = 8_000_000;
const FEWEST_SCORED = 200;
/** Steps over the range, evenly in the logarithm, before the best is narrowed down. */
const COARSE_STEPS = 16;
/** Golden-section steps: the two coarse steps about the best shrink to under 0.1 %. */
const FINE_STEPS = 16;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Bandwidth by leave-one-out likelihood: the sigma that maximises the sum over places of the log density that all other places
 * give it. Habbema, Hermans and van den Broek (1974); Loader (1999), Local Regression and Likelihood; spatstat's bw.ppl
 * without edge correction. Searched between the smallest distance between scored places and their neighbours and half the diagonal.
 *
 * @param x distinct places: repeated ones drive the answer to 0
 * @returns "not computable" for fewer than 3 places
 */
export function likelihoodBandwidth(
  x: Float64Array,
  y: Float64Array,
  random: RandomSource,
): LikelihoodBandwidth | NotComputable {
  const n = x.length;
  if (n < 3) return notComputable('too-few-events', `Cross-validation needs 3 places; there are ${n}.`);
  const most = Math.max(FEWEST_SCORED, Math.min(MOST_SCORED, Math.floor(MOST_PAIRS / n)));
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  const scored = n <= most ? all : shuffle(all, random).slice(0, most);
  const score = (logSigma: number) => logLikelihood(x, y, Math.exp(logSigma), scored);
  // A few places are enough to say which of 16 steps is about right.
  const roughScore = (logSigma: number) =>
    logLikelihood(x, y, Math.exp(logSigma), n <= most ? scored : scored.subarray(0, FEWEST_SCORED));

  const { nearest, diagonal } = extent(x, y, scored);
  const low = Math.log(nearest);
  const step = (Math.log(diagonal / 2) - low) / (COARSE_STEPS - 1);
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < COARSE_STEPS; s++) {
    const value = roughScore(low + s * step);
    if (value > bestScore) {
      best = s;
      bestScore = value;
    }
  }
  let from = low + Math.max(0, best - 1) * step;
  let to = low + Math.min(COARSE_STEPS - 1, best + 1) * step;
  let left = to - GOLDEN * (to - from);
  let right = from + GOLDEN * (to - from);
  let leftScore = score(left);
  let rightScore = score(right);
  for (let s = 0; s < FINE_STEPS; s++) {
    if (leftScore >= rightScore) {
      to = right;
      right = left;
      rightScore = leftScore;
      left = to - GOLDEN * (to - from);
      leftScore = score(left);
    } else {
      from = left;
      left = right;
      leftScore = rightScore;
      right = from + GOLDEN * (to - from);
      rightScore = score(right);
    }
  }
  return { sigmaM: Math.exp((from + to) / 2), placesScored: scored.length };
}

/** Sum over the scored places of log(sum over the others of a Gaussian bump); -Infinity where one is out of reach of all. */
export function logLikelihood(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  sigmaM: number,
  scored: ArrayLike<number>,
): number {
  const exponent = -1 / (2 * sigmaM * sigmaM);
  const height = Math.log(2 * Math.PI * sigmaM * sigmaM);
  let total = 0;
  for (let s = 0; s < scored.length; s++) {
    const i = scored[s];
    let sum = 0;
    for (let j = 0; j < x.length; j++) {
      if (j === i) continue;
      const dx = x[j] - x[i];
      const dy = y[j] - y[i];
      const power = (dx * dx + dy * dy) * exponent;
      // exp(-50) is 2e-22: it moves no digit of a sum that holds a nearer place.
      if (power > -50) sum += Math.exp(power);
    }
    total += Math.log(sum) - height;
  }
  return total;
}

function extent(
  x: Float64Array,
  y: Float64Array,
  scored: Uint32Array,
): { nearest: number; diagonal: number } {
  let nearest = Number.POSITIVE_INFINITY;
  let west = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < x.length; j++) {
    west = Math.min(west, x[j]);
    east = Math.max(east, x[j]);
    south = Math.min(south, y[j]);
    north = Math.max(north, y[j]);
  }
  for (const i of scored) {
    for (let j = 0; j < x.length; j++) {
      if (j !== i) nearest = Math.min(nearest, Math.hypot(x[j] - x[i], y[j] - y[i]));
    }
  }
  return { nearest, diagonal: Math.hypot(east - west, north - south) };
}
