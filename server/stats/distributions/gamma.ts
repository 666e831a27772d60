/** Coefficients B_2k / (2k (2k - 1)) of Stirling's series (Abramowitz & Stegun 1964, 6.1.41). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
const STIRLING_FROM = 15; // above this the eight terms leave less than 1e-17
const HALF_LN_2_PI = 0.9189385332046727;
const RELATIVE_STOP = 1e-16;
const MAX_TERMS = 10_000_000;

/**
 * Natural logarithm of the gamma function for x > 0, absolute error about 1e-14 times max(1, |result|).
 *
 * Stirling's series above 15; below it the recurrence lnΓ(x) = lnΓ(x + k) - ln(x (x+1) … (x+k-1)).
 * Returns Infinity at 0 and NaN below it: the reflection to negative x is not needed by any statistic here.
 */
export function lnGamma(x: number): number {
  if (x === 0) return Infinity;
  if (!(x > 0)) return NaN;
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LN_2_PI + seriesRest(shifted) - Math.log(product)
  );
}

function seriesRest(x: number): number {
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverseSquare + STIRLING[k];
  return sum / x;
}

/**
 * What Stirling's formula leaves out of ln(x!): lnΓ(x+1) - (x + 1/2) ln x + x - ln(2π)/2, for x > 0.
 * The saddle-point form of the Poisson and binomial mass needs it (Loader 2000, section 2).
 */
export function stirlingError(x: number): number {
  if (x > STIRLING_FROM) return seriesRest(x);
  return lnGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LN_2_PI;
}

/**
 * Deviance part x ln(x/mean) + mean - x, at least 0, kept accurate where x is close to the mean by the series
 * in v = (x - mean)/(x + mean): (x - mean) v + 2x Σ v^(2j+1)/(2j+1) (Loader 2000, section 3).
 */
export function devianceTerm(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  const vSquare = v * v;
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    power *= vSquare;
    const next = sum + power / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/**
 * x^a e^-x / Γ(a + 1): the Poisson mass at a for mean x, for any real a >= 0 and x > 0. Accurate to about 1e-14
 * relative even where a is in the millions, because the large logarithms cancel by formula and not by subtraction.
 *
 * Loader, C. (2000), "Fast and accurate computation of binomial probabilities", equation 6.
 */
export function poissonKernel(a: number, x: number): number {
  if (a === 0) return Math.exp(-x);
  if (a < 1e-3) return Math.exp(a * Math.log(x) - x - lnGamma(a + 1));
  return Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** Σ x^k / ((a+1)…(a+k)) from k = 0, so that P(a, x) = poissonKernel(a, x) × this. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * RELATIVE_STOP) break;
  }
  return sum;
}

/** Γ(a, x) / (x^a e^-x) by the continued fraction of A&S 6.5.31 in the modified Lentz form. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / (Math.abs(b) < tiny ? tiny : b);
  let h = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    d = 1 / d;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 2 * RELATIVE_STOP) break;
  }
  return h;
}

/**
 * Regularised lower incomplete gamma P(a, x): the probability that a gamma variable of shape a > 0 and scale 1 is
 * at most x >= 0. NaN outside that domain. Relative error about 1e-13 in the smaller tail.
 *
 * Series below x = a + 1, continued fraction above (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31).
 */
export function gammaP(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return NaN;
  if (x === 0) return 0;
  if (x === Infinity) return 1;
  if (x < a + 1) return poissonKernel(a, x) * lowerSeries(a, x);
  return 1 - poissonKernel(a, x) * a * upperFraction(a, x);
}

/** Regularised upper incomplete gamma Q(a, x) = 1 - P(a, x), without losing the far tail to the subtraction. */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return NaN;
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  if (x < a + 1) return 1 - poissonKernel(a, x) * lowerSeries(a, x);
  return poissonKernel(a, x) * a * upperFraction(a, x);
}

/**
 * The x at which P(a, x) = p, for shape a > 0 and p in [0, 1]: the quantile of the gamma distribution of scale 1.
 * 0 at p = 0, Infinity at p = 1, NaN outside. For an upper tail below about 1e-10 use `inverseGammaQ`, which does
 * not pass through 1 - q.
 */
export function inverseGammaP(p: number, a: number): number {
  if (!(a > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  return solveGamma(a, p, 1 - p);
}

/** The x at which Q(a, x) = q. Infinity at q = 0, 0 at q = 1, NaN outside the domain. */
export function inverseGammaQ(q: number, a: number): number {
  if (!(a > 0) || !(q >= 0 && q <= 1)) return NaN;
  if (q === 1) return 0;
  if (q === 0) return Infinity;
  return solveGamma(a, 1 - q, q);
}

/** Newton's method inside a bracket, on whichever tail is smaller, so that neither tail loses digits. */
function solveGamma(a: number, p: number, q: number): number {
  const useLower = p <= q;
  let low = 0;
  let high = Infinity;
  let x = firstGuess(a, p, q);
  for (let i = 0; i < 500; i++) {
    const excess = useLower ? gammaP(a, x) - p : q - gammaQ(a, x);
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const density = (poissonKernel(a, x) * a) / x;
    let next = x - excess / density;
    if (!(next > low && next < high))
      next = high === Infinity ? x * 2 : low === 0 ? high / 2 : (low + high) / 2;
    if (Math.abs(next - x) <= 4e-16 * x) return next;
    x = next;
  }
  return x;
}

/** Wilson & Hilferty's cube root of 1931 where it is positive, the first series term near zero. */
function firstGuess(a: number, p: number, q: number): number {
  const nearZero = Math.exp((Math.log(p) + lnGamma(a + 1)) / a);
  if (a < 0.5 || nearZero < 0.1 * a) return Math.max(nearZero, Number.MIN_VALUE * 1e10);
  const tail = Math.min(p, q);
  const t = Math.sqrt(-2 * Math.log(tail));
  const z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  const root = 1 - 1 / (9 * a) + ((p < q ? -z : z) / 3) * Math.sqrt(1 / a);
  return root > 0 ? a * root ** 3 : nearZero;
}
