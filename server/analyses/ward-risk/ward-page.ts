import type { AreaPageQuery, HotCell, OtherLayer, WardPage } from '../../contract/area-pages.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import { countByHourOfWeek, countByPlaceName } from '../../db/queries/area-counts.ts';
import { countByCell } from '../../db/queries/event-counts.ts';
import { readPointNotes } from '../../db/queries/recording-notes.ts';
import type { WardArea } from '../../db/queries/ward-sets.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import { hotSpots, resolveHotSpots } from '../hot-spots.ts';
import { markingOf } from '../marking.ts';
import type { Releases } from '../releases.ts';
import { type Selection, sourcesOf } from '../selection.ts';
import type { StudyAreaCutter } from '../study-area-cells.ts';
import { count, counted, listed, percent } from '../words.ts';
import { annotationsOf, categoryMix, concentrationOf, monthCounts, notKnownOf } from './area-page-parts.ts';
import { areaHours, areaSeasonality, areaTrend } from './area-trend.ts';
import { measures } from './measures.ts';
import { loadMeasures } from './measures-inputs.ts';
import { type MeasuresRequest, resolveMeasures } from './measures-request.ts';
import { otherLayersOf, rankedWards, type WardFigures, wardFigures } from './other-layers.ts';

export const WARD_PAGE_DEFINITION = '2';

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
): WardPageRequest {
  for (const { wardAreas } of holdings.districts) {
    const ward = wardAreas.find((area) => area.code === code);
    if (ward)
      return {
        ward,
        measures: resolveMeasures(holdings, weightSets, {
          ...query,
          area: code,
          level: 'ward',
          denominator: 'resident',
        }),
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
export function pageKey(kind: string, code: string, { selection, weightSet }: MeasuresRequest): string {
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
    chosen.map((c) => c.parameter),
  ]);
}

/** Everything known about one ward, for one page. */
export async function wardPage(
  sources: PageSources,
  { ward, measures: request }: WardPageRequest,
): Promise<WardPage> {
  const { database, holdings } = sources;
  const { selection } = request;
  const { layer, studyArea } = selection;
  const { district } = studyArea;
  const result = measures(await loadMeasures(database, holdings, request));
  const own = result.areas.find(({ code }) => code === ward.code);
  if (!own) throw new Error(`ward ${ward.code} has no measures`);
  const months = await monthCounts(database, selection, [ward.areaId]);
  const events = {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo: selection.fromMonthNo,
    toMonthNo: selection.toMonthNo,
    categoryIds: selection.categoryIds,
    level: 'ward' as const,
    areaIds: [ward.areaId],
  };
  const cells = await hottestCells(sources, selection, ward);
  const timed = layer.datasets.every(({ timePrecision }) => ['minute', 'hour'].includes(timePrecision));
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
    sentence: `${ward.name}: ${own.sentence} It holds ${percent(own.share)} of the district's events.`,
    trend: areaTrend(months),
    seasonality: areaSeasonality(months),
    hourOfWeek: areaHours(
      timed,
      timed ? await countByHourOfWeek(database.db, events) : [],
      `${listed(layer.datasets.map(({ title, timePrecision }) => `${title} names the ${timePrecision} only`))}: there is no time of day to show.`,
    ),
    annotations: await annotationsOf(database, selection),
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
    district: result.district,
    comparisons: result.comparisons,
    population: result.population,
    weights: result.weights,
    cautions: [...result.cautions, ...(own.visitors ? [own.visitors] : [])],
    mix: categoryMix(result, ward.code, layer),
    hottestCells: { cellSizeM: cells.cellSizeM, cells: cells.hottest, reading: cells.reading },
    streets: {
      names: await countByPlaceName(database.db, events, STREETS_SHOWN),
      note: 'Each name is that of the map point nearest to where it happened, as published; it may be the next street.',
    },
    concentration: concentrationOf(cells.counts, `cells of ${cells.cellSizeM} m`),
    otherLayers: others,
    pointNotes: await readPointNotes(database.db, holdings.datasetIds, ward.areaId),
  };
}

interface WardCells {
  readonly cellSizeM: number;
  /** Events of the ward in each of its cells. */
  readonly counts: Int32Array;
  readonly hottest: HotCell[];
  readonly reading: string;
}

/** The ward's fullest cells, with the band that the whole district gives them. */
async function hottestCells(
  { database, cutter, releases, holdings }: PageSources,
  selection: Selection,
  ward: WardArea,
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
  const { cells } = await hotSpots(database, cutter, holdings, releases, request);
  const { cellSizeM } = request;
  const wardArea = {
    ...studyArea,
    code: ward.code,
    name: ward.name,
    level: 'ward' as const,
    wardIds: [ward.areaId],
    areaKm2: ward.areaM2 / 1e6,
  };
  const { cells: own, index } = await cutter.cut(wardArea, cellSizeM, holdings.dataVersion);
  const counts = new Int32Array(own.count);
  const onCells = await countByCell(
    database.db,
    {
      datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
      fromMonthNo: selection.fromMonthNo,
      toMonthNo: selection.toMonthNo,
      categoryIds,
      wardIds: [ward.areaId],
    },
    cellSizeM,
  );
  for (let i = 0; i < onCells.events.length; i++) {
    const place = index.indexOf(onCells.column[i], onCells.row[i]);
    if (place >= 0) counts[place] += onCells.events[i];
  }
  const hottest: HotCell[] = [];
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
  return {
    cellSizeM,
    counts,
    hottest: hottest.slice(0, CELLS_SHOWN),
    reading:
      hot === 0
        ? `No evidence of a hot spot among the ${counted(own.count, 'cell')} of ${cellSizeM} m that this ward touches.`
        : `${count(hot)} of the ${counted(own.count, 'cell')} of ${cellSizeM} m that this ward touches ${hot === 1 ? 'is a hot spot' : 'are hot spots'} of the district (95 % sure).`,
  };
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
  return {
    layer,
    from,
    to,
    events,
    rounded: shown?.state === 'shown' && shown.rounded,
    share,
    rank,
    wards: ranked.length,
    sentence:
      events === null
        ? `${sentenceCase(figures.whatIsCounted)}: the figure for ${ward.name} is hidden, because it or one near it is small.`
        : `${sentenceCase(figures.whatIsCounted)}: ${count(events)} in ${ward.name}${share === null ? '' : `, ${percent(share)} of the district`}, place ${rank} of ${counted(ranked.length, 'ward')} shown.`,
  };
}

function sentenceCase(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
