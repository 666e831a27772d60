import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaP } from '../../server/stats/distributions/gamma.ts';
import { globalEmpiricalBayes } from '../../server/stats/empirical-bayes.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { rankIntervals } from '../../server/stats/rank-intervals.ts';
import { computed } from './computed.ts';
import { simulateDistrict } from './simulated-districts.ts';

/** P(first unit's gamma rate is above the second's), by integrating over the first's quantiles on a fine grid. */
function probabilityAbove(events: number[], population: number[]): number {
  const { a, b } = computed(globalEmpiricalBayes(events, population));
  const shape = events.map((y) => y + (b * b) / a);
  const rate = population.map((people) => people + b / a);
  const top = (4 * Math.max(...events)) / Math.min(...population);
  const steps = 200_000;
  let sum = 0;
  let before = 0;
  for (let i = 1; i <= steps; i++) {
    const x = (top * i) / steps;
    const here = gammaP(shape[0], rate[0] * x);
    sum += (here - before) * gammaP(shape[1], rate[1] * (x - top / steps / 2));
    before = here;
  }
  return sum;
}

describe('rank intervals', () => {
  it('agrees with numerical integration on which of two wards is higher', () => {
    const events = [60, 38];
    const population = [1000, 1000];
    const wanted = probabilityAbove(events, population);
    const draws = 40_000;
    const result = computed(rankIntervals({ events, population, random: seededRandom(1), top: 1, draws }));
    const standardError = Math.sqrt((wanted * (1 - wanted)) / draws);
    expect(wanted).toBeGreaterThan(0.6);
    expect(wanted).toBeLessThan(0.999);
    expect(Math.abs(result.probabilityInTop[0] - wanted)).toBeLessThan(3 * standardError);
  });

  it.each([10, 23, 40])(
    'covers the true rank 93 to 97 times in a hundred over 30 simulated districts of %i areas',
    (areas) => {
      const random = seededRandom(77);
      let covered = 0;
      let total = 0;
      for (let district = 0; district < 30; district++) {
        const { events, population, trueRank } = simulateDistrict(areas, 0.004, 4, random);
        const { lower, upper } = computed(rankIntervals({ events, population, random, draws: 1000 }));
        trueRank.forEach((rank, ward) => {
          total++;
          if (lower[ward] <= rank && rank <= upper[ward]) covered++;
        });
      }
      expect(covered / total).toBeGreaterThanOrEqual(0.93);
      expect(covered / total).toBeLessThanOrEqual(0.97);
    },
  );

  it('shows a rank as certain only where all but one tail of the draws agree', () => {
    const random = seededRandom(12);
    let certain = 0;
    for (let district = 0; district < 40; district++) {
      const { events, population } = simulateDistrict(12, 0.02, 2, random);
      const result = computed(rankIntervals({ events, population, random, top: 1, draws: 1000 }));
      for (let ward = 0; ward < 12; ward++) {
        const first = result.lower[ward] === 1 && result.upper[ward] === 1;
        if (first) certain++;
        expect(first, `${events[ward]} events`).toBe(
          result.rank[ward] === 1 && result.probabilityInTop[ward] >= 0.975,
        );
      }
    }
    expect(certain).toBeGreaterThan(5);
  });

  it('gives ten areas intervals that hold the truth at most 97 times in a hundred', () => {
    const random = seededRandom(15);
    let covered = 0;
    for (let district = 0; district < 600; district++) {
      const { events, population, trueRank } = simulateDistrict(10, 0.02, 6, random);
      const { lower, upper } = computed(rankIntervals({ events, population, random, draws: 400 }));
      covered += trueRank.filter((rank, ward) => lower[ward] <= rank && rank <= upper[ward]).length;
    }
    expect(covered / 6000).toBeGreaterThanOrEqual(0.95);
    expect(covered / 6000).toBeLessThanOrEqual(0.965);
  });

  it('shares out the top places exactly and the mean ranks add up', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.integer({ min: 2, max: 15 }),
        fc.integer({ min: 1, max: 4 }),
        (seed, wards, top) => {
          const random = seededRandom(seed);
          const { events, population } = simulateDistrict(wards, 0.01, 3, random);
          const result = computed(rankIntervals({ events, population, random, top, draws: 400 }));
          const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
          expect(sum(result.probabilityInTop)).toBeCloseTo(Math.min(top, wards), 9);
          expect(sum(result.meanRank)).toBeCloseTo((wards * (wards + 1)) / 2, 8);
          expect([...result.rank].sort((a, b) => a - b)).toEqual(
            Array.from({ length: wards }, (_, i) => i + 1),
          );
          for (let ward = 0; ward < wards; ward++) {
            expect(result.lower[ward]).toBeGreaterThanOrEqual(1);
            expect(result.lower[ward]).toBeLessThanOrEqual(result.upper[ward]);
            expect(result.upper[ward]).toBeLessThanOrEqual(wards);
            expect(result.lower[ward]).toBeLessThanOrEqual(result.rank[ward]);
            expect(result.upper[ward]).toBeGreaterThanOrEqual(result.rank[ward]);
          }
        },
      ),
      { seed: 51, numRuns: 40 },
    );
  });

  it('is certain about a ward ten times the others and unsure about equals', () => {
    const events = [400, 41, 39, 40, 42, 38];
    const population = events.map(() => 5000);
    const result = computed(rankIntervals({ events, population, random: seededRandom(2), top: 1 }));
    expect([result.rank[0], result.lower[0], result.upper[0]]).toEqual([1, 1, 1]);
    expect(result.probabilityInTop[0]).toBe(1);
    expect(result.lower[3]).toBe(2);
    expect(result.upper[3]).toBe(6);
  });

  it('says that nothing can be told apart where counts vary less than chance', () => {
    const result = computed(
      rankIntervals({ events: [10, 10, 11, 9], population: [1e3, 1e3, 1e3, 1e3], random: seededRandom(3) }),
    );
    expect(result.distinguishable).toBe(false);
    expect([...result.lower]).toEqual([1, 1, 1, 1]);
    expect([...result.upper]).toEqual([4, 4, 4, 4]);
    for (const p of result.probabilityInTop) expect(Math.abs(p - 0.75)).toBeLessThan(0.02);
  });

  it('repeats from its seed', () => {
    const { events, population } = simulateDistrict(23, 0.01, 4, seededRandom(9));
    const run = (seed: number) =>
      computed(rankIntervals({ events, population, random: seededRandom(seed), draws: 500 }));
    expect(run(4)).toEqual(run(4));
    expect(run(4).meanRank).not.toEqual(run(5).meanRank);
  });

  it('is not computable without people, events or sensible settings', () => {
    const random = seededRandom(1);
    expect(rankIntervals({ events: [1, 2, 3], population: [10, 10, 0], random })).toMatchObject({
      reason: 'zero-denominator',
    });
    expect(rankIntervals({ events: [0, 0], population: [10, 10], random })).toMatchObject({
      reason: 'all-zero',
    });
    expect(rankIntervals({ events: [1, 2], population: [10, 10], random, top: 0 })).toMatchObject({
      reason: 'invalid-input',
    });
    const many = new Float64Array(4001).fill(1);
    expect(rankIntervals({ events: many, population: many, random })).toMatchObject({
      reason: 'invalid-input',
    });
  });
});
