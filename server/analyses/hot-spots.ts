import type { Cells, HotSpotResult, HotSpotSummary } from '../contract/hot-spots.ts';
import { monthOf } from '../contract/month-no.ts';
import type { Database } from '../db/database.ts';
import { numberShown } from '../disclosure/disclosed.ts';
import { agreedBands, fillHiddenCells } from '../disclosure/protect-cells.ts';
import { adjustPValues } from '../stats/adjust-p-values.ts';
import { kernelDensity } from '../stats/kernel-density.ts';
import { localG } from '../stats/local-g.ts';
import { isNotComputable, type NotComputable } from '../stats/not-computable.ts';
import { significanceBands } from '../stats/significance-bands.ts';
import { suggestCellSize } from '../stats/suggest-cell-size.ts';
import { queenGridWeights } from '../stats/weights/grid-weights.ts';
import { withGaps } from './cell-grid.ts';
import { harmOnCells, harmSentence } from './cell-harm.ts';
import {
  type EventFigures,
  type EventPoints,
  openFigures,
  releasedFigures,
  totalShown,
} from './event-figures.ts';
import { hiddenCellsOf } from './hidden-parts.ts';
import type { Holdings } from './holdings.ts';
import { hotSpotMethod } from './hot-spot-method.ts';
import type { HotSpotRequest } from './hot-spot-request.ts';
import { hotSpotSentence } from './hot-spot-sentence.ts';
import { markingOf } from './marking.ts';
import { periodUsed } from './period-used.ts';
import { isRegister, registerFacts, registerFigures } from './registers.ts';
import type { Releases } from './releases.ts';
import { sourcesOf, yearsOf } from './selection.ts';
import type { StudyAreaCells, StudyAreaCutter } from './study-area-cells.ts';

/** Positions are fetched for the suggested cell size only where that costs little. */
const SUGGEST_UP_TO_EVENTS = 100_000;

/**
 * Where events concentrate: counts by cell, density, Getis-Ord Gi* against the whole study area with
 * Benjamini-Hochberg over all its cells, and what it comes to in words.
 */
export async function hotSpots(
  database: Database,
  cutter: StudyAreaCutter,
  holdings: Holdings,
  releases: Releases,
  request: HotSpotRequest,
): Promise<HotSpotResult> {
  const { selection, cellSizeM, statistic, bandwidthM } = request;
  const { layer, studyArea } = selection;
  const period = periodUsed(selection);
  const years = yearsOf(selection, period);
  const policy = releases.policy(layer);
  const isOfPlaces = isRegister(layer);
  const plan = isOfPlaces ? null : await releases.plan(holdings, layer);
  const figures = isOfPlaces
    ? registerFigures(database, selection, policy)
    : plan && request.period
      ? releasedFigures(database, plan, selection, request.period)
      : openFigures(database, selection);
  const area = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const total = await totalShown(figures);
  const onCells = await figures.onCells(area);
  const { hidden, likely, least, most } = fillHiddenCells(onCells, total, policy);
  const { byWard, hiddenWards } = await wardsShown(figures);
  const inNoCell = await figures.inNoCell();
  const notMapped = await figures.notMapped();

  const gi = statistic === 'gi-star' ? giStar(plan ? [likely, least, most] : [likely], area) : null;
  const points = statistic === 'density' || total <= SUGGEST_UP_TO_EVENTS ? await figures.points() : null;
  const density =
    (points || plan || isOfPlaces) && bandwidthM !== null
      ? kernelSurface(points ?? cellCentres(likely, area), area, bandwidthM, years)
      : cellDensity(likely, area, years);

  const harm = request.weightSet ? await harmOnCells(database, selection, area, request.weightSet) : null;

  const computed = gi !== null && !isNotComputable(gi) ? gi : null;
  const refused = gi !== null && isNotComputable(gi) ? gi : isNotComputable(density) ? density : null;
  const densities = isNotComputable(density) ? new Float64Array(likely.length).fill(Number.NaN) : density;
  const columns = cellColumns(area, likely, densities, computed);
  const cells = shownCells(harm ? { ...columns, harm: Array.from(harm.byCell) } : columns, hidden);
  const summary = {
    ...summarise(cells, { cells: area.cells.count, total }),
    eventsInNoCell: numberShown(inNoCell) ?? largestHidden(figures),
    ...(inNoCell.state === 'hidden' ? { eventsInNoCellHidden: true } : {}),
    eventsNotMapped: numberShown(notMapped) ?? largestHidden(figures),
    ...(notMapped.state === 'hidden' ? { eventsNotMappedHidden: true } : {}),
  };
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
      ...(selection.times ? { times: selection.times.words } : {}),
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
    summary: {
      sentence: harm
        ? harmSentence(selection, harm.used, area.cells.count)
        : hotSpotSentence(
            selection,
            statistic,
            summary,
            byWard,
            refused,
            plan && { total, hidden: hiddenWards },
          ),
      ...summary,
    },
    ...(harm ? { harm: harm.used } : {}),
    notComputable: refused && { reason: refused.reason, detail: refused.detail },
    cells,
    ...(plan ? hiddenCellsOf(area, hidden, plan.policy, request.widened) : {}),
    ...(isOfPlaces ? registerFacts(selection, policy) : {}),
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

/** Wards with events whose count is shown, and how many are hidden: those take no part in any sentence but leave it open. */
async function wardsShown(
  figures: EventFigures,
): Promise<{ byWard: { wardId: number; events: number }[]; hiddenWards: number }> {
  const byWard: { wardId: number; events: number }[] = [];
  let hiddenWards = 0;
  for (const [wardId, figure] of await figures.byWard()) {
    const events = numberShown(figure);
    if (events === null) hiddenWards++;
    else if (events > 0) byWard.push({ wardId, events });
  }
  return { byWard, hiddenWards };
}

/** What stands for a hidden number where the contract wants one. */
function largestHidden({ plan }: EventFigures): number {
  return Math.max(0, (plan?.policy.floor ?? 0) - 1);
}

/** For a surface of restricted data: every event at the middle of its cell. */
function cellCentres(events: Float64Array, { cells }: StudyAreaCells): EventPoints {
  const centre = (step: number): number => (step + 0.5) * cells.cellSizeM;
  return { x: Int32Array.from(cells.column, centre), y: Int32Array.from(cells.row, centre), events };
}

interface GiStar {
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly pAdjusted: Float64Array;
  readonly band: Int8Array;
  /** 1 where hidden cells could change the band; empty for open data. */
  readonly withheld: Uint8Array;
}

/** Gi* of the first version of the counts, with a band only where every version that can be computed gives the same. */
function giStar(versions: readonly Float64Array[], { cells }: StudyAreaCells): GiStar | NotComputable {
  const weights = queenGridWeights(cells, { includeSelf: true });
  const [first, ...others] = versions.map((counts) => {
    const local = localG(counts, weights);
    if (isNotComputable(local)) return local;
    const pAdjusted = adjustPValues(local.pValue, 'benjamini-hochberg');
    return { z: local.z, p: local.pValue, pAdjusted, band: significanceBands(local.z, pAdjusted) };
  });
  if (isNotComputable(first)) return first;
  if (others.length === 0) return { ...first, withheld: new Uint8Array(0) };
  const { band, withheld } = agreedBands([
    first.band,
    ...others.flatMap((version) => (isNotComputable(version) ? [] : [version.band])),
  ]);
  const keep = (values: Float64Array): Float64Array =>
    values.map((value, i) => (withheld[i] ? Number.NaN : value));
  return { z: keep(first.z), p: keep(first.p), pAdjusted: keep(first.pAdjusted), band, withheld };
}

/** Events per km2 of the whole cell per year: the part of a border cell outside the study area counts as empty. */
function cellDensity(counts: Float64Array, { cells }: StudyAreaCells, years: number): Float64Array {
  const scale = 1e6 / (cells.cellSizeM ** 2 * years);
  return Float64Array.from(counts, (events) => events * scale);
}

function kernelSurface(
  points: EventPoints,
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
  counts: Float64Array,
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
    ...(gi && gi.withheld.length > 0 ? { bandWithheld: Array.from(gi.withheld, (w) => w === 1) } : {}),
  };
}

/** The columns without the hidden cells. */
function shownCells(cells: Cells, hidden: Uint8Array): Cells {
  if (!hidden.includes(1)) return cells;
  const keep = <T>(values: readonly T[]): T[] => values.filter((_, i) => hidden[i] === 0);
  const { z, p, pAdjusted, band, bandWithheld } = cells;
  return {
    length: hidden.reduce((sum, h) => sum + (1 - h), 0),
    column: keep(cells.column),
    row: keep(cells.row),
    areaShare: keep(cells.areaShare),
    events: keep(cells.events),
    densityPerKm2Year: keep(cells.densityPerKm2Year),
    z: z && keep(z),
    p: p && keep(p),
    pAdjusted: pAdjusted && keep(pAdjusted),
    band: band && keep(band),
    ...(bandWithheld ? { bandWithheld: keep(bandWithheld) } : {}),
  };
}

function summarise(
  { events, band, densityPerKm2Year, length }: Cells,
  { cells, total }: { cells: number; total: number },
): Omit<HotSpotSummary, 'sentence' | 'eventsInNoCell' | 'eventsNotMapped'> {
  let withEvents = 0;
  let maximumEvents = 0;
  let maximumDensity = 0;
  const hot = [0, 0, 0, 0];
  let cold90 = 0;
  let inHot = 0;
  for (let i = 0; i < length; i++) {
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
    cells,
    cellsWithEvents: withEvents,
    hot90: hot[1],
    hot95: hot[2],
    hot99: hot[3],
    cold90,
    eventsInHotCells: band ? Math.min(inHot, total) : null,
    maximumEvents,
    maximumDensityPerKm2Year: maximumDensity,
  };
}
