import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseRegularisedBeta, lnBeta, regularisedBeta } from '../../../server/stats/distributions/beta.ts';
import {
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredSurvival,
  chiSquaredUpperQuantile,
} from '../../../server/stats/distributions/chi-squared.ts';
import {
  gammaP,
  gammaQ,
  inverseGammaP,
  inverseGammaQ,
  lnGamma,
} from '../../../server/stats/distributions/gamma.ts';
import { poissonCdf, poissonPmf, poissonSurvival } from '../../../server/stats/distributions/poisson.ts';
import { readReference } from '../oracle-data.ts';

type Columns<K extends string> = Record<K, number[]>;
const reference = readReference<{
  gamma: Columns<'shape' | 'x' | 'lower' | 'upper'>;
  chiSquared: Columns<'p' | 'df' | 'x'>;
  beta: Columns<'x' | 'a' | 'b' | 'p'>;
  betaQuantile: Columns<'p' | 'a' | 'b' | 'x'>;
  poisson: Columns<'k' | 'mean' | 'cdf' | 'above' | 'at'>;
}>('rates-and-time.json');

const relative = (got: number, wanted: number) => Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1e-280);
/** Largest relative difference over the rows of a reference table. */
function worst<K extends string>(
  table: Columns<K>,
  wanted: NoInfer<K>,
  got: (row: Record<NoInfer<K>, number>) => number,
): number {
  const names = Object.keys(table) as K[];
  return Math.max(
    ...table[wanted].map((value, i) => {
      const row = Object.fromEntries(names.map((name) => [name, table[name][i]])) as Record<K, number>;
      return relative(got(row), value);
    }),
  );
}

describe('gamma, chi-squared, beta and Poisson', () => {
  it('gives the logarithm of factorials and of the square root of pi', () => {
    let lnFactorial = 0;
    for (let n = 1; n <= 170; n++) {
      lnFactorial += Math.log(n);
      expect(Math.abs(lnGamma(n + 1) - lnFactorial)).toBeLessThan(2e-14 * Math.max(1, lnFactorial));
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  });

  it('agrees with R in both tails of the gamma distribution', () => {
    expect(worst(reference.gamma, 'lower', ({ shape, x }) => gammaP(shape, x))).toBeLessThan(1e-11);
    expect(worst(reference.gamma, 'upper', ({ shape, x }) => gammaQ(shape, x))).toBeLessThan(1e-11);
  });

  it('agrees with R on chi-squared quantiles from 1e-10 to 0.999 and 1 to 5,000 degrees of freedom', () => {
    expect(worst(reference.chiSquared, 'x', ({ p, df }) => chiSquaredQuantile(p, df))).toBeLessThan(1e-11);
  });

  it('agrees with R on beta probabilities and quantiles', () => {
    expect(worst(reference.beta, 'p', ({ x, a, b }) => regularisedBeta(x, a, b))).toBeLessThan(1e-11);
    expect(worst(reference.betaQuantile, 'x', ({ p, a, b }) => inverseRegularisedBeta(p, a, b))).toBeLessThan(
      1e-11,
    );
  });

  it('agrees with R on Poisson tails and mass', () => {
    expect(worst(reference.poisson, 'cdf', ({ k, mean }) => poissonCdf(k, mean))).toBeLessThan(1e-11);
    expect(worst(reference.poisson, 'above', ({ k, mean }) => poissonSurvival(k, mean))).toBeLessThan(1e-11);
    expect(worst(reference.poisson, 'at', ({ k, mean }) => poissonPmf(k, mean))).toBeLessThan(1e-11);
  });

  it('sums the Poisson mass to the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 60, noNaN: true }),
        fc.integer({ min: 0, max: 120 }),
        (mean, k) => {
          let sum = 0;
          for (let i = 0; i <= k; i++) sum += poissonPmf(i, mean);
          expect(sum).toBeCloseTo(poissonCdf(k, mean), 12);
          expect(poissonCdf(k, mean) + poissonSurvival(k, mean)).toBeCloseTo(1, 13);
        },
      ),
      { seed: 11 },
    );
  });

  it('comes back to the probability from the quantile, in the lower and the upper tail', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 0.5, noNaN: true }),
        fc.double({ min: 0.2, max: 5000, noNaN: true }),
        fc.double({ min: 0.2, max: 500, noNaN: true }),
        (p, a, b) => {
          expect(relative(gammaP(a, inverseGammaP(p, a)), p)).toBeLessThan(1e-10);
          expect(relative(gammaQ(a, inverseGammaQ(p, a)), p)).toBeLessThan(1e-10);
          expect(relative(chiSquaredSurvival(chiSquaredUpperQuantile(p, 2 * a), 2 * a), p)).toBeLessThan(
            1e-10,
          );
          expect(relative(regularisedBeta(inverseRegularisedBeta(p, a, b), a, b), p)).toBeLessThan(1e-9);
        },
      ),
      { seed: 12 },
    );
  });

  it('integrates the densities numerically to the same probabilities', () => {
    const simpson = (f: (x: number) => number, from: number, to: number): number => {
      const n = 20_000;
      const h = (to - from) / n;
      let sum = f(from) + f(to);
      for (let i = 1; i < n; i++) sum += f(from + i * h) * (i % 2 === 1 ? 4 : 2);
      return (sum * h) / 3;
    };
    for (const [a, b, x] of [
      [2, 3, 0.4],
      [7.5, 2.5, 0.8],
      [30, 45, 0.37],
    ]) {
      const beta = simpson(
        (t) => Math.exp((a - 1) * Math.log(t || 1e-300) + (b - 1) * Math.log1p(-t) - lnBeta(a, b)),
        0,
        x,
      );
      expect(regularisedBeta(x, a, b)).toBeCloseTo(beta, 10);
      const gamma = simpson((t) => Math.exp((a - 1) * Math.log(t || 1e-300) - t - lnGamma(a)), 0, 10 * x);
      expect(gammaP(a, 10 * x)).toBeCloseTo(gamma, 10);
    }
  });

  it('is symmetric: I_x(a, b) = 1 - I_(1-x)(b, a), and chi-squared with 2 degrees is exponential', () => {
    expect(regularisedBeta(0.3, 2, 7)).toBeCloseTo(1 - regularisedBeta(0.7, 7, 2), 14);
    expect(chiSquaredCdf(3.2, 2)).toBeCloseTo(1 - Math.exp(-1.6), 14);
  });

  it('gives NaN outside the domain and the ends at the ends', () => {
    expect([
      gammaP(0, 1),
      gammaQ(1, -1),
      inverseGammaP(1.1, 2),
      regularisedBeta(0.5, 0, 1),
      lnGamma(-1),
    ]).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect([inverseGammaP(0, 2), inverseGammaP(1, 2), inverseGammaQ(0, 2), inverseGammaQ(1, 2)]).toEqual([
      0,
      Infinity,
      Infinity,
      0,
    ]);
    expect([poissonCdf(-1, 3), poissonSurvival(-1, 3), poissonPmf(1.5, 3), poissonCdf(0, 0)]).toEqual([
      0, 1, 0, 1,
    ]);
    expect(inverseRegularisedBeta(0, 2, 3)).toBe(0);
  });
});
