import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustPValues } from '../../server/stats/adjust-p-values.ts';
import { JOINT_CLASSES, jointHotSpots } from '../../server/stats/joint-hot-spots.ts';

const layer = (z: number[], pValue: number[]) => ({
  z: Float64Array.from(z),
  pValue: Float64Array.from(pValue),
});

test('five units, one of each class', () => {
  const first = layer([5, 5, 0.1, -5, Number.NaN], [1e-6, 1e-6, 0.9, 1e-6, Number.NaN]);
  const second = layer([5, 0.2, 5, -5, 5], [1e-6, 0.8, 1e-6, 1e-6, 1e-6]);
  const joint = jointHotSpots(first, second);
  const names = [...joint.jointClass].map((place) => JOINT_CLASSES[place]);
  expect(names).toEqual(['both', 'first-only', 'second-only', 'neither', 'not-computable']);
  expect(joint.counts).toEqual([1, 1, 1, 1, 1]);
  const expected = [1.25e-6, 0.8, 1.25e-6, 1.25e-6, 1.25e-6];
  for (let i = 0; i < 5; i++) expect(joint.secondAdjustedP[i]).toBeCloseTo(expected[i], 15);
});

test('a raw p that does not survive adjustment makes no joint hot spot', () => {
  const z = Array.from({ length: 40 }, () => 2);
  const p = Array.from({ length: 40 }, (_, i) => (i === 0 ? 0.04 : 0.9));
  expect(jointHotSpots(layer(z, p), layer(z, p)).counts).toEqual([40, 0, 0, 0, 0]);
  expect(jointHotSpots(layer(z, p), layer(z, p), { alpha: 1 }).counts).toEqual([0, 0, 0, 40, 0]);
});

test('a unit is hot in both exactly where each layer alone says so; swapping the layers swaps the halves', () => {
  const unit = fc.record({
    z: fc.double({ min: -5, max: 5, noNaN: true }),
    p: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1e-5)),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(unit, unit), { maxLength: 30 }), (units) => {
      const first = layer(
        units.map(([a]) => a.z),
        units.map(([a]) => a.p),
      );
      const second = layer(
        units.map(([, b]) => b.z),
        units.map(([, b]) => b.p),
      );
      const joint = jointHotSpots(first, second, { method: 'holm', alpha: 0.1 });
      const hot = ({ z, pValue }: typeof first) => {
        const adjusted = adjustPValues(pValue, 'holm');
        return [...z].map((value, i) => value > 0 && adjusted[i] <= 0.1);
      };
      const hotFirst = hot(first);
      const hotSecond = hot(second);
      const expected = units.map((_, i) => {
        if (hotFirst[i] && hotSecond[i]) return 'both';
        return hotFirst[i] ? 'first-only' : hotSecond[i] ? 'second-only' : 'neither';
      });
      expect([...joint.jointClass].map((place) => JOINT_CLASSES[place])).toEqual(expected);
      const swapped = jointHotSpots(second, first, { method: 'holm', alpha: 0.1 });
      const [neither, firstOnly, secondOnly, both] = joint.counts;
      expect(swapped.counts).toEqual([neither, secondOnly, firstOnly, both, 0]);
    }),
  );
});

test('layers on different units are refused', () => {
  expect(() => jointHotSpots(layer([1], [0.1]), layer([1, 2], [0.1, 0.1]))).toThrow(
    /first has 1 and the second 2/,
  );
});
