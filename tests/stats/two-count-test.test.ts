import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { twoCountETest } from '../../server/stats/two-count-test.ts';

/** The definition as it is printed: a double sum over every pair, with the Poisson mass from logarithms. */
function bruteForceETest(k1: number, d1: number, k2: number, d2: number): number {
  const statistic = (x1: number, x2: number) =>
    x1 + x2 === 0 ? 0 : Math.abs(x1 / d1 - x2 / d2) / Math.sqrt(x1 / d1 ** 2 + x2 / d2 ** 2);
  const seen = statistic(k1, k2);
  const rate = (k1 + k2) / (d1 + d2);
  const mass = (mean: number, x: number) => {
    let log = -mean + x * Math.log(mean);
    for (let i = 2; i <= x; i++) log -= Math.log(i);
    return Math.exp(log);
  };
  const last = (mean: number) => Math.ceil(mean + 15 * Math.sqrt(mean) + 25);
  let p = 0;
  for (let x1 = 0; x1 <= last(rate * d1); x1++) {
    for (let x2 = 0; x2 <= last(rate * d2); x2++) {
      if (statistic(x1, x2) >= seen - 1e-11) p += mass(rate * d1, x1) * mass(rate * d2, x2);
    }
  }
  return Math.min(1, p);
}

function pValueOf(k1: number, d1: number, k2: number, d2: number): number {
  const result = twoCountETest(k1, d1, k2, d2);
  if (isNotComputable(result)) throw new Error(`expected a p value, saw: ${result.detail}`);
  return result.pValue;
}

describe('the E-test for two counts', () => {
  it('gives the p values ptools publishes for 6 against 2 and 0 against 3', () => {
    expect(pValueOf(6, 1, 2, 1)).toBeCloseTo(0.1749, 3);
    expect(Math.abs(pValueOf(6, 1, 2, 1) - 0.1749)).toBeLessThan(0.0005);
    expect(Math.abs(pValueOf(0, 1, 3, 1) - 0.0884)).toBeLessThan(0.0005);
  });

  it('says all-zero for 0 against 0', () => {
    expect(twoCountETest(0, 30, 0, 31)).toMatchObject({ computable: false, reason: 'all-zero' });
  });

  it('equals the double sum over every pair of counts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 1, max: 25 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (k1, k2, exposure2) => {
          expect(pValueOf(k1, 1, k2, exposure2)).toBeCloseTo(bruteForceETest(k1, 1, k2, exposure2), 9);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });

  it('does not change when the two periods swap or both exposures are scaled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 31 }),
        (k1, k2, d1, d2) => {
          const p = pValueOf(k1, d1, k2, d2);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1);
          expect(pValueOf(k2, d2, k1, d1)).toBeCloseTo(p, 9);
          expect(pValueOf(k1, 4 * d1, k2, 4 * d2)).toBeCloseTo(p, 9);
        },
      ),
      { numRuns: 100, seed: 8 },
    );
  });

  it('gives p = 1 when the two rates are equal, and tends to the normal p for large counts', () => {
    expect(pValueOf(28, 28, 31, 31)).toBe(1);
    // (100500 - 100000) / sqrt(200500) = 1.11664: two-sided normal p 0.264147
    expect(pValueOf(100_500, 1, 100_000, 1)).toBeCloseTo(0.2641, 3);
  });

  it('takes a rise of the same size to be stronger evidence when the counts are larger', () => {
    expect(pValueOf(10, 1, 20, 1)).toBeLessThan(pValueOf(5, 1, 10, 1));
    expect(pValueOf(40, 1, 80, 1)).toBeLessThan(pValueOf(10, 1, 20, 1));
  });

  it('reports both rates and their ratio, and no ratio to a rate of nothing', () => {
    expect(twoCountETest(62, 31, 84, 28)).toMatchObject({ rate1: 2, rate2: 3, rateRatio: 1.5 });
    expect(twoCountETest(0, 31, 4, 28)).toMatchObject({ rate1: 0, rateRatio: null });
  });

  it('refuses counts that are not whole and exposures that are not above 0', () => {
    for (const bad of [twoCountETest(1.5, 1, 2, 1), twoCountETest(-1, 1, 2, 1), twoCountETest(1, 0, 2, 1)]) {
      expect(bad).toMatchObject({ computable: false, reason: 'invalid-input' });
    }
  });
});
