import type { HourOfWeek, Seasonality, Trend, TrendMonth } from '../../contract/area-pages.ts';
import { daysInMonth, monthOf } from '../../contract/month-no.ts';
import { mannKendall, seasonalMannKendall } from '../../stats/mann-kendall.ts';
import { isNotComputable, notComputable } from '../../stats/not-computable.ts';
import { seasonalIndex } from '../../stats/seasonal-index.ts';
import { senSlope } from '../../stats/sen-slope.ts';
import { weekMargins } from '../../stats/time-of-day-matrix.ts';
import { xmrChart } from '../../stats/xmr-chart.ts';
import type { MonthSupply } from '../period-used.ts';
import { counted } from '../words.ts';
import { hourReading, seasonReading, trendReading } from './area-trend-words.ts';

const MONTHS_IN_YEAR = 12;
const ALPHA = 0.05;

/** Events of one area in one month, and how the month was supplied. */
export interface MonthCount extends Pick<MonthSupply, 'monthNo' | 'status'> {
  /** null where not supplied, or hidden. */
  readonly events: number | null;
  /** Restricted data: supplied, and the count is hidden. */
  readonly hidden?: boolean;
  /** Restricted data: what a quarter leaves for a hidden month. Never shown. */
  readonly standsIn?: boolean;
  /** Where it is a quarter or a year: its last month, and the days of its months that were supplied. */
  readonly toMonthNo?: number;
  readonly days?: number;
}

/** A usual range is drawn with up to this share of counts hidden. */
export const MOST_HIDDEN = 0.1;

/** How long each count of a trend is. */
export type TrendUnit = 'month' | 'quarter' | 'year';

const UNITS_IN_YEAR: Readonly<Record<TrendUnit, number>> = { month: 12, quarter: 4, year: 1 };

/**
 * XmR chart of events per day, with its reading. A month that was not supplied, or looks under- or over-supplied, keeps its
 * place and takes no part in limits, runs or tendency: a fault of supply is no change of crime.
 */
export function areaTrend(months: readonly MonthCount[], unit: TrendUnit = 'month'): Trend {
  const perDay = months.map(({ monthNo, events, days }) =>
    events === null ? null : events / (days ?? daysInMonth(monthNo)),
  );
  // Hidden counts have no value, and so take no part, as those not supplied.
  const used = months.map(({ status }, i) => status === 'supplied' && perDay[i] !== null);
  const series = perDay.map((value, i) => (used[i] ? (value as number) : Number.NaN));
  const hiddenCounts = months.filter(({ hidden }) => hidden).length;
  const chart =
    hiddenCounts > MOST_HIDDEN * months.length
      ? notComputable(
          'too-few-periods',
          `${hiddenCounts} of ${counted(months.length, unit)} are hidden, and small counts are hidden first: a usual range of the others would be too high.`,
        )
      : xmrChart(series);
  const rows = months.map(({ monthNo, toMonthNo, status, events, hidden }, i): TrendMonth => {
    const point = isNotComputable(chart) || !used[i] ? null : chart.points[i];
    return {
      month: monthOf(monthNo),
      ...(toMonthNo === undefined ? {} : { to: monthOf(toMonthNo) }),
      status,
      events,
      ...(hidden ? { hidden } : {}),
      perDay: perDay[i],
      usedForLimits: used[i],
      rule: point?.rule ?? null,
      direction: point?.direction ?? null,
    };
  });
  const limits = isNotComputable(chart)
    ? null
    : {
        mean: chart.segments[0].mean,
        lower: Math.max(0, chart.segments[0].lower),
        upper: chart.segments[0].upper,
      };
  const tendency = isNotComputable(chart) && hiddenCounts > 0 ? null : tendencyOf(series, unit);
  return {
    months: rows,
    limits,
    notComputable: isNotComputable(chart) ? { reason: chart.reason, detail: chart.detail } : null,
    tendency,
    reading: trendReading(rows, limits, isNotComputable(chart) ? chart.detail : null, tendency, unit),
  };
}

/** Mann-Kendall by month (quarter) of the year from three years on, plain below; null with too few. */
function tendencyOf(series: readonly number[], unit: TrendUnit): Trend['tendency'] {
  const inYear = UNITS_IN_YEAR[unit];
  const seasonal = inYear > 1 && series.length >= 3 * inYear;
  const test = seasonal ? seasonalMannKendall(series, inYear) : mannKendall(series);
  if (isNotComputable(test)) return null;
  const slope = senSlope(series, seasonal ? { seasonLength: inYear } : {});
  const perYear = seasonal ? 1 : inYear;
  return {
    direction: test.pValue > ALPHA ? 'no-evidence' : test.s > 0 ? 'rising' : 'falling',
    pValue: test.pValue,
    perYear: isNotComputable(slope) ? null : slope.slope * perYear,
    perYearInterval: isNotComputable(slope)
      ? null
      : { lower: slope.lower * perYear, upper: slope.upper * perYear },
    method: seasonal
      ? `Mann-Kendall, each ${unit} of the year compared with itself`
      : inYear === 1
        ? 'Mann-Kendall'
        : 'Mann-Kendall; with under three years a season can look like a trend',
  };
}

/** Monthly index against the year around; needs two whole years without a missing or faulty month. */
export function areaSeasonality(months: readonly MonthCount[]): Seasonality {
  const unknown = months.filter(({ hidden }) => hidden).length;
  const hiddenCounts = unknown + months.filter(({ standsIn }) => standsIn).length;
  if (unknown > 0 || hiddenCounts > MOST_HIDDEN * months.length) {
    const detail = `A monthly index needs the count of every month; ${hiddenCounts} of ${months.length} are hidden, because they are small or would give a small one away.`;
    return { index: null, notComputable: { reason: 'part-hidden', detail }, reading: detail };
  }
  const faulty = months.filter(({ status }) => status !== 'supplied');
  if (faulty.length > 0) {
    const detail = `A monthly index needs every month; ${faulty.length} of ${months.length} were not supplied or look faulty.`;
    return { index: null, notComputable: { reason: 'too-few-periods', detail }, reading: detail };
  }
  const result = seasonalIndex(
    months.map(({ events }) => events ?? 0),
    months.map(({ monthNo }) => daysInMonth(monthNo)),
    MONTHS_IN_YEAR,
  );
  if (isNotComputable(result)) {
    const { reason, detail } = result;
    return { index: null, notComputable: { reason, detail }, reading: detail };
  }
  const first = months[0].monthNo;
  const index = Array.from(result.index, (value, k) => ({
    month: ((first + k) % MONTHS_IN_YEAR) + 1,
    index: value,
  })).sort((a, b) => a.month - b.month);
  const standIns = months.filter(({ standsIn }) => standsIn).length;
  const note =
    standIns === 0
      ? ''
      : ` ${counted(standIns, 'hidden month')} of ${months.length} ${standIns === 1 ? 'stands' : 'stand'} at what the quarter leaves for ${standIns === 1 ? 'it' : 'them'}.`;
  return { index, notComputable: null, reading: seasonReading(index) + note };
}

/** Hour by weekday where every dataset of the layer dates events to the hour or better. */
export function areaHours(
  precise: boolean,
  counts: readonly { readonly weekday: number; readonly hour: number; readonly events: number }[],
  because: string,
): HourOfWeek {
  const refuse = (reason: string, detail: string): HourOfWeek => ({
    byHourOfWeek: null,
    byHour: null,
    byWeekday: null,
    notComputable: { reason, detail },
    reading: detail,
  });
  if (!precise) return refuse('invalid-input', because);
  const matrix = new Float64Array(7 * 24);
  for (const { weekday, hour, events } of counts) matrix[weekday * 24 + hour] += events;
  const { byHourOfWeek, byHour, byWeekday, total } = weekMargins(matrix);
  if (total === 0)
    return refuse('too-few-events', 'No event fell here in the period, so there is no time of day to show.');
  return {
    byHourOfWeek: [...byHourOfWeek],
    byHour: [...byHour],
    byWeekday: [...byWeekday],
    notComputable: null,
    reading: hourReading(byHour, byWeekday, total),
  };
}
