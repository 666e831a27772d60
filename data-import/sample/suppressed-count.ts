/** A count as the local authority sends it: 1 to 4 as `c`, others rounded to 5, a true nought as 0. */
export function suppressedCount(count: number): string {
  if (count === 0) return '0';
  return count < 5 ? 'c' : String(5 * Math.round(count / 5));
}
