import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  rowStandardised,
  spatialLag,
  type Weights,
  weightsFromLists,
  withoutSelf,
  withSelf,
} from '../../../server/stats/weights/weights.ts';

/** Three units in a line, and one with no neighbour. */
const line = weightsFromLists([[1], [2, 0], [1], []], false);

const anyWeights = fc.integer({ min: 1, max: 12 }).chain((n) =>
  fc.array(fc.uniqueArray(fc.integer({ min: 0, max: n - 1 })), { minLength: n, maxLength: n }).map((lists) =>
    weightsFromLists(
      lists.map((list, i) => list.filter((j) => j !== i)),
      false,
    ),
  ),
);

test('rows are stored ascending', () => {
  expect([...line.neighbours]).toEqual([1, 0, 2, 1]);
  expect([...line.offsets]).toEqual([0, 1, 3, 4, 4]);
});

test('a row-standardised row sums to 1 and shares its neighbours with the weights it came from', () => {
  const standardised = rowStandardised(line);
  expect([...(standardised.values ?? [])]).toEqual([1, 0.5, 0.5, 1]);
  expect(standardised.neighbours).toBe(line.neighbours);
});

test('the lag of row-standardised weights is the mean of the neighbours, 0 for a unit without', () => {
  expect([...spatialLag([10, 20, 40, 7], rowStandardised(line))]).toEqual([20, 25, 20, 0]);
  expect([...spatialLag([10, 20, 40, 7], line)]).toEqual([20, 50, 20, 0]);
});

test('adding the unit itself puts it in its place, once', () => {
  const star = withSelf(line);
  expect([...star.neighbours]).toEqual([0, 1, 0, 1, 2, 1, 2, 3]);
  expect(star.values).toBeNull();
  expect(withSelf(star)).toBe(star);
  expect([...(withSelf(line, 0.5).values ?? [])]).toEqual([0.5, 1, 1, 0.5, 1, 1, 0.5, 0.5]);
});

test('taking the unit itself away undoes adding it', () => {
  fc.assert(
    fc.property(anyWeights, fc.boolean(), (weights: Weights, standardise) => {
      const start = standardise ? rowStandardised(weights) : weights;
      expect(withoutSelf(withSelf(start))).toEqual(start);
    }),
  );
});
