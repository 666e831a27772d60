import {
  type CountFamily,
  type CountRegression,
  type CountRegressionData,
  fitCountRegression,
} from './count-regression.ts';
import { lnGamma } from './distributions/gamma.ts';
import type { NotComputable } from './not-computable.ts';

const POISSON: CountFamily = {
  variance: (mean) => mean,
  deviance: (count, mean) => 2 * ((count === 0 ? 0 : count * Math.log(count / mean)) - (count - mean)),
  logLikelihood: (count, mean) => count * Math.log(mean) - mean - lnGamma(count + 1),
  extraParameters: 0,
};

/**
 * Poisson regression with a log link and an offset: which factors go with more events, each with the others held fixed?
 *
 * Look at `dispersion` first. Crime counts nearly always vary more than Poisson; then the standard errors here are too
 * small and negative binomial regression is the one to report.
 *
 * A relative risk is an association. It does not say that the factor causes the events, nor that removing it would
 * prevent any.
 *
 * @returns not computable as described at fitCountRegression
 *
 * Source: McCullagh & Nelder (1989), Generalized Linear Models, chapter 6. Agrees with R's glm(family = poisson).
 */
export function poissonRegression(data: CountRegressionData): CountRegression | NotComputable {
  return fitCountRegression(data, POISSON);
}
