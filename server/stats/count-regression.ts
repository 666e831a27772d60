import { twoSidedNormalP } from './distributions/normal.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { weightedLeastSquares } from './weighted-least-squares.ts';

/** A count per unit (cell or area) and what might go with it. */
export interface CountRegressionData {
  /** Whole numbers of 0 or more, one per unit. */
  readonly counts: Float64Array;
  /** Candidate factors, each one value per unit. An intercept is added; do not pass one. */
  readonly factors: readonly { readonly name: string; readonly values: Float64Array }[];
  /** Natural log of each unit's exposure (people, or area share x days); 0 for all when left out. */
  readonly offset?: Float64Array;
  /** Fewest units accepted; 30 by default, as everywhere in this library. */
  readonly fewestUnits?: number;
}

/** One line of a fitted model. An association between the factor and the count, not a cause. */
export interface RegressionTerm {
  /** The factor's name; "(intercept)" first. */
  readonly name: string;
  readonly coefficient: number;
  readonly standardError: number;
  readonly z: number;
  /** Two-sided normal p that the coefficient is 0. */
  readonly pValue: number;
  /** exp(coefficient): the expected count is multiplied by this for each unit of the factor. */
  readonly relativeRisk: number;
  /** 95 % interval of the relative risk. */
  readonly low: number;
  readonly high: number;
}

/** A fitted log-linear model of counts. */
export interface CountRegression {
  readonly terms: readonly RegressionTerm[];
  /** Expected count of each unit. */
  readonly fitted: Float64Array;
  readonly deviance: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  /** Units minus coefficients. */
  readonly degreesOfFreedom: number;
  /** Pearson chi-squared / degrees of freedom: well above 1 says the counts vary more than the model allows. */
  readonly dispersion: number;
}

/** How the variance grows with the mean: all that separates one log-linear count model from another. */
export interface CountFamily {
  readonly variance: (mean: number) => number;
  /** Contribution of one unit to the deviance. */
  readonly deviance: (count: number, mean: number) => number;
  readonly logLikelihood: (count: number, mean: number) => number;
  /** Parameters beyond the coefficients, for AIC and BIC: theta counts one. */
  readonly extraParameters: number;
}

const Z_95 = 1.959963984540054;

/**
 * Fit a log-linear count model by iteratively reweighted least squares, until no fitted value moves by more than 1e-11
 * on the log scale.
 *
 * @param start expected counts to begin from; from the counts themselves when left out
 * @returns not computable with too few units, all counts 0, values that are not usable, a factor that is constant or a
 *   combination of others, or a factor whose effect has no finite estimate (counts only ever 0 where it is present)
 *
 * Source: McCullagh & Nelder (1989), Generalized Linear Models, 2nd edition, section 2.5.
 */
export function fitCountRegression(
  data: CountRegressionData,
  family: CountFamily,
  start?: Float64Array,
): CountRegression | NotComputable {
  const { counts, factors, fewestUnits = 30 } = data;
  const n = counts.length;
  const offset = data.offset ?? new Float64Array(n);
  const names = ['(intercept)', ...factors.map(({ name }) => name)];
  const columns = [new Float64Array(n).fill(1), ...factors.map(({ values }) => values)];
  const p = columns.length;
  if ([offset, ...columns].some((values) => values.length !== n || !values.every(Number.isFinite))) {
    return notComputable(
      'invalid-input',
      `Every factor and the offset need a number for each of the ${n} units.`,
    );
  }
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    return notComputable('invalid-input', 'Counts must be whole numbers of 0 or more.');
  }
  if (n < Math.max(fewestUnits, p + 1)) {
    return notComputable(
      'too-few-units',
      `A model with ${factors.length} factors needs at least ${Math.max(fewestUnits, p + 1)} units; saw ${n}.`,
    );
  }
  if (counts.every((count) => count === 0)) {
    return notComputable('all-zero', 'All counts are 0: nothing to explain.');
  }

  let mean: Float64Array = start?.slice() ?? counts.map((count) => count + 0.1);
  let linear: Float64Array = mean.map((value, i) => Math.log(value) - offset[i]);
  let deviance = totalOf(counts, mean, family.deviance);
  for (let iteration = 0; iteration < 200; iteration++) {
    const working = linear.map((value, i) => value + (counts[i] - mean[i]) / mean[i]);
    const weights = mean.map((value) => (value * value) / family.variance(value));
    const fit = weightedLeastSquares(columns, working, weights);
    if (fit.collinearColumn !== null) {
      return notComputable(
        'zero-variance',
        `"${names[fit.collinearColumn]}" is constant or follows from the other factors: leave it out.`,
      );
    }
    let next = predict(columns, fit.coefficients);
    let nextMean = next.map((value, i) => Math.exp(value + offset[i]));
    let nextDeviance = totalOf(counts, nextMean, family.deviance);
    // A step that overshoots is halved towards where it came from.
    for (
      let half = 0;
      iteration > 0 && half < 30 && !(nextDeviance <= deviance * (1 + 1e-9) + 1e-9);
      half++
    ) {
      next = next.map((value, i) => (value + linear[i]) / 2);
      nextMean = next.map((value, i) => Math.exp(value + offset[i]));
      nextDeviance = totalOf(counts, nextMean, family.deviance);
    }
    // The deviance is flat near its minimum, so the fitted values must stand still too; an effect without a finite
    // estimate never lets them, and is caught in describeFit.
    const moved = next.reduce((most, value, i) => Math.max(most, Math.abs(value - linear[i])), 0);
    const level = Math.abs(nextDeviance - deviance) <= 1e-13 * (Math.abs(nextDeviance) + 0.1);
    const settled = level && (moved <= 1e-11 || iteration > 30);
    mean = nextMean;
    linear = next;
    deviance = nextDeviance;
    if (!Number.isFinite(deviance)) break;
    if (settled) return describeFit(names, fit, counts, mean, family);
  }
  return notComputable(
    'undefined-ratio',
    'The model did not settle in 200 steps: some effect has no finite estimate. Use fewer or wider factors.',
  );
}

function describeFit(
  names: readonly string[],
  fit: { readonly coefficients: Float64Array; readonly variances: Float64Array },
  counts: Float64Array,
  mean: Float64Array,
  family: CountFamily,
): CountRegression | NotComputable {
  const n = counts.length;
  const terms = names.map((name, k): RegressionTerm => {
    const coefficient = fit.coefficients[k];
    const standardError = Math.sqrt(fit.variances[k]);
    const z = coefficient / standardError;
    return {
      name,
      coefficient,
      standardError,
      z,
      pValue: twoSidedNormalP(z),
      relativeRisk: Math.exp(coefficient),
      low: Math.exp(coefficient - Z_95 * standardError),
      high: Math.exp(coefficient + Z_95 * standardError),
    };
  });
  // Counts of 0 wherever a factor is present drive its coefficient to minus infinity; it stops where deviance is flat.
  const flat = terms.findIndex(
    ({ standardError, coefficient }) => standardError > 50 && Math.abs(coefficient) > 5,
  );
  if (flat > 0) {
    return notComputable(
      'undefined-ratio',
      `The effect of "${names[flat]}" has no finite estimate: counts are 0 wherever it is present.`,
    );
  }
  const logLikelihood = totalOf(counts, mean, family.logLikelihood);
  const parameters = names.length + family.extraParameters;
  const degreesOfFreedom = n - names.length;
  return {
    terms,
    fitted: mean,
    deviance: totalOf(counts, mean, family.deviance),
    logLikelihood,
    aic: 2 * parameters - 2 * logLikelihood,
    bic: Math.log(n) * parameters - 2 * logLikelihood,
    degreesOfFreedom,
    dispersion: totalOf(counts, mean, (y, mu) => (y - mu) ** 2 / family.variance(mu)) / degreesOfFreedom,
  };
}

function predict(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const total = new Float64Array(columns[0].length);
  columns.forEach((column, k) => {
    for (let i = 0; i < total.length; i++) total[i] += coefficients[k] * column[i];
  });
  return total;
}

function totalOf(
  counts: Float64Array,
  mean: Float64Array,
  part: (count: number, mean: number) => number,
): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += part(counts[i], mean[i]);
  return total;
}
