import { monthOf } from '../../contract/month-no.ts';
import type { RiskFactorsQuery } from '../../contract/risk-factors.ts';
import type { Chosen } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import type { DisclosurePolicy } from '../../disclosure/policy.ts';
import { fillHiddenCells } from '../../disclosure/protect-cells.ts';
import type { ReleasePlan } from '../../disclosure/release-plan.ts';
import type { ReleasedPeriod } from '../../disclosure/released-period.ts';
import { countOnCells, eventsOf } from '../cell-grid.ts';
import { releasedFigures, totalShown } from '../event-figures.ts';
import { releasedSelection } from '../released-selection.ts';
import { requireCells } from '../require-cells.ts';
import type { Selection } from '../selection.ts';
import type { StudyAreaCells } from '../study-area-cells.ts';
import { count, counted } from '../words.ts';

export const BY_YEAR =
  'Cells of this kind of data are released by calendar year, so the model is fitted on one year and judged on another.';
export const HIDDEN_CELLS =
  'Hidden cells enter the model at their likely value, and again as few and as many as they can be: every interval holds all three.';

/** Events per cell as a model may see them. */
export interface CellCounts {
  readonly counts: Float64Array;
  /** The same with hidden cells as few and as many as they can be; empty for open data. */
  readonly extremes: readonly Float64Array[];
  readonly hidden: number;
  /** Of the district; for restricted data its own released figure. */
  readonly total: number;
}

/** What a model is fitted on, and the later counts that it is judged on: null where there are none. */
export interface FactorCounts {
  readonly fitted: CellCounts;
  readonly judgedOn: Float64Array | null;
}

/** Open data: months as asked for. */
export async function countedCells(
  database: Database,
  selection: Selection,
  fitToMonthNo: number,
  area: StudyAreaCells,
): Promise<FactorCounts> {
  const { fromMonthNo, toMonthNo } = selection;
  const countMonths = async (from: number, to: number): Promise<Float64Array> => {
    const months = { ...selection, fromMonthNo: from, toMonthNo: to };
    const counted = await countOnCells(database, eventsOf(months), area);
    await requireCells(database, months, counted);
    return Float64Array.from(counted.counts);
  };
  const counts = await countMonths(fromMonthNo, fitToMonthNo);
  return {
    fitted: { counts, extremes: [], hidden: 0, total: counts.reduce((sum, events) => sum + events, 0) },
    judgedOn: fitToMonthNo < toMonthNo ? await countMonths(fitToMonthNo + 1, toMonthNo) : null,
  };
}

/** Restricted data: the calendar years that cells are released for. */
export interface ReleasedYears {
  readonly selection: Selection;
  readonly fitted: ReleasedPeriod & { kind: 'year' };
  readonly judged: (ReleasedPeriod & { kind: 'year' }) | null;
  readonly fitToMonthNo: number;
}

/**
 * Which year restricted data is fitted on, and which it is judged on. Of several years asked for, the last is judged and the
 * one before it fitted; of one, it is fitted and the next is judged where it was supplied. Nothing asked: the last two.
 *
 * @throws RequestError selection-not-released for a choice of categories
 */
export function releasedYears(
  asked: Selection,
  policy: DisclosurePolicy,
  { from, to }: Pick<RiskFactorsQuery, 'from' | 'to'>,
): ReleasedYears {
  // Refuses what has no released figure; its period is settled here.
  releasedSelection(asked, policy, { ...(from ? { from } : {}), ...(to ? { to } : {}) }, { cells: true });
  const supplied = new Set(asked.layer.supply.map(({ monthNo }) => Math.floor(monthNo / 12)));
  const last = Math.floor(asked.toMonthNo / 12);
  const first = from === undefined && to === undefined ? last - 1 : Math.floor(asked.fromMonthNo / 12);
  const hasTwo = first < last && supplied.has(last - 1) && supplied.has(last);
  const fitYear = hasTwo ? last - 1 : last;
  const judgeYear = hasTwo ? last : supplied.has(last + 1) ? last + 1 : null;
  const fromMonthNo = fitYear * 12;
  const toMonthNo = (judgeYear ?? fitYear) * 12 + 11;
  const chosen: Chosen[] = asked.chosen.filter(({ parameter }) => parameter !== 'from' && parameter !== 'to');
  if (fromMonthNo !== asked.fromMonthNo || from === undefined)
    chosen.push({ parameter: 'from', value: monthOf(fromMonthNo), because: BY_YEAR });
  if (toMonthNo !== asked.toMonthNo || to === undefined)
    chosen.push({ parameter: 'to', value: monthOf(toMonthNo), because: BY_YEAR });
  return {
    selection: { ...asked, fromMonthNo, toMonthNo, chosen },
    fitted: { kind: 'year', year: fitYear },
    judged: judgeYear === null ? null : { kind: 'year', year: judgeYear },
    fitToMonthNo: fitYear * 12 + 11,
  };
}

/**
 * Restricted data: cells as they are released.
 *
 * @throws RequestError figure-hidden where the district's own count is
 */
export async function releasedCells(
  database: Database,
  plan: ReleasePlan,
  { selection, released }: { readonly selection: Selection; readonly released: ReleasedYears | null },
  area: StudyAreaCells,
): Promise<FactorCounts> {
  if (!released) throw new Error(`${selection.layer.layer} is restricted and has no released year`);
  const read = async (period: ReleasedPeriod & { kind: 'year' }): Promise<CellCounts> => {
    const months = { fromMonthNo: period.year * 12, toMonthNo: period.year * 12 + 11 };
    const figures = releasedFigures(database, plan, { ...selection, ...months }, period);
    const total = await totalShown(figures);
    const filled = fillHiddenCells(await figures.onCells(area), total, plan.policy);
    return {
      // A count model takes whole numbers.
      counts: filled.likely.map(Math.round),
      extremes: [filled.least, filled.most],
      hidden: filled.hidden.reduce((sum, one) => sum + one, 0),
      total,
    };
  };
  return {
    fitted: await read(released.fitted),
    judgedOn: released.judged && (await read(released.judged)).counts,
  };
}

export function hiddenCaution(hidden: number, cells: number, { policy }: ReleasePlan): string {
  return `Restricted data: ${count(hidden)} of ${counted(cells, 'cell')} ${hidden === 1 ? 'is' : 'are'} hidden (a count ${policy.zeroShown ? `of 1 to ${policy.floor - 1}` : `under ${policy.floor}`}, or one that would give it away), the others rounded to the nearest ${policy.roundingBase}. ${HIDDEN_CELLS}`;
}
