import type { AreaPageQuery, DistrictPage } from '../../contract/area-pages.ts';
import type { MeasuresResult } from '../../contract/measures.ts';
import { monthOf } from '../../contract/month-no.ts';
import { countByHourOfWeek } from '../../db/queries/area-counts.ts';
import { countByCell } from '../../db/queries/event-counts.ts';
import { type Disclosed, hidden, numberShown, shown } from '../../disclosure/disclosed.ts';
import type { DisclosurePolicy } from '../../disclosure/policy.ts';
import { fillHiddenCells } from '../../disclosure/protect-cells.ts';
import type { ReleasePlan } from '../../disclosure/release-plan.ts';
import { RequestError } from '../../errors.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import { shareInterval } from '../../stats/share-interval.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import { releasedFigures } from '../event-figures.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { defaultCellSize, minimumCellSize } from '../precision.ts';
import { releasedSelection } from '../released-selection.ts';
import type { Releases } from '../releases.ts';
import { type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import { listed, monthInWords } from '../words.ts';
import { annotationsOf, concentrationOf, monthCounts, notKnownOf } from './area-page-parts.ts';
import { areaHours, areaSeasonality, areaTrend } from './area-trend.ts';
import { measures } from './measures.ts';
import { loadMeasures } from './measures-inputs.ts';
import { type MeasuresRequest, resolveMeasures } from './measures-request.ts';
import { topTwoSentence } from './measures-words.ts';
import { monthsInWords } from './other-layer-words.ts';
import { otherLayersOf, rankedWards, wardFigures } from './other-layers.ts';
import { releasedTimes, upToSupply } from './released-time.ts';
import { type PageSources, timesNotKnown } from './ward-page.ts';

export const DISTRICT_PAGE_DEFINITION = '3';

/** @throws RequestError unknown-area for a code that is no district with ward boundaries */
export function resolveDistrictPage(
  holdings: Holdings,
  weightSets: readonly WeightSet[],
  code: string,
  query: AreaPageQuery,
  releases: Releases,
): MeasuresRequest {
  if (!holdings.districts.some(({ districtCode }) => districtCode === code)) {
    throw new RequestError('unknown-area', {
      detail: `There is no district with the code ${code} among the boundaries that events are counted with.`,
      seen: code,
      hint: `Districts held: ${listed(holdings.districts.slice(0, 5).map((d) => `${d.districtName} (${d.districtCode})`))}.`,
      field: 'code',
    });
  }
  return resolveMeasures(
    holdings,
    weightSets,
    { ...query, area: code, level: 'ward', denominator: 'resident' },
    releases,
  );
}

/** A district's wards in order with how sure the order is, how concentrated events are, and its trend. */
export async function districtPage(sources: PageSources, request: MeasuresRequest): Promise<DistrictPage> {
  const { database, holdings, releases } = sources;
  const { selection } = request;
  const { layer, studyArea } = selection;
  const ranking = measures(await loadMeasures(database, holdings, releases, request));
  const plan = await releases.plan(holdings, layer);
  const others = await otherLayers(sources, selection, ranking);
  const used = holdings.layers.filter(
    (held) => held === layer || others.some((other) => other.layer === held.layer),
  );
  const datasets = used.flatMap((held) => held.datasets);
  const topTwo = topTwoOf(ranking, whatIsCounted(selection));
  return {
    definitionVersion: DISTRICT_PAGE_DEFINITION,
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: monthOf(selection.fromMonthNo),
      to: monthOf(selection.toMonthNo),
      area: studyArea.code,
    },
    chosen: ranking.chosen.filter(({ parameter }) => !['level', 'denominator'].includes(parameter)),
    period: ranking.period,
    sentence: ranking.sentence,
    ...(plan
      ? { ...(await releasedTimes(database, plan, selection)), hourOfWeek: hoursByWard(layer) }
      : await countedTimes(sources, selection)),
    annotations: await annotationsOf(database, plan ? upToSupply(selection) : selection),
    notKnown: notKnownOf(selection),
    sources: used.flatMap(sourcesOf),
    synthetic: datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(datasets),
    dataVersion: holdings.dataVersion,
    topTwo,
    ranking,
    concentration: {
      byWard: wardConcentration(ranking, releases.policy(layer)),
      byCell: plan
        ? await releasedCellConcentration(sources, selection, plan)
        : await cellConcentration(sources, selection),
    },
    otherLayers: others,
    ...(ranking.disclosure ? { disclosure: ranking.disclosure } : {}),
  };
}

/** Open data: as counted. */
async function countedTimes(
  { database }: PageSources,
  selection: Selection,
): Promise<Pick<DistrictPage, 'trend' | 'seasonality' | 'hourOfWeek'>> {
  const { layer, fromMonthNo, toMonthNo, categoryIds, studyArea } = selection;
  const { wardIds } = studyArea;
  const months = await monthCounts(database, selection, wardIds);
  const timed = layer.datasets.every(({ timePrecision }) => ['minute', 'hour'].includes(timePrecision));
  const events = {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo,
    toMonthNo,
    categoryIds,
    level: 'ward' as const,
    areaIds: wardIds,
  };
  return {
    trend: areaTrend(months),
    seasonality: areaSeasonality(months),
    hourOfWeek: areaHours(
      timed,
      timed ? await countByHourOfWeek(database.db, events) : [],
      timesNotKnown(layer),
    ),
  };
}

const HOURS_BY_WARD =
  'Hours of this kind of data are released ward by ward, on each ward’s page: a table of the district beside those of its wards could be subtracted from them.';

/** Hours are released ward by ward: a table of the district beside those of its wards could be subtracted from them. */
function hoursByWard(layer: LayerHolding): DistrictPage['hourOfWeek'] {
  const timed = layer.datasets.every(({ timePrecision }) => ['minute', 'hour'].includes(timePrecision));
  const detail = timed ? HOURS_BY_WARD : timesNotKnown(layer);
  return {
    byHourOfWeek: null,
    byHour: null,
    byWeekday: null,
    notComputable: { reason: timed ? 'finer-than-allowed' : 'invalid-input', detail },
    reading: detail,
  };
}
function wardConcentration(
  { areas, hiddenAreas = [], district }: MeasuresResult,
  policy: DisclosurePolicy,
): DistrictPage['concentration']['byWard'] {
  const figures: Disclosed[] = [
    ...areas.map(({ events }) => shown(events, false)),
    ...hiddenAreas.map(() => hidden('small-number')),
  ];
  return concentrationOf(
    fillHiddenCells(figures, district.events, policy).likely,
    'wards',
    hiddenAreas.length,
  );
}

/** Cells as they are released, for a year or the whole supply, hidden ones filled with what the total leaves for them. */
async function releasedCellConcentration(
  { database, cutter, holdings, releases }: PageSources,
  asked: Selection,
  plan: ReleasePlan,
): Promise<DistrictPage['concentration']['byCell']> {
  const { policy } = plan;
  const [cellSizeM] = policy.latticeM;
  const { selection, period } = releasedSelection(
    asked,
    releases.policy(asked.layer),
    { from: monthOf(asked.fromMonthNo), to: monthOf(asked.toMonthNo) },
    { cells: true },
  );
  const area =
    cellSizeM === undefined ? null : await cutter.cut(selection.studyArea, cellSizeM, holdings.dataVersion);
  const figures = period && releasedFigures(database, plan, selection, period);
  const total = figures && numberShown(await figures.total());
  if (!area || !figures || total === null || plan.noneInCells) {
    const detail = plan.noneInCells
      ? 'Every event is known by the code of an LSOA or a ward only, so none is in a cell.'
      : 'This kind of data is not shown in cells here.';
    return { ...concentrationOf([], 'cells'), notComputable: { reason: 'finer-than-allowed', detail } };
  }
  const onCells = await figures.onCells(area);
  const filled = fillHiddenCells(onCells, total, policy);
  const hiddenCells = filled.hidden.reduce((sum, one) => sum + one, 0);
  const made = concentrationOf(filled.likely, `cells of ${cellSizeM} m`, hiddenCells);
  const months = `${monthInWords(monthOf(selection.fromMonthNo))} to ${monthInWords(monthOf(selection.toMonthNo))}`;
  return { ...made, reading: made.reading === '' ? '' : `${made.reading} Cells are for ${months}.` };
}

function topTwoOf(
  { areas, district, hiddenAreas = [] }: MeasuresResult,
  what: string,
): DistrictPage['topTwo'] {
  const top = areas.slice(0, 2);
  const sentence = topTwoSentence(areas, what, 'ward', district.events, hiddenAreas.length);
  const held = shareInterval({
    // Rounded by itself, a ward can read more than its district.
    areaEvents: Math.min(
      district.events,
      top.reduce((sum, { events }) => sum + events, 0),
    ),
    districtEvents: district.events,
  });
  if (isNotComputable(held) || sentence === '') return null;
  return {
    wards: top.map(({ code, name, events }) => ({ code, name, events })),
    share: held.share,
    interval: { lower: held.lower, upper: held.upper },
    sentence: `${sentence} They were picked because they hold most, so expect a little less of them next time.`,
  };
}

async function cellConcentration({ database, cutter, holdings }: PageSources, selection: Selection) {
  const { layer, studyArea } = selection;
  const minimumM = Math.max(
    ...layer.datasets.map(
      ({ locationPrecision, sensitivityClass }) =>
        minimumCellSize(locationPrecision, sensitivityClass).minimumM,
    ),
  );
  const { cellSizeM } = defaultCellSize(studyArea.areaKm2, minimumM);
  const { cells, index } = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const counts = new Int32Array(cells.count);
  const found = await countByCell(
    database.db,
    {
      datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
      fromMonthNo: selection.fromMonthNo,
      toMonthNo: selection.toMonthNo,
      categoryIds: selection.categoryIds,
      wardIds: studyArea.wardIds,
    },
    cellSizeM,
  );
  for (let i = 0; i < found.events.length; i++) {
    const place = index.indexOf(found.column[i], found.row[i]);
    if (place >= 0) counts[place] += found.events[i];
  }
  return concentrationOf(counts, `cells of ${cellSizeM} m`);
}

/** Which wards hold most of every other layer, and which are among the three fullest of both. */
async function otherLayers(
  { database, releases, holdings }: PageSources,
  { layer: { layer: own }, studyArea, fromMonthNo, toMonthNo }: Selection,
  { areas }: MeasuresResult,
): Promise<DistrictPage['otherLayers']> {
  const here = new Set(areas.slice(0, 3).map(({ code }) => code));
  const wardOf = new Map(studyArea.district.wardAreas.map((ward) => [ward.areaId, ward]));
  const others: DistrictPage['otherLayers'] = [];
  for (const { layer } of otherLayersOf(holdings, own)) {
    const figures = await wardFigures(database, holdings, releases, {
      layer,
      from: monthOf(fromMonthNo),
      to: monthOf(toMonthNo),
      area: studyArea.code,
    });
    if (!figures) continue;
    const ranked = rankedWards(figures).map(({ wardId, events }) => ({
      code: wardOf.get(wardId)?.code ?? '',
      name: wardOf.get(wardId)?.name ?? '',
      events,
    }));
    const sentence =
      figures.total === null
        ? ''
        : topTwoSentence(
            ranked,
            figures.whatIsCounted,
            'ward',
            figures.total,
            [...figures.byWard.values()].filter((figure) => numberShown(figure) === null).length,
          );
    others.push({
      layer,
      from: figures.from,
      to: figures.to,
      sentence: sentence
        ? `${sentence.slice(0, -1)}, ${monthsInWords(figures)}.`
        : `Too few wards of ${figures.whatIsCounted}, ${monthsInWords(figures)}, are shown to say where it concentrates.`,
      alsoTopInThisLayer: ranked
        .slice(0, 3)
        .filter(({ code, events }) => events > 0 && here.has(code))
        .map(({ code }) => code),
    });
  }
  return others;
}
