import type { Cells, HotSpotQuery, HotSpotResult, HotSpotSummary, Statistic } from '../contract/hot-spots.ts';
import { monthOf } from '../contract/month-no.ts';
import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import { countByPoint, countByWard, countNotMapped } from '../db/queries/event-counts.ts';
import { RequestError } from '../errors.ts';
import { adjustPValues } from '../stats/adjust-p-values.ts';
import { kernelDensity } from '../stats/kernel-density.ts';
import { localG } from '../stats/local-g.ts';
import { isNotComputable, type NotComputable } from '../stats/not-computable.ts';
import { significanceBands } from '../stats/significance-bands.ts';
import { suggestCellSize } from '../stats/suggest-cell-size.ts';
import { queenGridWeights } from '../stats/weights/grid-weights.ts';
import { countOnCells, eventsOf, resolveCellSize, withGaps } from './cell-grid.ts';
import type { Holdings } from './holdings.ts';
import { hotSpotMethod } from './hot-spot-method.ts';
import { hotSpotSentence } from './hot-spot-sentence.ts';
import { markingOf } from './marking.ts';
import { BANDWIDTHS_M } from './precision.ts';
import { periodUsed, resolveSelection, type Selection, sourcesOf } from './selection.ts';
import type { StudyAreaCells, StudyAreaCutter } from './study-area-cells.ts';

const DAYS_PER_YEAR = 365.25;

/** Positions are fetched for the suggested cell size only where that costs little. */
const SUGGEST_UP_TO_EVENTS = 100_000;

/** A hot-spot request made whole. */
export interface HotSpotRequest {
  readonly selection: Selection;
  readonly cellSizeM: number;
  readonly statistic: Statistic;
  /** null unless the statistic is density. */
  readonly bandwidthM: number | null;
  readonly chosen: readonly Chosen[];
}

/** Fill in what the query leaves out, and refuse what the data cannot support. */
export function resolveHotSpots(holdings: Holdings, query: HotSpotQuery): HotSpotRequest {
  const selection = resolveSelection(holdings, query);
  const chosen = [...selection.chosen];
  const cellSizeM = resolveCellSize(selection, query.cellSizeM, chosen);
  const statistic = query.statistic ?? 'gi-star';
  if (query.statistic === undefined) {
    chosen.push({
      parameter: 'statistic',
      value: statistic,
      because: 'It separates places with more than expected from places that are busy by chance.',
    });
  }
  let bandwidthM: number | null = null;
  if (statistic === 'density') {
    bandwidthM =
      query.bandwidthM ?? BANDWIDTHS_M.find((bandwidth) => bandwidth >= 1.5 * cellSizeM) ?? 2 * cellSizeM;
    if (query.bandwidthM === undefined) {
      chosen.push({
        parameter: 'bandwidthM',
        value: bandwidthM,
        because: `It is the smallest of ${BANDWIDTHS_M.join(', ')} m that spans a cell and a half: small enough to keep places apart.`,
      });
    } else if (bandwidthM < 2 * cellSizeM) {
      chosen.push({
        parameter: 'bandwidthM',
        value: bandwidthM,
        because: `As asked; it is less than two cells of ${cellSizeM} m, so the surface will look speckled.`,
      });
    }
  } else if (query.bandwidthM !== undefined) {
    throw new RequestError('invalid-parameter', {
      detail: 'A bandwidth belongs to the density statistic only.',
      seen: `bandwidthM=${query.bandwidthM}, statistic=${statistic}`,
      hint: 'Leave bandwidthM out, or ask for statistic=density.',
      field: 'bandwidthM',
    });
  }
  return { selection, cellSizeM, statistic, bandwidthM, chosen };
}

/** Everything a hot-spot result depends on besides the data, as one text: for its ETag and for keeping it. */
export function hotSpotKey({ selection, cellSizeM, statistic, bandwidthM, chosen }: HotSpotRequest): string {
  const { layer, categories, fromMonthNo, toMonthNo, studyArea } = selection;
  return JSON.stringify([
    'hot-spots',
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    cellSizeM,
    statistic,
    bandwidthM,
    chosen.map(({ parameter }) => parameter),
  ]);
}

/**
 * Where events concentrate: counts by cell, density, Getis-Ord Gi* against the whole study area with
 * Benjamini-Hochberg over all its cells, and what it comes to in words.
 */
export async function hotSpots(
  database: Database,
  cutter: StudyAreaCutter,
  holdings: Holdings,
  request: HotSpotRequest,
): Promise<HotSpotResult> {
  const { selection, cellSizeM, statistic, bandwidthM } = request;
  const { layer, studyArea } = selection;
  const period = periodUsed(selection);
  const years = period.days / DAYS_PER_YEAR;
  const events = eventsOf(selection);
  const area = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const { counts, outside } = await countOnCells(database, events, area);
  const byWard = await countByWard(database.db, events);
  const notMapped = await countNotMapped(database.db, events);

  const gi = statistic === 'gi-star' ? giStar(counts, area) : null;
  const total = byWard.reduce((sum, ward) => sum + ward.events, 0);
  const points =
    statistic === 'density' || total <= SUGGEST_UP_TO_EVENTS ? await countByPoint(database.db, events) : null;
  const density =
    points && bandwidthM !== null
      ? kernelSurface(points, area, bandwidthM, years)
      : cellDensity(counts, area, years);

  const computed = gi !== null && !isNotComputable(gi) ? gi : null;
  const refused = gi !== null && isNotComputable(gi) ? gi : isNotComputable(density) ? density : null;
  const densities = isNotComputable(density) ? new Float64Array(counts.length).fill(Number.NaN) : density;
  const cells = cellColumns(area, counts, densities, computed);
  const summary = summarise(cells, { outside, notMapped });
  return {
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      area: studyArea.code,
      cellSizeM,
      statistic,
      bandwidthM,
    },
    chosen: [...request.chosen],
    method: hotSpotMethod(statistic),
    studyArea: {
      code: studyArea.code,
      name: studyArea.name,
      level: studyArea.level,
      boundaryYear: studyArea.district.boundaryYear,
      family: studyArea.district.family,
      areaKm2: studyArea.areaKm2,
    },
    period,
    summary: { sentence: hotSpotSentence(selection, statistic, summary, byWard, refused), ...summary },
    notComputable: refused && { reason: refused.reason, detail: refused.detail },
    cells,
    suggestedCellSizeM: points && suggestedCellSize(points),
    sources: sourcesOf(layer),
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
    dataVersion: holdings.dataVersion,
  };
}

/** A nearest-neighbour rule's cell size, to the metre; null where there are too few places. */
function suggestedCellSize({ x, y }: { x: Int32Array; y: Int32Array }): number | null {
  const suggestion = suggestCellSize(x, y);
  return isNotComputable(suggestion) ? null : Math.round(suggestion.cellSizeM);
}

interface GiStar {
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly pAdjusted: Float64Array;
  readonly band: Int8Array;
}

function giStar(counts: Int32Array, { cells }: StudyAreaCells): GiStar | NotComputable {
  const local = localG(counts, queenGridWeights(cells, { includeSelf: true }));
  if (isNotComputable(local)) return local;
  const pAdjusted = adjustPValues(local.pValue, 'benjamini-hochberg');
  return { z: local.z, p: local.pValue, pAdjusted, band: significanceBands(local.z, pAdjusted) };
}

/** Events per km2 of the whole cell per year: the part of a border cell outside the study area counts as empty. */
function cellDensity(counts: Int32Array, { cells }: StudyAreaCells, years: number): Float64Array {
  const scale = 1e6 / (cells.cellSizeM ** 2 * years);
  return Float64Array.from(counts, (events) => events * scale);
}

function kernelSurface(
  points: { x: Int32Array; y: Int32Array; events: Int32Array },
  { cells }: StudyAreaCells,
  bandwidthM: number,
  years: number,
): Float64Array | NotComputable {
  const surface = kernelDensity({
    cells,
    x: points.x,
    y: points.y,
    weight: points.events,
    bandwidthM,
    kernel: 'quartic',
    years,
    edgeCorrection: { mask: cells },
  });
  return isNotComputable(surface) ? surface : surface.density;
}

function cellColumns(
  { cells }: StudyAreaCells,
  counts: Int32Array,
  density: Float64Array,
  gi: GiStar | null,
): Cells {
  return {
    length: cells.count,
    column: Array.from(cells.column),
    row: Array.from(cells.row),
    areaShare: Array.from(cells.areaShare),
    events: Array.from(counts),
    densityPerKm2Year: withGaps(density),
    z: gi && withGaps(gi.z),
    p: gi && withGaps(gi.p),
    pAdjusted: gi && withGaps(gi.pAdjusted),
    band: gi && Array.from(gi.band),
  };
}

function summarise(
  { events, band, densityPerKm2Year, length }: Cells,
  { outside, notMapped }: { outside: number; notMapped: number },
): Omit<HotSpotSummary, 'sentence'> {
  let total = outside;
  let withEvents = 0;
  let maximumEvents = 0;
  let maximumDensity = 0;
  const hot = [0, 0, 0, 0];
  let cold90 = 0;
  let inHot = 0;
  for (let i = 0; i < length; i++) {
    total += events[i];
    if (events[i] > 0) withEvents++;
    maximumEvents = Math.max(maximumEvents, events[i]);
    maximumDensity = Math.max(maximumDensity, densityPerKm2Year[i] ?? 0);
    const level = band?.[i] ?? 0;
    for (let at = 1; at <= level; at++) hot[at]++;
    if (level < 0) cold90++;
    if (level >= 2) inHot += events[i];
  }
  return {
    events: total,
    eventsNotMapped: notMapped,
    cells: length,
    cellsWithEvents: withEvents,
    hot90: hot[1],
    hot95: hot[2],
    hot99: hot[3],
    cold90,
    eventsInHotCells: band ? inHot : null,
    maximumEvents,
    maximumDensityPerKm2Year: maximumDensity,
  };
}
