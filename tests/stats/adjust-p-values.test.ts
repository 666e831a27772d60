import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AdjustmentMethod, adjustPValues } from '../../server/stats/adjust-p-values.ts';
import { significanceBands } from '../../server/stats/significance-bands.ts';
import {
  haveOracles,
  largestDifference,
  needsOracles,
  numbers,
  readOracleTable,
  readReference,
} from './oracle-data.ts';

const METHODS: AdjustmentMethod[] = ['benjamini-hochberg', 'benjamini-yekutieli', 'holm', 'bonferroni'];
type WithGaps = (number | null)[];
const toArray = (values: WithGaps) => Float64Array.from(values, (v) => v ?? Number.NaN);

test('all four methods are R’s p.adjust, with ties and missing values', () => {
  const { adjust } = readReference<{ adjust: Record<AdjustmentMethod | 'p', WithGaps> }>(
    'spatial-statistics.json',
  );
  for (const method of METHODS) {
    const found = adjustPValues(toArray(adjust.p), method);
    expect(largestDifference(found, toArray(adjust[method])), method).toBeLessThan(1e-13);
  }
});

test.skipIf(!haveOracles)(
  `Benjamini-Hochberg over the Memphis cells is R’s, and finds 112 hot cells${needsOracles}`,
  () => {
    const rows = readOracleTable('memphis_jan_grid500.csv');
    const adjusted = adjustPValues(numbers(rows, 'p'), 'benjamini-hochberg');
    expect(largestDifference(adjusted, numbers(rows, 'p_bh_global'))).toBeLessThan(1e-11);
    const bands = significanceBands(numbers(rows, 'gi_star'), adjusted);
    expect(bands.filter((band) => band >= 2).length).toBe(112);
    expect(bands.filter((band) => band < 0).length).toBe(0);
    const strict = significanceBands(
      numbers(rows, 'gi_star'),
      adjustPValues(numbers(rows, 'p'), 'bonferroni'),
    );
    expect(strict.filter((band) => band >= 2).length).toBe(43);
  },
);

/** Twin: each definition walked over all ranks. */
function twin(p: number[], method: AdjustmentMethod): number[] {
  const kept = p.filter((v) => !Number.isNaN(v));
  const n = kept.length;
  const sorted = [...kept].sort((a, b) => a - b);
  const harmonic = sorted.reduce((sum, _, j) => sum + 1 / (j + 1), 0);
  return p.map((own) => {
    if (Number.isNaN(own)) return Number.NaN;
    if (method === 'bonferroni') return Math.min(1, n * own);
    if (method === 'holm') {
      const below = sorted.filter((v) => v <= own);
      return Math.min(1, Math.max(...below.map((v, j) => (n - j) * v)));
    }
    const factor = method === 'benjamini-yekutieli' ? harmonic : 1;
    const candidates = sorted.map((v, j) =>
      v >= own ? (factor * n * v) / (j + 1) : Number.POSITIVE_INFINITY,
    );
    return Math.min(1, ...candidates);
  });
}

/** Few distinct values, so that ties are common. */
const pValues = fc.array(
  fc.oneof(fc.constantFrom(0, 0.01, 0.02, 0.5, 1, Number.NaN), fc.double({ min: 0, max: 1, noNaN: true })),
  { maxLength: 25 },
);

test('each method is its definition, and keeps the order of the units', () => {
  fc.assert(
    fc.property(pValues, fc.constantFrom(...METHODS), (p, method) => {
      const found = adjustPValues(Float64Array.from(p), method);
      expect(largestDifference(found, twin(p, method))).toBeLessThan(1e-12);
    }),
  );
});

test('an adjusted p is never below the raw one, and Holm is never above Bonferroni', () => {
  fc.assert(
    fc.property(pValues, (list) => {
      const p = Float64Array.from(list);
      const holm = adjustPValues(p, 'holm');
      const bonferroni = adjustPValues(p, 'bonferroni');
      const fdr = adjustPValues(p, 'benjamini-hochberg');
      for (let i = 0; i < p.length; i++) {
        if (Number.isNaN(p[i])) continue;
        expect(holm[i]).toBeLessThanOrEqual(bonferroni[i]);
        expect(fdr[i]).toBeLessThanOrEqual(holm[i] + 1e-15);
        expect(fdr[i]).toBeGreaterThanOrEqual(p[i]);
      }
    }),
  );
});

test('a missing p-value does not count as a test', () => {
  const adjusted = adjustPValues(Float64Array.of(0.01, Number.NaN, 0.5), 'bonferroni');
  expect([...adjusted]).toEqual([0.02, Number.NaN, 1]);
});

test('a p-value outside [0, 1] is refused with its unit', () => {
  expect(() => adjustPValues(Float64Array.of(0.1, 1.5), 'holm')).toThrow(/unit 1 has 1.5/);
});

test('a band is reached at its level, signed by z, and 0 where not computable', () => {
  const z = Float64Array.of(4, 3, 2, -2, -4, 1, Number.NaN, 0);
  const p = Float64Array.of(0.01, 0.05, 0.1, 0.1000001, 0.001, 0.5, Number.NaN, 1);
  expect([...significanceBands(z, p)]).toEqual([3, 2, 1, 0, -3, 0, 0, 0]);
});
