import { devianceTerm, lnGamma, stirlingError } from './gamma.ts';

const MAX_STEPS = 1_000_000;

/** ln B(a, b) = lnΓ(a) + lnΓ(b) - lnΓ(a + b), for a, b > 0. */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

/** x^a (1-x)^b / B(a, b) by the saddle-point form of the binomial mass (Loader 2000, equation 4). */
function betaKernel(a: number, b: number, x: number): number {
  if (a < 1e-3 || b < 1e-3) return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - lnBeta(a, b));
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    devianceTerm(a, n * x) -
    devianceTerm(b, n * (1 - x));
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/** Continued fraction of the incomplete beta (Abramowitz & Stegun 1964, 26.5.8), modified Lentz. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (v: number): number => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 3e-16) break;
  }
  return h;
}

/**
 * Regularised incomplete beta I_x(a, b): the probability that a beta(a, b) variable is at most x. NaN unless a, b > 0
 * and 0 <= x <= 1. Relative error about 1e-13 in the smaller tail.
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return NaN;
  if (x === 0 || x === 1) return x;
  if (x < (a + 1) / (a + b + 2)) return (betaKernel(a, b, x) * betaFraction(a, b, x)) / a;
  return 1 - (betaKernel(b, a, 1 - x) * betaFraction(b, a, 1 - x)) / b;
}

/** The x at which I_x(a, b) = p: the quantile of the beta distribution. Newton's method inside a bracket. */
export function inverseRegularisedBeta(p: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let i = 0; i < 1100; i++) {
    const excess = regularisedBeta(x, a, b) - p;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    let next = x - (excess * x * (1 - x)) / betaKernel(a, b, x);
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - x) <= 4e-16 * x || next === low || next === high) return next;
    x = next;
  }
  return x;
}
