/**
 * Loess at equally spaced positions 0, 1, 2 …: every value replaced by a local fit with tricube weights over its
 * `window` nearest positions. Where the window is longer than the series the whole series is used and the reach grows by
 * half the excess, as in the original STL.
 *
 * @param window number of points, odd
 * @param degree 0 for a local mean, 1 for a local line
 * @param weights robustness weights in [0, 1], or null for all 1
 * @returns a value per position; the input's own value where all weights near it are 0
 *
 * Cleveland (1979), JASA 74:829-836; Cleveland et al. (1990), Journal of Official Statistics 6:3-73, section 2.
 */
export function loessSmooth(
  values: Float64Array,
  window: number,
  degree: 0 | 1,
  weights: Float64Array | null,
): Float64Array {
  const n = values.length;
  const result = new Float64Array(n);
  const half = (window - 1) / 2;
  for (let i = 0; i < n; i++) {
    const from = window >= n ? 0 : Math.min(Math.max(0, i - half), n - window);
    const to = window >= n ? n - 1 : from + window - 1;
    const fitted = loessAt(values, i, from, to, window, degree, weights);
    result[i] = Number.isNaN(fitted) ? values[i] : fitted;
  }
  return result;
}

/**
 * The local fit at one position, which may lie outside the series, from the values `from` to `to` (inclusive).
 * NaN where every weight is 0. See `loessSmooth` for the other parameters.
 */
export function loessAt(
  values: Float64Array,
  position: number,
  from: number,
  to: number,
  window: number,
  degree: 0 | 1,
  weights: Float64Array | null,
): number {
  const n = values.length;
  let reach = Math.max(position - from, to - position);
  if (window > n) reach += Math.floor((window - n) / 2);
  const local = new Float64Array(to - from + 1);
  let total = 0;
  for (let j = from; j <= to; j++) {
    const distance = Math.abs(j - position);
    if (distance > 0.999 * reach) continue;
    const tricube = distance > 0.001 * reach ? (1 - (distance / reach) ** 3) ** 3 : 1;
    local[j - from] = tricube * (weights === null ? 1 : weights[j]);
    total += local[j - from];
  }
  if (total <= 0) return NaN;
  for (let k = 0; k < local.length; k++) local[k] /= total;
  if (degree === 1 && reach > 0) tilt(local, position, from, n);
  let fit = 0;
  for (let j = from; j <= to; j++) fit += local[j - from] * values[j];
  return fit;
}

/** Turns weights of a local mean into those of a local line, unless the points are too close to carry one. */
function tilt(local: Float64Array, position: number, from: number, n: number): void {
  let centre = 0;
  for (let k = 0; k < local.length; k++) centre += local[k] * (from + k);
  let spread = 0;
  for (let k = 0; k < local.length; k++) spread += local[k] * (from + k - centre) ** 2;
  if (Math.sqrt(spread) <= 0.001 * (n - 1)) return;
  const slope = (position - centre) / spread;
  for (let k = 0; k < local.length; k++) local[k] *= 1 + slope * (from + k - centre);
}
