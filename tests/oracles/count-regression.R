# Reference fits for tests/stats/poisson-regression.test.ts and negative-binomial-regression.test.ts.
# Run: Rscript tests/oracles/count-regression.R > tests/oracles/count-regression.json    (R 4.2, MASS 7.3; r-cran-mass)
suppressPackageStartupMessages(library(MASS))
# An epsilon out of reach: every fit takes all its steps. R calls that "did not converge"; it is the opposite.
options(warn = -1)
tight <- glm.control(epsilon = 1e-300, maxit = 60)
num <- function(x) paste0("[", paste(format(as.numeric(x), digits = 17, trim = TRUE, drop0trailing = TRUE), collapse = ","), "]")
columns <- function(m) paste0("{", paste(sprintf('"%s":%s', colnames(m), apply(m, 2, num)), collapse = ","), "}")
case <- function(name, X, y, offset, fit, logLikelihood, parameters, extra = "") {
  s <- summary(fit, dispersion = 1)$coefficients
  sprintf(paste0('"%s":{"columns":%s,"y":%s,"offset":%s,"coefficients":%s,"standardErrors":%s,"deviance":%s,',
                 '"logLikelihood":%s,"aic":%s,"bic":%s,"pearson":%s%s}'),
          name, columns(X), num(y), num(offset), num(s[, 1]), num(s[, 2]), num(deviance(fit)), num(logLikelihood),
          num(2 * parameters - 2 * logLikelihood), num(log(length(y)) * parameters - 2 * logLikelihood),
          num(sum(residuals(fit, "pearson")^2)), extra)
}
poissonCase <- function(name, X, y, offset) {
  fit <- glm(y ~ X + offset(offset), family = poisson(), control = tight)
  case(name, X, y, offset, fit, sum(dpois(y, fitted(fit), log = TRUE)), ncol(X) + 1)
}
negativeBinomialCase <- function(name, X, y, offset) {
  fit <- glm.nb(y ~ X + offset(offset), control = tight)
  theta <- theta.ml(y, fitted(fit), limit = 200, eps = 1e-13)
  case(name, X, y, offset, fit, sum(dnbinom(y, size = theta, mu = fitted(fit), log = TRUE)), ncol(X) + 2,
       sprintf(',"theta":%s,"thetaStandardError":%s', num(theta), num(attr(theta, "SE"))))
}

# Dobson (1990), as in ?glm
dobson <- data.frame(y = c(18, 17, 15, 20, 10, 20, 25, 13, 12), outcome = gl(3, 1, 9), treatment = gl(3, 3))
Xd <- model.matrix(~ outcome + treatment, dobson)[, -1]

# Days absent from school (Aitkin 1978), as in ?quine
Xq <- model.matrix(~ Eth + Sex + Age + Lrn, quine)[, -1]

# Cells with an offset and distance-band dummies, counts more varied than Poisson
set.seed(11)
n <- 120
people <- round(exp(rnorm(n, 6, 0.7)))
near <- rbinom(n, 1, 0.2); middle <- ifelse(near == 1, 0, rbinom(n, 1, 0.3)); density <- round(rexp(n, 0.5), 3)
off <- log(people)
y <- rnegbin(n, mu = exp(-4.5 + 0.9 * near + 0.4 * middle + 0.15 * density + off), theta = 1.7)
Xc <- cbind(near = near, middle = middle, density = density)

cat("{", paste(c(
  poissonCase("dobsonPoisson", Xd, dobson$y, rep(0, 9)),
  poissonCase("quinePoisson", Xq, quine$Days, rep(0, nrow(quine))),
  negativeBinomialCase("quineNegativeBinomial", Xq, quine$Days, rep(0, nrow(quine))),
  poissonCase("cellsPoisson", Xc, y, off),
  negativeBinomialCase("cellsNegativeBinomial", Xc, y, off)), collapse = ",\n"), "}\n", sep = "")
