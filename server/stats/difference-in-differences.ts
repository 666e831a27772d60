import { inverseRegularisedBeta, regularisedBeta } from './distributions/beta.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** The same outcome of each unit (a ward, a beat, a cell) in three or two periods; one entry per unit, in one order. */
export interface UnitPeriods {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** The period before `before`, when there is one: it tests whether the groups were moving alike already. */
  readonly earlier?: Float64Array;
}

/** A difference of mean changes with its Welch interval. In the outcome's own unit. */
export interface MeanChangeDifference {
  /** Mean change of the treated units minus mean change of the control units; below 0 is fewer. */
  readonly estimate: number;
  readonly standardError: number;
  /** Welch-Satterthwaite degrees of freedom: rarely whole. */
  readonly degreesOfFreedom: number;
  readonly t: number;
  /** Two-sided. */
  readonly pValue: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** The effect, and the same sum on the period before it began, where it ought to be nothing. */
export interface DifferenceInDifferences {
  readonly effect: MeanChangeDifference;
  readonly treatedUnits: number;
  readonly controlUnits: number;
  /** From `earlier` to `before`. A value far from 0 says the groups were already parting: do not quote the effect. */
  readonly beforeItBegan: MeanChangeDifference | NotComputable;
}

/**
 * Difference in differences over several treated and several control units: by how much more did the treated change?
 *
 * Each unit gives one change, after minus before; the estimate is the difference of the two groups' mean changes, with
 * Welch's standard error from the spread between units. That spread carries over-dispersion and whatever else makes units
 * differ, so no Poisson assumption is made. It is the first-difference regression with unequal variances.
 *
 * It rests on parallel trends: without the intervention both groups would have changed alike. Give rates, or counts of
 * like-sized units; and give `earlier` where it exists.
 *
 * @returns not computable with fewer than 2 units in a group (use the weighted displacement difference for one against
 *   one), when no unit's change differs from its group's mean, or for values that are not numbers
 *
 * Source: Angrist & Pischke (2009), Mostly Harmless Econometrics, section 5.2; Welch (1947), Biometrika 34, 28-35.
 */
export function differenceInDifferences(
  treated: UnitPeriods,
  control: UnitPeriods,
): DifferenceInDifferences | NotComputable {
  for (const [name, group] of [
    ['treated', treated],
    ['control', control],
  ] as const) {
    const n = group.before.length;
    if (group.after.length !== n || (group.earlier !== undefined && group.earlier.length !== n)) {
      return notComputable(
        'invalid-input',
        `Each ${name} unit needs one value in every period; lengths differ.`,
      );
    }
    if (n < 2) {
      return notComputable(
        'too-few-units',
        `Each group needs at least 2 units; saw ${n} ${name}. For one area against one, use the weighted displacement difference.`,
      );
    }
    const values = [group.before, group.after, group.earlier ?? new Float64Array(0)];
    if (!values.every((period) => period.every(Number.isFinite))) {
      return notComputable(
        'invalid-input',
        `Every ${name} value must be a number; leave out units not supplied.`,
      );
    }
  }
  const effect = compareMeans(changes(treated.before, treated.after), changes(control.before, control.after));
  if ('computable' in effect) return effect;
  const beforeItBegan =
    treated.earlier !== undefined && control.earlier !== undefined
      ? compareMeans(changes(treated.earlier, treated.before), changes(control.earlier, control.before))
      : notComputable(
          'too-few-periods',
          'A check of parallel trends needs an earlier period for both groups.',
        );
  return {
    effect,
    treatedUnits: treated.before.length,
    controlUnits: control.before.length,
    beforeItBegan,
  };
}

function changes(from: Float64Array, to: Float64Array): Float64Array {
  return to.map((value, i) => value - from[i]);
}

/** Welch's two-sample comparison. */
function compareMeans(first: Float64Array, second: Float64Array): MeanChangeDifference | NotComputable {
  const [meanA, varianceA] = meanAndVariance(first);
  const [meanB, varianceB] = meanAndVariance(second);
  const partA = varianceA / first.length;
  const partB = varianceB / second.length;
  const standardError = Math.sqrt(partA + partB);
  if (standardError === 0) {
    return notComputable(
      'zero-variance',
      'Every unit of a group changed by the same amount: no spread to judge the difference by.',
    );
  }
  const estimate = meanA - meanB;
  const t = estimate / standardError;
  const df = (partA + partB) ** 2 / (partA ** 2 / (first.length - 1) + partB ** 2 / (second.length - 1));
  const x = inverseRegularisedBeta(0.05, df / 2, 0.5);
  const half = Math.sqrt((df * (1 - x)) / x) * standardError;
  return {
    estimate,
    standardError,
    degreesOfFreedom: df,
    t,
    pValue: regularisedBeta(df / (df + t * t), df / 2, 0.5),
    low: estimate - half,
    high: estimate + half,
  };
}

function meanAndVariance(values: Float64Array): [mean: number, variance: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, squares / (values.length - 1)];
}
