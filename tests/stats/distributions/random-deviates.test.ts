import { describe, expect, it } from 'vitest';
import { gammaP } from '../../../server/stats/distributions/gamma.ts';
import { poissonPmf } from '../../../server/stats/distributions/poisson.ts';
import { randomGamma } from '../../../server/stats/distributions/random-gamma.ts';
import { randomPoisson } from '../../../server/stats/distributions/random-poisson.ts';
import { seededRandom } from '../../../server/stats/random.ts';

const DRAWS = 20_000;

describe('random deviates', () => {
  it.each([0.2, 1, 3.7, 250])(
    'draws gamma deviates of shape %s that follow the distribution function',
    (shape) => {
      const random = seededRandom(100 + shape);
      const u = Float64Array.from({ length: DRAWS }, () => gammaP(shape, randomGamma(shape, random))).sort();
      // Kolmogorov-Smirnov: above 1.95 / sqrt(n) one seed in a thousand.
      const distance = u.reduce((far, p, i) => Math.max(far, Math.abs(p - (i + 0.5) / DRAWS)), 0);
      expect(distance).toBeLessThan(1.95 / Math.sqrt(DRAWS));
    },
  );

  it.each([0.3, 4, 9.99, 10, 38.5, 4000])(
    'draws Poisson deviates of mean %s with the right frequencies',
    (mean) => {
      const random = seededRandom(200 + mean);
      const seen = new Map<number, number>();
      for (let i = 0; i < DRAWS; i++) {
        const k = randomPoisson(mean, random);
        seen.set(k, (seen.get(k) ?? 0) + 1);
      }
      let chiSquared = 0;
      let bins = 0;
      for (let k = 0; k < mean + 10 * Math.sqrt(mean) + 10; k++) {
        const expected = DRAWS * poissonPmf(k, mean);
        if (expected < 8) continue;
        chiSquared += ((seen.get(k) ?? 0) - expected) ** 2 / expected;
        bins++;
      }
      expect(chiSquared).toBeLessThan(bins + 4 * Math.sqrt(2 * bins) + 4);
    },
  );

  it('repeats from its seed, gives 0 for mean 0 and NaN for what cannot be', () => {
    expect(randomGamma(2, seededRandom(5))).toBe(randomGamma(2, seededRandom(5)));
    expect(randomPoisson(0, seededRandom(5))).toBe(0);
    expect([randomGamma(0, seededRandom(1)), randomPoisson(-1, seededRandom(1))]).toEqual([NaN, NaN]);
  });
});
