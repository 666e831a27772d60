import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gini } from '../../server/stats/gini.ts';
import { lorenzCurve } from '../../server/stats/lorenz-curve.ts';
import { placesToReach } from '../../server/stats/places-to-reach.ts';
import { computed } from './computed.ts';

const counts = fc
  .array(fc.nat(20), { minLength: 2, maxLength: 40 })
  .filter((values) => values.reduce((a, b) => a + b, 0) >= 2);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

describe('Lorenz curve', () => {
  it('gives the points of a small town by hand: 0, 1, 3 and 6 offences', () => {
    const curve = computed(lorenzCurve([3, 0, 6, 1]));
    expect([...curve.placeShare]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([...curve.eventShare]).toEqual([0, 0, 0.1, 0.4, 1]);
  });

  it('rises from 0 to 1, bends upwards and stays under the diagonal', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const { placeShare, eventShare } = computed(lorenzCurve(values));
        expect([eventShare[0], eventShare[values.length]]).toEqual([0, 1]);
        for (let i = 1; i < eventShare.length; i++) {
          expect(eventShare[i]).toBeLessThanOrEqual(placeShare[i] + 1e-12);
          if (i >= 2) {
            const step = eventShare[i] - eventShare[i - 1];
            expect(step).toBeGreaterThanOrEqual(eventShare[i - 1] - eventShare[i - 2] - 1e-12);
          }
        }
      }),
      { seed: 121 },
    );
  });

  it('is not computable without events, with one place or with a negative count', () => {
    expect(lorenzCurve([0, 0, 0])).toMatchObject({ reason: 'all-zero' });
    expect(lorenzCurve([5])).toMatchObject({ reason: 'too-few-units' });
    expect(lorenzCurve([5, -1])).toMatchObject({ reason: 'invalid-input' });
    expect(lorenzCurve([5, NaN])).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('Gini', () => {
  it('is twice the area between the diagonal and the Lorenz curve', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const { placeShare, eventShare } = computed(lorenzCurve(values));
        let under = 0;
        for (let i = 1; i < eventShare.length; i++) {
          under += ((eventShare[i] + eventShare[i - 1]) / 2) * (placeShare[i] - placeShare[i - 1]);
        }
        expect(computed(gini(values)).biased).toBeCloseTo(1 - 2 * under, 12);
      }),
      { seed: 122 },
    );
  });

  it('is half the mean difference between all pairs of places, over the mean', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const n = values.length;
        const differences = sum(values.map((x) => sum(values.map((y) => Math.abs(x - y)))));
        expect(computed(gini(values)).biased).toBeCloseTo(differences / (2 * n * sum(values)), 12);
      }),
      { seed: 123 },
    );
  });

  it('says 0 for 40 robberies on 40 of 1,000 streets, where the textbook form says 0.96', () => {
    const streets = Array.from({ length: 1000 }, (_, i) => (i < 40 ? 1 : 0));
    const result = computed(gini(streets));
    expect(result.biased).toBeCloseTo(0.96, 12);
    expect(result.generalised).toBeCloseTo(0, 12);
    expect(result.unbiased).toBeCloseTo(0, 12);
  });

  it('is exactly 1, unbiased, where one place holds everything, with many or few places', () => {
    for (const [places, events] of [
      [1000, 40],
      [5, 300],
      [2, 2],
    ]) {
      const all = Array.from({ length: places }, (_, i) => (i === 0 ? events : 0));
      expect(computed(gini(all)).unbiased).toBeCloseTo(1, 12);
    }
  });

  it('lies in 0 to 1 in each form and does not care for the order of places', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const result = computed(gini(values));
        for (const value of [result.biased, result.generalised, result.unbiased]) {
          expect(value).toBeGreaterThanOrEqual(-1e-12);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(computed(gini([...values].reverse()))).toEqual(result);
      }),
      { seed: 124 },
    );
  });

  it('is not computable with one event or with half of one', () => {
    expect(gini([1, 0, 0])).toMatchObject({ reason: 'too-few-events' });
    expect(gini([1.5, 2])).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('places to reach', () => {
  it('gives the fewest places for 25, 50 and 80 % by hand', () => {
    const reached = computed(placesToReach([50, 20, 10, 10, 5, 5, 0, 0, 0, 0]));
    expect(reached).toEqual([
      { percent: 25, places: 1, placeShare: 0.1, eventShare: 0.5 },
      { percent: 50, places: 1, placeShare: 0.1, eventShare: 0.5 },
      { percent: 80, places: 3, placeShare: 0.3, eventShare: 0.8 },
    ]);
  });

  it('is the smallest subset of places that holds the share, over all subsets', () => {
    const few = fc.array(fc.nat(9), { minLength: 2, maxLength: 9 }).filter((values) => sum(values) > 0);
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        let fewest = values.length;
        for (let mask = 1; mask < 1 << values.length; mask++) {
          const chosen = values.filter((_, i) => mask & (1 << i));
          if (sum(chosen) * 100 >= percent * sum(values)) fewest = Math.min(fewest, chosen.length);
        }
        expect(computed(placesToReach(values, [percent]))[0].places).toBe(fewest);
      }),
      { seed: 125 },
    );
  });

  it('is not computable for 0 %, 101 % or no events', () => {
    expect(placesToReach([1, 2], [0])).toMatchObject({ reason: 'invalid-input' });
    expect(placesToReach([1, 2], [101])).toMatchObject({ reason: 'invalid-input' });
    expect(placesToReach([0, 0])).toMatchObject({ reason: 'all-zero' });
  });
});
