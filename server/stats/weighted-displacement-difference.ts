import { type NotComputable, notComputable } from './not-computable.ts';
import type { BeforeAfter } from './weighted-displacement-quotient.ts';

/** 97.5 % point of the normal distribution: the 95 % interval is estimate ± this many standard errors. */
const Z_95 = 1.959963984540054;

/** Areas and periods of unequal size; every weight is 1 unless given. */
export interface DisplacementWeights {
  /** Length of each period in one unit, such as days. */
  readonly period?: BeforeAfter;
  /** Size of each area in one unit, such as square kilometres or people. */
  readonly treated?: number;
  readonly control?: number;
  readonly buffer?: number;
  readonly bufferControl?: number;
}

/** Four areas, two of them optional, and how to weigh them. */
export interface DisplacementDesign {
  readonly treated: BeforeAfter;
  readonly control: BeforeAfter;
  /** The ring around the treated area. Leave out both this and its control when displacement is not studied. */
  readonly buffer?: BeforeAfter;
  /** The ring around the control area. Needed with `buffer`. */
  readonly bufferControl?: BeforeAfter;
  readonly weights?: DisplacementWeights;
  /** phi, variance over mean of the counts, 1 or more; 2 by default, since crime counts vary more than Poisson. */
  readonly overdispersion?: number;
}

/** An estimate in events (per unit of weight) with a normal 95 % interval. Below 0 is fewer events than expected. */
export interface DifferenceEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly z: number;
  readonly low: number;
  readonly high: number;
}

/** The difference with and without the buffer, under Poisson counts and under the over-dispersion given. */
export interface DisplacementDifference {
  /** Treated against control alone. */
  readonly local: DifferenceEstimate;
  /** Buffer against its control; null when no buffer was given. */
  readonly displacement: DifferenceEstimate | null;
  /** Both together: the weighted displacement difference. Standard error assumes Poisson counts. */
  readonly total: DifferenceEstimate;
  /** `total` with its variance times phi: the one to quote, unless the counts are known to be Poisson. */
  readonly totalOverdispersed: DifferenceEstimate;
  readonly overdispersion: number;
}

/**
 * Weighted displacement difference (WDD): events prevented in the treated area and its buffer, beyond what the controls did.
 *
 * WDD = (Ta - Tb) - (Ca - Cb) + (Da - Db) - (DCa - DCb), in events; below 0 is good. For Poisson counts its variance is the
 * sum of all eight counts. With weights each count is divided by w = period x area and its variance by w squared. Real
 * counts vary more than Poisson, so the result also carries the interval with the variance times phi.
 *
 * @returns not computable when all counts are 0, or for counts, weights or phi that are not usable
 *
 * Source: Wheeler & Ratcliffe (2018), A simple weighted displacement difference test to evaluate place based crime
 * interventions, Crime Science 7:11, equations 1 to 3; weights: Wheeler (2021) and the ptools package.
 */
export function weightedDisplacementDifference(
  design: DisplacementDesign,
): DisplacementDifference | NotComputable {
  const { treated, control, buffer, bufferControl, weights = {}, overdispersion = 2 } = design;
  if ((buffer === undefined) !== (bufferControl === undefined)) {
    return notComputable(
      'invalid-input',
      'A buffer needs a buffer of the control to compare with; saw only one.',
    );
  }
  if (!(overdispersion >= 1 && Number.isFinite(overdispersion))) {
    return notComputable('invalid-input', `Over-dispersion phi must be 1 or more; saw ${overdispersion}.`);
  }
  const nothing: BeforeAfter = { before: 0, after: 0 };
  const areas = [
    { counts: treated, sign: 1, size: weights.treated ?? 1 },
    { counts: control, sign: -1, size: weights.control ?? 1 },
    { counts: buffer ?? nothing, sign: 1, size: weights.buffer ?? 1 },
    { counts: bufferControl ?? nothing, sign: -1, size: weights.bufferControl ?? 1 },
  ];
  const period = weights.period ?? { before: 1, after: 1 };
  const counts = areas.flatMap(({ counts }) => [counts.before, counts.after]);
  const badCount = counts.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (badCount !== undefined) {
    return notComputable('invalid-input', `A count must be a whole number of 0 or more; saw ${badCount}.`);
  }
  const badWeight = [period.before, period.after, ...areas.map(({ size }) => size)].find(
    (weight) => !(weight > 0 && Number.isFinite(weight)),
  );
  if (badWeight !== undefined) {
    return notComputable('invalid-input', `A weight must be a number above 0; saw ${badWeight}.`);
  }
  if (counts.every((count) => count === 0)) {
    return notComputable('all-zero', 'All counts are 0: at least one event is needed for a difference.');
  }

  const parts = areas.map(({ counts, sign, size }) => {
    const before = period.before * size;
    const after = period.after * size;
    return {
      estimate: sign * (counts.after / after - counts.before / before),
      variance: counts.after / after ** 2 + counts.before / before ** 2,
    };
  });
  const estimateOf = (chosen: typeof parts, phi: number): DifferenceEstimate =>
    differenceEstimate(
      chosen.reduce((sum, part) => sum + part.estimate, 0),
      Math.sqrt(phi * chosen.reduce((sum, part) => sum + part.variance, 0)),
    );
  return {
    local: estimateOf(parts.slice(0, 2), 1),
    displacement: buffer === undefined ? null : estimateOf(parts.slice(2), 1),
    total: estimateOf(parts, 1),
    totalOverdispersed: estimateOf(parts, overdispersion),
    overdispersion,
  };
}

/**
 * One figure for several crime types: the sum of their differences, each times its harm weight. Variances add with the
 * weights squared, as for independent counts.
 *
 * @param estimates one per crime type, such as `local` or `total` of each
 * @param harmWeights harm per event, such as days of a sentence in the Cambridge Crime Harm Index; one per estimate
 * @throws RangeError when the two lists differ in length or are empty
 *
 * Source: Wheeler (2020), Amending the WDD test to incorporate harm weights.
 */
export function harmWeightedDifference(
  estimates: readonly DifferenceEstimate[],
  harmWeights: readonly number[],
): DifferenceEstimate {
  if (estimates.length !== harmWeights.length || estimates.length === 0) {
    throw new RangeError(
      `Each estimate needs one harm weight; saw ${estimates.length} estimates and ${harmWeights.length} weights.`,
    );
  }
  let estimate = 0;
  let variance = 0;
  estimates.forEach((part, i) => {
    estimate += harmWeights[i] * part.estimate;
    variance += (harmWeights[i] * part.standardError) ** 2;
  });
  return differenceEstimate(estimate, Math.sqrt(variance));
}

function differenceEstimate(estimate: number, standardError: number): DifferenceEstimate {
  return {
    estimate,
    standardError,
    z: standardError === 0 ? 0 : estimate / standardError,
    low: estimate - Z_95 * standardError,
    high: estimate + Z_95 * standardError,
  };
}
