# Makes r.json: HDBSCAN by R's dbscan 1.1.11, on clusters with noise and on noise
# alone. Its minPts is both min_cluster_size and min_samples.
#
#	Rscript make.R > r.json
#
# The package labels by excess of mass only; the leaves are read off its tree of
# clusters: those that are no cluster's parent.
suppressPackageStartupMessages(library(dbscan))
set.seed(11)

clusters <- function(n, dims, centres) {
  middle <- matrix(rnorm(centres * dims, sd = 3), centres)
  x <- middle[sample(centres, n, TRUE), ] + matrix(rnorm(n * dims), n) * sample(c(0.3, 0.6), n, TRUE)
  noise <- runif(n) < 0.2
  x[noise, ] <- runif(sum(noise) * dims, -6, 6)
  x
}

leaves <- function(found, n) {
  tree <- attr(found, "hdbscan")
  children <- attr(tree, "cl_hierarchy")
  labels <- integer(n)
  for (name in names(tree)) {
    if (name != "0" && is.null(children[[name]])) labels[tree[[name]]$contains] <- as.integer(name)
  }
  labels
}

list_of <- function(values) paste0("[", paste(values, collapse = ","), "]")

cases <- list(
  list(x = clusters(200, 2, 5), minPts = 5), list(x = clusters(600, 5, 9), minPts = 8),
  list(x = clusters(400, 3, 12), minPts = 4), list(x = matrix(runif(900), 300), minPts = 4),
  list(x = matrix(rnorm(1200), 300), minPts = 3)
)
out <- sapply(cases, function(case) {
  x <- round(case$x, 3)
  found <- hdbscan(x, minPts = case$minPts)
  paste0(
    '{"samples":', case$minPts, ',"rows":', list_of(apply(x, 1, list_of)),
    ',"eom":', list_of(found$cluster - 1), ',"leaf":', list_of(leaves(found, nrow(x)) - 1), "}"
  )
})
cat(list_of(out), "\n", sep = "")
