import { adjustPValues } from './adjust-p-values.ts';
import { twoSidedNormalP } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** With fewer periods a fifth of them is not one whole period. */
export const FEWEST_PERIODS_FOR_CONSISTENCY = 5;

/** The ten outcomes; a stored code is an index into this list. Append only: stored results depend on the order. */
export const CONSISTENCY_CLASSES = [
  'none',
  'persistent hot',
  'emerging hot',
  'former hot',
  'intermittent hot',
  'persistent cold',
  'emerging cold',
  'former cold',
  'intermittent cold',
  'mixed',
] as const;

/** One of the ten outcomes. */
export type ConsistencyClass = (typeof CONSISTENCY_CLASSES)[number];

/** Names the rules, as stored with a result. */
export const CONSISTENCY_DEFINITION_VERSION = 'wardlight-consistency-1';

/** Outcomes per cell. */
export interface HotSpotConsistency {
  /** Index into `CONSISTENCY_CLASSES` per cell. */
  readonly classes: Uint8Array;
  readonly hotPeriods: Uint16Array;
  readonly coldPeriods: Uint16Array;
  /** How many of the last periods count as recent. */
  readonly recentPeriods: number;
  readonly alpha: number;
  readonly definitionVersion: string;
}

/**
 * The simpler scheme: how consistently was a cell hot (or cold), and lately? One Gi* map per period, Holm's adjustment
 * across the periods of each cell, then `consistencyClass`. Easier to say to a board than the 16 emerging classes.
 *
 * @param z Gi* per bin, all cells of the first period, then of the next: one map per period, each on its own
 * @param cells number of cells
 * @param alpha family-wise level within a cell. Default 0.05
 *
 * Not computable with fewer than five periods.
 *
 * After Chainey's scheme as coded in the R package sfhotspot (`hotspot_classify`), whose "recent" takes one period too
 * many: columns (n - r) to n are r + 1 of them, divided by r. Ours takes the last r, so a cell hot only in the period
 * before them is not emerging.
 */
export function hotSpotConsistency(
  z: Float64Array,
  cells: number,
  alpha = 0.05,
): HotSpotConsistency | NotComputable {
  const periods = z.length / cells;
  if (!Number.isInteger(periods) || !(alpha > 0 && alpha < 1)) {
    return notComputable(
      'invalid-input',
      `Maps must hold every cell in each period and alpha lie in (0, 1); saw ${z.length} values for ${cells} cells, ${alpha}.`,
    );
  }
  if (periods < FEWEST_PERIODS_FOR_CONSISTENCY) {
    return notComputable(
      'too-few-periods',
      `Consistency needs at least ${FEWEST_PERIODS_FOR_CONSISTENCY} periods; saw ${periods}.`,
    );
  }
  const classes = new Uint8Array(cells);
  const hotPeriods = new Uint16Array(cells);
  const coldPeriods = new Uint16Array(cells);
  const p = new Float64Array(periods);
  const history = new Int8Array(periods);
  for (let cell = 0; cell < cells; cell++) {
    for (let t = 0; t < periods; t++) p[t] = twoSidedNormalP(z[t * cells + cell]);
    const adjusted = adjustPValues(p, 'holm');
    for (let t = 0; t < periods; t++) {
      history[t] = adjusted[t] <= alpha ? Math.sign(z[t * cells + cell]) : 0;
      if (history[t] > 0) hotPeriods[cell]++;
      else if (history[t] < 0) coldPeriods[cell]++;
    }
    classes[cell] = CONSISTENCY_CLASSES.indexOf(consistencyClass(history));
  }
  return {
    classes,
    hotPeriods,
    coldPeriods,
    recentPeriods: recentOf(periods),
    alpha,
    definitionVersion: CONSISTENCY_DEFINITION_VERSION,
  };
}

/**
 * The outcome for one cell from its history of hot (1), cold (-1) and neither (0), oldest first, at least five periods.
 * With n periods, the last r = floor(n / 5) recent and the others older, for each side in this order:
 * persistent in at least 80 % of periods; emerging in under 10 % of older and at least 20 % of recent ones; former in at
 * least 10 % of older and under 10 % of recent ones; intermittent in at least 10 % of all. Mixed where both sides have an
 * outcome. Whole numbers are compared.
 */
export function consistencyClass(history: ArrayLike<number>): ConsistencyClass {
  const hot = kindOf(history, 1);
  const cold = kindOf(history, -1);
  if (hot !== null && cold !== null) return 'mixed';
  if (hot !== null) return `${hot} hot`;
  if (cold !== null) return `${cold} cold`;
  return 'none';
}

function kindOf(
  history: ArrayLike<number>,
  sign: 1 | -1,
): 'persistent' | 'emerging' | 'former' | 'intermittent' | null {
  const n = history.length;
  const recent = recentOf(n);
  const older = n - recent;
  let inOlder = 0;
  let inRecent = 0;
  for (let t = 0; t < n; t++) {
    if (Math.sign(history[t]) !== sign) continue;
    if (t < older) inOlder++;
    else inRecent++;
  }
  const all = inOlder + inRecent;
  if (10 * all >= 8 * n) return 'persistent';
  if (10 * inOlder < older && 10 * inRecent >= 2 * recent) return 'emerging';
  if (10 * inOlder >= older && 10 * inRecent < recent) return 'former';
  if (10 * all >= n) return 'intermittent';
  return null;
}

function recentOf(periods: number): number {
  return Math.floor(periods / 5);
}
