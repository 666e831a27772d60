import type { Trend, TrendMonth } from '../../contract/area-pages.ts';
import { listed, monthInWords, percent } from '../words.ts';
import { twoDigits } from './measures-words.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A month has to stand this far from the year around it to be named. */
const SEASON_STANDS_OUT = 0.1;

/** The XmR chart in plain English, most important first: news, then shifts and runs, then the tendency, then faults. */
export function trendReading(
  months: readonly TrendMonth[],
  limits: Trend['limits'],
  refused: string | null,
  tendency: Trend['tendency'],
  unit: 'month' | 'quarter' | 'year' = 'month',
): string[] {
  const hidden = months.filter((month) => month.hidden).map(spanInWords);
  const faulty = months.filter(({ status }) => status !== 'supplied').map(spanInWords);
  const faults =
    faulty.length === 0
      ? []
      : [`Not used for the usual range, because not supplied or faulty: ${shortList(faulty, unit)}.`];
  if (hidden.length > 0 && limits !== null)
    faults.push(
      `Hidden, and so not in the usual range: ${shortList(hidden, unit)}. Small counts are hidden first, so the range may read a little high.`,
    );
  if (limits === null)
    return [`There is no usual range to compare with yet. ${refused ?? ''}`.trim(), ...faults];
  const range = `${twoDigits(limits.lower)}–${twoDigits(limits.upper)}`;
  const reading: string[] = [];
  const outside = months.filter(({ rule }) => rule === 'outside-limits');
  for (const month of outside.slice(-3).reverse()) {
    const { perDay, direction } = month;
    reading.push(
      `${spanInWords(month)} was ${direction === 'high' ? 'above' : 'below'} the usual range: ${twoDigits(perDay ?? 0)} a day, usually ${range}. That is more than the usual variation; ask what happened.`,
    );
  }
  for (const rule of ['one-side', 'trend', 'two-of-three'] as const) {
    const run = rule === 'one-side' ? lastShift(months, limits.mean) : lastRun(months, rule);
    if (run) reading.push(runSentence(rule, run, unit));
  }
  if (reading.length === 0) {
    reading.push(
      `Nothing stands out: ${unit}s usually have ${range} events a day, and the differences between them are the usual variation.`,
    );
  }
  if (
    tendency &&
    tendency.direction !== 'no-evidence' &&
    tendency.perYear !== null &&
    tendency.perYearInterval
  ) {
    const { lower, upper } = tendency.perYearInterval;
    reading.push(
      `Over the whole time the daily rate is ${tendency.direction}, by about ${signed(tendency.perYear)} a day each year (${signed(lower)} to ${signed(upper)}).`,
    );
  } else if (tendency) reading.push('No evidence that the daily rate rises or falls over the whole time.');
  return [...reading, ...faults];
}

function lastRun(months: readonly TrendMonth[], rule: TrendMonth['rule']): TrendMonth[] | null {
  const last = months.findLastIndex((month) => month.rule === rule);
  if (last < 0) return null;
  let first = last;
  while (
    first > 0 &&
    months[first - 1].rule === rule &&
    months[first - 1].direction === months[last].direction
  )
    first--;
  return months.slice(first, last + 1);
}

/** The whole stretch on one side of the mean that the last shift belongs to: some of its months may carry a stronger rule. */
function lastShift(months: readonly TrendMonth[], mean: number): TrendMonth[] | null {
  const last = months.findLastIndex(({ rule }) => rule === 'one-side');
  if (last < 0) return null;
  const { direction } = months[last];
  const onSide = ({ perDay, usedForLimits }: TrendMonth) =>
    usedForLimits && perDay !== null && (direction === 'high' ? perDay > mean : perDay < mean);
  let from = last;
  let to = last;
  while (from > 0 && onSide(months[from - 1])) from--;
  while (to + 1 < months.length && onSide(months[to + 1])) to++;
  // The sentence speaks of the side, so every month carries it.
  return months.slice(from, to + 1).map((month) => ({ ...month, direction }));
}

function runSentence(
  rule: 'one-side' | 'trend' | 'two-of-three',
  run: readonly TrendMonth[],
  unit: string,
): string {
  const [first] = run;
  const last = run[run.length - 1];
  const span =
    first === last
      ? spanInWords(first)
      : `${monthInWords(first.month)} to ${monthInWords(last.to ?? last.month)}`;
  const high = last.direction === 'high';
  if (rule === 'one-side')
    return `${span}: ${run.length} ${unit}s in a row ${high ? 'above' : 'below'} the average. A shift of level, or the season: ask what changed.`;
  if (rule === 'trend')
    return `${span}: seven ${unit}s or more, each ${high ? 'higher' : 'lower'} than the one before. That is a run, not the usual variation.`;
  return `${span}: two of three ${unit}s close to the ${high ? 'upper' : 'lower'} end of the usual range. Watch it.`;
}

/** "+0.4" or "−0.4": a change always shows its sign. */
function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${twoDigits(Math.abs(value))}`;
}

function shortList(words: readonly string[], unit: string): string {
  return words.length <= 4
    ? listed(words)
    : `${words[0]} to ${words[words.length - 1]}, ${words.length} ${unit}s`;
}

/** 'Oct 2025', or 'Oct 2025 to Dec 2025' for a quarter. */
function spanInWords({ month, to }: Pick<TrendMonth, 'month' | 'to'>): string {
  return to === undefined || to === month
    ? monthInWords(month)
    : `${monthInWords(month)} to ${monthInWords(to)}`;
}

/** Which months of the year are busier or quieter than the year around them. */
export function seasonReading(index: readonly { readonly month: number; readonly index: number }[]): string {
  const named = (wanted: (value: number) => boolean) =>
    index
      .filter((entry) => wanted(entry.index))
      .map(({ month, index: value }) => `${MONTHS[month - 1]} (${twoDigits(value)})`);
  const busy = named((value) => value >= 1 + SEASON_STANDS_OUT);
  const quiet = named((value) => value <= 1 - SEASON_STANDS_OUT);
  if (busy.length + quiet.length === 0)
    return 'No month of the year stands 10 % or more from the year around it.';
  const parts = [];
  if (busy.length > 0) parts.push(`busier than the year around: ${listed(busy)}`);
  if (quiet.length > 0) parts.push(`quieter: ${listed(quiet)}`);
  const text = parts.join('; ');
  return `${text[0].toUpperCase()}${text.slice(1)} times the average day.`;
}

/** The busiest eight hours in a row, and the busiest days. */
export function hourReading(byHour: ArrayLike<number>, byWeekday: ArrayLike<number>, total: number): string {
  const span = 8;
  const sums = Array.from({ length: 24 }, (_, from) => {
    let sum = 0;
    for (let k = 0; k < span; k++) sum += byHour[(from + k) % 24];
    return sum;
  });
  const from = sums.indexOf(Math.max(...sums));
  const day = Array.from(byWeekday).indexOf(Math.max(...Array.from(byWeekday)));
  return `${percent(sums[from] / total)} fall in the eight hours from ${clock(from)} to ${clock((from + span) % 24)}; ${WEEKDAYS[day]} has most of any day (${percent(byWeekday[day] / total)}). Times are UK clock times of when it began or was reported, as supplied.`;
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
