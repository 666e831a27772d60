import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks } from '../../server/stats/average-ranks.ts';
import { compositeIndex } from '../../server/stats/composite-index.ts';
import { compositeSensitivity } from '../../server/stats/composite-sensitivity.ts';
import { exponentialScores, exponentialTransform } from '../../server/stats/exponential-transform.ts';
import { VLI_VARIABLES, vulnerableLocalitiesIndex } from '../../server/stats/vulnerable-localities-index.ts';
import { computed } from './computed.ts';

const UNITS = 7;
const values = fc
  .array(fc.integer({ min: -30, max: 30 }), { minLength: UNITS, maxLength: UNITS })
  .filter((list) => new Set(list).size > 1);
const layers = fc.array(fc.record({ values, weight: fc.integer({ min: 1, max: 9 }) }), {
  minLength: 2,
  maxLength: 5,
});
const named = (list: { values: number[]; weight: number }[]) =>
  list.map((layer, k) => ({ name: `layer ${k}`, ...layer }));
const mean = (list: ArrayLike<number>) => Array.from(list).reduce((a, b) => a + b, 0) / list.length;

/** Rank 1 for the highest; equal scores (to 1e-9) share the average: counted pair by pair. */
function ranksByCounting(scores: number[]): number[] {
  return scores.map((own) => {
    const above = scores.filter((other) => other > own + 1e-9).length;
    const equal = scores.filter((other) => Math.abs(other - own) <= 1e-9).length;
    return above + (equal + 1) / 2;
  });
}

describe('exponential transform', () => {
  it('has the published landmarks: 0 and 100 at the ends, and the worst tenth over half of the scale', () => {
    expect(exponentialTransform(0)).toBeCloseTo(0, 14);
    expect(exponentialTransform(1)).toBeCloseTo(100, 10);
    expect(exponentialTransform(0.9)).toBeGreaterThan(50);
    expect(exponentialTransform(0.89)).toBeLessThan(50);
  });

  it('equals -23 ln(1 - R (1 - exp(-100/23))) and rises with R', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (r) => {
        const wanted = -23 * Math.log(1 - r * (1 - Math.exp(-100 / 23)));
        expect(exponentialTransform(r)).toBeCloseTo(wanted, 9);
        expect(exponentialTransform(r + 0.001)).toBeGreaterThan(exponentialTransform(r));
      }),
      { seed: 141 },
    );
    expect([exponentialTransform(-0.1), exponentialTransform(1.1)]).toEqual([NaN, NaN]);
  });

  it('scores values by their rank alone', () => {
    expect(exponentialScores([5, 1, 9])).toEqual(exponentialScores([50, 0, 51]));
    expect(exponentialScores([5, 1, 9])[2]).toBeCloseTo(100, 10);
  });
});

describe('average ranks', () => {
  it('ranks from the lowest, shares ties and keeps their sum', () => {
    expect([...averageRanks([10, 20, 10, 30])]).toEqual([1.5, 3, 1.5, 4]);
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 30 }), (list) => {
        const n = list.length;
        const wanted = ranksByCounting(list.map((value) => -value));
        expect([...averageRanks(list)]).toEqual(wanted);
        expect(mean(averageRanks(list))).toBeCloseTo((n + 1) / 2, 12);
      }),
      { seed: 142 },
    );
  });
});

describe('composite index', () => {
  it('gives the z-scores of 2, 4, 4, 4, 5, 5, 7, 9, whose mean is 5 and deviation 2', () => {
    const layer = { name: 'textbook', values: [2, 4, 4, 4, 5, 5, 7, 9], weight: 1 };
    expect([...computed(compositeIndex([layer])).scores]).toEqual([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
  });

  it('is the weighted mean of z-scores from their definition, and its z-scores have mean 0 and variance 1', () => {
    fc.assert(
      fc.property(layers, (list) => {
        const result = computed(compositeIndex(named(list)));
        const total = list.reduce((sum, { weight }) => sum + weight, 0);
        const wanted = Array.from({ length: UNITS }, (_, unit) =>
          list.reduce((sum, { values: own, weight }) => {
            const centre = mean(own);
            const deviation = Math.sqrt(mean(own.map((value) => (value - centre) ** 2)));
            return sum + (weight / total) * ((own[unit] - centre) / deviation);
          }, 0),
        );
        wanted.forEach((score, unit) => {
          expect(result.scores[unit]).toBeCloseTo(score, 10);
        });
        for (const part of result.parts) {
          expect(mean(part)).toBeCloseTo(0, 10);
          expect(mean(part.map((z) => z * z))).toBeCloseTo(1, 10);
        }
        expect(mean(result.weights) * list.length).toBeCloseTo(1, 12);
      }),
      { seed: 143 },
    );
  });

  it('does not change with the unit of a layer or the size of all weights', () => {
    fc.assert(
      fc.property(layers, (list) => {
        const before = computed(compositeIndex(named(list)));
        const changed = list.map((layer) => ({
          values: layer.values.map((value) => 1000 * value + 7),
          weight: layer.weight * 5,
        }));
        const after = computed(compositeIndex(named(changed)));
        before.scores.forEach((score, unit) => {
          expect(after.scores[unit]).toBeCloseTo(score, 9);
        });
      }),
      { seed: 144 },
    );
  });

  it('turns a layer round where a low value is the worse one', () => {
    const attainment = { name: 'attainment', values: [10, 50, 90], weight: 1, higherIsWorse: false };
    expect([...computed(compositeIndex([attainment])).ranks]).toEqual([1, 2, 3]);
    expect([...computed(compositeIndex([{ ...attainment, higherIsWorse: true }])).ranks]).toEqual([3, 2, 1]);
  });

  it('gives percentiles by the middle of the rank and exponential scores by the transform', () => {
    const layer = { name: 'rate', values: [1, 2, 3, 4], weight: 2 };
    expect([...computed(compositeIndex([layer], 'percentile')).scores]).toEqual([12.5, 37.5, 62.5, 87.5]);
    const [lowest, , , highest] = computed(compositeIndex([layer], 'exponential')).scores;
    expect(lowest).toBeCloseTo(exponentialTransform(0.25), 12);
    expect(highest).toBeCloseTo(100, 10);
  });

  it('does not let a very good score cancel a very bad one when exponential', () => {
    const n = 100;
    const rising = Array.from({ length: n }, (_, i) => i + 1);
    const falling = [...rising].reverse();
    const layersOf = [
      { name: 'one', values: rising, weight: 1 },
      { name: 'other', values: falling, weight: 1 },
    ];
    const flat = computed(compositeIndex(layersOf, 'percentile'));
    const bent = computed(compositeIndex(layersOf, 'exponential'));
    expect(flat.scores[n - 1]).toBeCloseTo(flat.scores[49], 9);
    expect(bent.scores[n - 1]).toBeGreaterThan(2 * bent.scores[49]);
  });

  it('names the layer that is flat, has a gap or covers other units', () => {
    const good = { name: 'crime', values: [1, 2, 3], weight: 1 };
    expect(compositeIndex([good, { name: 'flat', values: [4, 4, 4], weight: 1 }])).toMatchObject({
      reason: 'zero-variance',
      detail: expect.stringMatching(/"flat"/),
    });
    expect(compositeIndex([good, { name: 'gap', values: [4, NaN, 1], weight: 1 }])).toMatchObject({
      reason: 'invalid-input',
      detail: expect.stringMatching(/"gap".*unit 1/),
    });
    expect(compositeIndex([good, { name: 'short', values: [4, 1], weight: 1 }])).toMatchObject({
      reason: 'invalid-input',
    });
    expect(compositeIndex([{ ...good, weight: 0 }])).toMatchObject({ reason: 'invalid-input' });
    expect(compositeIndex([])).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('composite sensitivity', () => {
  it('equals ranking every recipe anew by hand', () => {
    fc.assert(
      fc.property(layers, (list) => {
        const { parts } = computed(compositeIndex(named(list)));
        const weights = list.map(({ weight }) => weight);
        const result = computed(compositeSensitivity(parts, weights));
        const ranksOf = (recipe: number[]) => {
          const total = recipe.reduce((a, b) => a + b, 0);
          const scores = Array.from({ length: UNITS }, (_, unit) =>
            parts.reduce((sum, part, k) => sum + (recipe[k] / total) * part[unit], 0),
          );
          fc.pre(new Set(scores.map((score) => Math.round(score * 1e9))).size === UNITS);
          return ranksByCounting(scores);
        };
        const change = (k: number, factor: number) => weights.map((w, i) => (i === k ? w * factor : w));
        const each = weights.map((_, k) => k);
        const left = [weights, ...each.map((k) => change(k, 0))].map(ranksOf);
        const moved = [weights, ...each.flatMap((k) => [change(k, 0.8), change(k, 1.2)])].map(ranksOf);
        for (let unit = 0; unit < UNITS; unit++) {
          const over = (all: number[][]) => all.map((ranks) => ranks[unit]);
          expect(result.leaveOneOut.from[unit]).toBe(Math.min(...over(left)));
          expect(result.leaveOneOut.to[unit]).toBe(Math.max(...over(left)));
          expect(result.weightPerturbation.from[unit]).toBe(Math.min(...over(moved)));
          expect(result.weightPerturbation.to[unit]).toBe(Math.max(...over(moved)));
        }
      }),
      { seed: 145, numRuns: 60 },
    );
  });

  it('moves no rank where all layers say the same, and shows the area that one layer alone holds up', () => {
    const same = [Float64Array.of(3, 2, 1), Float64Array.of(3, 2, 1)];
    const steady = computed(compositeSensitivity(same, [1, 1]));
    expect(steady.leaveOneOut).toEqual({ from: Float64Array.of(1, 2, 3), to: Float64Array.of(1, 2, 3) });
    const held = [Float64Array.of(9, 2, 1), Float64Array.of(0, 2, 1), Float64Array.of(0, 2, 1)];
    const fragile = computed(compositeSensitivity(held, [1, 1, 1]));
    expect([fragile.baseRank[0], fragile.leaveOneOut.to[0]]).toEqual([1, 3]);
  });

  it('is not computable with one layer that counts or weights that do not match', () => {
    const part = Float64Array.of(1, 2);
    expect(compositeSensitivity([part, part], [1, 0])).toMatchObject({ reason: 'too-few-units' });
    expect(compositeSensitivity([part], [1, 1])).toMatchObject({ reason: 'invalid-input' });
    expect(compositeSensitivity([part, part], [1, 1], 1)).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('vulnerable localities index', () => {
  const flat = (name: (typeof VLI_VARIABLES)[number]) => ({
    name,
    counts: [10, 20, 30],
    denominators: [100, 200, 300],
  });
  const all = VLI_VARIABLES.map(flat);

  it('is 100 everywhere where every area has the rate of the study area', () => {
    const result = computed(vulnerableLocalitiesIndex(all));
    for (const value of result.index) expect(value).toBeCloseTo(100, 12);
    expect([...result.priority]).toEqual([0, 0, 0]);
  });

  it('gives the index by hand: one variable at three times the area rate adds a sixth of 200', () => {
    const burglary = { name: VLI_VARIABLES[0], counts: [60, 20, 20], denominators: [100, 200, 200] };
    const result = computed(vulnerableLocalitiesIndex([burglary, ...all.slice(1)]));
    expect(result.parts[0][0]).toBeCloseTo(300, 12);
    expect(result.index[0]).toBeCloseTo((300 + 5 * 100) / 6, 12);
  });

  it('names a priority only above 200, has parts that average 100 over people, and averages its parts', () => {
    const count = fc
      .array(fc.nat(50), { minLength: 5, maxLength: 5 })
      .filter((list) => list.some((c) => c > 0));
    fc.assert(
      fc.property(fc.array(count, { minLength: 6, maxLength: 6 }), (lists) => {
        const denominators = [500, 100, 900, 300, 200];
        const variables = VLI_VARIABLES.map((name, k) => ({ name, counts: lists[k], denominators }));
        const { index, parts, priority } = computed(vulnerableLocalitiesIndex(variables));
        for (const part of parts) {
          const weighted = part.reduce((sum, value, area) => sum + value * denominators[area], 0) / 2000;
          expect(weighted).toBeCloseTo(100, 9);
        }
        index.forEach((value, area) => {
          expect(value).toBeCloseTo(mean(parts.map((part) => part[area])), 9);
          expect(priority[area]).toBe(value > 200 ? 1 : 0);
        });
      }),
      { seed: 146 },
    );
  });

  it('takes its variables in any order and refuses a missing, a doubled or an empty one', () => {
    const shuffled = computed(vulnerableLocalitiesIndex([...all].reverse()));
    expect(shuffled).toEqual(computed(vulnerableLocalitiesIndex(all)));
    expect(vulnerableLocalitiesIndex(all.slice(1))).toMatchObject({ reason: 'invalid-input' });
    expect(vulnerableLocalitiesIndex([all[1], ...all.slice(1)])).toMatchObject({ reason: 'invalid-input' });
    const none = { ...all[0], counts: [0, 0, 0] };
    expect(vulnerableLocalitiesIndex([none, ...all.slice(1)])).toMatchObject({ reason: 'all-zero' });
    const empty = { ...all[0], denominators: [0, 1, 1] };
    expect(vulnerableLocalitiesIndex([empty, ...all.slice(1)])).toMatchObject({ reason: 'zero-denominator' });
  });
});
