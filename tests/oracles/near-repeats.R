# Reference output for tests/stats/near-repeats-reference.test.ts: Knox tables and chains of burkitt.csv (base R and spdep),
# and E-test p-values by the double sum with dpois.
# Run from the repository root: Rscript tests/oracles/near-repeats.R > tests/oracles/near-repeats.json
suppressPackageStartupMessages(suppressWarnings(library(spdep)))
b <- read.csv("tests/oracles/burkitt.csv")
num <- function(v) paste0("[", paste(format(as.numeric(v), digits = 17, trim = TRUE, drop0trailing = TRUE), collapse = ","), "]")
distanceBreaks <- c(0, 2.5, 5, 10, 20, 40); timeBreaks <- c(0, 30, 90, 180, 360)
lags <- dist(b$day, method = "manhattan")
knox <- function(method) {
  d <- cut(as.vector(dist(b[, c("x", "y")], method = method)), distanceBreaks, right = FALSE)
  t <- cut(as.vector(lags), timeBreaks, right = FALSE)
  num(t(table(d, t)))
}
# Chains: components of the graph of pairs within 10 km and 60 days, both inclusive.
chains <- function(method) {
  near <- as.matrix(dist(b[, c("x", "y")], method = method)) <= 10 & as.matrix(lags) <= 60
  diag(near) <- FALSE
  lists <- lapply(seq_len(nrow(b)), function(i) { j <- which(near[i, ]); if (length(j) == 0) 0L else j })
  class(lists) <- "nb"
  sizes <- table(n.comp.nb(lists)$comp.id)
  num(sort(sizes[sizes > 1], decreasing = TRUE))
}
etest <- function(k1, d1, k2, d2) {
  rate <- (k1 + k2) / (d1 + d2)
  g <- expand.grid(a = 0:qpois(1 - 1e-16, rate * d1 + 40), b = 0:qpois(1 - 1e-16, rate * d2 + 40))
  s <- function(a, b) ifelse(a + b == 0, 0, abs(a / d1 - b / d2) / sqrt(a / d1^2 + b / d2^2))
  sum((dpois(g$a, rate * d1) * dpois(g$b, rate * d2))[s(g$a, g$b) >= s(k1, k2) - 1e-11])
}
cases <- list(c(6, 1, 2, 1), c(0, 1, 3, 1), c(14, 31, 4, 28), c(120, 365, 61, 181), c(1, 30, 9, 31), c(33, 2, 40, 1.5))
cat(sprintf('{"distanceBreaksM":%s,"timeBreaksDays":%s,\n"manhattan":%s,\n"euclidean":%s,\n"chainsManhattan":%s,\n"chainsEuclidean":%s,\n"eTest":[%s]}\n',
  num(distanceBreaks), num(timeBreaks), knox("manhattan"), knox("euclidean"), chains("manhattan"), chains("euclidean"),
  paste(sapply(cases, function(k) num(c(k, do.call(etest, as.list(k))))), collapse = ",")))
