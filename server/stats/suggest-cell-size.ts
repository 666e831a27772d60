import { distinctPoints } from './distinct-points.ts';
import { nearestDistances } from './nearest-distances.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

export interface CellSizeSuggestion {
  /** Twice the larger of mean and median distance to the nearest other place, metres, not rounded. */
  readonly cellSizeM: number;
  readonly meanNearestM: number;
  readonly medianNearestM: number;
  readonly distinctPlaces: number;
  /** Places left out because they lie further from the next than the mean plus three standard deviations. */
  readonly outliers: number;
  /** One sentence for a reader. */
  readonly because: string;
}

/** Fewest incidents inside a study area, as the optimised hot-spot tools of desktop GIS ask. */
const FEWEST_INCIDENTS = 30;

/**
 * A cell size from the data, to show beside the default of 250 m (town) or 500 m (district): twice the larger of the mean and
 * the median distance from each place to the nearest other one. Repeated places count once, and places further off than the mean
 * plus three standard deviations are left out. The rule of optimised hot spot analysis (Esri documentation, "How Optimized Hot
 * Spot Analysis works").
 *
 * A suggestion only: cells are snapped to the National Grid and never finer than the data's location precision.
 *
 * @returns "not computable": fewer than 30 incidents ('too-few-events') or all at one place ('zero-variance')
 */
export function suggestCellSize(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): CellSizeSuggestion | NotComputable {
  if (x.length < FEWEST_INCIDENTS) {
    return notComputable(
      'too-few-events',
      `A cell size needs ${FEWEST_INCIDENTS} incidents; there are ${x.length}.`,
    );
  }
  const places = distinctPoints(x, y);
  const n = places.x.length;
  if (n < 2) return notComputable('zero-variance', `All ${x.length} incidents are at one place.`);

  const distances = nearestDistances(places.x, places.y);
  const limit = mean(distances) + 3 * standardDeviation(distances);
  const kept = distances.filter((distance) => distance <= limit).sort();
  const meanNearestM = mean(kept);
  const middle = kept.length >> 1;
  const medianNearestM = kept.length % 2 === 1 ? kept[middle] : (kept[middle - 1] + kept[middle]) / 2;
  const larger = medianNearestM > meanNearestM ? 'median' : 'mean';
  return {
    cellSizeM: 2 * Math.max(meanNearestM, medianNearestM),
    meanNearestM,
    medianNearestM,
    distinctPlaces: n,
    outliers: n - kept.length,
    because: `Twice the ${larger} distance to the nearest other place, over ${kept.length} places.`,
  };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function standardDeviation(values: Float64Array): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / values.length);
}
