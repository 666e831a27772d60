import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  normalCdf,
  normalQuantile,
  normalSurvival,
  twoSidedNormalP,
} from '../../../server/stats/distributions/normal.ts';

/** [z, P(Z > z)], R 4.2.2 pnorm(-z), 17 digits; z on both sides of every border of the approximation. */
const UPPER_TAIL: [number, number][] = [
  [0, 0.5],
  [1e-10, 0.49999999996010575],
  [0.1, 0.460172162722971],
  [0.5, 0.30853753872598694],
  [0.6629, 0.2536973008682368],
  [0.663, 0.2536652770386165],
  [1, 0.15865525393145705],
  [1.96, 0.024997895148220428],
  [2.5, 0.006209665325776135],
  [4, 3.1671241833119924e-5],
  [5.656, 7.74707332374907e-9],
  [5.657, 7.7020881721776e-9],
  [6, 9.86587645037698e-10],
  [8, 6.220960574271785e-16],
  [10, 7.619853024160527e-24],
  [15, 3.6709661993127514e-51],
  [20, 2.7536241186062337e-89],
  [25, 3.0566967063825616e-138],
  [30, 4.906713927148187e-198],
  [35, 1.1249107064724062e-268],
  [37, 5.725571222524577e-300],
];

/** [p, z], R 4.2.2 qnorm(p). */
const QUANTILES: [number, number][] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.27345356096532],
  [1e-20, -9.262340089798405],
  [1e-12, -7.034483825301132],
  [1e-10, -6.361340902404056],
  [1e-5, -4.2648907939228256],
  [0.001, -3.090232306167813],
  [0.025, -1.9599639845400538],
  [0.0749, -1.4402382675279632],
  [0.0751, -1.4388253927525398],
  [0.3, -0.5244005127080407],
  [0.5, 0],
  [0.7, 0.5244005127080407],
  [0.975, 1.9599639845400536],
  [0.999, 3.090232306167813],
];

const relativeError = (found: number, expected: number): number =>
  found === expected ? 0 : Math.abs(found - expected) / Math.abs(expected);

test('both tails agree with R to 1e-13 relative, to z = 37', () => {
  for (const [z, p] of UPPER_TAIL) {
    expect(relativeError(normalSurvival(z), p), `survival at ${z}`).toBeLessThan(1e-13);
    expect(relativeError(normalCdf(-z), p), `cdf at ${-z}`).toBeLessThan(1e-13);
    expect(relativeError(normalCdf(z), 1 - p), `cdf at ${z}`).toBeLessThan(1e-15 * 2);
    expect(relativeError(twoSidedNormalP(-z), 2 * p), `two-sided p at ${-z}`).toBeLessThan(1e-13);
  }
});

test('quantiles agree with R to 1e-13 relative', () => {
  for (const [p, z] of QUANTILES) {
    expect(relativeError(normalQuantile(p), z), `quantile at ${p}`).toBeLessThan(1e-13);
  }
});

test('the quantile undoes the distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (z) => {
      // Near 1 a probability holds no more digits than this.
      const lost = z > 0 ? 2e-16 / Math.exp((-z * z) / 2) : 0;
      expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-12 + 10 * lost);
    }),
  );
});

test('a survival is never larger further out, across the borders of the approximation too', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 0.46875 * Math.SQRT2, 4 * Math.SQRT2, 1, 12),
      fc.double({ min: 1e-9, max: 1e-6, noNaN: true }),
      (border, step) => {
        expect(normalSurvival(border + step)).toBeLessThan(normalSurvival(border));
        expect(normalSurvival(border)).toBeLessThan(normalSurvival(border - step));
      },
    ),
  );
});

test('the ends are exact and nonsense stays NaN', () => {
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  expect(twoSidedNormalP(0)).toBe(1);
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(normalQuantile(-0.1)).toBeNaN();
  expect(normalQuantile(1.1)).toBeNaN();
  expect(normalSurvival(Number.NaN)).toBeNaN();
  expect(twoSidedNormalP(Number.NaN)).toBeNaN();
});
