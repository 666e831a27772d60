import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { decideRelease, type EventGrains } from '../disclosure/release-plan.ts';
import { type EmergingOptions, emergingHotSpots } from '../stats/emerging-hot-spots.ts';
import { type KnoxEvents, type KnoxOptions, knox } from '../stats/knox.ts';
import type { LocalGOptions } from '../stats/local-g.ts';
import { localGPermutation } from '../stats/local-g-permutation.ts';
import type { LocalMoranOptions } from '../stats/local-moran.ts';
import { localMoranPermutation } from '../stats/local-moran-permutation.ts';
import { isNotComputable } from '../stats/not-computable.ts';
import { poissonScan, type ScanOptions, type ScanPlaces } from '../stats/poisson-scan.ts';
import { seededRandom } from '../stats/random.ts';
import { type RankInput, rankIntervals } from '../stats/rank-intervals.ts';
import { spaceTimeCube } from '../stats/space-time-cube.ts';
import type { Weights } from '../stats/weights/weights.ts';

/** Called with how much is done of how much. Tasks that cannot tell never call it. */
export type OnProgress = (done: number, total: number) => void;

/** Values on a map, whom they neighbour, and how to permute them. */
export interface PermutationTaskInput<Options> {
  readonly values: Float64Array;
  readonly weights: Weights;
  readonly options?: Options;
  /** 999 by default. */
  readonly permutations?: number;
  readonly seed: number;
}

/**
 * Computations long enough to leave the thread that answers requests. Inputs cross to the worker by structured clone, so
 * they hold data only: a seed in place of a generator, and no callbacks.
 */
export const statsTasks = {
  localGPermutation: (input: PermutationTaskInput<LocalGOptions>, onProgress: OnProgress) =>
    localGPermutation(input.values, input.weights, permutationOptions(input, onProgress)),

  localMoranPermutation: (input: PermutationTaskInput<LocalMoranOptions>, onProgress: OnProgress) =>
    localMoranPermutation(input.values, input.weights, permutationOptions(input, onProgress)),

  knox: (
    input: {
      readonly events: KnoxEvents;
      readonly options: Omit<KnoxOptions, 'onProgress' | 'random'>;
      readonly seed: number;
    },
    onProgress: OnProgress,
  ) => knox(input.events, { ...input.options, random: seededRandom(input.seed), onProgress }),

  poissonScan: (
    input: {
      readonly places: ScanPlaces;
      readonly options?: Omit<ScanOptions, 'onProgress' | 'random'>;
      readonly seed: number;
    },
    onProgress: OnProgress,
  ) => poissonScan(input.places, { ...input.options, random: seededRandom(input.seed), onProgress }),

  emergingHotSpots: (
    input: {
      /** Bin of cell i at step t at t x cells + i, as in a space-time cube. */
      readonly counts: Float64Array;
      readonly daysPerStep: Float64Array;
      readonly cells: number;
      readonly weights: Weights;
      readonly options?: Omit<EmergingOptions, 'onProgress'>;
    },
    onProgress: OnProgress,
  ) => {
    const cube = spaceTimeCube(input.counts, input.daysPerStep, input.cells);
    return isNotComputable(cube)
      ? cube
      : emergingHotSpots(cube, input.weights, { ...input.options, onProgress });
  },

  rankIntervals: (input: Omit<RankInput, 'random'> & { readonly seed: number }) => {
    const { seed, ...rest } = input;
    return rankIntervals({ ...rest, random: seededRandom(seed) });
  },

  decideRelease: ({ grains, policy }: { readonly grains: EventGrains; readonly policy: DisclosurePolicy }) =>
    decideRelease(grains, policy),
} as const;

/** The tasks by name: each takes its input and a progress callback. */
export type StatsTasks = typeof statsTasks;
export type StatsTaskName = keyof StatsTasks;
export type StatsTaskInput<Name extends StatsTaskName> = Parameters<StatsTasks[Name]>[0];
export type StatsTaskResult<Name extends StatsTaskName> = ReturnType<StatsTasks[Name]>;

/** What the worker tells the main thread. */
export type WorkerMessage<Name extends StatsTaskName> =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: StatsTaskResult<Name> }
  | { readonly kind: 'failed'; readonly errorName: string; readonly message: string };

function permutationOptions<Options extends object>(
  { options, permutations, seed }: PermutationTaskInput<Options>,
  onProgress: OnProgress,
) {
  return {
    ...(options as Options),
    ...(permutations === undefined ? {} : { permutations }),
    random: seededRandom(seed),
    onProgress,
  };
}
