import { monthOf } from '../../contract/month-no.ts';
import type { FactorTerm, RiskFactorsQuery, RiskFactorsResult } from '../../contract/risk-factors.ts';
import type { Chosen } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import { countByCell } from '../../db/queries/event-counts.ts';
import type { PlaceKind } from '../../db/queries/places.ts';
import { RequestError } from '../../errors.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { defaultCellSize, minimumCellSize } from '../precision.ts';
import { monthStatuses, periodUsed, type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import type { StudyAreaCutter } from '../study-area-cells.ts';
import { monthInWords } from '../words.ts';
import { type FactorInput, fitFactors, judgeFactors } from './factor-model.ts';
import { findFactors, placeSources, placesAround, type VisibleKinds } from './factor-places.ts';
import { resolveDistrictSelection } from './measures-request.ts';

export const RISK_FACTORS_DEFINITION = '1';

const DEFAULT_BANDS_M = [0, 250, 500];
const DEFAULT_RADIUS_M = 500;

export interface RiskFactorsRequest {
  readonly selection: Selection;
  readonly factors: ReadonlyMap<string, readonly PlaceKind[]>;
  readonly form: 'distance' | 'density';
  readonly bandsM: readonly number[];
  readonly radiusM: number;
  readonly cellSizeM: number;
  /** Last month the model is fitted on. */
  readonly fitToMonthNo: number;
  readonly chosen: readonly Chosen[];
}

/** @throws RequestError unknown-factor, factor-not-allowed, cell-too-fine, invalid-parameter and those of resolveSelection */
export async function resolveRiskFactors(
  database: Database,
  holdings: Holdings,
  visible: VisibleKinds,
  query: RiskFactorsQuery,
): Promise<RiskFactorsRequest> {
  const { factors: names, form = 'distance', bandsM, radiusM, cellSizeM, holdOutMonths, ...rest } = query;
  const selection = resolveDistrictSelection(holdings, rest);
  const factors = await findFactors(database, visible, names, 'factors');
  const chosen = [...selection.chosen];
  const bands = bandsM === undefined ? DEFAULT_BANDS_M : bandsM.split(',').map(Number);
  if (bands.length > 8 || bands.some((edge, i) => i > 0 && edge <= bands[i - 1])) {
    throw new RequestError('invalid-parameter', {
      detail: 'The edges of distance bands must rise, at most eight of them.',
      seen: String(bandsM),
      hint: 'Such as bandsM=0,250,500.',
      field: 'bandsM',
    });
  }
  if (bandsM === undefined && form === 'distance')
    chosen.push({
      parameter: 'bandsM',
      value: DEFAULT_BANDS_M.join(','),
      because: 'A few minutes on foot, and twice that.',
    });
  const minimumM = Math.max(
    ...selection.layer.datasets.map((d) => minimumCellSize(d.locationPrecision, d.sensitivityClass).minimumM),
  );
  if (cellSizeM !== undefined && cellSizeM < minimumM) {
    throw new RequestError('cell-too-fine', {
      detail: `The data supports no cell finer than ${minimumM} m.`,
      seen: `${cellSizeM} m`,
      hint: `Ask for cells of ${minimumM} m or more.`,
      field: 'cellSizeM',
    });
  }
  const fallback = defaultCellSize(selection.studyArea.areaKm2, minimumM);
  if (cellSizeM === undefined)
    chosen.push({ parameter: 'cellSizeM', value: fallback.cellSizeM, because: fallback.because });
  const { fromMonthNo, toMonthNo } = selection;
  const months = toMonthNo - fromMonthNo + 1;
  const holdOut = Math.min(holdOutMonths ?? Math.floor(months / 3), months - 1);
  if (holdOutMonths === undefined) {
    chosen.push({
      parameter: 'holdOutMonths',
      value: holdOut,
      because: 'A third of the months is kept back, so that the model is judged on months it never saw.',
    });
  }
  return {
    selection,
    factors,
    form,
    bandsM: bands,
    radiusM: radiusM ?? DEFAULT_RADIUS_M,
    cellSizeM: cellSizeM ?? fallback.cellSizeM,
    fitToMonthNo: toMonthNo - holdOut,
    chosen,
  };
}

/** Everything a risk-factor result depends on besides the data, as one text. */
export function riskFactorsKey({
  selection,
  factors,
  form,
  bandsM,
  radiusM,
  cellSizeM,
  fitToMonthNo,
  chosen,
}: RiskFactorsRequest): string {
  const { layer, categories, fromMonthNo, toMonthNo, studyArea } = selection;
  return JSON.stringify([
    'risk-factors',
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    [...factors].map(([name, kinds]) => [name, kinds.map(({ datasetId }) => datasetId)]),
    form,
    bandsM,
    radiusM,
    cellSizeM,
    fitToMonthNo,
    chosen.map(({ parameter }) => parameter),
  ]);
}

/** How events per cell go with nearness to places of some kinds: relative risks with intervals, judged on later months. */
export async function riskFactors(
  database: Database,
  cutter: StudyAreaCutter,
  holdings: Holdings,
  request: RiskFactorsRequest,
): Promise<RiskFactorsResult> {
  const { selection, factors, form, bandsM, radiusM, cellSizeM, fitToMonthNo } = request;
  const { layer, studyArea, fromMonthNo, toMonthNo, categoryIds } = selection;
  const { cells, index } = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const countMonths = async (from: number, to: number): Promise<Float64Array> => {
    const counts = new Float64Array(cells.count);
    const found = await countByCell(
      database.db,
      {
        datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
        fromMonthNo: from,
        toMonthNo: to,
        categoryIds,
        wardIds: studyArea.wardIds,
      },
      cellSizeM,
    );
    for (let i = 0; i < found.events.length; i++) {
      const place = index.indexOf(found.column[i], found.row[i]);
      if (place >= 0) counts[place] += found.events[i];
    }
    return counts;
  };
  const counts = await countMonths(fromMonthNo, fitToMonthNo);
  const judged = fitToMonthNo < toMonthNo;
  const later = judged ? await countMonths(fitToMonthNo + 1, toMonthNo) : null;

  const reachM = form === 'distance' ? bandsM[bandsM.length - 1] : radiusM;
  const onDay = `${monthOf(fitToMonthNo)}-01`;
  const inputs: FactorInput[] = [];
  for (const [factor, kinds] of factors) {
    const places = await placesAround(database, kinds, studyArea.wardIds, reachM + cellSizeM, onDay);
    inputs.push({
      factor,
      label: kinds[0].label,
      x: Float64Array.from(places, ({ x }) => x),
      y: Float64Array.from(places, ({ y }) => y),
    });
  }
  const half = cellSizeM / 2;
  const centres = {
    x: Float64Array.from(cells.column, (column) => column * cellSizeM + half),
    y: Float64Array.from(cells.row, (row) => row * cellSizeM + half),
  };
  const areaKm2 = Float64Array.from(cells.areaShare, (share) => share * (cellSizeM / 1000) ** 2);
  const what = whatIsCounted(selection);
  const fit = fitFactors({
    counts,
    centres,
    areaKm2,
    factors: inputs,
    form,
    bandsM,
    radiusM,
    whatIsCounted: what,
  });
  const accuracy =
    later && !isNotComputable(fit.model) ? judgeFactors(fit.model.fitted, counts, later, areaKm2) : null;
  const kinds = [...factors.values()].flat();
  const model = isNotComputable(fit.model) ? null : fit.model;
  return {
    definitionVersion: RISK_FACTORS_DEFINITION,
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: monthOf(fromMonthNo),
      to: monthOf(toMonthNo),
      area: studyArea.code,
      factors: [...factors.keys()],
      form,
      bandsM: form === 'distance' ? [...bandsM] : null,
      radiusM: form === 'density' ? radiusM : null,
      cellSizeM,
    },
    chosen: [...request.chosen],
    studyArea: { code: studyArea.code, name: studyArea.name },
    period: periodUsed(selection),
    fittedOn: { from: monthOf(fromMonthNo), to: monthOf(fitToMonthNo) },
    judgedOn: judged ? { from: monthOf(fitToMonthNo + 1), to: monthOf(toMonthNo) } : null,
    model: model && {
      family: fit.family,
      because: fit.because,
      dispersion: fit.dispersion,
      theta: fit.theta,
      cells: cells.count,
      events: counts.reduce((sum, n) => sum + n, 0),
      aic: model.aic,
      reference: fit.reference,
    },
    terms: fit.terms,
    leftOut: fit.leftOut,
    notComputable: isNotComputable(fit.model) ? { reason: fit.model.reason, detail: fit.model.detail } : null,
    accuracy,
    sentence: sentenceOf(fit.terms, isNotComputable(fit.model) ? fit.model.detail : null),
    cautions: cautionsOf(selection, request, kinds),
    sources: [...sourcesOf(layer), ...placeSources(kinds)],
    synthetic: [...layer.datasets, ...kinds].some(({ synthetic }) => synthetic),
    marking: markingOf([...layer.datasets, ...kinds]),
    dataVersion: holdings.dataVersion,
  };
}

function sentenceOf(terms: readonly FactorTerm[], refused: string | null): string {
  if (refused !== null) return `No association can be computed here. ${refused}`;
  const strongest = [...terms]
    .filter(({ interval }) => interval.lower > 1 || interval.upper < 1)
    .sort((a, b) => Math.abs(Math.log(b.relativeRisk)) - Math.abs(Math.log(a.relativeRisk)));
  if (strongest.length === 0) return 'No evidence that events go with nearness to any of these places.';
  return `${strongest[0].sentence} This is an association: it does not say that the places cause the events.`;
}

function cautionsOf(
  { layer, fromMonthNo, toMonthNo }: Selection,
  { fitToMonthNo }: RiskFactorsRequest,
  kinds: readonly PlaceKind[],
): string[] {
  const cautions = [
    'An association between places, with the other places in the model held fixed. It does not say that a place causes events, that closing it would prevent any, or anything about a person.',
    'Busy streets have both more premises and more people, and people are not in the model.',
    'Neighbouring cells resemble each other, so the intervals are a little too narrow.',
  ];
  if (layer.datasets.some(({ locationPrecision }) => locationPrecision === 'snapped')) {
    cautions.push(
      'Events are moved to map points that often stand at the premises themselves, which draws the nearest band up.',
    );
  }
  const faulty = monthStatuses(layer, fromMonthNo, toMonthNo).filter(({ status }) => status !== 'supplied');
  if (faulty.length > 0)
    cautions.push(
      `Not supplied or faulty: ${faulty.map(({ monthNo }) => monthInWords(monthOf(monthNo))).join(', ')}.`,
    );
  if (kinds.some(({ places }) => places === 0))
    cautions.push('A register holds places without a position; they are not in the model.');
  cautions.push(`The registers are read as they stood on 1 ${monthInWords(monthOf(fitToMonthNo))}.`);
  return cautions;
}
