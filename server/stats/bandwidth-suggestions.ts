import { type BandwidthWarning, bandwidthWarnings } from './bandwidth-warnings.ts';
import { distinctPoints } from './distinct-points.ts';
import { likelihoodBandwidth } from './likelihood-bandwidth.ts';
import { isNotComputable, type NotComputable, notComputable } from './not-computable.ts';
import type { RandomSource } from './random.ts';

/** Quartic radius = Gaussian standard deviation times this, for the same spread. */
export const QUARTIC_RADIUS_PER_SIGMA = Math.sqrt(8);
/** Radii to choose from first, metres: street, neighbourhood, town. */
export const LISTED_BANDWIDTHS_M: readonly number[] = [200, 400, 800];

export interface BandwidthSuggestion {
  /** Radius of a quartic bump, metres. */
  readonly bandwidthM: number;
  readonly method: 'listed' | 'scott' | 'likelihood-cross-validation';
  /** One sentence for a reader. */
  readonly because: string;
}

export interface BandwidthSuggestions {
  readonly suggestions: readonly BandwidthSuggestion[];
  readonly warnings: readonly BandwidthWarning[];
  readonly incidents: number;
  readonly distinctPlaces: number;
}

export interface BandwidthOptions {
  /** Side of the cells the density will be drawn on, metres: warns of a bandwidth under two cells. */
  readonly cellSizeM?: number;
  /** Seeded: cross-validation of more than 1,000 places leaves out a random 1,000 of them at most. */
  readonly random: RandomSource;
}

/** Fewer distinct places than this say nothing of a spread. */
const FEWEST_PLACES = 10;

/**
 * Bandwidths to choose from, each with its reason: the explicit list, Scott's rule, and leave-one-out likelihood
 * cross-validation. They can differ ten times over, so the choice must be visible on every map.
 *
 * Scott (1992), Multivariate Density Estimation, page 152: sd n^(-1/6) along each axis, here their geometric mean, over all
 * incidents; smooth on purpose, too smooth for a town. Cross-validation runs on distinct places: on repeated ones it always
 * prefers a bandwidth of 0. Both are Gaussian standard deviations, turned into quartic radii by sqrt(8).
 *
 * @returns the list alone is always there; "not computable" only without incidents
 */
export function suggestBandwidths(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { cellSizeM, random }: BandwidthOptions,
): BandwidthSuggestions | NotComputable {
  const n = x.length;
  if (n === 0) return notComputable('too-few-events', 'A bandwidth needs incidents; there are none.');
  const places = distinctPoints(x, y);
  const distinct = places.x.length;
  const suggestions: BandwidthSuggestion[] = LISTED_BANDWIDTHS_M.map((bandwidthM) => ({
    bandwidthM,
    method: 'listed',
    because: `${bandwidthM} m is one of the fixed radii, the same for every dataset, so that maps compare.`,
  }));
  if (distinct >= FEWEST_PLACES) {
    const scott = scottSigmaM(x, y);
    if (scott > 0) {
      suggestions.push({
        bandwidthM: QUARTIC_RADIUS_PER_SIGMA * scott,
        method: 'scott',
        because: `Scott's rule from the spread of ${n} incidents: a first look at the whole district, smoother than a town needs.`,
      });
    }
    const likelihood = likelihoodBandwidth(places.x, places.y, random);
    if (!isNotComputable(likelihood)) {
      suggestions.push({
        bandwidthM: QUARTIC_RADIUS_PER_SIGMA * likelihood.sigmaM,
        method: 'likelihood-cross-validation',
        because: `The radius that best foretells each of ${likelihood.placesScored} places from the other ${distinct - 1}.`,
      });
    }
  }
  return {
    suggestions,
    warnings: bandwidthWarnings({
      bandwidthsM: suggestions.map(({ bandwidthM }) => bandwidthM),
      cellSizeM,
      incidents: n,
      distinctPlaces: distinct,
    }),
    incidents: n,
    distinctPlaces: distinct,
  };
}

/** Scott's standard deviation, the geometric mean of the two axes (divisor n - 1); 0 where all lie on a line along an axis. */
export function scottSigmaM(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  return Math.sqrt(standardDeviation(x) * standardDeviation(y)) * n ** (-1 / 6);
}

function standardDeviation(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return Math.sqrt(squares / (n - 1));
}
