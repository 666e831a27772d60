import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dualDensity } from '../../server/stats/dual-density.ts';
import { computed } from './computed.ts';
import { largestDifference } from './oracle-data.ts';

test('four targets by hand: a ratio of 2, a half, none under the floor, and no logarithm of 0', () => {
  const dual = computed(dualDensity([20, 5, 7, 0], [10, 10, 0.05, 4]));
  expect(dual.denominatorFloor).toBeCloseTo(0.1, 15);
  expect(dual.floorWasChosen).toBe(true);
  expect([...dual.ratio]).toEqual([2, 0.5, Number.NaN, 0]);
  expect(dual.logRatio[0]).toBeCloseTo(Math.LN2, 15);
  expect(dual.logRatio[1]).toBeCloseTo(-Math.LN2, 15);
  expect(dual.logRatio[2]).toBeNaN();
  expect(dual.logRatio[3]).toBeNaN();
  expect([...dual.difference]).toEqual([10, -5, 6.95, -4]);
  expect([...dual.sum]).toEqual([30, 15, 7.05, 4]);
});

test('a target at the floor has a ratio, one just below has none', () => {
  const dual = computed(dualDensity([3, 3], [3, 2.999], { denominatorFloor: 3 }));
  expect([...dual.ratio]).toEqual([1, Number.NaN]);
  expect(dual.floorWasChosen).toBe(false);
});

test('swapping the layers turns the sign of log ratio and difference and leaves the sum', () => {
  const density = fc.array(fc.double({ min: 0.01, max: 500, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(density, density, (first, second) => {
      const forth = computed(dualDensity(first, second, { denominatorFloor: 0.01 }));
      const back = computed(dualDensity(second, first, { denominatorFloor: 0.01 }));
      expect(
        largestDifference(
          forth.logRatio,
          back.logRatio.map((v) => -v),
        ),
      ).toBeLessThan(1e-12);
      expect(
        largestDifference(
          forth.difference,
          back.difference.map((v) => -v),
        ),
      ).toBe(0);
      expect(forth.sum).toEqual(back.sum);
    }),
  );
});

test('never is a ratio infinite, and a target that is not computable in one layer is so in all four', () => {
  const dual = computed(dualDensity([1, Number.NaN, 1], [0, 1, Number.NaN]));
  for (const values of [dual.ratio, dual.logRatio, dual.difference, dual.sum]) {
    expect([...values].some((v) => v === Number.POSITIVE_INFINITY)).toBe(false);
    expect(values[1]).toBeNaN();
    expect(values[2]).toBeNaN();
  }
});

test('an empty second layer is not computable; lengths that differ and a floor of 0 are refused', () => {
  expect(dualDensity([1, 2], [0, 0])).toMatchObject({ reason: 'zero-denominator' });
  expect(() => dualDensity([1], [1, 2])).toThrow(/1 and 2 values/);
  expect(() => dualDensity([1], [1], { denominatorFloor: 0 })).toThrow(/above 0; it was 0/);
});
