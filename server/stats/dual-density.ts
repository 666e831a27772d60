import { type NotComputable, notComputable } from './not-computable.ts';

export interface DualDensityOptions {
  /**
   * A ratio is given only where the second density is at least this, in its own units. By default 1 % of its maximum: below
   * that a ratio shows where the second layer is empty, not where the first is high.
   */
  readonly denominatorFloor?: number;
}

export interface DualDensity {
  /** First over second; NaN where the second is below the floor. */
  readonly ratio: Float64Array;
  /** Natural logarithm of the ratio: 0 where equal, symmetric about it; NaN where the ratio is NaN or 0. */
  readonly logRatio: Float64Array;
  /** First less second. */
  readonly difference: Float64Array;
  /** First plus second. */
  readonly sum: Float64Array;
  /** The floor that was used, and whether it was chosen here. */
  readonly denominatorFloor: number;
  readonly floorWasChosen: boolean;
}

/** Share of the second layer's maximum below which a ratio is not given. */
const DEFAULT_FLOOR_SHARE = 0.01;

/**
 * Two densities on the same targets compared: incidents against people at risk, ambulance against police, this year against last.
 * Bithell (1990), Statistics in Medicine 9, pages 691-701; Kelsall and Diggle (1995), Bernoulli 1, pages 3-16.
 *
 * Use one bandwidth for both in a ratio: a ratio of two bandwidths shows the difference of the bandwidths. A target that is NaN
 * in either layer is NaN in all four.
 *
 * @returns "not computable" ('zero-denominator') where the second density is 0 everywhere
 * @throws RangeError where the lengths differ or the floor is not above 0
 */
export function dualDensity(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: DualDensityOptions = {},
): DualDensity | NotComputable {
  const n = first.length;
  if (second.length !== n) {
    throw new RangeError(`Two densities need the same targets; there were ${n} and ${second.length} values.`);
  }
  let most = 0;
  for (let t = 0; t < n; t++) if (second[t] > most) most = second[t];
  if (!(most > 0)) {
    return notComputable(
      'zero-denominator',
      'The second density is 0 everywhere: nothing to compare the first with.',
    );
  }
  const denominatorFloor = options.denominatorFloor ?? DEFAULT_FLOOR_SHARE * most;
  if (!(denominatorFloor > 0)) {
    throw new RangeError(
      `The floor of the denominator must be above 0; it was ${denominatorFloor}. Leave it out to use 1 % of the maximum.`,
    );
  }
  const ratio = new Float64Array(n);
  const logRatio = new Float64Array(n);
  const difference = new Float64Array(n);
  const sum = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    ratio[t] = second[t] >= denominatorFloor ? first[t] / second[t] : Number.NaN;
    logRatio[t] = ratio[t] > 0 ? Math.log(ratio[t]) : Number.NaN;
    difference[t] = first[t] - second[t];
    sum[t] = first[t] + second[t];
  }
  return {
    ratio,
    logRatio,
    difference,
    sum,
    denominatorFloor,
    floorWasChosen: options.denominatorFloor === undefined,
  };
}
