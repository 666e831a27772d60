# Reference results for distributions, rates, ranks, time series and the space-time cube: base R, and spdep's localG.
# Run in this folder: Rscript rates-and-time.R   (writes rates-and-time.json; format it with biome afterwards)
suppressPackageStartupMessages(library(spdep))

digits <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", as.numeric(x)))
list_of <- function(x) paste0("[", paste(digits(x), collapse = ","), "]")
object <- function(...) {
  parts <- list(...)
  paste0("{", paste(sprintf("\"%s\":%s", names(parts), unlist(parts)), collapse = ","), "}")
}
columns <- function(d) do.call(object, lapply(as.list(d), list_of))

# Distributions, over shapes from tiny to large and both tails.
g <- expand.grid(shape = c(0.3, 1, 5, 65, 1045, 250000), at = c(-3.5, -1, 0, 0.5, 2, 4))
g$x <- pmax(g$shape * 0.05, g$shape + g$at * sqrt(g$shape))
g$lower <- pgamma(g$x, g$shape)
g$upper <- pgamma(g$x, g$shape, lower.tail = FALSE)
q <- expand.grid(p = c(1e-10, 0.001, 0.025, 0.5, 0.975, 0.999), df = c(1, 2, 6, 20, 132, 5000))
q$x <- qchisq(q$p, q$df)
b <- expand.grid(x = c(0.02, 0.3, 0.71, 0.98), a = c(0.5, 3, 120), b = c(0.5, 2, 400))
b$p <- pbeta(b$x, b$a, b$b)
bq <- expand.grid(p = c(0.001, 0.025, 0.4, 0.975), a = c(0.5, 3, 120), b = c(0.5, 2, 400))
bq$x <- qbeta(bq$p, bq$a, bq$b)
po <- expand.grid(k = c(0, 1, 4, 9, 40, 1000), mean = c(0.2, 1, 9.7, 45, 1010))
po$cdf <- ppois(po$k, po$mean)
po$above <- ppois(po$k, po$mean, lower.tail = FALSE)
po$at <- dpois(po$k, po$mean)

# Intervals.
exact <- data.frame(events = 0:9)
ci <- sapply(exact$events, function(x) poisson.test(x, T = 1, conf.level = 0.95)$conf.int)
ci998 <- sapply(exact$events, function(x) poisson.test(x, T = 1, conf.level = 0.998)$conf.int)
exact <- cbind(exact, lower = ci[1, ], upper = ci[2, ], lower998 = ci998[1, ], upper998 = ci998[2, ])
wilson <- data.frame(events = c(0, 1, 5, 20, 7, 130, 250), trials = c(10, 100, 100, 100, 7, 411, 1000))
wci <- mapply(function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int), wilson$events, wilson$trials)
wilson <- cbind(wilson, lower = wci[1, ], upper = wci[2, ])

# Direct standardisation (Dobson's limits on Byar's), written out from the formulas.
dsr <- data.frame(events = c(4, 11, 23, 37, 19), population = c(5100, 8300, 7700, 6900, 2400),
                  standard = c(16000, 25000, 28000, 21000, 10000))
total <- sum(dsr$events)
rate <- with(dsr, sum(standard * events / population) / sum(standard))
variance <- with(dsr, sum(standard^2 * events / population^2) / sum(standard)^2)
z <- qnorm(0.975)
byar_low <- total * (1 - 1 / (9 * total) - z / (3 * sqrt(total)))^3
byar_high <- (total + 1) * (1 - 1 / (9 * (total + 1)) + z / (3 * sqrt(total + 1)))^3
dsr_result <- 1000 * c(rate, rate + sqrt(variance / total) * (c(byar_low, byar_high) - total))

# Over-dispersion of a funnel.
set.seed(41)
expected <- round(runif(30, 8, 160), 1)
observed <- rpois(30, expected * exp(rnorm(30, 0, 0.25)))
u <- sqrt(expected) * log(observed / expected)
ends <- quantile(u, c(0.1, 0.9))
w <- pmin(pmax(u, ends[1]), ends[2])
phi <- mean(w^2)
tau2 <- max(0, (30 * phi - 29) / (sum(expected) - sum(expected^2) / sum(expected)))

# Trend: Kendall's test with continuity correction has the Mann-Kendall z and p.
set.seed(7)
tied <- rpois(40, 6 + (1:40) / 12)
kendall <- suppressWarnings(cor.test(tied, 1:40, method = "kendall", exact = FALSE, continuity = TRUE))

# Season: the classical decomposition, and STL at every point (jumps of 1). R finds the median of the residuals by a
# partial sort that can miss it for an even number of values, so the robust case has an odd number.
air <- as.numeric(AirPassengers)
classical <- decompose(AirPassengers, type = "multiplicative")
log_air <- ts(log(air[1:143]), frequency = 12)
robust <- stl(log_air, "periodic", robust = TRUE, s.jump = 1, t.jump = 1, l.jump = 1)
robust7 <- stl(log_air, 7, robust = TRUE, s.jump = 1, t.jump = 1, l.jump = 1)
plain <- stl(nottem, "periodic", s.jump = 1, t.jump = 1, l.jump = 1)
plain7 <- stl(nottem, 7, s.jump = 1, t.jump = 1, l.jump = 1)
split <- function(s) object(seasonal = list_of(s$time.series[, 1]), trend = list_of(s$time.series[, 2]),
                            remainder = list_of(s$time.series[, 3]), weights = list_of(s$weights))

# XmR: the series of the NHSRplotthedots snapshots (set.seed(123), 20 normal values).
set.seed(123)
dots <- rnorm(20)

# Space-time Gi*: localG over all bins of a 6 x 6 grid and 12 months, with rates per day.
set.seed(19)
side <- 6
steps <- 12
cells <- side * side
days <- c(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
grid <- expand.grid(x = 1:side, y = 1:side)
heat <- exp(-((grid$x - 2)^2 + (grid$y - 2)^2) / 2)
counts <- sapply(1:steps, function(t) rpois(cells, 0.6 + 4 * heat * (t > 3)))
queen <- lapply(1:cells, function(i) which(abs(grid$x - grid$x[i]) <= 1 & abs(grid$y - grid$y[i]) <= 1))
neighbours <- list()
for (t in 1:steps) for (i in 1:cells) {
  own <- queen[[i]] + (t - 1) * cells
  neighbours[[length(neighbours) + 1]] <- as.integer(sort(c(own, if (t > 1) own - cells)))
}
class(neighbours) <- "nb"
attr(neighbours, "region.id") <- as.character(seq_along(neighbours))
attr(neighbours, "self.included") <- TRUE
rates <- as.numeric(sweep(counts, 2, days, "/"))
gi <- as.numeric(localG(rates, nb2listw(neighbours, style = "B")))
adjusted <- p.adjust(2 * pnorm(-abs(gi)), "BH")
# Rounded, because equal sums added in another order differ in the last digits and would not be seen as ties.
trend <- sapply(1:cells, function(i) suppressWarnings(
  cor.test(round(gi, 9)[i + (0:(steps - 1)) * cells], 1:steps, method = "kendall", exact = FALSE, continuity = TRUE)$p.value))

writeLines(object(
  gamma = columns(g[, c("shape", "x", "lower", "upper")]), chiSquared = columns(q), beta = columns(b),
  betaQuantile = columns(bq), poisson = columns(po), exact = columns(exact), wilson = columns(wilson),
  standardisation = object(bands = columns(dsr), result = list_of(dsr_result)),
  funnel = object(observed = list_of(observed), expected = list_of(expected), phi = digits(phi), tau2 = digits(tau2)),
  kendall = object(values = list_of(tied), z = digits(kendall$statistic), p = digits(kendall$p.value),
                   tau = digits(kendall$estimate)),
  classical = object(values = list_of(air), figure = list_of(classical$figure), trend = list_of(classical$trend)),
  stl = object(logAir = list_of(log_air), robustPeriodic = split(robust), robust7 = split(robust7),
               nottem = list_of(nottem), plainPeriodic = split(plain), plain7 = split(plain7)),
  dots = list_of(dots),
  cube = object(side = digits(side), days = list_of(days), counts = list_of(as.numeric(counts)), z = list_of(gi),
                adjustedP = list_of(adjusted), trendP = list_of(trend))
), "rates-and-time.json")
