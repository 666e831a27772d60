import { monthOf } from '../contract/month-no.ts';
import type { Chosen } from '../contract/shared.ts';
import { type DisclosurePolicy, isRestricted } from '../disclosure/policy.ts';
import { enclosingPeriod, monthsOf, type ReleasedPeriod } from '../disclosure/released-period.ts';
import { RequestError } from '../errors.ts';
import { isAggregate } from './aggregates.ts';
import { isRegister, registerSelection } from './registers.ts';
import { districtArea, type Selection, type SelectionQuery } from './selection.ts';

/** A selection as it may be answered. */
export interface ReleasedSelection {
  readonly selection: Selection;
  /** null for open data. */
  readonly period: ReleasedPeriod | null;
  /** What was widened, and why: also in `selection.chosen`. */
  readonly widened: readonly Chosen[];
}

/**
 * Bring a selection of restricted data to the figures that are released: one category or all, calendar months, quarters,
 * years or the whole supply (for cells a year or more), whole districts. What is asked for between these is answered with
 * the next coarser figure, which `chosen` says; a choice of categories has no coarser figure that answers it and is refused.
 * Open data passes unchanged.
 *
 * @throws RequestError selection-not-released
 */
export function releasedSelection(
  selection: Selection,
  policy: DisclosurePolicy,
  query: Pick<SelectionQuery, 'from' | 'to'>,
  { cells }: { cells: boolean },
): ReleasedSelection {
  if (isAggregate(selection.layer)) return { selection, period: null, widened: [] };
  if (isRegister(selection.layer))
    return { ...registerSelection(selection, policy, { cells }), period: null };
  if (!isRestricted(policy)) return { selection, period: null, widened: [] };
  const { layer, categories, categoryIds, studyArea } = selection;
  if (studyArea.level === 'drawn') {
    throw new RequestError('selection-not-released', {
      detail:
        'Figures of this kind of data are released for districts, wards and fixed cells: a drawn area could be moved a little and subtracted from itself.',
      seen: studyArea.name,
      hint: 'Ask for the district or one of its wards.',
      field: 'area',
    });
  }
  if (categoryIds !== null && categoryIds.length > 1) {
    throw new RequestError('selection-not-released', {
      detail:
        'Figures of this kind of data are released for one category or for all together: other choices would give small numbers away by subtraction.',
      seen: categories.join(', '),
      hint: 'Ask for one category, or leave categories out.',
      field: 'categories',
    });
  }
  const widened: Chosen[] = [];
  const months = layer.supply.map(({ monthNo }) => monthNo);
  const supply = { firstMonthNo: Math.min(...months), lastMonthNo: Math.max(...months) };
  let period = periodAsked(selection, supply, query);
  if (cells && (period.kind === 'month' || period.kind === 'quarter')) {
    const { fromMonthNo } = monthsOf(period, supply);
    period = { kind: 'year', year: Math.floor(fromMonthNo / 12) };
  }
  const { fromMonthNo, toMonthNo } = monthsOf(period, supply);
  const because = cells
    ? 'Cells of this kind of data are released for a calendar year or the whole supply, so that no month can be found by subtraction.'
    : 'Figures of this kind of data are released for a calendar month, quarter or year or the whole supply, so that no month can be found by subtraction.';
  if (fromMonthNo !== selection.fromMonthNo) {
    widened.push({ parameter: 'from', value: monthOf(fromMonthNo), because });
  }
  if (toMonthNo !== selection.toMonthNo) {
    widened.push({ parameter: 'to', value: monthOf(toMonthNo), because });
  }
  let area = studyArea;
  if (cells && studyArea.level === 'ward') {
    area = districtArea(studyArea.district);
    widened.push({
      parameter: 'area',
      value: area.code,
      because:
        'Cells of this kind of data are counted within the whole district: cut at a ward border they could give a few events away.',
    });
  }
  const replaced = new Set(widened.map(({ parameter }) => parameter));
  return {
    selection: {
      ...selection,
      fromMonthNo,
      toMonthNo,
      studyArea: area,
      chosen: [...selection.chosen.filter(({ parameter }) => !replaced.has(parameter)), ...widened],
    },
    period,
    widened,
  };
}

/** Where no period is asked for: the calendar year of the last month supplied. */
function periodAsked(
  { fromMonthNo, toMonthNo }: Selection,
  supply: { firstMonthNo: number; lastMonthNo: number },
  { from, to }: Pick<SelectionQuery, 'from' | 'to'>,
): ReleasedPeriod {
  if (from === undefined && to === undefined) return { kind: 'year', year: Math.floor(toMonthNo / 12) };
  const period = enclosingPeriod(fromMonthNo, toMonthNo);
  // A supply within one year is that year: the same events, one name.
  if (fromMonthNo <= supply.firstMonthNo && toMonthNo >= supply.lastMonthNo && period.kind !== 'month') {
    return enclosingPeriod(supply.firstMonthNo, supply.lastMonthNo);
  }
  return period;
}
