# Heights of flexible linkage by cluster::agnes (R), method "gaverage":
#   Rscript agnes.R > agnes.json
library(cluster)
set.seed(1)
rows <- round(matrix(rnorm(40 * 5), 40), 3)
unit <- rows / sqrt(rowSums(rows^2))
tree <- function(d, beta) sort(agnes(d, diss = TRUE, method = "gaverage", par.method = beta)$height)
number <- function(x) paste0("[", paste(format(x, digits = 15, trim = TRUE), collapse = ","), "]")
trees <- c()
for (metric in c("euclidean", "cosine")) {
  d <- if (metric == "euclidean") dist(rows) else as.dist(1 - unit %*% t(unit))
  for (beta in c(-0.1, -0.5)) {
    trees <- c(trees, sprintf('{"metric":"%s","beta":%g,"heights":%s}', metric, beta, number(tree(d, beta))))
  }
}
cat(sprintf('{"rows":[%s],\n"trees":[%s]}\n', paste(apply(rows, 1, number), collapse = ","), paste(trees, collapse = ",\n")))
