const NBSP = '\u00a0';
const EN_DASH = '–';

// Made once: making one takes longer than the 50 rows of a table that it writes.
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const twoFigures = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });
const threeFigures = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** 1234567 as '1,234,567'. Rounds to a whole number. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/**
 * A measure to three significant figures, thousands separated: 9474.4 as '9,470', 12.34 as '12.3', 0.0456 as '0.0456'.
 * Whole numbers below 1,000 stay whole.
 */
export function formatMeasure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return threeFigures.format(value);
  if (size < 1) return twoFigures.format(value);
  return (size >= 100 ? whole : size >= 10 ? oneDecimal : twoDecimals).format(value);
}

/** A share from 0 to 1 in per cent: no decimals, one where under 1 %, 'under 0.1 %' for less. */
export function formatShare(share: number): string {
  return `${shareNumber(share)}${NBSP}%`;
}

/** An interval of shares with an en dash, the unit once: '32–34 %'; one decimal where its ends would look the same. */
export function formatShareInterval(lower: number, upper: number): string {
  const whole = [shareNumber(lower), shareNumber(upper)];
  const ends =
    whole[0] === whole[1] && lower >= 0.01 ? [lower, upper].map((v) => (v * 100).toFixed(1)) : whole;
  return `${ends[0]}${EN_DASH}${ends[1]}${NBSP}%`;
}

/** An interval of measures with an en dash, both ends with the decimals that suit the upper one: '87.9–98.5'. */
export function formatInterval(lower: number, upper: number): string {
  if (upper < 1 || upper >= 1000) return `${formatMeasure(lower)}${EN_DASH}${formatMeasure(upper)}`;
  const digits = upper >= 100 ? 0 : upper >= 10 ? 1 : 2;
  return `${lower.toFixed(digits)}${EN_DASH}${upper.toFixed(digits)}`;
}

function shareNumber(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0';
  if (percent < 0.1) return 'under 0.1';
  if (percent < 0.95) return percent.toFixed(1);
  if (percent > 99 && percent < 100) return percent > 99.9 ? 'over 99.9' : percent.toFixed(1);
  return percent.toFixed(0);
}

/** How many times one rate is another: '2.4', one decimal below 10. */
export function formatRatio(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(1) : formatMeasure(ratio);
}

/** A sentence of the service whose lines do not break between a number and its unit, nor inside an interval. */
export function keepUnits(sentence: string): string {
  return sentence.replace(/(\d) (%|m\b|km)/g, `$1${NBSP}$2`).replace(/(\d)–(\d)/g, '$1\u2060–\u2060$2');
}

/** A p-value to two significant figures; 'under 0.001' below that. */
export function formatPValue(p: number): string {
  if (p < 0.001) return `under${NBSP}0.001`;
  return p >= 0.0995 ? p.toFixed(2) : p.toPrecision(2);
}

/** A z score with one decimal and a true minus sign. */
export function formatZ(z: number): string {
  const rounded = Math.abs(z).toFixed(1);
  return z < 0 && rounded !== '0.0' ? `−${rounded}` : rounded;
}

/** Metres as '250 m', kilometres from 1,000 m: '1 km', '1.5 km'. */
export function formatDistance(metres: number): string {
  return metres >= 1000 ? `${formatMeasure(metres / 1000)}${NBSP}km` : `${formatCount(metres)}${NBSP}m`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTHS_LONG = [
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

/** '2018-10' as 'Oct 2018'. */
export function formatMonth(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
}

/** '2018-10' to '2019-02' as 'Oct 2018 – Feb 2019'; one month as itself. */
export function formatPeriod(from: string, to: string): string {
  if (from === to) return formatMonth(from);
  return `${formatMonth(from)} ${EN_DASH} ${formatMonth(to)}`;
}

/** '2018-10' as 'Oct 18', for columns of many months. */
export function formatMonthShort(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(2, 4)}`;
}

/** UK civil time. */
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'numeric',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

function clockParts(instant: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = CLOCK.formatToParts(new Date(instant));
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

/** A day or an ISO instant as '3 October 2018', in UK civil time. */
export function formatDay(instant: string): string {
  const part = clockParts(instant);
  return `${Number(part('day'))} ${MONTHS_LONG[Number(part('month')) - 1]} ${part('year')}`;
}

/** An ISO instant as '3 Oct 2018, 09:30', in UK civil time. */
export function formatInstant(instant: string): string {
  const part = clockParts(instant);
  return `${Number(part('day'))} ${MONTHS[Number(part('month')) - 1]} ${part('year')}, ${part('hour')}:${part('minute')}`;
}

/** Days from one to another, YYYY-MM-DD: '9 to 15 March 2026', '30 March to 2 April 2026'; one day alone. */
export function formatDays(from: string, to: string): string {
  const [first, last] = [formatDay(from), formatDay(to)];
  if (from === to) return first;
  const [day, month, year] = first.split(' ');
  const [, lastMonth, lastYear] = last.split(' ');
  if (year !== lastYear) return `${first} to ${last}`;
  return month === lastMonth ? `${day} to ${last}` : `${day} ${month} to ${last}`;
}

/** 'event' or 'events' with its count: '1 event', '1,204 events'. */
export function formatEvents(count: number): string {
  return sayCount(count, 'event');
}

/** A count with what it counts: '1 cell', '1,204 cells'. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
