import {
  type CountFamily,
  type CountRegression,
  type CountRegressionData,
  fitCountRegression,
} from './count-regression.ts';
import { lnGamma } from './distributions/gamma.ts';
import { isNotComputable, type NotComputable, notComputable } from './not-computable.ts';
import { poissonRegression } from './poisson-regression.ts';

/** A negative binomial fit: the regression, and how much more than Poisson the counts vary. */
export interface NegativeBinomialRegression extends CountRegression {
  /** Variance = mean + mean² / theta. Small theta is strong over-dispersion; a large one is near Poisson. */
  readonly theta: number;
  readonly thetaStandardError: number;
}

/** Above this theta the fit is Poisson for every purpose. */
const LARGEST_THETA = 1e6;

/**
 * Negative binomial (NB2) regression with a log link and an offset: Poisson regression whose variance is
 * mean + mean² / theta, with theta estimated too.
 *
 * The coefficients given theta (reweighted least squares) and theta given the coefficients (Newton on its likelihood) are
 * found in turn until theta stands still, which is the maximum over both. Standard errors of the
 * coefficients take theta as known, as is usual. AIC and BIC count theta as a parameter.
 *
 * A relative risk is an association, not a cause.
 *
 * @returns not computable as described at fitCountRegression, and when the counts vary no more than Poisson, so that theta
 *   has no finite estimate (use Poisson regression)
 *
 * Source: Lawless (1987), Negative binomial and mixed Poisson regression, Canadian Journal of Statistics 15, 209-225;
 * Venables & Ripley (2002), Modern Applied Statistics with S, section 7.4. Agrees with R's MASS::glm.nb.
 */
export function negativeBinomialRegression(
  data: CountRegressionData,
): NegativeBinomialRegression | NotComputable {
  let fit = poissonRegression(data);
  if (isNotComputable(fit)) return fit;
  const { counts } = data;
  const exceeding = countsAbove(counts);
  let thetaBefore = 0;
  for (let round = 0; round < 500; round++) {
    const theta = thetaByLikelihood(counts, fit.fitted, exceeding);
    if (theta === null) {
      return notComputable(
        'zero-variance',
        'The counts vary no more than Poisson counts would, so no over-dispersion can be estimated: use Poisson regression.',
      );
    }
    const next = fitCountRegression(data, negativeBinomial(theta.value), fit.fitted);
    if (isNotComputable(next)) return next;
    fit = next;
    if (Math.abs(theta.value - thetaBefore) <= 1e-10 * theta.value) {
      return { ...fit, theta: theta.value, thetaStandardError: theta.standardError };
    }
    thetaBefore = theta.value;
  }
  return notComputable(
    'undefined-ratio',
    'The over-dispersion and the effects did not settle in 500 rounds: use fewer factors.',
  );
}

function negativeBinomial(theta: number): CountFamily {
  return {
    variance: (mean) => mean + (mean * mean) / theta,
    deviance: (count, mean) =>
      2 *
      ((count === 0 ? 0 : count * Math.log(count / mean)) -
        (count + theta) * Math.log((count + theta) / (mean + theta))),
    logLikelihood: (count, mean) =>
      lnGamma(theta + count) -
      lnGamma(theta) -
      lnGamma(count + 1) +
      theta * Math.log(theta / (theta + mean)) +
      (count === 0 ? 0 : count * Math.log(mean / (theta + mean))),
    extraParameters: 1,
  };
}

/** Entry k: how many counts are above k. It turns sums of digamma differences into one sum over k. */
function countsAbove(counts: Float64Array): Float64Array {
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  const above = new Float64Array(largest);
  for (const count of counts) if (count > 0) above[count - 1]++;
  for (let k = largest - 2; k >= 0; k--) above[k] += above[k + 1];
  return above;
}

/** Theta of highest likelihood for given means, or null when it runs off to infinity. */
function thetaByLikelihood(
  counts: Float64Array,
  mean: Float64Array,
  exceeding: Float64Array,
): { value: number; standardError: number } | null {
  const n = counts.length;
  let theta = n / counts.reduce((sum, count, i) => sum + (count / mean[i] - 1) ** 2, 0);
  for (let step = 0; step < 200; step++) {
    // digamma(theta + y) - digamma(theta) = sum over k < y of 1 / (theta + k), and likewise its derivative.
    let score = n * (Math.log(theta) + 1);
    let information = -n / theta;
    for (let k = 0; k < exceeding.length; k++) {
      score += exceeding[k] / (theta + k);
      information += exceeding[k] / (theta + k) ** 2;
    }
    for (let i = 0; i < n; i++) {
      const sum = mean[i] + theta;
      score -= Math.log(sum) + (counts[i] + theta) / sum;
      information += 2 / sum - (counts[i] + theta) / sum ** 2;
    }
    const newton = theta + score / information;
    const next =
      information > 0 && newton > theta / 5 ? Math.min(newton, 5 * theta) : theta * (score > 0 ? 2 : 0.5);
    if (next > LARGEST_THETA) return null;
    if (Math.abs(next - theta) <= 1e-10 * theta) {
      return { value: next, standardError: Math.sqrt(1 / information) };
    }
    theta = next;
  }
  return null;
}
