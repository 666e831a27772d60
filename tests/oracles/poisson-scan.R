# Reference clusters for tests/stats/poisson-scan.test.ts: Kulldorff's circular Poisson scan, written out in base R.
# Data: sudden infant deaths and births by county of North Carolina, 1974-84 (Symons et al. 1983; Cressie 1993), from
# spData (r-cran-spdata): 1503 deaths, 752354 births, as scanned by Kulldorff (1997).
# Run: Rscript tests/oracles/poisson-scan.R > tests/oracles/poisson-scan.json
suppressPackageStartupMessages(suppressWarnings(library(spData)))
data(nc.sids)
x <- nc.sids$x; y <- nc.sids$y
cases <- nc.sids$SID74 + nc.sids$SID79
births <- nc.sids$BIR74 + nc.sids$BIR79
names(cases) <- rownames(nc.sids)
C <- sum(cases); expected <- births * C / sum(births)
zones <- list()
for (i in seq_along(x)) {
  d <- sqrt((x - x[i])^2 + (y - y[i])^2)
  for (r in sort(unique(d))) {
    inside <- which(d <= r)
    if (sum(births[inside]) > sum(births) / 2) break
    c0 <- sum(cases[inside]); e0 <- sum(expected[inside])
    llr <- if (c0 > e0) c0 * log(c0 / e0) + (C - c0) * log((C - c0) / (C - e0)) else 0
    zones[[length(zones) + 1]] <- list(members = inside, llr = llr, observed = c0, expected = e0)
  }
}
llr <- sapply(zones, function(z) z$llr)
used <- integer(0); found <- list()
for (k in order(-llr)) {
  if (length(found) == 3) break
  if (length(intersect(zones[[k]]$members, used)) == 0) { found[[length(found) + 1]] <- zones[[k]]; used <- c(used, zones[[k]]$members) }
}
# Null distribution of the largest ratio, 999 multinomial replicates: for a p value within Monte Carlo error only.
num <- function(v) paste0("[", paste(format(as.numeric(v), digits = 17, trim = TRUE, drop0trailing = TRUE), collapse = ","), "]")
member <- matrix(0, length(zones), length(x)); for (k in seq_along(zones)) member[k, zones[[k]]$members] <- 1
member <- unique(member); e0 <- as.vector(member %*% expected)
set.seed(5)
largest <- replicate(999, {
  c0 <- as.vector(member %*% rmultinom(1, C, expected))
  max(ifelse(c0 > e0, c0 * log(c0 / e0) + (C - c0) * log((C - c0) / (C - e0)), 0))
})
cluster <- function(z) sprintf('{"counties":[%s],"observed":%d,"expected":%s,"llr":%s}',
  paste0('"', names(cases)[sort(z$members)], '"', collapse = ","), z$observed, num(z$expected), num(z$llr))
cat(sprintf('{"counties":[%s],\n"x":%s,\n"y":%s,\n"cases":%s,\n"births":%s,\n"clusters":[%s],\n"nullQuantiles":{"p50":%s,"p90":%s,"p95":%s}}\n',
  paste0('"', names(cases), '"', collapse = ","), num(x), num(y), num(cases), num(births),
  paste(sapply(found, cluster), collapse = ",\n"), num(quantile(largest, .5)), num(quantile(largest, .9)), num(quantile(largest, .95))))
