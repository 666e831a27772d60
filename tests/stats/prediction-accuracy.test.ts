import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { type PredictionAccuracy, predictionAccuracy } from '../../server/stats/prediction-accuracy.ts';

function accuracy(...args: Parameters<typeof predictionAccuracy>): PredictionAccuracy {
  const result = predictionAccuracy(...args);
  if (isNotComputable(result)) throw new Error(`expected an accuracy, saw: ${result.detail}`);
  return result;
}

const cells = (score: number[], laterCount: number[], areaKm2?: number[]) => ({
  score: Float64Array.from(score),
  laterCount: Float64Array.from(laterCount),
  ...(areaKm2 === undefined ? {} : { areaKm2: Float64Array.from(areaKm2) }),
});

describe('prediction accuracy', () => {
  it('gives the published PAI of 2, 1.5 and 1 with PEI 1 as cells are added', () => {
    // ptools: observed 6, 3, 0; predicted 3, 2, 1
    const table = [1 / 3, 2 / 3, 1].map((share) => accuracy(cells([3, 2, 1], [6, 3, 0]), share));
    table.forEach((row, k) => {
      expect(row.pai).toBeCloseTo([2, 1.5, 1][k], 12);
      expect(row.pei).toBeCloseTo(1, 12);
      expect(row.cellCount).toBe(k + 1);
    });
    expect(table[0].hitRate).toBeCloseTo(6 / 9, 12);
  });

  it('breaks ties as asked, and against the map unless asked', () => {
    const tied = cells([1, 1, 0], [0, 8, 2]);
    expect(accuracy(tied, 1 / 3).hits).toBe(0);
    expect(accuracy(tied, 1 / 3).tieBreak).toBe('fewest-first');
    expect(accuracy(tied, 1 / 3, 'most-first').hits).toBe(8);
    expect(accuracy(tied, 1 / 3, 'input-order').hits).toBe(0);
  });

  it('measures PEI against the densest cells of the same area when cells differ in size', () => {
    // Taking the 2 km2 cell with 4 events; the best 2 km2 are the 1 km2 cell with 5 and half of the 2 km2 cell with 6.
    const result = accuracy(cells([9, 1, 2, 0], [4, 5, 6, 0], [2, 1, 2, 5]), 0.2);
    expect(result.hits).toBe(4);
    expect(result.areaShare).toBeCloseTo(0.2, 12);
    expect(result.pai).toBeCloseTo(4 / 15 / 0.2, 12);
    expect(result.pei).toBeCloseTo(4 / (5 + 3), 12);
  });

  it('equals a plain ranking, for equal cells and any tie rule', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(6), fc.nat(9)), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom('fewest-first' as const, 'most-first' as const),
        (pairs, share, tieBreak) => {
          fc.pre(pairs.some(([, later]) => later > 0));
          const result = accuracy(
            cells(
              pairs.map((p) => p[0]),
              pairs.map((p) => p[1]),
            ),
            share,
            tieBreak,
          );
          const k = Math.max(1, Math.floor(share * pairs.length * (1 + 1e-12)));
          const sign = tieBreak === 'fewest-first' ? 1 : -1;
          const ranked = [...pairs].sort((a, b) => b[0] - a[0] || sign * (a[1] - b[1]));
          const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
          const hits = sum(ranked.slice(0, k).map((p) => p[1]));
          const best = sum(
            pairs
              .map((p) => p[1])
              .sort((a, b) => b - a)
              .slice(0, k),
          );
          const all = sum(pairs.map((p) => p[1]));
          expect(result.hits).toBe(hits);
          expect(result.pai).toBeCloseTo(hits / all / (k / pairs.length), 9);
          expect(result.pei).toBeCloseTo(hits / best, 9);
          expect(result.pei).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
      { numRuns: 300, seed: 18 },
    );
  });

  it('gives PEI 1 to a map that ranks as hindsight does, and PAI 1 when it takes everything', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 5 })), { minLength: 2, maxLength: 30 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (pairs, share) => {
          fc.pre(pairs.some(([later]) => later > 0));
          const later = pairs.map((p) => p[0]);
          const area = pairs.map((p) => p[1]);
          const hindsight = cells(
            later.map((n, i) => n / area[i]),
            later,
            area,
          );
          expect(accuracy(hindsight, share).pei).toBeCloseTo(1, 9);
          expect(accuracy(hindsight, 1).pai).toBeCloseTo(1, 9);
          expect(accuracy(hindsight, 1).hitRate).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 200, seed: 19 },
    );
  });

  it('names what PEI is measured against', () => {
    expect(accuracy(cells([1, 2], [3, 4]), 0.5).peiMeaning).toMatch(/same area/);
  });

  it('is not computable without later events or with lists that do not match; a share above 1 throws', () => {
    expect(predictionAccuracy(cells([1, 2], [0, 0]), 0.5)).toMatchObject({ reason: 'all-zero' });
    expect(predictionAccuracy(cells([1, 2], [1]), 0.5)).toMatchObject({ reason: 'invalid-input' });
    expect(predictionAccuracy(cells([1, 2], [1, -1]), 0.5)).toMatchObject({ reason: 'invalid-input' });
    expect(() => predictionAccuracy(cells([1], [1]), 5)).toThrow(/up to 1/);
  });
});
