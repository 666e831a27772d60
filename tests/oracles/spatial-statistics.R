# Reference results for the spatial statistics, made with spdep and spatstat.explore.
# Run in this folder: Rscript spatial-statistics.R   (writes spatial-statistics.json; format it with biome afterwards)
suppressPackageStartupMessages({
  library(spdep)
  library(spatstat.explore)
})

set.seed(20190201)
columns <- 12
rows <- 10
n <- columns * rows
cell <- expand.grid(column = 0:(columns - 1), row = 0:(rows - 1))
centre <- function(c, r) exp(-((cell$column - c)^2 + (cell$row - r)^2) / 6)
pop <- round(400 + 3000 * runif(n))
first <- rpois(n, 2 + 9 * centre(3, 3) + 5 * centre(8, 7))
second <- rpois(n, 3 + 7 * centre(4, 3))
rate_events <- rpois(n, pop * 0.004 * (1 + 1.5 * centre(3, 3)))

neighbours <- dnearneigh(as.matrix(cell), 0, 1.5)
binary <- nb2listw(neighbours, style = "B")
standardised <- nb2listw(neighbours, style = "W")
star <- nb2listw(include.self(neighbours), style = "B")

moran <- function(x, listw, randomisation) {
  test <- moran.test(x, listw, randomisation = randomisation, alternative = "two.sided")
  list(i = unname(test$estimate[1]), expected = unname(test$estimate[2]), variance = unname(test$estimate[3]),
       z = unname(test$statistic), p = unname(test$p.value))
}
local <- function(x, listw, conditional) {
  m <- localmoran(x, listw, conditional = conditional)
  list(i = m[, 1], expected = m[, 2], variance = m[, 3], z = m[, 4], p = 2 * pnorm(-abs(m[, 4])))
}
general_g <- function(x, listw) {
  test <- globalG.test(x, listw, alternative = "two.sided")
  list(g = unname(test$estimate[1]), expected = unname(test$estimate[2]), variance = unname(test$estimate[3]),
       z = unname(test$statistic), p = unname(test$p.value))
}

# Rates standardised as Assuncao and Reis (1999) with a >= 0; a and b from EBest.
eb <- EBest(rate_events, pop)
a <- attr(eb, "parameters")$a
b <- attr(eb, "parameters")$b
eb_z <- (rate_events / pop - b) / sqrt(a + b / pop)

# Conditional permutation of Gi* in base R: the unit is held, its neighbours are drawn without replacement from the others.
draws <- 99999
held <- c(1, 28, 40, 41, 93, 120)
permuted_p <- sapply(held, function(i) {
  k <- length(neighbours[[i]])
  seen <- sum(first[neighbours[[i]]])
  others <- first[-i]
  sums <- replicate(draws, sum(others[sample.int(n - 1, k)]))
  min(1, 2 * min((sum(sums >= seen) + 1) / (draws + 1), (sum(sums <= seen) + 1) / (draws + 1)))
})

# Adjusted p-values, with ties and missing values.
p <- c(0.01, 0.02, 0.02, NA, 0.0004, 0.9, 0.04, 0.04, 0.3, 1, 0.0004, 0.05, NA, 0.000001, 0.6)
adjusted <- lapply(c("BH", "BY", "holm", "bonferroni"), function(m) p.adjust(p, m))
names(adjusted) <- c("benjamini-hochberg", "benjamini-yekutieli", "holm", "bonferroni")

# Density in an L-shaped window of 100 m pixels, corrected for edges: f(u) / e(u) (diggle = FALSE).
width <- 40
height <- 30
inside <- matrix(TRUE, height, width)
inside[19:30, 23:40] <- FALSE
window <- owin(xrange = c(0, 4000), yrange = c(0, 3000), mask = inside)
points <- rpoint(150, win = window)
points <- ppp(round(points$x, 3), round(points$y, 3), window = window)
# spatstat moves points to pixel centres first, so it is given 20 m pixels, and the middle one of each 5 x 5 is kept.
fine <- owin(xrange = c(0, 4000), yrange = c(0, 3000), mask = inside[rep(1:height, each = 5), rep(1:width, each = 5)])
fine_points <- ppp(points$x, points$y, window = fine)
pixels <- function(...) {
  image <- density(fine_points, ..., dimyx = c(5 * height, 5 * width))
  as.vector(t(image$v[seq(3, 5 * height, 5), seq(3, 5 * width, 5)])) # by row from the south, west to east
}
sigma <- 350
edge <- pixels(sigma = sigma, edge = TRUE)
none <- pixels(sigma = sigma, edge = FALSE)
quartic <- pixels(sigma = sigma, kernel = "quartic", edge = TRUE)
exact <- density(points, sigma = sigma, edge = FALSE, at = "points", leaveoneout = FALSE)
exact_quartic <- density(points, sigma = sigma, kernel = "quartic", edge = FALSE, at = "points", leaveoneout = FALSE)
sigmas <- c(100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 800)
likelihood <- bw.ppl(points, sigma = sigmas, edge = FALSE, shortcut = TRUE)
scott <- unname(bw.scott(points))
# The pilot is an image of 10 m pixels: near the exact pilot, not equal to it.
boxed <- ppp(points$x, points$y, c(0, 4000), c(0, 3000))
abramson <- bw.abram(boxed, h0 = sigma, at = "points", hp = sigma, trim = 5, edge = FALSE,
                     dimyx = c(10 * height, 10 * width))

number <- function(x) ifelse(is.na(x), "null", sprintf("%.15g", x))
to_json <- function(x) {
  if (is.list(x)) paste0("{", paste0("\"", names(x), "\": ", sapply(x, to_json), collapse = ",\n"), "}")
  else if (is.character(x)) paste0("\"", x, "\"")
  else if (length(x) == 1) number(x)
  else paste0("[", paste0(number(x), collapse = ", "), "]")
}
short <- function(x) signif(x, 7)
cat(to_json(list(
  made_with = sprintf("R %s, spdep %s, spatstat.explore %s", getRversion(), packageVersion("spdep"),
                      packageVersion("spatstat.explore")),
  grid = list(columns = columns, rows = rows, first = first, second = second, events = rate_events, population = pop),
  gi_star = list(z = localG(first, star)[1:n]),
  gi = list(z = localG(first, binary)[1:n]),
  moran_randomisation = moran(first, standardised, TRUE),
  moran_normality = moran(first, standardised, FALSE),
  moran_binary = moran(first, binary, TRUE),
  local_moran_conditional = local(first, standardised, TRUE),
  local_moran_total = local(first, standardised, FALSE),
  general_g = general_g(first, binary),
  eb = c(list(a = a, b = b, standardised = eb_z), local(eb_z, standardised, TRUE)),
  bivariate = list(i = as.vector(scale(first) * lag.listw(standardised, as.vector(scale(second)))) * n / (n - 1)),
  permuted_gi_star = list(draws = draws, unit = held - 1, p = permuted_p),
  adjust = c(list(p = p), adjusted),
  density = list(width = width, height = height, pixel_m = 100, sigma_m = sigma, x = points$x, y = points$y,
                 inside = as.vector(t(inside)) * 1, gauss_edge = short(edge), gauss_none = short(none),
                 quartic_edge = short(quartic), gauss_at_points = as.vector(exact), quartic_at_points = as.vector(exact_quartic)),
  bandwidth = list(sigma = sigmas, likelihood = as.vector(attr(likelihood, "cv")), scott = scott,
                   abramson = as.vector(abramson))
)), "\n", file = "spatial-statistics.json")
