# Reference values for tests/stats/difference-in-differences.test.ts and relative-effect-size.test.ts, base R 4.2.
# Run: Rscript tests/oracles/evaluation.R > tests/oracles/evaluation.json
num <- function(x) paste0("[", paste(format(as.numeric(x), digits = 17, trim = TRUE, drop0trailing = TRUE), collapse = ","), "]")
tb <- c(31, 44, 18, 52, 27); ta <- c(22, 39, 11, 30, 29); te <- c(29, 45, 20, 47, 30)
cb <- c(25, 61, 33, 19, 40, 28, 35); ca <- c(27, 55, 36, 18, 44, 30, 31); ce <- c(24, 60, 35, 17, 41, 30, 33)
effect <- t.test(ta - tb, ca - cb)
early <- t.test(tb - te, cb - ce)
welch <- function(w) num(c(w$estimate[1] - w$estimate[2], w$stderr, w$parameter, w$statistic, w$p.value, w$conf.int))
# The interaction of a Poisson model of four counts is -ln RES; its standard error is the one of the definition.
counts <- data.frame(n = c(207, 110, 308, 318), treated = c(1, 1, 0, 0), after = c(0, 1, 0, 1))
# Four counts, four coefficients: the deviance is 0 and R warns that it cannot get there.
fit <- suppressWarnings(summary(glm(n ~ treated * after, family = poisson(), data = counts, control = glm.control(epsilon = 1e-13))))
cat(sprintf(paste0('{"treated":{"earlier":%s,"before":%s,"after":%s},"control":{"earlier":%s,"before":%s,"after":%s},\n',
  '"effect":%s,"beforeItBegan":%s,\n"interaction":%s}\n'), num(te), num(tb), num(ta), num(ce), num(cb), num(ca),
  welch(effect), welch(early), num(fit$coefficients["treated:after", 1:2])))
