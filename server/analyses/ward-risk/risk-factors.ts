import { monthOf } from '../../contract/month-no.ts';
import type { FactorTerm, RiskFactorsQuery, RiskFactorsResult } from '../../contract/risk-factors.ts';
import type { Chosen } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import type { PlaceKind } from '../../db/queries/places.ts';
import { isRestricted } from '../../disclosure/policy.ts';
import { RequestError } from '../../errors.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import { resolveCellSize } from '../cell-grid.ts';
import { protectionNotes } from '../hidden-parts.ts';
import type { Holdings } from '../holdings.ts';
import { requireReleasedCells } from '../hot-spot-request.ts';
import { markingOf } from '../marking.ts';
import { monthStatuses, periodUsed } from '../period-used.ts';
import { disclosureUsed, type Releases } from '../releases.ts';
import { type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import type { StudyAreaCutter } from '../study-area-cells.ts';
import { monthInWords } from '../words.ts';
import {
  BY_YEAR,
  countedCells,
  HIDDEN_CELLS,
  hiddenCaution,
  type ReleasedYears,
  releasedCells,
  releasedYears,
} from './factor-counts.ts';
import { type FactorInput, fitFactors, judgeFactors } from './factor-model.ts';
import { findFactors, placeSources, placesAround, type VisibleKinds } from './factor-places.ts';
import { resolveDistrictSelection } from './measures-request.ts';

export const RISK_FACTORS_DEFINITION = '2';

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
  /** Restricted data: the calendar year that it is fitted on, and the one it is judged on; null for open data. */
  readonly released: ReleasedYears | null;
  readonly chosen: readonly Chosen[];
}

/**
 * @throws RequestError unknown-factor, factor-not-allowed, cell-too-fine, selection-not-released, invalid-parameter and those
 * of resolveSelection
 */
export async function resolveRiskFactors(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  visible: VisibleKinds,
  query: RiskFactorsQuery,
): Promise<RiskFactorsRequest> {
  const { factors: names, form = 'distance', bandsM, radiusM, cellSizeM, holdOutMonths, ...rest } = query;
  const asked = resolveDistrictSelection(holdings, rest, { restricted: 'released' });
  const policy = releases.policy(asked.layer);
  const years = isRestricted(policy) ? releasedYears(asked, policy, rest) : null;
  const selection = years?.selection ?? asked;
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
  const usedCellSizeM = resolveCellSize(selection, cellSizeM, chosen);
  if (years) requireReleasedCells(usedCellSizeM, policy.latticeM);
  const common = { selection, factors, form, bandsM: bands, radiusM: radiusM ?? DEFAULT_RADIUS_M };
  if (years) {
    if (holdOutMonths !== undefined)
      chosen.push({ parameter: 'holdOutMonths', value: years.judged ? 12 : 0, because: BY_YEAR });
    return {
      ...common,
      cellSizeM: usedCellSizeM,
      fitToMonthNo: years.fitToMonthNo,
      released: years,
      chosen,
    };
  }
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
    ...common,
    cellSizeM: usedCellSizeM,
    fitToMonthNo: toMonthNo - holdOut,
    released: null,
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
  releases: Releases,
  request: RiskFactorsRequest,
): Promise<RiskFactorsResult> {
  const { selection, factors, form, bandsM, radiusM, cellSizeM, fitToMonthNo } = request;
  const { layer, studyArea, fromMonthNo, toMonthNo } = selection;
  const area = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const { cells } = area;
  const plan = await releases.plan(holdings, layer);
  const { fitted, judgedOn: later } = plan
    ? await releasedCells(database, plan, request, area)
    : await countedCells(database, selection, fitToMonthNo, area);
  const { counts } = fitted;
  const judged = fitToMonthNo < toMonthNo;

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
    extremes: fitted.extremes,
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
      ...(plan ? { hiddenCells: fitted.hidden } : {}),
      events: plan ? fitted.total : counts.reduce((sum, n) => sum + n, 0),
      aic: model.aic,
      reference: fit.reference,
    },
    terms: fit.terms,
    leftOut: fit.leftOut,
    notComputable: isNotComputable(fit.model) ? { reason: fit.model.reason, detail: fit.model.detail } : null,
    accuracy,
    sentence: sentenceOf(fit.terms, isNotComputable(fit.model) ? fit.model.detail : null),
    cautions: [
      ...(plan ? [hiddenCaution(fitted.hidden, cells.count, plan)] : []),
      ...cautionsOf(selection, request, kinds),
    ],
    ...(plan
      ? { disclosure: disclosureUsed(plan.policy, [...protectionNotes(plan.policy), HIDDEN_CELLS, BY_YEAR]) }
      : {}),
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
