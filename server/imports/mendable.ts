/** Refusals that another column map mends. */
const BY_MAP: ReadonlySet<string> = new Set([
  'header-wrong',
  'column-map-differs',
  'column-map-wrong',
  'column-names-people',
  'sheet-missing',
  'nothing-accepted',
  'categories-too-many',
  'measure-unknown',
]);
/** Refusals that saying something else of the file mends. */
const BY_WORDS: ReadonlySet<string> = new Set([
  'year-unknown',
  'class-fixed',
  'synthetic-mixed',
  'sharing-missing',
  'sharing-differs',
  'sharing-class',
  'sharing-expired',
]);

/**
 * Whether the same file may yet be let in, chosen for otherwise: it is kept and asked about again. Personal data or a broken
 * file is not.
 *
 * @param hasMap its columns can be mapped
 */
export function isMendable(code: string, hasMap: boolean): boolean {
  return BY_WORDS.has(code) || (hasMap && BY_MAP.has(code));
}
