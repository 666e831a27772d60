import { normalQuantile } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { countLimits } from './rate-interval.ts';

/** Over-dispersion is not estimated from fewer units: a tenth of each tail would be less than one unit. */
export const FEWEST_UNITS_FOR_DISPERSION = 10;

/** Where a unit stands against the funnel: beyond 99.8 % (0.001 each side), beyond 95 % (0.025), or inside. */
export type FunnelClass = 'high-99.8' | 'high-95' | 'inside' | 'low-95' | 'low-99.8';

/** How much more the units vary than Poisson counts would. */
export interface OverDispersion {
  /** Mean squared winsorised z: about 1 (a little under) where nothing but chance differs. */
  readonly phi: number;
  /** Variance between units of ln(O/E) that chance does not explain; 0 where there is none. */
  readonly tau2: number;
}

/** Limits for O/E at one expected count. */
export interface FunnelLimits {
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
}

/** The funnel for a set of units. */
export interface Funnel {
  /** O/E per unit. */
  readonly ratios: Float64Array;
  readonly limits: readonly FunnelLimits[];
  readonly classes: readonly FunnelClass[];
  /** Estimated spread, or why it could not be estimated (the limits are then the plain Poisson ones). */
  readonly overDispersion: OverDispersion | NotComputable;
  /** What the limits were widened with: `overDispersion.tau2`, or 0 if it was not asked for or not computable. */
  readonly tau2Used: number;
}

/** What a funnel is made of. */
export interface FunnelInput {
  /** Observed events per unit: whole numbers, 0 or more. */
  readonly observed: ArrayLike<number>;
  /** Expected events per unit, above 0: usually population × the overall rate. */
  readonly expected: ArrayLike<number>;
  /** Widen the limits by the estimated between-unit variance. Default true: wards differ for reasons known to all. */
  readonly adjustForDispersion?: boolean;
}

/**
 * Funnel limits for O/E at 95 % and 99.8 %, with Spiegelhalter's random-effects adjustment for over-dispersion.
 *
 * Without over-dispersion a unit is outside where E lies outside the interval of its observed count (exact under 10
 * events, Byar from 10), and the curve is that same rule solved for O: so the plot and the classes agree, and 8 seen
 * where 2 were expected is judged exactly. With over-dispersion the limits are exp(±z √(1/E + τ²)). φ and τ² come from z = √E ln(O/E)
 * winsorised at the 10th and 90th percentile (linear interpolation). A unit with no events enters φ as half an event,
 * since ln 0 is not a number; its own ratio stays 0.
 *
 * Not computable without units, or where an expected count is 0 (`zero-denominator`).
 *
 * Spiegelhalter (2005), Quality and Safety in Health Care 14:347-351 and Statistics in Medicine 24:1185-1202 section 4.
 * Some NHS indicators truncate (drop) the tails instead, or use the square-root scale; ours is the log scale, winsorised.
 */
export function funnelLimits(input: FunnelInput): Funnel | NotComputable {
  const { observed, expected, adjustForDispersion = true } = input;
  const n = observed.length;
  if (n === 0 || expected.length !== n) {
    return notComputable(
      'invalid-input',
      `A funnel needs observed and expected counts in pairs; saw ${n} and ${expected.length}.`,
    );
  }
  for (let unit = 0; unit < n; unit++) {
    if (!(Number.isInteger(observed[unit]) && observed[unit] >= 0 && Number.isFinite(expected[unit]))) {
      return notComputable(
        'invalid-input',
        `Unit ${unit} needs a whole observed and a finite expected count; saw ${observed[unit]} and ${expected[unit]}.`,
      );
    }
    if (!(expected[unit] > 0)) {
      return notComputable(
        'zero-denominator',
        `Unit ${unit} needs an expected count above 0; saw ${expected[unit]}.`,
      );
    }
  }
  const overDispersion = estimateOverDispersion(observed, expected);
  const tau2Used = adjustForDispersion && 'tau2' in overDispersion ? overDispersion.tau2 : 0;
  const ratios = new Float64Array(n);
  const limits: FunnelLimits[] = [];
  const classes: FunnelClass[] = [];
  for (let unit = 0; unit < n; unit++) {
    ratios[unit] = observed[unit] / expected[unit];
    const here = funnelLimitsAt(expected[unit], tau2Used);
    limits.push(here);
    classes.push(classify(ratios[unit], here));
  }
  return { ratios, limits, classes, overDispersion, tau2Used };
}

/** Limits at one expected count (> 0) for a given τ² (>= 0; 0 gives the plain Poisson limits): the curve of the plot. */
export function funnelLimitsAt(expected: number, tau2: number): FunnelLimits {
  const [lower95, upper95] = limitsAt(expected, tau2, 0.95);
  const [lower998, upper998] = limitsAt(expected, tau2, 0.998);
  return { lower95, upper95, lower998, upper998 };
}

function limitsAt(expected: number, tau2: number, confidence: number): [number, number] {
  if (tau2 === 0) {
    return [lowestInside(expected, confidence) / expected, highestInside(expected, confidence) / expected];
  }
  const half = normalQuantile(0.5 + confidence / 2) * Math.sqrt(1 / expected + tau2);
  return [Math.exp(-half), Math.exp(half)];
}

/** The count whose own upper limit is E: any lower one is significantly low. 0 where not even "none" would be. */
function lowestInside(expected: number, confidence: number): number {
  if (countLimits(0, confidence).upper >= expected) return 0;
  return bisect(0, expected, (count) => countLimits(count, confidence).upper >= expected);
}

/** The count whose own lower limit is E: any higher one is significantly high. */
function highestInside(expected: number, confidence: number): number {
  let high = expected + 1;
  while (countLimits(high, confidence).lower < expected) high *= 2;
  return bisect(expected, high, (count) => countLimits(count, confidence).lower >= expected);
}

/** Where a condition that is false at `low` and true at `high` turns true. */
function bisect(low: number, high: number, holds: (x: number) => boolean): number {
  let below = low;
  let above = high;
  for (let i = 0; i < 200; i++) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

function classify(ratio: number, limits: FunnelLimits): FunnelClass {
  if (ratio > limits.upper998) return 'high-99.8';
  if (ratio > limits.upper95) return 'high-95';
  if (ratio < limits.lower998) return 'low-99.8';
  if (ratio < limits.lower95) return 'low-95';
  return 'inside';
}

function estimateOverDispersion(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
): OverDispersion | NotComputable {
  const n = observed.length;
  if (n < FEWEST_UNITS_FOR_DISPERSION) {
    return notComputable(
      'too-few-units',
      `Over-dispersion needs at least ${FEWEST_UNITS_FOR_DISPERSION} units; saw ${n}.`,
    );
  }
  const z = new Float64Array(n);
  for (let unit = 0; unit < n; unit++) {
    z[unit] = Math.sqrt(expected[unit]) * Math.log(Math.max(observed[unit], 0.5) / expected[unit]);
  }
  const sorted = z.slice().sort();
  const low = quantile(sorted, 0.1);
  const high = quantile(sorted, 0.9);
  let sumSquares = 0;
  let sumW = 0;
  let sumWSquare = 0;
  for (let unit = 0; unit < n; unit++) {
    sumSquares += Math.min(high, Math.max(low, z[unit])) ** 2;
    sumW += expected[unit];
    sumWSquare += expected[unit] ** 2;
  }
  const phi = sumSquares / n;
  return { phi, tau2: Math.max(0, (n * phi - (n - 1)) / (sumW - sumWSquare / sumW)) };
}

/** Quantile of sorted values with linear interpolation (Hyndman & Fan 1996, type 7). */
function quantile(sorted: Float64Array, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
