import { type MonthNo, monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import { monthText, nextDay, parseDay } from './parse-when.ts';

/** A period as days, half-open, 'YYYY-MM-DD'. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/**
 * Read the period of an aggregate: 2026-Q3, Q3 2026 and 2026 Q3 (calendar quarters), 2025-10/2026-09 and other pairs of months or
 * days (the last one inclusive), a month, a day (a count at that date), a year, a financial year (2025/26, 2025-26: April to March).
 */
export function parsePeriod(text: string): Period | undefined {
  const quarter = /^(\d{4})[- ]?Q([1-4])$/i.exec(text) ?? reversed(/^Q([1-4])[- ](\d{4})$/i.exec(text));
  if (quarter) {
    const first = Number(quarter[1]) * 12 + 3 * (Number(quarter[2]) - 1);
    return months(first, first + 2);
  }
  const financial = /^(\d{4})[/-](\d{2}|\d{4})$/.exec(text);
  // 2011-12 is December 2011, as everywhere else here; 2011/12 is the financial year.
  const isMonth = financial && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
  if (financial && !isMonth && Number(financial[2]) % 100 === (Number(financial[1]) + 1) % 100) {
    const april = monthNoOf(`${financial[1]}-04`);
    return months(april, april + 11);
  }
  const pair = /^(.+?)(?:\/(?=\d{4}-)| to | – )(.+)$/.exec(text);
  if (pair) return between(pair[1].trim(), pair[2].trim());
  if (/^(19|20)\d{2}$/.test(text)) return months(monthNoOf(`${text}-01`), monthNoOf(`${text}-12`));
  return between(text, text);
}

function reversed(match: RegExpExecArray | null): [string, string, string] | null {
  return match && [match[0], match[2], match[1]];
}

function between(first: string, last: string): Period | undefined {
  const [fromMonth, toMonth] = [monthText(first), monthText(last)];
  if (fromMonth !== undefined && toMonth !== undefined) return months(fromMonth, toMonth);
  const [fromDay, toDay] = [parseDay(first), parseDay(last)];
  return fromDay && toDay && toDay >= fromDay ? { from: fromDay, to: nextDay(toDay) } : undefined;
}

function months(first: MonthNo, last: MonthNo): Period | undefined {
  return last >= first ? { from: `${monthOf(first)}-01`, to: `${monthOf(last + 1)}-01` } : undefined;
}
