import { gammaP, gammaQ, inverseGammaP, inverseGammaQ } from './gamma.ts';

/** Quantile of the chi-squared distribution: the x with probability p below it, `df` degrees of freedom > 0. */
export function chiSquaredQuantile(p: number, df: number): number {
  return 2 * inverseGammaP(p, df / 2);
}

/** Upper quantile: the x with probability q above it. Keeps its digits where q is tiny. */
export function chiSquaredUpperQuantile(q: number, df: number): number {
  return 2 * inverseGammaQ(q, df / 2);
}

/** Probability of a value of at most x. */
export function chiSquaredCdf(x: number, df: number): number {
  return gammaP(df / 2, x / 2);
}

/** Probability of a value above x. */
export function chiSquaredSurvival(x: number, df: number): number {
  return gammaQ(df / 2, x / 2);
}
