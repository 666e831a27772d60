import type { BenchResult } from './bench-harness.ts';
import { benchRanksAndSeasons, benchSpaceTimeCube } from './stats-rates.bench.ts';
import {
  benchCountModels,
  benchKnox,
  benchNearRepeatChains,
  benchPoissonScan,
} from './stats-simulation.bench.ts';
import {
  benchKernelDensity,
  benchLocalG,
  benchLocalGPermutation,
  benchMask,
  benchSpatialAgainstR,
} from './stats-spatial.bench.ts';

// npm run bench:stats: every statistic with a time budget, seeded; min / mean / sd over the runs.
// With -- --against-r the same inputs are timed in R (spdep, spatstat) in the same run, and the ratio is printed.

const allowed = ['--against-r'];
const unknown = process.argv.slice(2).filter((argument) => !allowed.includes(argument));
if (unknown.length > 0) {
  process.stderr.write(`Unknown argument ${unknown.join(', ')}. Known: ${allowed.join(', ')}.\n`);
  process.exit(64);
}

if (process.argv.includes('--against-r')) {
  benchSpatialAgainstR();
} else {
  const groups: readonly (() => BenchResult[])[] = [
    benchMask,
    benchLocalG,
    benchKernelDensity,
    benchLocalGPermutation,
    benchSpaceTimeCube,
    benchRanksAndSeasons,
    benchKnox,
    benchNearRepeatChains,
    benchPoissonScan,
    benchCountModels,
  ];
  const results = groups.flatMap((group) => group());
  const budgeted = results.filter(({ budgetMs }) => budgetMs !== null);
  const held = budgeted.filter(({ withinBudget }) => withinBudget).length;
  process.stdout.write(`\n${held} of ${budgeted.length} time budgets held.\n`);
}
