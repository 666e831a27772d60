import type { AreaPageQuery, DistrictPage } from '../../contract/area-pages.ts';
import type { MeasuresResult } from '../../contract/measures.ts';
import { monthOf } from '../../contract/month-no.ts';
import { countByHourOfWeek } from '../../db/queries/area-counts.ts';
import { countByCell } from '../../db/queries/event-counts.ts';
import { RequestError } from '../../errors.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import { shareInterval } from '../../stats/share-interval.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { defaultCellSize, minimumCellSize } from '../precision.ts';
import { type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import { listed } from '../words.ts';
import { annotationsOf, concentrationOf, monthCounts, notKnownOf } from './area-page-parts.ts';
import { areaHours, areaSeasonality, areaTrend } from './area-trend.ts';
import { measures } from './measures.ts';
import { loadMeasures } from './measures-inputs.ts';
import { type MeasuresRequest, resolveMeasures } from './measures-request.ts';
import { topTwoSentence } from './measures-words.ts';
import { otherLayersOf, rankedWards, wardFigures } from './other-layers.ts';
import type { PageSources } from './ward-page.ts';

export const DISTRICT_PAGE_DEFINITION = '2';

/** @throws RequestError unknown-area for a code that is no district with ward boundaries */
export function resolveDistrictPage(
  holdings: Holdings,
  weightSets: readonly WeightSet[],
  code: string,
  query: AreaPageQuery,
): MeasuresRequest {
  if (!holdings.districts.some(({ districtCode }) => districtCode === code)) {
    throw new RequestError('unknown-area', {
      detail: `There is no district with the code ${code} among the boundaries that events are counted with.`,
      seen: code,
      hint: `Districts held: ${listed(holdings.districts.slice(0, 5).map((d) => `${d.districtName} (${d.districtCode})`))}.`,
      field: 'code',
    });
  }
  return resolveMeasures(holdings, weightSets, {
    ...query,
    area: code,
    level: 'ward',
    denominator: 'resident',
  });
}

/** A district's wards in order with how sure the order is, how concentrated events are, and its trend. */
export async function districtPage(sources: PageSources, request: MeasuresRequest): Promise<DistrictPage> {
  const { database, holdings } = sources;
  const { selection } = request;
  const { layer, studyArea } = selection;
  const { wardIds } = studyArea;
  const ranking = measures(await loadMeasures(database, holdings, request));
  const months = await monthCounts(database, selection, wardIds);
  const timed = layer.datasets.every(({ timePrecision }) => ['minute', 'hour'].includes(timePrecision));
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
    trend: areaTrend(months),
    seasonality: areaSeasonality(months),
    hourOfWeek: areaHours(
      timed,
      timed
        ? await countByHourOfWeek(database.db, {
            datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
            fromMonthNo: selection.fromMonthNo,
            toMonthNo: selection.toMonthNo,
            categoryIds: selection.categoryIds,
            level: 'ward',
            areaIds: wardIds,
          })
        : [],
      `${listed(layer.datasets.map(({ title, timePrecision }) => `${title} names the ${timePrecision} only`))}: there is no time of day to show.`,
    ),
    annotations: await annotationsOf(database, selection),
    notKnown: notKnownOf(selection),
    sources: used.flatMap(sourcesOf),
    synthetic: datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(datasets),
    dataVersion: holdings.dataVersion,
    topTwo,
    ranking,
    concentration: {
      byWard: concentrationOf(
        ranking.areas.map(({ events }) => events),
        'wards',
      ),
      byCell: await cellConcentration(sources, selection),
    },
    otherLayers: others,
  };
}

function topTwoOf({ areas }: MeasuresResult, what: string): DistrictPage['topTwo'] {
  const top = areas.slice(0, 2);
  const total = areas.reduce((sum, { events }) => sum + events, 0);
  const held = shareInterval({
    areaEvents: top.reduce((sum, { events }) => sum + events, 0),
    districtEvents: total,
  });
  if (isNotComputable(held) || areas.length < 4) return null;
  return {
    wards: top.map(({ code, name, events }) => ({ code, name, events })),
    share: held.share,
    interval: { lower: held.lower, upper: held.upper },
    sentence: `${topTwoSentence(areas, what, 'ward')} They were picked because they hold most, so expect a little less of them next time.`,
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
      figures.total === null ? '' : topTwoSentence(ranked, figures.whatIsCounted, 'ward', figures.total);
    others.push({
      layer,
      from: figures.from,
      to: figures.to,
      sentence:
        sentence || `Too few wards of ${figures.whatIsCounted} are shown to say where it concentrates.`,
      alsoTopInThisLayer: ranked
        .slice(0, 3)
        .filter(({ code, events }) => events > 0 && here.has(code))
        .map(({ code }) => code),
    });
  }
  return others;
}
