import { daysInMonth, type MonthNo, monthNoOf, monthOf } from '../../server/contract/month-no.ts';

/** When something happened, UK civil time, half-open, as precisely as it was told: to the hour at the finest. */
export interface When {
  /** 'YYYY-MM-DD HH:00:00' */
  readonly from: string;
  readonly to: string;
  readonly monthNo: MonthNo;
  readonly precision: 'hour' | 'day' | 'month';
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?)?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${TIME}\s*(Z|[+-]\d{2}:?\d{2})?$`, 'i');
const BRITISH = new RegExp(String.raw`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})${TIME}$`, 'i');
const WORDED = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ ,-]+(\d{4}|\d{2})${TIME}$`,
  'i',
);
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * Read a date or a date and time: ISO (an offset is brought to UK civil time), dd/mm/yyyy with /, . or -, 5 Mar 2026, 05-Mar-26,
 * 20260305; or a month: 2026-03, 03/2026, Mar 2026, Mar-26. Two-digit years are of this century. The day stands before the month:
 * 03/25/2026 is no date. A time is kept to the hour.
 *
 * @param hourText an hour in a column of its own: 22, 22:15, 22-23, 18:00-24:00
 * @returns undefined where it is not a date that exists, or the year is not 1970 to 2099
 */
export function parseWhen(text: string, hourText = ''): When | undefined {
  const month = monthText(text);
  if (month !== undefined) return wholeMonth(month);
  const day = parseDayAndTime(text);
  if (!day) return undefined;
  const { date } = day;
  if (day.hour !== undefined) return spanOf(date, day.hour, day.hour + 1, 'hour');
  const band = parseHours(hourText);
  return band ? spanOf(date, band[0], band[1], 'hour') : spanOf(date, 0, 24, 'day');
}

/** A date alone, 'YYYY-MM-DD'; a time is left off. */
export function parseDay(text: string): string | undefined {
  return parseDayAndTime(text)?.date;
}

/** A month in one of its spellings; undefined where the text is something else. */
export function monthText(text: string): MonthNo | undefined {
  const iso = /^(\d{4})-(\d{2})$/.exec(text) ?? /^(\d{4})(\d{2})$/.exec(text);
  if (iso) return monthNumber(Number(iso[1]), Number(iso[2]));
  const slashed = /^(\d{1,2})[/-](\d{4})$/.exec(text);
  if (slashed) return monthNumber(Number(slashed[2]), Number(slashed[1]));
  const worded = /^([a-z]{3,9})[ -](\d{4}|\d{2})$/i.exec(text);
  return worded ? monthNumber(fullYear(worded[2]), monthOfName(worded[1])) : undefined;
}

function monthNumber(year: number, month: number): MonthNo | undefined {
  return plausible(year) && month >= 1 && month <= 12
    ? monthNoOf(`${year}-${String(month).padStart(2, '0')}`)
    : undefined;
}

function parseDayAndTime(text: string): { date: string; hour: number | undefined } | undefined {
  const iso = ISO.exec(text);
  if (iso) {
    const date = dateText(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    const hour = hourOf(iso[4], iso[5], iso[6]);
    if (date === undefined || hour === 'wrong') return undefined;
    return iso[7] && hour !== undefined ? inLondon(date, hour, Number(iso[5]), iso[7]) : { date, hour };
  }
  const british = BRITISH.exec(text);
  const worded = british ? null : WORDED.exec(text);
  const match = british ?? worded;
  if (match) {
    const monthNumberInYear = british ? Number(match[2]) : monthOfName(match[2]);
    const date = dateText(fullYear(match[3]), monthNumberInYear, Number(match[1]));
    const hour = hourOf(match[4], match[5], match[6]);
    return date === undefined || hour === 'wrong' ? undefined : { date, hour };
  }
  const compact = COMPACT.exec(text);
  const date = compact && dateText(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  return date ? { date, hour: undefined } : undefined;
}

function hourOf(
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
): number | undefined | 'wrong' {
  if (hour === undefined) return undefined;
  let value = Number(hour);
  if (half) {
    if (value < 1 || value > 12) return 'wrong';
    value = (value % 12) + (/p/i.test(half) ? 12 : 0);
  }
  return value < 24 && Number(minute) < 60 ? value : 'wrong';
}

function parseHours(text: string): [from: number, to: number] | undefined {
  const match = /^(\d{1,2})(?::?(\d{2}))?(?::\d{2})?(?:\s*(?:-|–|to)\s*(\d{1,2})(?::?(\d{2}))?)?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const from = Number(match[1]);
  if (from > 23) return undefined;
  if (match[3] === undefined) return [from, from + 1];
  // 22:00-22:59 is the hour from 22.
  const to = Number(match[3]) + (Number(match[4] ?? 0) > 0 ? 1 : 0);
  if (to > 24) return undefined;
  return to > from ? [from, to] : to === from ? [from, from + 1] : to === 0 ? [from, 24] : undefined;
}

function spanOf(date: string, fromHour: number, toHour: number, precision: 'hour' | 'day'): When {
  return {
    from: `${date} ${String(fromHour).padStart(2, '0')}:00:00`,
    to: toHour < 24 ? `${date} ${String(toHour).padStart(2, '0')}:00:00` : `${nextDay(date)} 00:00:00`,
    monthNo: monthNoOf(date.slice(0, 7)),
    precision,
  };
}

function wholeMonth(month: MonthNo): When {
  return {
    from: `${monthOf(month)}-01 00:00:00`,
    to: `${monthOf(month + 1)}-01 00:00:00`,
    monthNo: month,
    precision: 'month',
  };
}

/** The day after, 'YYYY-MM-DD'. */
export function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function dateText(year: number, month: number, day: number): string | undefined {
  const monthNo = monthNumber(year, month);
  if (monthNo === undefined || day < 1 || day > daysInMonth(monthNo)) return undefined;
  return `${monthOf(monthNo)}-${String(day).padStart(2, '0')}`;
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function plausible(year: number): boolean {
  return year >= 1970 && year <= 2099;
}

function monthOfName(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** An instant with an offset as UK wall-clock: summer time from the last Sunday of March to that of October, 01:00 UTC. */
function inLondon(
  date: string,
  hour: number,
  minute: number,
  offset: string,
): { date: string; hour: number } {
  const sign = offset.startsWith('-') ? 1 : -1;
  const digits = /z/i.test(offset) ? '0000' : offset.replace(/[^\d]/g, '');
  const shift = sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
  const utc = Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute + shift) * 60_000;
  const year = new Date(utc).getUTCFullYear();
  const summer = utc >= lastSunday(year, 2) && utc < lastSunday(year, 9);
  const text = new Date(utc + (summer ? 3_600_000 : 0)).toISOString();
  return { date: text.slice(0, 10), hour: Number(text.slice(11, 13)) };
}

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * 86_400_000;
}
