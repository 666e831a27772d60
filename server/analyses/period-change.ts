import { type MonthNo, monthNoOf, monthOf } from '../contract/month-no.ts';
import type { PeriodChangeQuery, PeriodChangeResult, WardChange } from '../contract/period-change.ts';
import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import { countByWard } from '../db/queries/event-counts.ts';
import { RequestError } from '../errors.ts';
import { isNotComputable } from '../stats/not-computable.ts';
import { type ChangeDirection, type PeriodChange, periodChange } from '../stats/period-change.ts';
import { twoCountETest } from '../stats/two-count-test.ts';
import { countOnCells, eventsOf, resolveCellSize, withGaps } from './cell-grid.ts';
import type { Holdings } from './holdings.ts';
import { monthStatuses, periodUsed } from './period-used.ts';
import { requireCells } from './require-cells.ts';
import { resultFrame } from './result-frame.ts';
import { resolveSelection, type Selection, whatIsCounted } from './selection.ts';
import type { StudyAreaCutter } from './study-area-cells.ts';
import { daysCounted } from './times-of-week.ts';
import { count, counted, monthInWords } from './words.ts';

export const PERIOD_CHANGE_DEFINITION = '1';

/** A comparison of two periods made whole. */
export interface PeriodChangeRequest {
  readonly after: Selection;
  readonly before: Selection;
  readonly cellSizeM: number;
  readonly chosen: readonly Chosen[];
}

/** Fill in the period compared with: the same months a year before where they were supplied, else the months just before. */
export function resolvePeriodChange(holdings: Holdings, query: PeriodChangeQuery): PeriodChangeRequest {
  const { beforeFrom, beforeTo, cellSizeM: askedCellSizeM, ...rest } = query;
  const after = resolveSelection(holdings, rest);
  const chosen = [...after.chosen];
  const cellSizeM = resolveCellSize(after, askedCellSizeM, chosen);
  const { from, to } = periodBefore(after, beforeFrom, beforeTo, chosen);
  if (to >= after.fromMonthNo && from <= after.toMonthNo) {
    throw new RequestError('period-backwards', {
      detail: 'The two periods overlap, so the same events would be on both sides.',
      seen: `${monthOf(from)} to ${monthOf(to)} against ${monthOf(after.fromMonthNo)} to ${monthOf(after.toMonthNo)}`,
      hint: 'Choose periods that do not share a month.',
      field: 'beforeTo',
    });
  }
  const before = resolveSelection(holdings, {
    ...rest,
    layer: after.layer.layer,
    area: after.studyArea.code,
    from: monthOf(from),
    to: monthOf(to),
  });
  return { after, before, cellSizeM, chosen };
}

function periodBefore(
  { layer, fromMonthNo, toMonthNo }: Selection,
  askedFrom: string | undefined,
  askedTo: string | undefined,
  chosen: Chosen[],
): { from: MonthNo; to: MonthNo } {
  const months = toMonthNo - fromMonthNo + 1;
  const supplied = new Set(layer.supply.map(({ monthNo }) => monthNo));
  const allSupplied = (from: MonthNo) =>
    Array.from({ length: months }, (_, i) => from + i).every((month) => supplied.has(month));
  if (askedFrom !== undefined || askedTo !== undefined) {
    const to = askedTo !== undefined ? monthNoOf(askedTo) : monthNoOf(askedFrom as string) + months - 1;
    return { from: askedFrom !== undefined ? monthNoOf(askedFrom) : to - months + 1, to };
  }
  const yearBefore = months <= 12 && allSupplied(fromMonthNo - 12);
  const from = yearBefore ? fromMonthNo - 12 : fromMonthNo - months;
  chosen.push({
    parameter: 'beforeFrom',
    value: monthOf(from),
    because: yearBefore
      ? 'The same months a year before have the same season.'
      : 'The same months a year before were not supplied whole, so it is the months just before: a season may show as a change.',
  });
  return { from, to: from + months - 1 };
}

/** Everything a comparison depends on besides the data, as one text. */
export function periodChangeKey({ after, before, cellSizeM, chosen }: PeriodChangeRequest): string {
  return JSON.stringify([
    'period-change',
    after.times?.words,
    after.layer.layer,
    after.categories,
    after.fromMonthNo,
    after.toMonthNo,
    before.fromMonthNo,
    before.toMonthNo,
    after.studyArea.code,
    cellSizeM,
    chosen.map(({ parameter, because }) => [parameter, because]),
  ]);
}

/** What rose and what fell between two periods, on events per day, with every cell's test adjusted for all of them. */
export async function periodChangeResult(
  database: Database,
  cutter: StudyAreaCutter,
  holdings: Holdings,
  { after, before, cellSizeM, chosen }: PeriodChangeRequest,
): Promise<PeriodChangeResult> {
  const { studyArea } = after;
  const period = periodUsed(after);
  const periodBeforeUsed = periodUsed(before);
  const area = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const afterCells = await countOnCells(database, eventsOf(after), area);
  const beforeCells = await countOnCells(database, eventsOf(before), area);
  await requireCells(database, after, afterCells);
  await requireCells(database, before, beforeCells);
  const days = { daysBefore: daysOf(before), daysAfter: daysOf(after) };
  const cellChange = requireChange(
    periodChange({ before: beforeCells.counts, after: afterCells.counts, ...days }),
  );

  const wardsAfter = await wardCounts(database, after);
  const wardsBefore = await wardCounts(database, before);
  const wardAreas = studyArea.district.wardAreas.filter(({ areaId }) => studyArea.wardIds.includes(areaId));
  const wardChange = requireChange(
    periodChange({
      before: wardAreas.map(({ areaId }) => wardsBefore.get(areaId) ?? 0),
      after: wardAreas.map(({ areaId }) => wardsAfter.get(areaId) ?? 0),
      ...days,
    }),
  );
  const totalBefore = sum(beforeCells.counts) + beforeCells.outside;
  const totalAfter = sum(afterCells.counts) + afterCells.outside;
  const total = twoCountETest(totalBefore, days.daysBefore, totalAfter, days.daysAfter);
  const directions = cellChange.direction.map(directionCode);
  const summary = {
    before: totalBefore,
    after: totalAfter,
    ratio: totalBefore === 0 ? null : totalAfter / days.daysAfter / (totalBefore / days.daysBefore),
    p: isNotComputable(total) ? null : total.pValue,
    cellsMore: directions.filter((direction) => direction === 1).length,
    cellsFewer: directions.filter((direction) => direction === -1).length,
    cellsTested: directions.filter((direction) => direction !== null).length,
  };
  return {
    ...resultFrame(after, holdings),
    parameters: {
      layer: after.layer.layer,
      categories: [...after.categories],
      from: monthOf(after.fromMonthNo),
      to: monthOf(after.toMonthNo),
      beforeFrom: monthOf(before.fromMonthNo),
      beforeTo: monthOf(before.toMonthNo),
      area: studyArea.code,
      cellSizeM,
      ...(after.times ? { times: after.times.words } : {}),
    },
    chosen: [...chosen],
    definition:
      'Events per day in each cell are compared between the two periods with an exact-style test of two Poisson counts (E-test), so that months of ' +
      '28 and 31 days compare fairly; the p-values of all cells are adjusted together (Benjamini-Hochberg at 5 %). ' +
      'No evidence of a change is not evidence of no change: small counts can hide one.' +
      (after.times?.weekdays ? ' Days are those of the weekdays chosen.' : ''),
    definitionVersion: PERIOD_CHANGE_DEFINITION,
    methodPages: ['period-change', 'two-count-test', 'adjust-p-values'],
    period,
    periodBefore: periodBeforeUsed,
    summary: { sentence: changeSentence(after, before, summary), ...summary },
    cells: {
      length: area.cells.count,
      column: Array.from(area.cells.column),
      row: Array.from(area.cells.row),
      areaShare: Array.from(area.cells.areaShare),
      before: Array.from(beforeCells.counts),
      after: Array.from(afterCells.counts),
      ratio: withGaps(cellChange.ratio),
      p: withGaps(cellChange.pValue),
      pAdjusted: withGaps(cellChange.adjustedP),
      direction: directions,
    },
    wards: wardAreas.map(
      ({ areaId, code, name }, unit): WardChange => ({
        code,
        // A drawn outline may hold only a part of a ward, and these are the events of that part.
        name: studyArea.drawn ? `${name}, inside the area` : name,
        before: wardsBefore.get(areaId) ?? 0,
        after: wardsAfter.get(areaId) ?? 0,
        ratio: withGaps([wardChange.ratio[unit]])[0],
        pAdjusted: withGaps([wardChange.adjustedP[unit]])[0],
        direction: directionCode(wardChange.direction[unit]),
      }),
    ),
  };
}

/** Days of the months supplied that could have an event: of the weekdays chosen, where any were. */
function daysOf({ layer, fromMonthNo, toMonthNo, times }: Selection): number {
  return monthStatuses(layer, fromMonthNo, toMonthNo)
    .filter(({ status }) => status !== 'not-supplied')
    .reduce((sum, { monthNo }) => sum + daysCounted(monthNo, times), 0);
}

async function wardCounts({ db }: Database, selection: Selection): Promise<Map<number, number>> {
  const rows = await countByWard(db, eventsOf(selection));
  return new Map(rows.map(({ wardId, events }) => [wardId, events]));
}

function requireChange(change: PeriodChange | { detail: string; computable: false }): PeriodChange {
  if (isNotComputable(change)) throw new Error(change.detail);
  return change as PeriodChange;
}

function directionCode(direction: ChangeDirection): 1 | -1 | 0 | null {
  if (direction === 'rise') return 1;
  if (direction === 'fall') return -1;
  return direction === 'no-evidence' ? 0 : null;
}

function sum(values: Int32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function changeSentence(
  after: Selection,
  before: Selection,
  {
    before: eventsBefore,
    after: eventsAfter,
    ratio,
    p,
    cellsMore,
    cellsFewer,
    cellsTested,
  }: Omit<PeriodChangeResult['summary'], 'sentence'>,
): string {
  const what = whatIsCounted(after);
  const span = ({ fromMonthNo, toMonthNo }: Selection) =>
    fromMonthNo === toMonthNo
      ? monthInWords(monthOf(fromMonthNo))
      : `${monthInWords(monthOf(fromMonthNo))} to ${monthInWords(monthOf(toMonthNo))}`;
  const place = after.studyArea.name;
  let overall: string;
  if (ratio === null || p === null) {
    overall = `${counted(eventsAfter, 'event')} of ${what} in ${place}, against ${count(eventsBefore)} before; no percentage can be named.`;
  } else if (p > 0.05) {
    overall = `No evidence of a change in ${what} in ${place}: ${counted(eventsAfter, 'event')} in ${span(after)}, ${count(eventsBefore)} in ${span(before)}.`;
  } else {
    const change = `${Math.abs((ratio - 1) * 100).toFixed(0)} % ${ratio > 1 ? 'more' : 'fewer'}`;
    overall = `${change} events a day of ${what} in ${place} in ${span(after)} than in ${span(before)} (${count(eventsAfter)} against ${count(eventsBefore)}).`;
  }
  if (cellsMore + cellsFewer === 0) {
    return `${overall} No single cell of the ${count(cellsTested)} tested shows a change.`;
  }
  return `${overall} ${counted(cellsMore, 'cell')} with more, ${count(cellsFewer)} with fewer, of ${count(cellsTested)} tested.`;
}
