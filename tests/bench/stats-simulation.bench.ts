import { type KnoxEvents, knox } from '../../server/stats/knox.ts';
import { nearRepeatChains } from '../../server/stats/near-repeat-chains.ts';
import { negativeBinomialRegression } from '../../server/stats/negative-binomial-regression.ts';
import { isNotComputable, type NotComputable } from '../../server/stats/not-computable.ts';
import { poissonScan } from '../../server/stats/poisson-scan.ts';
import { type RandomSource, seededRandom } from '../../server/stats/random.ts';
import { twoCountETest } from '../../server/stats/two-count-test.ts';
import { type BenchResult, bench } from './bench-harness.ts';

const SEED = 20_261_121;

/** Bands an analyst would use: ten of 100 m, four of a week. */
const BANDS = {
  distanceBreaksM: [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000],
  timeBreaksDays: [0, 8, 15, 22, 29],
};

/** The Knox test's budget: 20,000 events x 999 reorderings, in a whole district and crowded into a town. */
export function benchKnox(): BenchResult[] {
  const spread = uniformEvents(20_000, 20_000, 730);
  const crowded = townEvents(20_000, 730);
  return [
    bench(
      `Knox 20,000 x 999, district of 400 km2 (${pairsOf(spread)} close pairs)`,
      () => knox(spread, { ...BANDS, random: seededRandom(SEED) }),
      { runs: 3, budgetMs: 30_000 },
    ),
    bench(
      `Knox 20,000 x 999, half of them in ten centres (${pairsOf(crowded)} close pairs)`,
      () => knox(crowded, { ...BANDS, random: seededRandom(SEED) }),
      { runs: 1, budgetMs: 30_000 },
    ),
  ];
}

/** Chains of near repeats among 100,000 events. */
export function benchNearRepeatChains(): BenchResult[] {
  const events = townEvents(100_000, 730);
  return [
    bench(
      'near-repeat chains, 100,000 events',
      () => nearRepeatChains(events, { withinM: 200, withinDays: 14 }),
      {
        runs: 5,
        budgetMs: 5000,
      },
    ),
  ];
}

/** Circular scan of a district and of a county, in LSOAs. */
export function benchPoissonScan(): BenchResult[] {
  return [300, 1000].map((n) => {
    const random = seededRandom(SEED);
    const places = {
      x: Float64Array.from({ length: n }, () => random() * 40_000),
      y: Float64Array.from({ length: n }, () => random() * 40_000),
      cases: Float64Array.from({ length: n }, () => Math.floor(random() * 20)),
      population: Float64Array.from({ length: n }, () => 1000 + Math.floor(random() * 1000)),
    };
    return bench(
      `Poisson scan, ${n} places x 999`,
      () => poissonScan(places, { random: seededRandom(SEED) }),
      { runs: 2 },
    );
  });
}

/** Negative binomial regression of 10,000 cells on six factors, and the E-test at large counts. */
export function benchCountModels(): BenchResult[] {
  const n = 10_000;
  const random = seededRandom(SEED);
  const factors = Array.from({ length: 6 }, (_, k) => ({
    name: `factor ${k}`,
    values: Float64Array.from({ length: n }, () => (random() < 0.3 ? 1 : 0)),
  }));
  const counts = Float64Array.from({ length: n }, (_, i) => {
    const mean = Math.exp(-0.5 + 0.8 * factors[0].values[i] + 0.3 * factors[1].values[i]);
    return Math.floor(-Math.log(1 - random()) * mean * 1.5);
  });
  return [
    bench(
      'negative binomial regression, 10,000 cells, 6 factors',
      () => computed(negativeBinomialRegression({ counts, factors })),
      { runs: 5 },
    ),
    bench('E-test of 100,000 against 100,500 events', () => twoCountETest(100_000, 1, 100_500, 1), {
      runs: 10,
    }),
  ];
}

function uniformEvents(n: number, sideM: number, spanDays: number): KnoxEvents {
  const random = seededRandom(SEED);
  return {
    x: Float64Array.from({ length: n }, () => random() * sideM),
    y: Float64Array.from({ length: n }, () => random() * sideM),
    day: Int32Array.from({ length: n }, () => Math.floor(random() * spanDays)),
    timePrecision: 'day',
  };
}

/** Half the events anywhere in 20 x 20 km, half around ten centres with a spread of 600 m. */
function townEvents(n: number, spanDays: number): KnoxEvents {
  const events = uniformEvents(n, 20_000, spanDays);
  const random = seededRandom(SEED + 1);
  const centres = Array.from({ length: 10 }, () => [random() * 20_000, random() * 20_000]);
  for (let i = 0; i < n; i += 2) {
    const [x, y] = centres[(i / 2) % centres.length];
    events.x[i] = x + 600 * normal(random);
    events.y[i] = y + 600 * normal(random);
  }
  return events;
}

function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function pairsOf(events: KnoxEvents): string {
  const { closePairCount } = computed(
    knox(events, { ...BANDS, permutations: 1, random: seededRandom(SEED) }),
  );
  return closePairCount.toLocaleString('en-GB');
}

function computed<T extends object>(result: T | NotComputable): T {
  if (isNotComputable(result)) throw new Error(result.detail);
  return result;
}
