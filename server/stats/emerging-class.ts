/** Hot classes in the order of their definition; the cold ones mirror them. */
const KINDS = [
  'new',
  'consecutive',
  'intensifying',
  'persistent',
  'diminishing',
  'sporadic',
  'oscillating',
  'historical',
] as const;

/** One of 16 classes, or none. */
export type EmergingClass = 'none' | `${(typeof KINDS)[number]} ${'hot' | 'cold'}`;

/** All classes; a stored code is an index into this list. Append only: stored results depend on the order. */
export const EMERGING_CLASSES: readonly EmergingClass[] = [
  'none',
  ...KINDS.map((kind) => `${kind} hot` as const),
  ...KINDS.map((kind) => `${kind} cold` as const),
];

/**
 * The emerging class of one cell from its history of hot (1), cold (-1) and neither (0), oldest first.
 *
 * With n steps, of which H hot and C cold, in this order:
 * 1. final step hot: in at least 90 % of steps (10 H >= 9 n) intensifying, diminishing or persistent by the trend; else
 *    oscillating if ever cold; new if H = 1; consecutive if all hot steps form one run at the end; else sporadic;
 * 2. final step cold: the mirror image, where a falling z is intensifying;
 * 3. final step neither: historical hot if 10 H >= 9 n, historical cold if 10 C >= 9 n; else none.
 * Whole numbers are compared, never shares, so that 9 of 10 is exactly 90 %.
 *
 * Nine hot steps and a cold last one are "oscillating cold" by this order and "historical hot" as well: see
 * `secondaryEmergingClass`.
 *
 * @param history one state per step; at least one step
 * @param trend 1 if the cell's z rises significantly, -1 if it falls, 0 if neither
 */
export function emergingClass(history: ArrayLike<number>, trend: number): EmergingClass {
  const n = history.length;
  const { hot, cold } = countStates(history);
  const final = history[n - 1];
  if (final > 0) return `${activeKind(history, 1, hot, cold, trend)} hot`;
  if (final < 0) return `${activeKind(history, -1, cold, hot, -trend)} cold`;
  if (10 * hot >= 9 * n) return 'historical hot';
  if (10 * cold >= 9 * n) return 'historical cold';
  return 'none';
}

/**
 * The class that also holds where the final step has turned: a cell hot in at least 90 % of its steps and cold in the
 * last is historical hot beside oscillating cold, and the mirror. "none" otherwise.
 */
export function secondaryEmergingClass(history: ArrayLike<number>): EmergingClass {
  const n = history.length;
  const { hot, cold } = countStates(history);
  if (history[n - 1] < 0 && 10 * hot >= 9 * n) return 'historical hot';
  if (history[n - 1] > 0 && 10 * cold >= 9 * n) return 'historical cold';
  return 'none';
}

/** The kind of a cell whose final step has the given sign; `own` counts that sign, `other` the opposite one. */
function activeKind(
  history: ArrayLike<number>,
  sign: 1 | -1,
  own: number,
  other: number,
  trend: number,
): (typeof KINDS)[number] {
  const n = history.length;
  if (10 * own >= 9 * n) return trend > 0 ? 'intensifying' : trend < 0 ? 'diminishing' : 'persistent';
  if (other > 0) return 'oscillating';
  if (own === 1) return 'new';
  let run = 0;
  while (run < n && history[n - 1 - run] === sign) run++;
  return run === own ? 'consecutive' : 'sporadic';
}

function countStates(history: ArrayLike<number>): { hot: number; cold: number } {
  let hot = 0;
  let cold = 0;
  for (let t = 0; t < history.length; t++) {
    if (history[t] > 0) hot++;
    else if (history[t] < 0) cold++;
  }
  return { hot, cold };
}
