import type { RandomSource } from '../random.ts';
import { lnGamma } from './gamma.ts';

/**
 * One Poisson deviate of mean >= 0. Products of uniforms below 10; above it Hörmann's transformed rejection PTRS
 * (1993, Insurance: Mathematics and Economics 12:39-45), whose cost does not grow with the mean.
 */
export function randomPoisson(mean: number, random: RandomSource): number {
  if (!(mean >= 0)) return NaN;
  if (mean < 10) {
    const stop = Math.exp(-mean);
    let count = 0;
    for (let product = 1 - random(); product > stop; product *= 1 - random()) count++;
    return count;
  }
  const lnMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * lnMean - mean - lnGamma(k + 1)) return k;
  }
}
