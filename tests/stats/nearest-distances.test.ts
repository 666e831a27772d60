import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctPoints } from '../../server/stats/distinct-points.ts';
import { nearestDistances } from '../../server/stats/nearest-distances.ts';

const metres = fc.integer({ min: 0, max: 700_000 });
const places = fc.oneof(
  fc.array(fc.tuple(metres, metres), { minLength: 2, maxLength: 60 }),
  // Heaps and lines: most buckets empty, some full.
  fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(0, 5, 400_000)), {
    minLength: 2,
    maxLength: 60,
  }),
);

it('finds the distance to the nearest other place that a walk over all pairs finds', () => {
  fc.assert(
    fc.property(places, (points) => {
      const [x, y] = [points.map(([east]) => east), points.map(([, north]) => north)];
      const slow = points.map((_, i) =>
        Math.min(
          ...points.flatMap((_other, j) =>
            i === j ? [] : [Math.sqrt((x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2)],
          ),
        ),
      );
      expect([...nearestDistances(x, y)]).toEqual(slow);
    }),
    { numRuns: 300 },
  );
});

it('has no distance where there is no other place', () => {
  expect([...nearestDistances([5], [7])]).toEqual([Number.POSITIVE_INFINITY]);
});

it('names each place once with its incidents, whether or not the metres are whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))),
      (points) => {
        const [x, y] = [points.map(([east]) => east), points.map(([, north]) => north)];
        const whole = distinctPoints(x, y);
        const shifted = distinctPoints(
          x.map((value) => value + 0.5),
          y.map((value) => value - 9),
        );
        const text = (found: typeof whole, dx: number, dy: number) =>
          [...found.x].map((east, i) => [east - dx, found.y[i] - dy, found.count[i]]);
        const expected = new Map<string, number>();
        for (const point of points) expected.set(point.join(), (expected.get(point.join()) ?? 0) + 1);
        const sorted = [...expected]
          .map(([key, count]) => [...key.split(',').map(Number), count])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(text(whole, 0, 0)).toEqual(sorted);
        expect(text(shifted, 0.5, -9)).toEqual(sorted);
      },
    ),
  );
});
