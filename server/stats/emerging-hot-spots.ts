import { normalQuantile, twoSidedNormalP } from './distributions/normal.ts';
import { EMERGING_CLASSES, emergingClass, secondaryEmergingClass } from './emerging-class.ts';
import { isNotComputable, type NotComputable, notComputable } from './not-computable.ts';
import { type CubeLocalG, type CubeWindow, cubeLocalG, type SpaceTimeCube } from './space-time-cube.ts';
import type { Weights } from './weights/weights.ts';

/** Names the rules: a stored result says which it was made by. Change it whenever a class could come out differently. */
export const EMERGING_DEFINITION_VERSION = 'wardlight-emerging-1';

/** The emerging classes of a cube. Arrays per cell are in the order of the cells, per bin in that of the cube. */
export interface EmergingHotSpots {
  /** Index into `EMERGING_CLASSES` per cell; 0 is "none". */
  readonly classes: Uint8Array;
  /** A second class that also holds (a former hot spot now cold), 0 where none. */
  readonly secondaryClasses: Uint8Array;
  /** Gi* per bin. */
  readonly z: Float64Array;
  /** Per bin: 1 hot, -1 cold, 0 neither, after the false-discovery adjustment over the whole cube. */
  readonly states: Int8Array;
  readonly hotSteps: Uint16Array;
  readonly coldSteps: Uint16Array;
  /** Mann-Kendall z and two-sided p of each cell's Gi* series (rounded to 9 decimals, so that ties are ties). */
  readonly trendZ: Float64Array;
  readonly trendP: Float64Array;
  /** The smallest |z| that counted as significant; Infinity where no bin did. */
  readonly criticalZ: number;
  /** What was used, for the record. */
  readonly alpha: number;
  readonly trendAlpha: number;
  readonly neighbourSteps: number;
  readonly window: CubeWindow;
  readonly definitionVersion: string;
}

/** Choices, each with its default. */
export interface EmergingOptions {
  /** False-discovery rate over all bins of the cube. Default 0.05. */
  readonly alpha?: number;
  /** Two-sided level at which a trend counts as one. Default 0.05; stored, since other tools do not state theirs. */
  readonly trendAlpha?: number;
  /** Earlier steps in a bin's neighbourhood. Default 1. */
  readonly neighbourSteps?: number;
  /** Default `entire-cube`. */
  readonly window?: CubeWindow;
  /** How much is done of how much, about a hundred times: Gi* is two fifths of the work, the trends of the cells the rest. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Emerging hot spots: one of 16 classes, or none, for each cell from the history of its Gi*. See `emergingClass` for the
 * rules and their precedence. A bin is hot or cold where its two-sided p passes Benjamini-Hochberg over all bins of the
 * cube; the trend is Mann-Kendall on the cell's z series.
 *
 * "None" says that there is no evidence of a hot spot, not that a place is safe. Not computable where `spaceTimeCube` or
 * `cubeLocalG` is not.
 *
 * @param weights spatial neighbours of the cells, with or without self: each bin always counts itself
 *
 * Classes after Esri's Emerging Hot Spot Analysis as publicly documented; rules written out anew where that is silent.
 */
export function emergingHotSpots(
  cube: SpaceTimeCube,
  weights: Weights,
  options: EmergingOptions = {},
): EmergingHotSpots | NotComputable {
  const { alpha = 0.05, trendAlpha = 0.05, neighbourSteps = 1, window = 'entire-cube', onProgress } = options;
  if (!(alpha > 0 && alpha < 1 && trendAlpha > 0 && trendAlpha < 1)) {
    return notComputable('invalid-input', `Levels must lie in (0, 1); saw ${alpha} and ${trendAlpha}.`);
  }
  const localG = cubeLocalG(cube, weights, { neighbourSteps, window });
  if (isNotComputable(localG)) return localG;
  const { cells } = cube;
  const tellTrends = (done: number): void => onProgress?.(2 * cells + 3 * done, 5 * cells);
  tellTrends(0);
  const criticalZ = discoveryThreshold(localG.z, alpha);
  const states = new Int8Array(localG.z.length);
  for (let bin = 0; bin < states.length; bin++) {
    const z = localG.z[bin];
    if (z >= criticalZ) states[bin] = 1;
    else if (z <= -criticalZ) states[bin] = -1;
  }
  const classes = new Uint8Array(cells);
  const secondaryClasses = new Uint8Array(cells);
  const { trendZ, trendP } = cellTrends(localG, cube, tellTrends);
  const hotSteps = new Uint16Array(cells);
  const coldSteps = new Uint16Array(cells);
  const history = new Int8Array(cube.steps);
  for (let cell = 0; cell < cells; cell++) {
    for (let t = 0; t < cube.steps; t++) {
      const state = states[t * cells + cell];
      history[t] = state;
      if (state > 0) hotSteps[cell]++;
      else if (state < 0) coldSteps[cell]++;
    }
    if (hotSteps[cell] + coldSteps[cell] === 0) continue;
    const trend = trendP[cell] <= trendAlpha ? Math.sign(trendZ[cell]) : 0;
    classes[cell] = EMERGING_CLASSES.indexOf(emergingClass(history, trend));
    secondaryClasses[cell] = EMERGING_CLASSES.indexOf(secondaryEmergingClass(history));
  }
  return {
    classes,
    secondaryClasses,
    z: localG.z,
    states,
    hotSteps,
    coldSteps,
    trendZ,
    trendP,
    criticalZ,
    alpha,
    trendAlpha,
    neighbourSteps: localG.neighbourSteps,
    window,
    definitionVersion: EMERGING_DEFINITION_VERSION,
  };
}

/**
 * The smallest |z| rejected by Benjamini-Hochberg at `alpha` over all values: the largest rank k with
 * p(k) <= k alpha / m. Only values with p <= alpha can pass, so only those are sorted: on a map where a tenth of
 * 3.6 million bins stand out that is 0.36 million. Infinity where nothing passes.
 */
function discoveryThreshold(z: Float64Array, alpha: number): number {
  const floor = -normalQuantile(alpha / 2) * (1 - 1e-9); // a hair below, so that rounding excludes no candidate
  let count = 0;
  for (let i = 0; i < z.length; i++) if (Math.abs(z[i]) >= floor) count++;
  const candidates = new Float64Array(count);
  count = 0;
  for (let i = 0; i < z.length; i++) {
    const size = Math.abs(z[i]);
    if (size >= floor) candidates[count++] = -size; // negated: ascending order is then from the most extreme
  }
  candidates.sort();
  for (let k = count; k >= 1; k--) {
    const size = -candidates[k - 1];
    if (twoSidedNormalP(size) <= (k * alpha) / z.length) return size;
  }
  return Infinity;
}

/** z is compared as a whole number of these, so that equal sums added in another order stay ties. */
const TREND_UNITS_PER_Z = 1e9;

/** Mann-Kendall z and p of every cell's series. Ties are counted while sorting a copy by insertion: series are short. */
function cellTrends(
  { z }: CubeLocalG,
  { cells, steps }: SpaceTimeCube,
  tell: (cellsDone: number) => void,
): { trendZ: Float64Array; trendP: Float64Array } {
  const trendZ = new Float64Array(cells);
  const trendP = new Float64Array(cells);
  const sorted = new Float64Array(steps);
  const untied = steps * (steps - 1) * (2 * steps + 5);
  const tellEvery = Math.max(1, Math.ceil(cells / 60));
  for (let cell = 0; cell < cells; cell++) {
    if (cell > 0 && cell % tellEvery === 0) tell(cell);
    let s = 0;
    let ties = 0;
    for (let t = 0; t < steps; t++) {
      // Where the new value goes in the order of the earlier ones says how many of them are below and above it.
      const value = Math.round(z[t * cells + cell] * TREND_UNITS_PER_Z);
      let above = t;
      while (above > 0 && sorted[above - 1] > value) above--;
      let below = above;
      while (below > 0 && sorted[below - 1] === value) below--;
      s += below - (t - above);
      const equal = above - below;
      ties += 6 * equal * (equal + 2); // t(t-1)(2t+5) grows by this when a group of `equal` gains a member
      for (let k = t; k > above; k--) sorted[k] = sorted[k - 1];
      sorted[above] = value;
    }
    const variance = (untied - ties) / 18;
    trendZ[cell] = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
    trendP[cell] = twoSidedNormalP(trendZ[cell]);
  }
  tell(cells);
  return { trendZ, trendP };
}
