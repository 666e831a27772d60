import { expect, test } from 'vitest';
import { bivariateLocalMoran } from '../../server/stats/bivariate-local-moran.ts';
import { localGPermutation } from '../../server/stats/local-g-permutation.ts';
import { localMoranPermutation } from '../../server/stats/local-moran-permutation.ts';
import { permuteLags } from '../../server/stats/permute-lags.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { queenGridWeights } from '../../server/stats/weights/grid-weights.ts';
import { rowStandardised, type Weights, weightsFromLists } from '../../server/stats/weights/weights.ts';
import { computed } from './computed.ts';
import { largestDifference, readReference } from './oracle-data.ts';

/** Twin: every ordered way to fill the neighbours of unit i from the other units, each as likely. */
function exactTwoSidedP(values: number[], weights: Weights, unit: number): number {
  const from = weights.offsets[unit];
  const k = weights.offsets[unit + 1] - from;
  const w = Array.from({ length: k }, (_, t) => (weights.values === null ? 1 : weights.values[from + t]));
  const observed = w.reduce((sum, weight, t) => sum + weight * values[weights.neighbours[from + t]], 0);
  let high = 0;
  let low = 0;
  let ways = 0;
  const fill = (place: number, used: Set<number>, sum: number) => {
    if (place === k) {
      ways++;
      if (sum >= observed - 1e-9) high++;
      if (sum <= observed + 1e-9) low++;
      return;
    }
    for (let j = 0; j < values.length; j++) {
      if (j === unit || used.has(j)) continue;
      used.add(j);
      fill(place + 1, used, sum + w[place] * values[j]);
      used.delete(j);
    }
  };
  fill(0, new Set(), 0);
  return Math.min(1, (2 * Math.min(high, low)) / ways);
}

/** Three Monte Carlo standard errors of a doubled tail, and one step of the pseudo p. */
const threeErrors = (p: number, permutations: number) =>
  3 * 2 * Math.sqrt(((p / 2) * (1 - p / 2)) / permutations) + 2 / (permutations + 1);

test('pseudo p-values converge on the exact ones over every arrangement, weighted or not', () => {
  const values = [3, 0, 7, 1, 1, 9, 2, 4, 0, 5, 12, 6];
  const lists = values.map((_, i) => [(i + 1) % 12, (i + 2) % 12, (i + 5) % 12]);
  const binary = weightsFromLists(lists, false);
  const uneven: Weights = {
    ...binary,
    values: Float64Array.from(binary.neighbours, (j, k) => 1 + ((k + j) % 3)),
  };
  const permutations = 19_999;
  for (const weights of [binary, uneven]) {
    const { pValue } = permuteLags(values, weights, { permutations, random: seededRandom(11) });
    for (let i = 0; i < values.length; i++) {
      const exact = exactTwoSidedP(values, weights, i);
      expect(Math.abs(pValue[i] - exact), `unit ${i}`).toBeLessThan(threeErrors(exact, permutations));
    }
  }
});

interface PermutationReference {
  grid: { columns: number; rows: number; first: number[] };
  permuted_gi_star: { draws: number; unit: number[]; p: number[] };
}
const { grid, permuted_gi_star: permuted } = readReference<PermutationReference>('spatial-statistics.json');
const cells = {
  column: Int32Array.from(grid.first, (_, i) => i % grid.columns),
  row: Int32Array.from(grid.first, (_, i) => Math.floor(i / grid.columns)),
  count: grid.first.length,
};
const star = queenGridWeights(cells, { includeSelf: true });

test('p-values of Gi* are those of 99,999 draws in R, within three Monte Carlo errors', () => {
  const permutations = 9999;
  const { pValue } = computed(localGPermutation(grid.first, star, { permutations, random: seededRandom(3) }));
  permuted.unit.forEach((unit, k) => {
    expect(Math.abs(pValue[unit] - permuted.p[k]), `unit ${unit}`).toBeLessThan(
      threeErrors(permuted.p[k], permutations),
    );
  });
});

test('the mean and spread of the permuted sums are those of drawing without replacement', () => {
  const values = grid.first;
  const n = values.length;
  const { mean, standardDeviation, observed } = permuteLags(values, star, {
    permutations: 4999,
    random: seededRandom(8),
  });
  for (const i of [0, 5, 40, 77]) {
    const others = values.filter((_, j) => j !== i);
    const average = others.reduce((a, b) => a + b, 0) / (n - 1);
    const variance = others.reduce((a, b) => a + (b - average) ** 2, 0) / (n - 1);
    const k = star.offsets[i + 1] - star.offsets[i] - 1;
    // Finite population correction (n - 1 - k) / (n - 2).
    const sd = Math.sqrt((k * variance * (n - 1 - k)) / (n - 2));
    expect(Math.abs(mean[i] - k * average)).toBeLessThan((4 * sd) / Math.sqrt(4999));
    expect(Math.abs(standardDeviation[i] / sd - 1)).toBeLessThan(0.05);
    expect(observed[i]).toBe(
      [...star.neighbours.subarray(star.offsets[i], star.offsets[i + 1])]
        .filter((j) => j !== i)
        .reduce((sum, j) => sum + values[j], 0),
    );
  }
});

test('the same seed gives the same p-values, another seed others; none is 0', () => {
  const run = (seed: number) =>
    computed(localGPermutation(grid.first, star, { permutations: 199, random: seededRandom(seed) })).pValue;
  expect(run(1)).toEqual(run(1));
  expect(largestDifference(run(1), run(2))).toBeGreaterThan(0);
  expect(Math.min(...run(1))).toBeGreaterThanOrEqual(2 / 200);
});

test('Gi* and local Moran of the same seed have the same p: the unit is held in both', () => {
  const options = { permutations: 199, minimumUnits: 30 };
  const g = computed(localGPermutation(grid.first, star, { ...options, random: seededRandom(4) })).pValue;
  const moran = computed(
    localMoranPermutation(grid.first, star, { ...options, random: seededRandom(4) }),
  ).pValue;
  for (let i = 0; i < g.length; i++) if (!Number.isNaN(moran[i])) expect(moran[i]).toBe(g[i]);
});

test('where the second measure has no pattern, about 5 % of bivariate p-values lie below 0.05', () => {
  const random = seededRandom(21);
  const side = 30;
  const block = {
    column: Int32Array.from({ length: side * side }, (_, i) => i % side),
    row: Int32Array.from({ length: side * side }, (_, i) => Math.floor(i / side)),
    count: side * side,
  };
  const weights = rowStandardised(queenGridWeights(block, { includeSelf: false }));
  const first = Float64Array.from({ length: side * side }, () => random());
  const second = Float64Array.from({ length: side * side }, () => random());
  const { pValue } = computed(bivariateLocalMoran(first, second, weights, { permutations: 499, random }));
  const share = pValue.filter((p) => p <= 0.05).length / pValue.length;
  expect(share).toBeGreaterThan(0.02);
  expect(share).toBeLessThan(0.08);
});

test('equal sums of rates that are no whole numbers count as ties', () => {
  // 0.1 + 0.2 and 0.3 + 0 differ in the last digit; every arrangement of these gives 0.3.
  const values = Float64Array.from({ length: 30 }, () => 0.1);
  values[29] = 0.1 + Number.EPSILON / 16;
  const weights = weightsFromLists(
    Array.from({ length: 30 }, (_, i) => [(i + 1) % 30, (i + 2) % 30, (i + 3) % 30]),
    false,
  );
  const { pValue } = permuteLags(values, weights, { permutations: 99, random: seededRandom(1) });
  expect([...pValue]).toEqual(new Array(30).fill(1));
});

test('progress is told in rising steps to the end, and throwing from it cancels', () => {
  const seen: number[] = [];
  permuteLags(grid.first, star, {
    permutations: 9,
    random: seededRandom(1),
    onProgress: (done) => seen.push(done),
  });
  expect(seen.at(-1)).toBe(grid.first.length);
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  expect(() =>
    permuteLags(grid.first, star, {
      random: seededRandom(1),
      onProgress: () => {
        throw new Error('cancelled');
      },
    }),
  ).toThrow('cancelled');
});

test('a unit without neighbours has no p, and 0 permutations are refused', () => {
  const weights = weightsFromLists([[1], [0], []], false);
  const { pValue } = permuteLags([1, 2, 3], weights, { permutations: 9, random: seededRandom(1) });
  expect(pValue[2]).toBeNaN();
  expect(() => permuteLags([1, 2, 3], weights, { permutations: 0, random: seededRandom(1) })).toThrow(
    /it was 0/,
  );
});
