import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loessSmooth } from '../../server/stats/loess.ts';
import { seasonalIndex } from '../../server/stats/seasonal-index.ts';
import { type StlDecomposition, stl } from '../../server/stats/stl.ts';
import { computed } from './computed.ts';
import { largestDifference, readReference } from './oracle-data.ts';

type Split = Record<'seasonal' | 'trend' | 'remainder' | 'weights', number[]>;
const reference = readReference<{
  classical: { values: number[]; figure: number[]; trend: (number | null)[] };
  stl: {
    logAir: number[];
    nottem: number[];
    robustPeriodic: Split;
    robust7: Split;
    plainPeriodic: Split;
    plain7: Split;
  };
}>('rates-and-time.json');
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function expectSplit(found: StlDecomposition, wanted: Split): void {
  for (const part of ['seasonal', 'trend', 'remainder', 'weights'] as const) {
    expect(largestDifference(found[part], wanted[part])).toBeLessThan(1e-9);
  }
}

describe('seasonal index', () => {
  it("equals R's classical decomposition of the airline passengers", () => {
    const { values, figure, trend } = reference.classical;
    const result = computed(seasonalIndex(values, new Array<number>(values.length).fill(1)));
    expect(largestDifference(result.index, figure)).toBeLessThan(1e-9);
    const wanted = trend.map((value) => value ?? NaN);
    expect(largestDifference(result.trend, wanted)).toBeLessThan(1e-9);
  });

  it('finds no season in a constant rate per day, however long the months', () => {
    const days = [...DAYS, ...DAYS, ...DAYS];
    const result = computed(
      seasonalIndex(
        days.map((d) => 4 * d),
        days,
      ),
    );
    for (const value of result.index) expect(value).toBeCloseTo(1, 12);
  });

  it('recovers a known season on a known level, and has a mean of 1', () => {
    const season = fc.array(fc.double({ min: 0.3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(season, fc.double({ min: 1, max: 50, noNaN: true }), (shape, level) => {
        const mean = shape.reduce((a, b) => a + b, 0) / 4;
        const values = Array.from({ length: 20 }, (_, i) => level * shape[i % 4]);
        const result = computed(seasonalIndex(values, new Array<number>(20).fill(1), 4));
        shape.forEach((factor, k) => {
          expect(result.index[k]).toBeCloseTo(factor / mean, 9);
        });
        for (const rate of result.adjusted) expect(rate).toBeCloseTo(level * mean, 8);
      }),
      { seed: 81 },
    );
  });

  it('is not computable under two years, over an empty year or with a season that never has an event', () => {
    const ones = new Array<number>(30).fill(1);
    expect(seasonalIndex(ones.slice(0, 23), ones.slice(0, 23))).toMatchObject({ reason: 'too-few-periods' });
    expect(seasonalIndex(new Array<number>(30).fill(0), ones)).toMatchObject({ reason: 'zero-denominator' });
    const noAugust = Array.from({ length: 36 }, (_, i) => (i % 12 === 7 ? 0 : 5));
    expect(seasonalIndex(noAugust, new Array<number>(36).fill(30))).toMatchObject({ reason: 'all-zero' });
    expect(seasonalIndex(ones, new Array<number>(30).fill(0))).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('STL', () => {
  it("equals R's stl, plain, on 240 months of Nottingham temperatures", () => {
    const { nottem, plainPeriodic, plain7 } = reference.stl;
    expectSplit(computed(stl(nottem, { robust: false })), plainPeriodic);
    expectSplit(computed(stl(nottem, { robust: false, seasonalWindow: 7 })), plain7);
  });

  it("equals R's stl, robust, on 143 months of airline passengers", () => {
    const { logAir, robustPeriodic, robust7 } = reference.stl;
    expectSplit(computed(stl(logAir)), robustPeriodic);
    expectSplit(computed(stl(logAir, { seasonalWindow: 7 })), robust7);
  });

  it('adds up to the series and repeats the same season every year when periodic', () => {
    const rates = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 24, maxLength: 50 });
    fc.assert(
      fc.property(rates, (values) => {
        const { trend, seasonal, remainder } = computed(stl(values));
        values.forEach((value, i) => {
          expect(trend[i] + seasonal[i] + remainder[i]).toBeCloseTo(value, 9);
          if (i >= 12) expect(seasonal[i]).toBe(seasonal[i - 12]);
        });
      }),
      { seed: 82, numRuns: 25 },
    );
  });

  it("leaves under a twentieth of the season's range over from a line plus a season, and sets a wild month aside when robust", () => {
    const season = [3, -1, -2, 4, -4, 0, 2, 1, -3, 5, -2, -3];
    const clean = Array.from({ length: 60 }, (_, i) => 20 + 0.5 * i + season[i % 12]);
    for (const left of computed(stl(clean, { robust: false })).remainder)
      expect(Math.abs(left)).toBeLessThan(0.05 * 9);
    const wild = clean.map((value, i) => (i === 30 ? value + 200 : value));
    const result = computed(stl(wild));
    expect(result.weights[30]).toBe(0);
    expect(result.remainder[30]).toBeGreaterThan(195);
  });

  it('is not computable under two years, with a gap or with an even window', () => {
    expect(stl(new Float64Array(23))).toMatchObject({ reason: 'too-few-periods' });
    expect(stl([...reference.stl.nottem.slice(0, 30), NaN])).toMatchObject({ reason: 'invalid-input' });
    expect(stl(reference.stl.nottem, { seasonalWindow: 8 })).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('loess', () => {
  it('equals a weighted least-squares line solved from its normal equations', () => {
    const values = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(values, (list) => {
        const y = Float64Array.from(list);
        const fitted = loessSmooth(y, 5, 1, null);
        for (let i = 0; i < y.length; i++) {
          const from = Math.min(Math.max(0, i - 2), y.length - 5);
          const reach = Math.max(i - from, from + 4 - i);
          let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
          for (let j = from; j < from + 5; j++) {
            const d = Math.abs(j - i) / reach;
            const w = d > 0.999 ? 0 : (1 - d ** 3) ** 3;
            const x = j - i;
            s0 += w;
            s1 += w * x;
            s2 += w * x * x;
            t0 += w * y[j];
            t1 += w * x * y[j];
          }
          expect(fitted[i]).toBeCloseTo((s2 * t0 - s1 * t1) / (s0 * s2 - s1 * s1), 9);
        }
      }),
      { seed: 83 },
    );
  });
});
