import type { DistrictPage, HourOfWeek } from '../../contract/area-pages.ts';
import { daysInMonth, monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import { type Disclosed, numberShown } from '../../disclosure/disclosed.ts';
import type { ReleasePlan } from '../../disclosure/release-plan.ts';
import { BLOCKS_IN_DAY, DAY_KINDS, HOURS_IN_BLOCK } from '../../disclosure/released-hours.ts';
import { enclosingPeriod, monthsOf } from '../../disclosure/released-period.ts';
import { releasedFigures } from '../event-figures.ts';
import { type MonthSupply, monthStatuses } from '../period-used.ts';
import type { Selection } from '../selection.ts';
import { count, counted, listed, monthInWords } from '../words.ts';
import { firstMonthOf } from './area-page-parts.ts';
import { areaSeasonality, areaTrend, MOST_HIDDEN, type MonthCount, type TrendUnit } from './area-trend.ts';
import { twoDigits } from './measures-words.ts';

const UNITS: readonly { readonly unit: TrendUnit; readonly months: number }[] = [
  { unit: 'month', months: 1 },
  { unit: 'quarter', months: 3 },
  { unit: 'year', months: 12 },
];

/** A trend of released figures, in the shortest period of which nearly every count is shown. */
interface ReleasedTrend {
  readonly unit: TrendUnit;
  /** Why that unit; null for months. */
  readonly because: string | null;
  readonly counts: readonly MonthCount[];
  /** Months as they are released, some perhaps hidden: for the season. */
  readonly months: readonly MonthCount[];
}

/**
 * Restricted data over time: months where nine in ten of them are shown, else quarters, else years. A chart of the few months
 * shown of a quiet ward would leave out the small ones and read too high. Where no period will do, months with gaps, and no
 * usual range.
 */
async function releasedTrend(
  database: Database,
  plan: ReleasePlan,
  selection: Selection,
): Promise<ReleasedTrend> {
  const lastSupplied = Math.max(...selection.layer.supply.map(({ monthNo }) => monthNo));
  const supply = { firstMonthNo: firstMonthOf(selection.layer), lastMonthNo: lastSupplied };
  const until = Math.min(selection.toMonthNo, lastSupplied);
  const statuses = monthStatuses(selection.layer, supply.firstMonthNo, lastSupplied);
  const tried: { unit: TrendUnit; counts: MonthCount[] }[] = [];
  for (const { unit, months } of UNITS) {
    const counts: MonthCount[] = [];
    const from = Math.floor(supply.firstMonthNo / months) * months;
    for (let first = from; first <= until; first += months) {
      const inside = statuses.filter(({ monthNo }) => monthNo >= first && monthNo < first + months);
      counts.push(await countOf(database, plan, selection, inside, unit, supply));
    }
    tried.push({ unit, counts });
  }
  const hiddenOf = (counts: readonly MonthCount[]): number => counts.filter(({ hidden }) => hidden).length;
  const [{ counts: months }, { counts: quarters }] = tried;
  const chosen = tried.find(({ counts }) => hiddenOf(counts) <= MOST_HIDDEN * counts.length) ?? tried[0];
  return {
    ...chosen,
    because:
      chosen.unit === 'month'
        ? null
        : `${count(hiddenOf(months))} of ${counted(months.length, 'month')} are hidden, so ${chosen.unit}s are shown.`,
    months: withStandIns(months, quarters),
  };
}

/** Hidden months at what their quarter leaves for them, where it is shown: for a season, which needs every month. */
function withStandIns(months: readonly MonthCount[], quarters: readonly MonthCount[]): MonthCount[] {
  return months.map((month) => {
    if (!month.hidden) return month;
    const quarter = quarters.find(
      ({ monthNo, toMonthNo = monthNo }) => monthNo <= month.monthNo && month.monthNo <= toMonthNo,
    );
    if (!quarter || quarter.events === null || quarter.toMonthNo === undefined) return month;
    const inside = months.filter(
      ({ monthNo }) => monthNo >= quarter.monthNo && monthNo <= (quarter.toMonthNo ?? 0),
    );
    const shown = inside.reduce((sum, { events }) => sum + (events ?? 0), 0);
    const hidden = inside.filter((one) => one.hidden).length;
    const { hidden: _, ...rest } = month;
    return { ...rest, events: Math.max(0, quarter.events - shown) / hidden, standsIn: true };
  });
}

/** A released year may reach beyond what was supplied; months after that say nothing. */
export function upToSupply(selection: Selection): Selection {
  const lastSupplied = Math.max(...selection.layer.supply.map(({ monthNo }) => monthNo));
  return { ...selection, toMonthNo: Math.min(selection.toMonthNo, lastSupplied) };
}

/** The trend and the season of a ward or district, as released. */
export async function releasedTimes(
  database: Database,
  plan: ReleasePlan,
  selection: Selection,
): Promise<Pick<DistrictPage, 'trend' | 'seasonality'>> {
  const { unit, because, counts, months } = await releasedTrend(database, plan, selection);
  return {
    trend: { ...areaTrend(counts, unit), unit, ...(because === null ? {} : { because }) },
    seasonality: areaSeasonality(months),
  };
}

/** One month, quarter or year, from the months of it that were supplied. */
async function countOf(
  database: Database,
  plan: ReleasePlan,
  selection: Selection,
  inside: readonly MonthSupply[],
  unit: TrendUnit,
  supply: { firstMonthNo: number; lastMonthNo: number },
): Promise<MonthCount> {
  const supplied = inside.filter(({ status }) => status !== 'not-supplied');
  const [first] = inside;
  const { monthNo: toMonthNo } = inside[inside.length - 1];
  const status = supplied.length === 0 ? 'not-supplied' : worstOf(inside);
  const span = unit === 'month' ? {} : { toMonthNo };
  if (supplied.length === 0) return { monthNo: first.monthNo, ...span, status, events: null };
  const period =
    unit === 'month'
      ? enclosingPeriod(first.monthNo, first.monthNo)
      : unit === 'quarter'
        ? ({ kind: 'quarter', quarterNo: Math.floor(first.monthNo / 3) } as const)
        : ({ kind: 'year', year: Math.floor(first.monthNo / 12) } as const);
  const months = monthsOf(period, supply);
  const figure = await releasedFigures(database, plan, { ...selection, ...months }, period).total();
  const events = numberShown(figure);
  return {
    monthNo: first.monthNo,
    ...span,
    status,
    events,
    ...(unit === 'month'
      ? {}
      : { days: supplied.reduce((sum, { monthNo }) => sum + daysInMonth(monthNo), 0) }),
    ...(events === null ? { hidden: true } : {}),
  };
}

/** A quarter with a faulty month is faulty; one of which some months were not supplied is a shorter one. */
function worstOf(inside: readonly MonthSupply[]): MonthSupply['status'] {
  return (
    inside.find(({ status }) => status === 'under-supplied' || status === 'over-supplied')?.status ??
    'supplied'
  );
}

const DAY_WORDS = {
  'mon-fri': { days: 'Monday to Friday', short: 'on weekdays', daysInWeek: 5 },
  'sat-sun': { days: 'Saturday and Sunday', short: 'at weekends', daysInWeek: 2 },
} as const;

/** A ward's week as it is released: blocks of hours by kind of day, over the whole supply and all categories together. */
export function areaWeek(
  week: readonly Disclosed[],
  { layer, categoryIds, fromMonthNo, toMonthNo }: Selection,
  because: string,
): HourOfWeek {
  const nothing = { byHourOfWeek: null, byHour: null, byWeekday: null };
  const refuse = (reason: string, detail: string): HourOfWeek => ({
    ...nothing,
    notComputable: { reason, detail },
    reading: detail,
  });
  if (week.some(({ state }) => state === 'not-supplied')) return refuse('invalid-input', because);
  const first = firstMonthOf(layer);
  const last = Math.max(...layer.supply.map(({ monthNo }) => monthNo));
  const days = monthStatuses(layer, first, last)
    .filter(({ status }) => status !== 'not-supplied')
    .reduce((sum, { monthNo }) => sum + daysInMonth(monthNo), 0);
  const hidden = week.filter(({ state }) => state === 'hidden').length;
  if (hidden === week.length)
    return refuse(
      'part-hidden',
      'The hours of this ward are hidden: its count is small, or would give a small one away.',
    );
  const rows = DAY_KINDS.map((kind, k) => {
    const events = week.slice(k * BLOCKS_IN_DAY, (k + 1) * BLOCKS_IN_DAY).map(numberShown);
    const { daysInWeek } = DAY_WORDS[kind];
    const perDay = events.map((n) => (n === null ? null : n / ((days * daysInWeek) / 7)));
    return { days: DAY_WORDS[kind].days, daysInWeek, events, perDay };
  });
  const wider =
    fromMonthNo > first || toMonthNo < last || categoryIds !== null
      ? ` Hours are released over the whole supply, ${monthInWords(monthOf(first))} to ${monthInWords(monthOf(last))}, and for all categories together, whatever the page is for.`
      : '';
  return {
    ...nothing,
    blocks: { from: monthOf(first), to: monthOf(last), hoursInBlock: HOURS_IN_BLOCK, rows, hidden },
    notComputable: null,
    reading: `${weekReading(rows)}${hidden === 0 ? '' : ` ${counted(hidden, 'cell')} of ${week.length} ${hidden === 1 ? 'is' : 'are'} hidden.`}${wider}`,
  };
}

/** The fullest block of each kind of day, per day, so that two days of a weekend compare with five of a week. */
function weekReading(rows: readonly { perDay: readonly (number | null)[] }[]): string {
  const said = rows.flatMap(({ perDay }, k) => {
    const most = Math.max(...perDay.map((value) => value ?? -1));
    if (most <= 0) return [];
    const block = perDay.indexOf(most);
    const [from, to] = [block * HOURS_IN_BLOCK, ((block + 1) * HOURS_IN_BLOCK) % 24];
    return [`${clock(from)} to ${clock(to)} ${DAY_WORDS[DAY_KINDS[k]].short} (${twoDigits(most)} a day)`];
  });
  return said.length === 0
    ? 'No hour of the week is shown with any event.'
    : `Busiest three hours: ${listed(said)}. Times are UK clock times of when it began or was reported, as supplied.`;
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
