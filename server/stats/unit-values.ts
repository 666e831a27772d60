import { type NotComputable, notComputable } from './not-computable.ts';

/** Values less their mean, taken twice so that the deviations sum to 0 to the last digit. */
export function deviations(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const deviation = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const roughMean = sum / n;
  let remainder = 0;
  for (let i = 0; i < n; i++) {
    deviation[i] = values[i] - roughMean;
    remainder += deviation[i];
  }
  remainder /= n;
  for (let i = 0; i < n; i++) deviation[i] -= remainder;
  return deviation;
}

/** The reason a map of these values has no local statistic, or null. */
export function whyNotComputable(values: ArrayLike<number>, minimumUnits: number): NotComputable | null {
  const n = values.length;
  if (n < minimumUnits) {
    return notComputable('too-few-units', `At least ${minimumUnits} units are needed; there are ${n}.`);
  }
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i])) {
      return notComputable(
        'invalid-input',
        `Every unit needs a finite value; unit ${i} has ${values[i]}. Leave units without a value out.`,
      );
    }
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  if (least < most) return null;
  return least === 0
    ? notComputable('all-zero', `All ${n} units hold 0: there is nothing to compare.`)
    : notComputable('zero-variance', `All ${n} units hold the same value, ${least}: no unit can stand out.`);
}
