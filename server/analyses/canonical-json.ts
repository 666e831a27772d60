import { createHash } from 'node:crypto';

/**
 * JSON with the keys of every object in code point order and no white space: the same value is the same bytes, so that a
 * hash names it. Numbers are written as JSON writes them, which reads back to the very same double.
 *
 * @throws RangeError on a number that JSON cannot hold (NaN, infinities), which would come back as null
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(
      `A frozen value must be a finite number; saw ${value}. Write null and the reason instead.`,
    );
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** SHA-256 of the text's UTF-8 bytes, lower-case hex. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
