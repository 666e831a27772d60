# Times spdep::localG and spatstat density.ppp on the input of the bench.
# Usage: Rscript spatial-against-r.R FOLDER   (reads cells.csv and points.csv there, prints "name<TAB>milliseconds" a run)
suppressPackageStartupMessages({
  library(spdep)
  library(spatstat.explore)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
cells <- read.csv(file.path(folder, "cells.csv"))
points <- read.csv(file.path(folder, "points.csv"))
size <- cells$size[1]

report <- function(name, work, runs = 5) {
  work()
  for (run in seq_len(runs)) {
    started <- proc.time()[["elapsed"]]
    work()
    cat(name, "\t", 1000 * (proc.time()[["elapsed"]] - started), "\n", sep = "")
  }
}

star <- include.self(dnearneigh(as.matrix(cells[, c("column", "row")]), 0, 1.5))
weights <- nb2listw(star, style = "B")
report("localG", function() p.adjust(2 * pnorm(-abs(localG(cells$count, weights))), "BH"))

columns <- range(cells$column)
rows <- range(cells$row)
window <- owin(xrange = c(columns[1], columns[2] + 1) * size, yrange = c(rows[1], rows[2] + 1) * size)
pattern <- suppressWarnings(ppp(points$x, points$y, window = window))
shape <- c(diff(rows) + 1, diff(columns) + 1)
sigma <- 4 * size / sqrt(8)
report("density.ppp", function() density(pattern, sigma = sigma, kernel = "quartic", edge = FALSE, dimyx = shape))
