import { type NotComputable, notComputable } from './not-computable.ts';

/**
 * Which of two cells with the same score is taken first.
 * - 'fewest-first': the one with fewer later events, so that ties never flatter the map (ptools does this).
 * - 'most-first': the one with more later events: the most the map could claim.
 * - 'input-order': as the cells come, such as row by row.
 */
export type TieBreak = 'fewest-first' | 'most-first' | 'input-order';

/** A map made from one period, to be judged on a later one. One entry per cell of the study area. */
export interface PredictedCells {
  /** What the map ranks by: a count, a density, a z-score. Higher is hotter. */
  readonly score: Float64Array;
  /** Events counted in a period after the one that made the score. */
  readonly laterCount: Float64Array;
  /** Square kilometres of each cell inside the study area; equal cells when left out. */
  readonly areaKm2?: Float64Array;
}

/** How well the hottest cells, taken from the top until the area is used up, caught the later events. */
export interface PredictionAccuracy {
  /** Cells taken. */
  readonly cellCount: number;
  /** Area taken / whole area, 0 … 1: a/A. */
  readonly areaShare: number;
  /** Later events inside the cells taken: n. */
  readonly hits: number;
  /** Later events in the whole area: N. */
  readonly laterEvents: number;
  /** n / N, 0 … 1. High for any map that takes enough area. */
  readonly hitRate: number;
  /** Predictive accuracy index, (n/N) / (a/A): how many times denser with events than the study area as a whole. */
  readonly pai: number;
  /** Predictive efficiency index, PAI / the best PAI any choice of cells could reach with the same area, 0 … 1. */
  readonly pei: number;
  /** What `pei` was measured against, for the label. */
  readonly peiMeaning: string;
  readonly tieBreak: TieBreak;
}

/** PEI against what hindsight would have chosen in the same area. */
const PEI_MEANING = 'PAI divided by the PAI of the cells that turned out busiest, for the same area';

/**
 * Score a hot-spot map on a later period: PAI, PEI and hit rate for the hottest share of the area.
 *
 * Cells are taken from the highest score down while the area taken stays within the share asked for (the first is always
 * taken). The best possible choice takes cells by later events per square kilometre until it covers the same area, the
 * last one in part; for equal cells this is simply the busiest ones.
 *
 * @param cells scores and later counts; the periods must not overlap, or the map is judged on what made it
 * @param areaShare share of the study area to take, above 0 and up to 1
 * @param tieBreak the cautious 'fewest-first' by default
 * @returns not computable with no later events, no cells or no area, or for negative counts
 * @throws RangeError when areaShare is not in (0, 1]
 *
 * Source: Chainey, Tompson & Uhlig (2008), The utility of hotspot mapping for predicting spatial patterns of crime,
 * Security Journal 21, 4-28, for PAI and hit rate; Hunt (2016) and the NIJ forecasting challenge (2017) for PEI.
 */
export function predictionAccuracy(
  cells: PredictedCells,
  areaShare: number,
  tieBreak: TieBreak = 'fewest-first',
): PredictionAccuracy | NotComputable {
  if (!(areaShare > 0 && areaShare <= 1)) {
    throw new RangeError(`The share of the area must be above 0 and up to 1; saw ${areaShare}. 0.05 is 5 %.`);
  }
  const { score, laterCount } = cells;
  const n = score.length;
  const area = cells.areaKm2 ?? new Float64Array(n).fill(1);
  if (laterCount.length !== n || area.length !== n) {
    return notComputable(
      'invalid-input',
      `Each cell needs a score, a count and an area; saw ${n}, ${laterCount.length} and ${area.length}.`,
    );
  }
  if (!laterCount.every((count) => count >= 0) || !area.every((km2) => km2 > 0) || score.some(Number.isNaN)) {
    return notComputable('invalid-input', 'Counts must be 0 or more, areas above 0 and scores numbers.');
  }
  const totalArea = sum(area);
  const laterEvents = sum(laterCount);
  if (!(laterEvents > 0)) {
    return notComputable('all-zero', 'No events in the later period: nothing to judge the map by.');
  }

  const tie = { 'fewest-first': 1, 'most-first': -1, 'input-order': 0 }[tieBreak];
  const byScore = rank(n, (i, j) => score[j] - score[i] || tie * (laterCount[i] - laterCount[j]));
  let takenArea = 0;
  let hits = 0;
  let cellCount = 0;
  for (const i of byScore) {
    if (cellCount > 0 && takenArea + area[i] > areaShare * totalArea * (1 + 1e-12)) break;
    takenArea += area[i];
    hits += laterCount[i];
    cellCount++;
  }

  const byDensity = rank(n, (i, j) => laterCount[j] / area[j] - laterCount[i] / area[i]);
  let left = takenArea;
  let bestHits = 0;
  for (const i of byDensity) {
    const part = Math.min(1, left / area[i]);
    bestHits += part * laterCount[i];
    left -= part * area[i];
    if (left <= 1e-12 * totalArea) break;
  }
  const hitRate = hits / laterEvents;
  return {
    cellCount,
    areaShare: takenArea / totalArea,
    hits,
    laterEvents,
    hitRate,
    pai: hitRate / (takenArea / totalArea),
    pei: hits / bestHits,
    peiMeaning: PEI_MEANING,
    tieBreak,
  };
}

/** Indices sorted by `compare`, the input order kept within ties. */
function rank(n: number, compare: (i: number, j: number) => number): number[] {
  return Array.from({ length: n }, (_, i) => i).sort(compare);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
