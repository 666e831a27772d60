import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom, shuffle } from '../../../server/stats/random.ts';
import { distanceBandWeights } from '../../../server/stats/weights/distance-band-weights.ts';
import { kNearestWeights } from '../../../server/stats/weights/k-nearest-weights.ts';
import type { Weights } from '../../../server/stats/weights/weights.ts';

const rowsOf = ({ n, offsets, neighbours }: Weights): number[][] =>
  Array.from({ length: n }, (_, i) => [...neighbours.subarray(offsets[i], offsets[i + 1])]);

/** Points on a coarse lattice, so that ties and coincident points are common, and one far away now and then. */
const points = fc.array(
  fc.record({
    x: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 9 }) },
      { weight: 1, arbitrary: fc.constant(9999) },
    ),
    y: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 2, maxLength: 80 },
);
const split = (list: { x: number; y: number }[]) => ({
  x: Float64Array.from(list, (p) => 600_000 + p.x * 100),
  y: Float64Array.from(list, (p) => 160_000 + p.y * 100),
});

test('a point exactly at the radius is a neighbour, one just beyond is not', () => {
  const rows = rowsOf(distanceBandWeights([0, 100, 200.001], [0, 0, 0], 100, { includeSelf: false }));
  expect(rows).toEqual([[1], [0], []]);
});

test('the distance band is that of a walk over all pairs', () => {
  fc.assert(
    fc.property(points, fc.constantFrom(50, 100, 141.5, 350), fc.boolean(), (list, radiusM, includeSelf) => {
      const { x, y } = split(list);
      const twin = list.map((_, i) =>
        list.flatMap((_, j) => {
          if (i === j) return includeSelf ? [j] : [];
          return Math.hypot(x[i] - x[j], y[i] - y[j]) <= radiusM ? [j] : [];
        }),
      );
      expect(rowsOf(distanceBandWeights(x, y, radiusM, { includeSelf }))).toEqual(twin);
    }),
  );
});

test('k nearest is that of a sort of all others, ties to the first in the list', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 8 }), fc.boolean(), (list, wanted, includeSelf) => {
      const { x, y } = split(list);
      const squared = (a: number, b: number) => (x[a] - x[b]) ** 2 + (y[a] - y[b]) ** 2;
      const k = Math.min(wanted, list.length - 1);
      const twin = list.map((_, i) => {
        const others = list.map((_, j) => j).filter((j) => j !== i);
        others.sort((a, b) => squared(a, i) - squared(b, i) || a - b);
        const nearest = others.slice(0, k);
        return (includeSelf ? [...nearest, i] : nearest).sort((a, b) => a - b);
      });
      expect(rowsOf(kNearestWeights(x, y, k, { includeSelf }))).toEqual(twin);
    }),
    { numRuns: 300 },
  );
});

test('on a full lattice in any order, where most distances tie, k nearest takes the first in the list', () => {
  const places = Array.from({ length: 400 }, (_, i) => i);
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 7 }), (seed, k) => {
      const order = shuffle([...places], seededRandom(seed));
      const x = order.map((place) => place % 20);
      const y = order.map((place) => Math.floor(place / 20));
      const found = rowsOf(kNearestWeights(x, y, k, { includeSelf: false }));
      for (const i of [0, 57, 199, 256, 399]) {
        const squared = (j: number) => (x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2;
        const others = places.filter((j) => j !== i).sort((a, b) => squared(a) - squared(b) || a - b);
        expect(found[i]).toEqual(others.slice(0, k).sort((a, b) => a - b));
      }
    }),
  );
});

test('a radius, a k or a place that makes no sense is refused with what was seen', () => {
  expect(() => distanceBandWeights([0], [0], 0, { includeSelf: false })).toThrow(/above 0; it was 0/);
  expect(() => distanceBandWeights([Number.NaN], [0], 10, { includeSelf: false })).toThrow(
    /point 0 was \(NaN, 0\)/,
  );
  expect(() => kNearestWeights([0, 1], [0, 1], 2, { includeSelf: false })).toThrow(/the 2 units; it was 2/);
});
