import { gammaP, gammaQ, poissonKernel } from './gamma.ts';

/** Probability of exactly k events (whole, >= 0) where `mean` >= 0 are expected. 0 for a k that cannot occur. */
export function poissonPmf(k: number, mean: number): number {
  if (!(mean >= 0)) return NaN;
  if (k < 0 || !Number.isInteger(k)) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  return poissonKernel(k, mean);
}

/** P(X <= k). 0 below k = 0; a fractional k counts as the whole number below it. */
export function poissonCdf(k: number, mean: number): number {
  if (!(mean >= 0) || Number.isNaN(k)) return NaN;
  if (k < 0) return 0;
  if (mean === 0 || k === Infinity) return 1;
  return gammaQ(Math.floor(k) + 1, mean);
}

/** P(X > k): strictly above, so that poissonCdf + poissonSurvival = 1. For "k or more" pass k - 1. */
export function poissonSurvival(k: number, mean: number): number {
  if (!(mean >= 0) || Number.isNaN(k)) return NaN;
  if (k < 0) return 1;
  if (mean === 0 || k === Infinity) return 0;
  return gammaP(Math.floor(k) + 1, mean);
}
