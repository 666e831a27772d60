import type { AreaPageQuery, HotCell, OtherLayer, WardPage } from '../../contract/area-pages.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import { countByHourOfWeek, countByPlaceName } from '../../db/queries/area-counts.ts';
import { readPointNotes } from '../../db/queries/recording-notes.ts';
import type { WardArea } from '../../db/queries/ward-sets.ts';
import type { ReleasePlan } from '../../disclosure/release-plan.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import { countOnCells, eventsOf } from '../cell-grid.ts';
import { releasedWeek } from '../event-figures.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import { resolveHotSpots } from '../hot-spot-request.ts';
import { hotSpots } from '../hot-spots.ts';
import { markingOf } from '../marking.ts';
import type { Releases } from '../releases.ts';
import { type Selection, type StudyArea, sourcesOf } from '../selection.ts';
import type { StudyAreaCutter } from '../study-area-cells.ts';
import { count, counted, listed, monthInWords, percent } from '../words.ts';
import { annotationsOf, categoryMix, concentrationOf, monthCounts, notKnownOf } from './area-page-parts.ts';
import { areaHours, areaSeasonality, areaTrend } from './area-trend.ts';
import { measures } from './measures.ts';
import { loadMeasures } from './measures-inputs.ts';
import { type MeasuresRequest, resolveMeasures } from './measures-request.ts';
import { otherLayerSentence } from './other-layer-words.ts';
import { otherLayersOf, rankedWards, type WardFigures, wardFigures } from './other-layers.ts';
import { areaWeek, releasedTimes, upToSupply } from './released-time.ts';

export const WARD_PAGE_DEFINITION = '4';

const CELLS_SHOWN = 10;
const STREETS_SHOWN = 15;

export interface WardPageRequest {
  readonly ward: WardArea;
  readonly measures: MeasuresRequest;
}

/** What the pages read through. */
export interface PageSources {
  readonly database: Database;
  readonly cutter: StudyAreaCutter;
  readonly releases: Releases;
  readonly holdings: Holdings;
}

/** @throws RequestError unknown-area for a code that is no ward that events are counted with */
export function resolveWardPage(
  holdings: Holdings,
  weightSets: readonly WeightSet[],
  code: string,
  query: AreaPageQuery,
  releases: Releases,
): WardPageRequest {
  for (const { wardAreas } of holdings.districts) {
    const ward = wardAreas.find((area) => area.code === code);
    if (ward)
      return {
        ward,
        measures: resolveMeasures(
          holdings,
          weightSets,
          { ...query, area: code, level: 'ward', denominator: 'resident' },
          releases,
        ),
      };
  }
  const codes = holdings.districts.flatMap(({ wardAreas }) => wardAreas.map((area) => area.code));
  const near = nearestWord(code, codes);
  throw new RequestError('unknown-area', {
    detail: `There is no ward with the code ${code} among the boundaries that events are counted with.`,
    seen: code,
    hint: `${near ? `Did you mean ${near}? ` : ''}Wards are listed by /api/catalogue.`,
    field: 'code',
  });
}

/** Everything a ward page depends on besides the data, as one text. */
export function pageKey(
  kind: string,
  code: string,
  { selection, weightSet, victimReportedOnly }: MeasuresRequest,
): string {
  const { layer, categories, fromMonthNo, toMonthNo, chosen } = selection;
  const weights = weightSet && `${weightSet.slug}@${weightSet.version}`;
  return JSON.stringify([
    kind,
    code,
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    weights,
    victimReportedOnly,
    chosen.map((c) => c.parameter),
  ]);
}

/** Everything known about one ward, for one page: of restricted layers what is released, and nothing else. */
export async function wardPage(
  sources: PageSources,
  { ward, measures: request }: WardPageRequest,
): Promise<WardPage> {
  const { database, holdings, releases } = sources;
  const { selection } = request;
  const { layer, studyArea } = selection;
  const { district } = studyArea;
  const inputs = await loadMeasures(database, holdings, releases, request);
  const result = measures(inputs);
  const own = result.areas.find(({ code }) => code === ward.code) ?? null;
  const hidden = result.hiddenAreas?.find(({ code }) => code === ward.code);
  if (!own && !hidden) throw new Error(`ward ${ward.code} has no measures`);
  const plan = await releases.plan(holdings, layer);
  const inWard = { ...selection, studyArea: wardArea(studyArea, ward) };
  const parts = plan
    ? await releasedParts(sources, plan, inWard)
    : await countedParts(sources, selection, ward);
  const cells = await hottestCells(sources, selection, ward, plan);
  const others = await otherLayers(sources, selection, ward);
  const used = holdings.layers.filter(
    (held) => held === layer || others.some((other) => other.layer === held.layer),
  );
  const datasets = used.flatMap((held) => held.datasets);
  return {
    definitionVersion: WARD_PAGE_DEFINITION,
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      area: ward.code,
    },
    // The district is this page's own frame, not a choice made for the reader.
    chosen: result.chosen.filter(({ parameter }) => !['area', 'level', 'denominator'].includes(parameter)),
    period: result.period,
    sentence: own
      ? `${ward.name}: ${own.sentence.replace(/^About/, 'about')} It holds ${percent(own.share)} of the district's events.`
      : `${ward.name}: how many events of ${inputs.whatIsCounted} is hidden, since the count is small or would give a small one away; it is not to be read as none. A longer period or all categories may be shown.`,
    ...parts.time,
    annotations: await annotationsOf(database, plan ? upToSupply(selection) : selection),
    notKnown: notKnownOf(selection),
    sources: used.flatMap(sourcesOf),
    synthetic: datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(datasets),
    dataVersion: holdings.dataVersion,
    ward: {
      code: ward.code,
      name: ward.name,
      districtCode: district.districtCode,
      districtName: district.districtName,
      family: district.family,
      boundaryYear: district.boundaryYear,
      areaKm2: ward.areaM2 / 1e6,
      bbox: [...ward.bbox],
    },
    measures: own,
    ...(hidden ? { hiddenReason: hidden.reason } : {}),
    district: result.district,
    comparisons: result.comparisons,
    population: result.population,
    weights: result.weights,
    cautions: [...result.cautions, ...(own?.visitors ? [own.visitors] : [])],
    mix: categoryMix(result, ward.code, layer, inputs.released),
    hottestCells: cells.section,
    streets: parts.streets,
    concentration: cells.counts
      ? concentrationOf(cells.counts, `cells of ${cells.section.cellSizeM} m`)
      : notConcentrated(cells.section.cellSizeM),
    otherLayers: others,
    // Points are places on a street; restricted data is shown in cells.
    pointNotes: plan ? [] : await readPointNotes(database.db, holdings.datasetIds, ward.areaId),
    ...(result.disclosure ? { disclosure: result.disclosure } : {}),
  };
}

/** What is told apart by whether the layer is open. */
interface PageParts {
  readonly time: Pick<WardPage, 'trend' | 'seasonality' | 'hourOfWeek'>;
  readonly streets: WardPage['streets'];
}

/** Open data: as counted. */
async function countedParts(
  { database }: PageSources,
  selection: Selection,
  ward: WardArea,
): Promise<PageParts> {
  const { layer, fromMonthNo, toMonthNo, categoryIds } = selection;
  const months = await monthCounts(database, selection, [ward.areaId]);
  const events = {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo,
    toMonthNo,
    categoryIds,
    level: 'ward' as const,
    areaIds: [ward.areaId],
  };
  const timed = layer.datasets.every(({ timePrecision }) => ['minute', 'hour'].includes(timePrecision));
  return {
    time: {
      trend: areaTrend(months),
      seasonality: areaSeasonality(months),
      hourOfWeek: areaHours(
        timed,
        timed ? await countByHourOfWeek(database.db, events) : [],
        timesNotKnown(layer),
      ),
    },
    streets: {
      names: await countByPlaceName(database.db, events, STREETS_SHOWN),
      note: 'Each name is that of the map point nearest to where it happened, as published; it may be the next street.',
    },
  };
}

/** Restricted data: as released. */
async function releasedParts(
  { database }: PageSources,
  plan: ReleasePlan,
  inWard: Selection,
): Promise<PageParts> {
  const { layer, studyArea } = inWard;
  const [wardId] = studyArea.wardIds;
  return {
    time: {
      ...(await releasedTimes(database, plan, inWard)),
      hourOfWeek: areaWeek(releasedWeek(plan, studyArea.district, wardId), inWard, timesNotKnown(layer)),
    },
    streets: {
      names: [],
      note: 'Streets are not named for this kind of data: a few events on one street could be somebody.',
    },
  };
}

/** The ward as a study area of its own. */
function wardArea(studyArea: StudyArea, ward: WardArea): StudyArea {
  return {
    ...studyArea,
    code: ward.code,
    name: ward.name,
    level: 'ward',
    wardIds: [ward.areaId],
    areaKm2: ward.areaM2 / 1e6,
  };
}

function notConcentrated(cellSizeM: number): WardPage['concentration'] {
  const detail =
    'Cells of this kind of data are counted whole, across ward borders, and small ones are hidden: how concentrated events are inside one ward is not released. The district page has the cells of all wards together.';
  return {
    unit: `cells of ${cellSizeM} m`,
    places: 0,
    placeShare: [],
    eventShare: [],
    gini: null,
    toReach: [],
    notComputable: { reason: 'finer-than-allowed', detail },
    reading: '',
  };
}

interface WardCells {
  readonly section: WardPage['hottestCells'];
  /** Events of the ward in each of its cells; null for restricted data, whose cells are not cut at a ward. */
  readonly counts: Int32Array | null;
}

/** The ward's fullest cells, with the band that the whole district gives them. */
async function hottestCells(
  { database, cutter, releases, holdings }: PageSources,
  selection: Selection,
  ward: WardArea,
  plan: ReleasePlan | null,
): Promise<WardCells> {
  const { layer, studyArea, categories, categoryIds } = selection;
  const request = resolveHotSpots(
    holdings,
    {
      layer: layer.layer,
      ...(categoryIds === null ? {} : { categories: categories.join(',') }),
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      area: studyArea.code,
      statistic: 'gi-star',
    },
    releases,
  );
  const { cellSizeM } = request;
  const inCells = await hotSpots(database, cutter, holdings, releases, request).catch(notInCells);
  if (inCells instanceof RequestError) {
    const counts = plan ? null : new Int32Array();
    return { section: { cellSizeM, cells: [], reading: inCells.message }, counts };
  }
  const { cells, hiddenCells } = inCells;
  const inWard = wardArea(studyArea, ward);
  const area = await cutter.cut(inWard, cellSizeM, holdings.dataVersion);
  const { cells: own, index } = area;
  const counts = plan
    ? null
    : (await countOnCells(database, eventsOf({ ...selection, studyArea: inWard }), area)).counts;
  const hottest: HotCell[] = [];
  const hidden = (hiddenCells?.column ?? []).filter(
    (column, i) => index.indexOf(column, hiddenCells?.row[i] ?? 0) >= 0,
  ).length;
  let hot = 0;
  for (let i = 0; i < cells.length; i++) {
    const [column, row] = [cells.column[i], cells.row[i]];
    if (index.indexOf(column, row) < 0) continue;
    if ((cells.band?.[i] ?? 0) >= 2) hot++;
    if (cells.events[i] === 0) continue;
    hottest.push({
      column,
      row,
      x: (column + 0.5) * cellSizeM,
      y: (row + 0.5) * cellSizeM,
      events: cells.events[i],
      band: cells.band?.[i] ?? null,
      z: cells.z?.[i] ?? null,
    });
  }
  hottest.sort((a, b) => b.events - a.events || a.row - b.row || a.column - b.column);
  const { fromMonthNo, toMonthNo } = request.selection;
  const [from, to] = [monthOf(fromMonthNo), monthOf(toMonthNo)];
  const found =
    hot === 0
      ? `No evidence of a hot spot among the ${counted(own.count, 'cell')} of ${cellSizeM} m that this ward touches.`
      : `${count(hot)} of the ${counted(own.count, 'cell')} of ${cellSizeM} m that this ward touches ${hot === 1 ? 'is a hot spot' : 'are hot spots'} of the district at 95 % or more.`;
  const shown = plan
    ? ` Cells are for ${monthInWords(from)} to ${monthInWords(to)}${hidden === 0 ? '' : `; ${count(hidden)} of them ${hidden === 1 ? 'is' : 'are'} hidden`}.`
    : '';
  return {
    section: {
      cellSizeM,
      cells: hottest.slice(0, CELLS_SHOWN),
      reading: found + shown,
      ...(plan ? { from, to, hidden } : {}),
    },
    counts,
  };
}

/** The reason why no cell can be shown; any other error is thrown on. */
function notInCells(error: unknown): RequestError {
  if (error instanceof RequestError && error.code === 'level-not-held') return error;
  throw error;
}

/** The ward in every other layer the asker may see: its share and its place among the wards. */
async function otherLayers(
  { database, releases, holdings }: PageSources,
  selection: Selection,
  ward: WardArea,
): Promise<OtherLayer[]> {
  const others: OtherLayer[] = [];
  for (const { layer } of otherLayersOf(holdings, selection.layer.layer)) {
    const figures = await wardFigures(database, holdings, releases, {
      layer,
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      area: selection.studyArea.code,
    });
    if (figures) others.push(describeOther(layer, figures, ward));
  }
  return others;
}

function describeOther(layer: string, figures: WardFigures, ward: WardArea): OtherLayer {
  const ranked = rankedWards(figures);
  const at = ranked.findIndex(({ wardId }) => wardId === ward.areaId);
  const events = at < 0 ? null : ranked[at].events;
  const rank = at < 0 ? null : ranked.findIndex((row) => row.events === ranked[at].events) + 1;
  const { total, from, to } = figures;
  const share = events === null || total === null || total === 0 ? null : Math.min(1, events / total);
  const shown = figures.byWard.get(ward.areaId);
  const rounded = shown?.state === 'shown' && shown.rounded;
  const { whatIsCounted } = figures;
  const wards = ranked.length;
  const sentence = otherLayerSentence({
    whatIsCounted,
    from,
    to,
    ward: ward.name,
    events,
    rounded,
    total,
    rank,
    wards,
  });
  return { layer, from, to, events, rounded, share, rank, wards, sentence };
}

/** Why there is no time of day. */
export function timesNotKnown({ datasets }: LayerHolding): string {
  return `${listed(datasets.map(({ title, timePrecision }) => `${title} names the ${timePrecision} only`))}: there is no time of day to show.`;
}
