import { nearestWord } from '../../server/nearest-word.ts';
import { ImportRefusedError } from './import-refused.ts';

/** Where each wanted column stands in a file's header. */
export interface MatchedHeader<Name extends string> {
  /** Position of each column in a row, from 0. */
  readonly at: Readonly<Record<Name, number>>;
  /** Columns of the file that are not wanted, as spelt. */
  readonly ignored: readonly string[];
  readonly columnCount: number;
}

/**
 * Find wanted columns by name, whatever their order and case.
 *
 * @param header the file's first row
 * @param hint what to do when it is another kind of file
 * @throws ImportRefusedError header-wrong, naming what is missing and what was there instead
 */
export function matchHeader<Name extends string>(
  header: readonly string[],
  wanted: readonly Name[],
  hint: string,
): MatchedHeader<Name> {
  const spelt = header.map((name) => name.trim());
  const lower = spelt.map((name) => name.toLowerCase());
  const twice = lower.find((name, i) => name !== '' && lower.indexOf(name) !== i);
  if (twice !== undefined)
    throw new ImportRefusedError(
      'header-wrong',
      `Column "${twice}" stands twice in the header.`,
      spelt.join(','),
      'Remove one of them.',
      { line: 1, column: twice },
    );
  const at = {} as Record<Name, number>;
  const missing: string[] = [];
  for (const name of wanted) {
    const index = lower.indexOf(name.toLowerCase());
    if (index >= 0) at[name] = index;
    else missing.push(name);
  }
  if (missing.length > 0) {
    const near = missing.flatMap((name) => {
      const found = nearestWord(name, spelt);
      return found ? [`"${found}" for "${name}"`] : [];
    });
    throw new ImportRefusedError(
      'header-wrong',
      `The header lacks ${missing.length === wanted.length ? 'every expected column' : `column${missing.length > 1 ? 's' : ''} ${missing.map((m) => `"${m}"`).join(', ')}`}.`,
      spelt.join(','),
      near.length > 0 && missing.length < wanted.length ? `Is it ${near.join(', ')}? ${hint}` : hint,
      { line: 1 },
    );
  }
  const known = new Set<string>(wanted.map((name) => name.toLowerCase()));
  return { at, ignored: spelt.filter((_, i) => !known.has(lower[i])), columnCount: header.length };
}
