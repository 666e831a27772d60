import type { RandomSource } from '../random.ts';

/** One standard normal deviate by the polar method (Marsaglia & Bray 1964); the second of the pair is dropped. */
function randomNormal(random: RandomSource): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/**
 * One gamma deviate of the given shape (> 0) and scale 1; multiply by a scale, or divide by a rate.
 *
 * Marsaglia & Tsang (2000), ACM TOMS 26:363-372; below shape 1 their boost, gamma(shape + 1) × U^(1/shape).
 */
export function randomGamma(shape: number, random: RandomSource): number {
  if (!(shape > 0)) return NaN;
  if (shape < 1) return randomGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = randomNormal(random);
    const root = 1 + c * normal;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - random(); // in (0, 1], so that the logarithm is finite
    if (Math.log(u) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}
