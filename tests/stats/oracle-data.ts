import { existsSync, readFileSync } from 'node:fs';

const ORACLES = new URL('../../../shared/data/oracles/', import.meta.url);

/** Whether the reference results that lie beside the repository are here; tests that need them skip where not. */
export const haveOracles = existsSync(ORACLES);

/** Added to the title of a test that needs the folder. */
export const needsOracles = haveOracles ? '' : ' (skipped: ../shared/data/oracles is missing)';

/** Rows of a reference table, each cell as text under its column's name. */
export function readOracleTable(file: string): Record<string, string>[] {
  return parseTable(readFileSync(new URL(file, ORACLES), 'utf8'));
}

/** The summary of the reference results: published cases and grid origins. */
export function readOracleJson<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, ORACLES), 'utf8')) as T;
}

/** A reference result that is kept in the repository, under tests/oracles. */
export function readReference<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../oracles/${file}`, import.meta.url), 'utf8')) as T;
}

/** The cells of these files hold no comma and no line end. */
function parseTable(text: string): Record<string, string>[] {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const unquote = (cell: string) => cell.replace(/^"|"$/g, '');
  const names = head.split(',').map(unquote);
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, i) => [names[i], unquote(cell)] as const)),
  );
}

/** One column as numbers. */
export function numbers(rows: Record<string, string>[], name: string): Float64Array {
  return Float64Array.from(rows, (row) => Number(row[name]));
}

/** The largest absolute difference; NaN matches NaN only. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) !== Number.isNaN(b[i])) return Number.POSITIVE_INFINITY;
    if (!Number.isNaN(a[i])) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  }
  return largest;
}
