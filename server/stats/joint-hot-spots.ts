import { type AdjustmentMethod, adjustPValues } from './adjust-p-values.ts';
import type { LocalG } from './local-g.ts';

/** What two layers say of one unit. `jointClass` holds places in this list. */
export const JOINT_CLASSES = ['neither', 'first-only', 'second-only', 'both', 'not-computable'] as const;
export type JointClass = (typeof JOINT_CLASSES)[number];

export interface JointHotSpots {
  /** Place in JOINT_CLASSES, one per unit. */
  readonly jointClass: Uint8Array;
  readonly firstAdjustedP: Float64Array;
  readonly secondAdjustedP: Float64Array;
  /** Units in each class, in the order of JOINT_CLASSES. */
  readonly counts: readonly number[];
}

export interface JointHotSpotsOptions {
  /** Adjustment for the number of units, within each layer: Benjamini-Hochberg by default. */
  readonly method?: AdjustmentMethod;
  /** Greatest adjusted p at which a unit counts as hot: 0.05 by default. */
  readonly alpha?: number;
}

/**
 * Where two layers are hot together: each layer's Gi* is adjusted for its units, and a unit is hot in a layer where z > 0 and
 * its adjusted p is at most alpha.
 *
 * "Both" is the intersection of two tests, so its own chance of error is no larger than that of either (Berger 1982,
 * Technometrics 24, pages 295-300). "Neither" means no evidence of a hot spot, not a quiet place. A unit that is not computable in
 * one layer is 'not-computable': it is not called cold for want of data. Coincidence in place is not cause.
 *
 * @throws RangeError where the layers have different units
 */
export function jointHotSpots(
  first: LocalG,
  second: LocalG,
  { method = 'benjamini-hochberg', alpha = 0.05 }: JointHotSpotsOptions = {},
): JointHotSpots {
  const n = first.z.length;
  if (second.z.length !== n) {
    throw new RangeError(
      `Two layers need the same units; the first has ${n} and the second ${second.z.length}. Count both on the same cells.`,
    );
  }
  const firstAdjustedP = adjustPValues(first.pValue, method);
  const secondAdjustedP = adjustPValues(second.pValue, method);
  const jointClass = new Uint8Array(n);
  const counts = JOINT_CLASSES.map(() => 0);
  for (let i = 0; i < n; i++) {
    const hotFirst = first.z[i] > 0 && firstAdjustedP[i] <= alpha;
    const hotSecond = second.z[i] > 0 && secondAdjustedP[i] <= alpha;
    const missing = Number.isNaN(first.z[i]) || Number.isNaN(second.z[i]);
    const name: JointClass = missing
      ? 'not-computable'
      : hotFirst
        ? hotSecond
          ? 'both'
          : 'first-only'
        : hotSecond
          ? 'second-only'
          : 'neither';
    jointClass[i] = JOINT_CLASSES.indexOf(name);
    counts[jointClass[i]]++;
  }
  return { jointClass, firstAdjustedP, secondAdjustedP, counts };
}
