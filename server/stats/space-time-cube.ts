import { type NotComputable, notComputable } from './not-computable.ts';
import { type Weights, withSelf } from './weights/weights.ts';

/** A cube needs this many cells and steps: a mean and a trend over fewer would be noise. */
export const FEWEST_CUBE_CELLS = 30;
export const FEWEST_CUBE_STEPS = 10;

/** Bins against whose mean and variance each bin is judged. */
export type CubeWindow = 'entire-cube' | 'neighbourhood-steps' | 'individual-step';

/** A space-time cube: counts (or harm) per cell and step, and how long each step is. */
export interface SpaceTimeCube {
  readonly cells: number;
  readonly steps: number;
  /** Step by step: bin of cell i at step t is at t × cells + i. Statistics divide by the days of the step. */
  readonly values: Float64Array;
  readonly daysPerStep: Float64Array;
}

/** Gi* of every bin of a cube. */
export interface CubeLocalG {
  /** z per bin, laid out as the cube. */
  readonly z: Float64Array;
  readonly window: CubeWindow;
  /** How many earlier steps count as neighbours. */
  readonly neighbourSteps: number;
}

/**
 * Stack counts into a cube, with the days of each step, so that a February is not a cold spot in time.
 *
 * @param counts events, or weights such as harm, per bin: all cells of the first step, then of the next. 0 or more
 * @param daysPerStep days in each step, above 0, one per step. Leave partial steps out (`calendarPeriods` does)
 * @param cells number of cells
 *
 * Not computable with fewer than 30 cells or 10 steps. A step for which no data was supplied must be left out by
 * shortening the span: zeros would be read as a fall.
 */
export function spaceTimeCube(
  counts: ArrayLike<number>,
  daysPerStep: ArrayLike<number>,
  cells: number,
): SpaceTimeCube | NotComputable {
  const steps = daysPerStep.length;
  if (!Number.isInteger(cells) || counts.length !== cells * steps) {
    return notComputable(
      'invalid-input',
      `A cube of ${cells} cells and ${steps} steps needs ${cells * steps} values; saw ${counts.length}.`,
    );
  }
  if (cells < FEWEST_CUBE_CELLS) {
    return notComputable('too-few-units', `A cube needs at least ${FEWEST_CUBE_CELLS} cells; saw ${cells}.`);
  }
  if (steps < FEWEST_CUBE_STEPS) {
    return notComputable(
      'too-few-periods',
      `A cube needs at least ${FEWEST_CUBE_STEPS} steps; saw ${steps}.`,
    );
  }
  for (let t = 0; t < steps; t++) {
    const days = daysPerStep[t];
    if (!(days > 0))
      return notComputable('invalid-input', `Step ${t} must last more than 0 days; saw ${days}.`);
    for (let bin = t * cells; bin < (t + 1) * cells; bin++) {
      if (!(counts[bin] >= 0 && counts[bin] < Infinity)) {
        return notComputable(
          'invalid-input',
          `Bin ${bin} needs a finite value of 0 or more; saw ${counts[bin]}.`,
        );
      }
    }
  }
  return { cells, steps, values: new Float64Array(counts), daysPerStep: new Float64Array(daysPerStep) };
}

/**
 * Getis-Ord Gi* of each bin over its spatial neighbours (itself included) in its own step and the same bins in the
 * `neighbourSteps` steps before. The first steps have fewer earlier ones and their weight sums say so.
 *
 * `entire-cube` (default) judges against all bins; `neighbourhood-steps` against the bins of the steps that the
 * neighbourhood spans; `individual-step` against the bins of the step itself, with no earlier neighbours, so that a
 * rise everywhere is not hot anywhere.
 *
 * Not computable where all bins are equal (`zero-variance`). A step without variance under the two narrower windows has
 * z = 0 throughout: nothing in it stands out.
 *
 * Getis & Ord (1992), Geographical Analysis 24:189-206; Ord & Getis (1995), 27:286-306, equation 14.
 */
export function cubeLocalG(
  cube: SpaceTimeCube,
  weights: Weights,
  options: { neighbourSteps?: number; window?: CubeWindow } = {},
): CubeLocalG | NotComputable {
  const { window = 'entire-cube' } = options;
  const neighbourSteps = window === 'individual-step' ? 0 : (options.neighbourSteps ?? 1);
  const { cells, steps } = cube;
  if (weights.n !== cells || !(Number.isInteger(neighbourSteps) && neighbourSteps >= 0)) {
    return notComputable(
      'invalid-input',
      `Weights must cover the ${cells} cells and the earlier steps be a whole number; saw ${weights.n} and ${neighbourSteps}.`,
    );
  }
  const whole = momentsOf(cube, 0, steps);
  if (whole.variance === 0) {
    return notComputable(
      'zero-variance',
      'A hot spot needs bins that differ; all of them hold the same rate.',
    );
  }
  const star = withSelf(weights);
  const { sumW, sumW2 } = weightSums(star);
  const local = neighbourSums(cube, star);
  const z = new Float64Array(cells * steps);
  for (let t = 0; t < steps; t++) {
    const spanned = Math.min(t, neighbourSteps) + 1;
    const moments = window === 'entire-cube' ? whole : momentsOf(cube, t - spanned + 1, t + 1);
    if (moments.variance === 0) continue;
    const { mean, variance, count } = moments;
    const scale = variance / (count - 1);
    for (let i = 0; i < cells; i++) {
      let sum = 0;
      for (let back = 0; back < spanned; back++) sum += local[(t - back) * cells + i];
      const w = sumW[i] * spanned;
      const spread = scale * (count * sumW2[i] * spanned - w * w);
      z[t * cells + i] = spread > 0 ? (sum - w * mean) / Math.sqrt(spread) : 0;
    }
  }
  return { z, window, neighbourSteps };
}

/** Weighted sum of the rates over the spatial neighbours, per bin. Counts add up first: equal sums stay equal. */
function neighbourSums({ cells, steps, values, daysPerStep }: SpaceTimeCube, weights: Weights): Float64Array {
  const { offsets, neighbours } = weights;
  const sums = new Float64Array(cells * steps);
  for (let t = 0; t < steps; t++) {
    const base = t * cells;
    const counts = values.subarray(base, base + cells);
    for (let i = 0; i < cells; i++) {
      let sum = 0;
      if (weights.values === null) {
        for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += counts[neighbours[e]];
      } else {
        for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += weights.values[e] * counts[neighbours[e]];
      }
      sums[base + i] = sum / daysPerStep[t];
    }
  }
  return sums;
}

/** Σw and Σw² of each cell. */
function weightSums({ n, offsets, values }: Weights): { sumW: Float64Array; sumW2: Float64Array } {
  const sumW = new Float64Array(n);
  const sumW2 = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const w = values === null ? 1 : values[e];
      sumW[i] += w;
      sumW2[i] += w * w;
    }
  }
  return { sumW, sumW2 };
}

/** Mean and population variance of the rates per day over steps `from` to `to` (exclusive). */
function momentsOf(
  { cells, values, daysPerStep }: SpaceTimeCube,
  from: number,
  to: number,
): { mean: number; variance: number; count: number } {
  const count = cells * (to - from);
  let sum = 0;
  for (let t = from; t < to; t++) {
    let step = 0;
    for (let bin = t * cells; bin < (t + 1) * cells; bin++) step += values[bin];
    sum += step / daysPerStep[t];
  }
  const mean = sum / count;
  let squares = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let t = from; t < to; t++) {
    for (let bin = t * cells; bin < (t + 1) * cells; bin++) {
      const rate = values[bin] / daysPerStep[t];
      squares += (rate - mean) ** 2;
      if (rate < lowest) lowest = rate;
      if (rate > highest) highest = rate;
    }
  }
  return { mean, variance: lowest === highest ? 0 : squares / count, count };
}
