import { randomPoisson } from '../../server/stats/distributions/random-poisson.ts';
import { emergingHotSpots } from '../../server/stats/emerging-hot-spots.ts';
import { isNotComputable, type NotComputable } from '../../server/stats/not-computable.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { rankIntervals } from '../../server/stats/rank-intervals.ts';
import { type SpaceTimeCube, spaceTimeCube } from '../../server/stats/space-time-cube.ts';
import { stl } from '../../server/stats/stl.ts';
import { queenGridWeights } from '../../server/stats/weights/grid-weights.ts';
import { type BenchResult, bench } from './bench-harness.ts';

const SEED = 20_261_121;
const COLUMNS = 400;
const ROWS = 250;
const STEPS = 36;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The cube's budget: 100,000 cells x 36 months from counts to classes. */
export function benchSpaceTimeCube(): BenchResult[] {
  const cells = COLUMNS * ROWS;
  const counts = cubeCounts();
  const days = Float64Array.from({ length: STEPS }, (_, t) => DAYS[t % 12]);
  const grid = {
    column: Int32Array.from({ length: cells }, (_, i) => i % COLUMNS),
    row: Int32Array.from({ length: cells }, (_, i) => Math.floor(i / COLUMNS)),
    count: cells,
  };
  const weights = queenGridWeights(grid, { includeSelf: true });
  return [
    bench(
      'space-time cube, 100,000 cells x 36 months, Gi* to classes',
      () => emergingHotSpots(mustCompute(spaceTimeCube(counts, days, cells)), weights),
      { runs: 7, budgetMs: 2000 },
    ),
  ];
}

/** Ranks of a district's LSOAs and of a county's, and the season of ten years of months. */
export function benchRanksAndSeasons(): BenchResult[] {
  const series = Float64Array.from({ length: 120 }, (_, i) => 40 + 0.1 * i + 9 * Math.sin(i / 1.9));
  return [
    bench('rank intervals, 84 LSOAs x 10,000 draws', () => ranksOf(84), { runs: 5 }),
    bench('rank intervals, 1,065 LSOAs x 1,000 draws', () => ranksOf(1065, 1000), { runs: 5 }),
    bench('STL, 120 months, robust', () => stl(series), { runs: 20 }),
  ];
}

function ranksOf(units: number, draws = 10_000): unknown {
  const random = seededRandom(SEED);
  const population = Float64Array.from({ length: units }, () => 1200 + 800 * random());
  const events = population.map((people) => randomPoisson(people * (0.005 + 0.03 * random()), random));
  return rankIntervals({ events, population, random, draws });
}

/** A quiet background, twelve centres that come and go, about 0.5 events in a bin. */
function cubeCounts(): Float64Array {
  const random = seededRandom(SEED);
  const cells = COLUMNS * ROWS;
  const centres = Array.from({ length: 12 }, () => ({
    column: COLUMNS * random(),
    row: ROWS * random(),
    from: Math.floor(STEPS * random()) - 12,
    size: 100 + 300 * random(),
  }));
  const counts = new Float64Array(cells * STEPS);
  for (let t = 0; t < STEPS; t++) {
    const active = centres.filter(({ from }) => t >= from && t < from + 24);
    for (let cell = 0; cell < cells; cell++) {
      let mean = 0.2;
      for (const { column, row, size } of active) {
        const squared = ((cell % COLUMNS) - column) ** 2 + (Math.floor(cell / COLUMNS) - row) ** 2;
        if (squared < 4 * size) mean += 3 * Math.exp(-squared / size);
      }
      counts[t * cells + cell] = randomPoisson(mean, random);
    }
  }
  return counts;
}

function mustCompute(cube: SpaceTimeCube | NotComputable): SpaceTimeCube {
  if (isNotComputable(cube)) throw new Error(cube.detail);
  return cube;
}
