import { adjustPValues } from '../../server/stats/adjust-p-values.ts';
import { kernelDensity } from '../../server/stats/kernel-density.ts';
import { maskCells } from '../../server/stats/lattice/mask-cells.ts';
import { localG } from '../../server/stats/local-g.ts';
import { localGPermutation } from '../../server/stats/local-g-permutation.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { significanceBands } from '../../server/stats/significance-bands.ts';
import { queenGridWeights } from '../../server/stats/weights/grid-weights.ts';
import { type BenchResult, bench } from './bench-harness.ts';
import { timeInR } from './spatial-against-r.ts';
import { BENCH_SEED, benchCells, clusteredPoints, countInCells, studyArea } from './spatial-inputs.ts';

const CELL_SIZE_M = 250;
const CELLS = 100_000;
const POINTS = 100_000;

/** Study area to cells: 100,000 cells, and a district of 100 square kilometres. */
export function benchMask(): BenchResult[] {
  const large = studyArea(CELLS, CELL_SIZE_M);
  const district = studyArea(1600, CELL_SIZE_M);
  return [
    bench('cells of a study area, 100,000 cells', () => maskCells(large, CELL_SIZE_M), { budgetMs: 200 }),
    bench('cells of a district of 100 km2 at 250 m', () => maskCells(district, CELL_SIZE_M), {
      runs: 50,
      budgetMs: 5,
    }),
  ];
}

/** Gi* with Benjamini-Hochberg and bands, with the weights built before and together with them. */
export function benchLocalG(): BenchResult[] {
  const cells = benchCells(CELLS, CELL_SIZE_M);
  const { x, y } = clusteredPoints(cells, POINTS);
  const counts = countInCells(cells, x, y);
  const weights = queenGridWeights(cells, { includeSelf: true });
  const hotSpots = (w: typeof weights) => {
    const result = localG(counts, w);
    if (isNotComputable(result)) throw new Error(result.detail);
    return significanceBands(result.z, adjustPValues(result.pValue, 'benjamini-hochberg'));
  };
  return [
    bench(`Gi* + BH, ${cells.count.toLocaleString('en-GB')} masked cells`, () => hotSpots(weights), {
      runs: 30,
      budgetMs: 50,
    }),
    bench(
      `Gi* + BH, ${cells.count.toLocaleString('en-GB')} masked cells, weights too`,
      () => hotSpots(queenGridWeights(cells, { includeSelf: true })),
      { runs: 30 },
    ),
  ];
}

/** Density of 100,000 points on 100,000 cells, bandwidth of 4 cells. */
export function benchKernelDensity(): BenchResult[] {
  const cells = benchCells(CELLS, CELL_SIZE_M);
  const { x, y } = clusteredPoints(cells, POINTS);
  const input = { x, y, cells, bandwidthM: 4 * CELL_SIZE_M, years: 1 };
  const budget = { runs: 10, budgetMs: 200 };
  return [
    bench(
      'quartic density, 100,000 points on 100,000 cells, h = 4 cells',
      () => kernelDensity(input),
      budget,
    ),
    bench(
      'the same, corrected for edges',
      () => kernelDensity({ ...input, edgeCorrection: { mask: cells } }),
      budget,
    ),
    bench('Gaussian of the same spread', () =>
      kernelDensity({ ...input, kernel: 'gaussian', bandwidthM: (4 * CELL_SIZE_M) / Math.sqrt(8) }),
    ),
  ];
}

/** Gi* by conditional permutation, 10,000 cells, 999 rearrangements. */
export function benchLocalGPermutation(): BenchResult[] {
  const cells = benchCells(10_000, CELL_SIZE_M);
  const { x, y } = clusteredPoints(cells, 10_000);
  const counts = countInCells(cells, x, y);
  const weights = queenGridWeights(cells, { includeSelf: true });
  return [
    bench(
      'permutation Gi*, 10,000 cells x 999',
      () => localGPermutation(counts, weights, { permutations: 999, random: seededRandom(BENCH_SEED) }),
      { runs: 3, budgetMs: 10_000 },
    ),
  ];
}

/** spdep::localG and spatstat's density.ppp on the same input in the same run: prints how many times longer R takes. */
export function benchSpatialAgainstR(): void {
  const cells = benchCells(CELLS, CELL_SIZE_M);
  const { x, y } = clusteredPoints(cells, POINTS);
  const rTimes = timeInR(cells, countInCells(cells, x, y), x, y);
  if (rTimes === null) return;
  const [hotSpots] = benchLocalG();
  const [density] = benchKernelDensity();
  for (const [ours, name] of [
    [hotSpots, 'localG'],
    [density, 'density.ppp'],
  ] as const) {
    const ms = rTimes.get(name) ?? Number.NaN;
    const ratio = ms / ours.meanMs;
    console.log(
      `${name} in R: mean ${ms.toFixed(1)} ms, ${ratio.toFixed(1)} times our ${ours.meanMs.toFixed(1)} ms`,
    );
  }
}
