import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalEmpiricalBayes, localEmpiricalBayes } from '../../server/stats/empirical-bayes.ts';
import { weightsFromLists } from '../../server/stats/weights/weights.ts';
import { computed } from './computed.ts';
import { haveOracles, largestDifference, needsOracles, numbers, readOracleTable } from './oracle-data.ts';

const areas = fc.array(fc.record({ events: fc.nat(40), population: fc.integer({ min: 1, max: 5000 }) }), {
  minLength: 3,
  maxLength: 30,
});
/** A ring: every unit neighbours the one before and the one after. */
const ring = (n: number) =>
  weightsFromLists(
    Array.from({ length: n }, (_, i) => [...new Set([(i + n - 1) % n, (i + 1) % n])]),
    false,
  );

/** Marshall's estimate straight from the formulas, by filtering arrays. */
function bruteForce(events: number[], population: number[]): number[] {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const b = sum(events) / sum(population);
  const spread = sum(events.map((y, i) => population[i] * (y / population[i] - b) ** 2)) / sum(population);
  const a = Math.max(0, spread - b / (sum(population) / population.length));
  return events.map((y, i) => b + (a * (y / population[i] - b)) / (a + b / population[i]));
}

describe.skipIf(!haveOracles)(`empirical Bayes on published data${needsOracles}`, () => {
  it('gives a, b and every county of the North Carolina data as spdep does', () => {
    const rows = readOracleTable('ncsids_eb.csv');
    const [events, population] = [numbers(rows, 'sid74'), numbers(rows, 'bir74')];
    const result = computed(globalEmpiricalBayes(events, population));
    expect(result.a).toBeCloseTo(7.692930647e-7, 16);
    expect(result.b).toBeCloseTo(2.021444894e-3, 12);
    expect(rows[0].name).toBe('Ashe');
    expect(result.estimates[0]).toBeCloseTo(0.0016972973, 10);
    expect(largestDifference(result.estimates, numbers(rows, 'eb_global'))).toBeLessThan(1e-9);

    const lists = rows.map(({ nbrs }) => nbrs.split(';').map((row) => Number(row) - 1));
    const local = computed(localEmpiricalBayes(events, population, weightsFromLists(lists, false)));
    expect(local.estimates[0]).toBeCloseTo(0.00099222755, 11);
    expect(largestDifference(local.estimates, numbers(rows, 'eb_local'))).toBeLessThan(1e-9);
  });

  it('gives the rates per 1,000 of the 84 Thanet LSOAs as spdep does', () => {
    const rows = readOracleTable('thanet_lsoa11_violence_gistar_moran_eb.csv');
    const result = computed(globalEmpiricalBayes(numbers(rows, 'n_violence'), numbers(rows, 'pop2019')));
    const perThousand = result.estimates.map((rate) => 1000 * rate);
    expect(largestDifference(perThousand, numbers(rows, 'eb_rate_per_1000'))).toBeLessThan(1e-9);
  });
});

describe('empirical Bayes', () => {
  it('equals the formulas written out for random districts', () => {
    fc.assert(
      fc.property(areas, (units) => {
        const events = units.map((unit) => unit.events);
        const population = units.map((unit) => unit.population);
        fc.pre(events.some((y) => y > 0));
        const result = computed(globalEmpiricalBayes(events, population));
        expect(largestDifference(result.estimates, bruteForce(events, population))).toBeLessThan(1e-12);
      }),
      { seed: 31 },
    );
  });

  it('moves every rate towards the mean and never past it, and holds a at 0 or above', () => {
    fc.assert(
      fc.property(areas, (units) => {
        const events = units.map((unit) => unit.events);
        const population = units.map((unit) => unit.population);
        fc.pre(events.some((y) => y > 0));
        const { estimates, a, b, ownWeights } = computed(globalEmpiricalBayes(events, population));
        expect(a).toBeGreaterThanOrEqual(0);
        events.forEach((y, i) => {
          const raw = y / population[i];
          expect(estimates[i]).toBeGreaterThanOrEqual(Math.min(raw, b) - 1e-12);
          expect(estimates[i]).toBeLessThanOrEqual(Math.max(raw, b) + 1e-12);
          expect(ownWeights[i]).toBeGreaterThanOrEqual(0);
          expect(ownWeights[i]).toBeLessThanOrEqual(1);
        });
      }),
      { seed: 32 },
    );
  });

  it('gives every unit the mean where counts vary less than chance', () => {
    const { a, estimates } = computed(globalEmpiricalBayes([10, 10, 11, 9], [1000, 1000, 1000, 1000]));
    expect(a).toBe(0);
    expect([...estimates]).toEqual([0.01, 0.01, 0.01, 0.01]);
  });

  it('is the global estimate where everyone neighbours everyone', () => {
    const events = [3, 9, 1, 20, 4];
    const population = [900, 1500, 400, 2100, 1000];
    const all = weightsFromLists(
      events.map((_, i) => [0, 1, 2, 3, 4].filter((j) => j !== i)),
      false,
    );
    const global = computed(globalEmpiricalBayes(events, population));
    const local = computed(localEmpiricalBayes(events, population, all));
    expect(largestDifference(local.estimates, global.estimates)).toBeLessThan(1e-15);
  });

  it('does not care whether the weights include the unit itself', () => {
    const events = [3, 9, 1, 20, 4, 0];
    const population = [900, 1500, 400, 2100, 1000, 700];
    const withSelf = weightsFromLists(
      events.map((_, i) => [(i + 5) % 6, i, (i + 1) % 6]),
      true,
    );
    const without = computed(localEmpiricalBayes(events, population, ring(6)));
    expect(computed(localEmpiricalBayes(events, population, withSelf)).estimates).toEqual(without.estimates);
  });

  it('refuses a unit without people by itself and leaves the others as they would be without it', () => {
    const full = computed(globalEmpiricalBayes([3, 9, 5, 1], [900, 1500, 0, 400]));
    const three = computed(globalEmpiricalBayes([3, 9, 1], [900, 1500, 400]));
    expect(full.refused).toMatchObject([{ unit: 2, refusal: { reason: 'zero-denominator' } }]);
    expect(full.estimates[2]).toBeNaN();
    expect([full.estimates[0], full.estimates[1], full.estimates[3]]).toEqual([...three.estimates]);
  });

  it('refuses units whose neighbourhood is empty or has no events, and keeps the rest', () => {
    const lists = [[1], [0], [], [4], [3]];
    const result = computed(
      localEmpiricalBayes([4, 7, 5, 0, 0], [500, 800, 300, 200, 100], weightsFromLists(lists, false)),
    );
    expect(result.refused.map(({ unit, refusal }) => [unit, refusal.reason])).toEqual([
      [2, 'no-neighbours'],
      [3, 'all-zero'],
      [4, 'all-zero'],
    ]);
    expect(Number.isFinite(result.estimates[0] + result.estimates[1])).toBe(true);
  });

  it('is not computable without events, with one unit, or with arrays that do not pair', () => {
    expect(globalEmpiricalBayes([0, 0], [10, 10])).toMatchObject({ reason: 'all-zero' });
    expect(globalEmpiricalBayes([1, 2], [10, 0])).toMatchObject({ reason: 'too-few-units' });
    expect(globalEmpiricalBayes([1], [10, 10])).toMatchObject({ reason: 'invalid-input' });
    expect(globalEmpiricalBayes([-1, 2], [10, 10])).toMatchObject({ reason: 'invalid-input' });
    expect(localEmpiricalBayes([1, 2], [10, 10], ring(3))).toMatchObject({ reason: 'invalid-input' });
  });
});
