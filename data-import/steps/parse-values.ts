/** '1,234', '£1,234.50', ' 12 ', '-3' as numbers; undefined for anything else, a decimal comma included. */
export function parseNumber(text: string): number | undefined {
  const bare = text.replace(/^[£$]\s*/, '').replace(/\s+/g, '');
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return Number(bare.replaceAll(',', ''));
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i.test(bare) ? Number(bare) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A whole number of zero or more; undefined for anything else. */
export function parseCount(text: string): number | undefined {
  const value = parseNumber(text);
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < 2 ** 31 ? value : undefined;
}

/** TRUE, Yes, Y, 1, on, licensed; FALSE, No, N, 0, off; null where blank or neither. */
export function parseYesNo(text: string): boolean | null {
  if (/^(true|yes|y|1|on|x|licensed|permitted)$/i.test(text)) return true;
  return /^(false|no|n|0|off|none|not licensed|n\/a)$/i.test(text) ? false : null;
}

/** 'Live Music|Recorded Music' as a list, blanks left out. */
export function parseList(text: string): string[] {
  return text
    .split(/[|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** '18-24', '18 to 24', '65+', '65 and over', 'under 10', '17': years [from, to); undefined where it is no age. */
export function parseAgeBand(text: string): { ageFrom: number; ageTo: number } | undefined {
  const open = /^(\d{1,3})\s*(?:\+|and over|or over|plus|years and over)$/i.exec(text);
  if (open) return { ageFrom: Number(open[1]), ageTo: 999 };
  const under = /^(?:under|<)\s*(\d{1,3})$/i.exec(text);
  if (under) return { ageFrom: 0, ageTo: Number(under[1]) };
  const range = /^(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})(?:\s*(?:years|yrs))?$/i.exec(text);
  if (range && Number(range[2]) >= Number(range[1]))
    return { ageFrom: Number(range[1]), ageTo: Number(range[2]) + 1 };
  return undefined;
}

/** A category's word as a slug: 'Median house price (GBP)' is 'median-house-price-gbp'. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** A postcode without its space, in capitals ('ct9 1aa' is 'CT91AA'); undefined where it is none (outward codes included). */
export function normalisedPostcode(text: string): string | undefined {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(bare) ? bare : undefined;
}

/** The postcode of a field that is one, or that ends with one: '1 Harbour Street, Margate, CT9 1AA' is in 'CT91AA'. */
export function postcodeOf(text: string): string | undefined {
  const whole = normalisedPostcode(text);
  if (whole !== undefined) return whole;
  const last = /[\s,]([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})[\s.]*$/i.exec(text)?.[1];
  return last === undefined ? undefined : normalisedPostcode(last);
}

/** At most so many characters, without half of a character at the end: JSON of the database takes no such halves. */
export function clip(text: string, characters: number): string {
  return text.slice(0, characters).replace(/[\ud800-\udbff]$/, '');
}
