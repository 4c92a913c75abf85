# Values of R's packages for the data in peers.jsonl, as further lines of it. peers.py runs it.
suppressMessages({library(jsonlite); library(mclust); library(igraph); library(clue); library(fpc); library(cluster); library(vegan)})
lines <- readLines("peers.jsonl")
pairs <- fromJSON(lines[1], simplifyVector = FALSE)$pairs
points <- fromJSON(lines[2], simplifyVector = FALSE)$points
counts <- fromJSON(lines[3], simplifyVector = FALSE)$counts
add <- function(package, on, metric, values) {
  values <- ifelse(is.finite(values), sprintf("%.17g", values), "null")
  cat(sprintf('{"program":"R %s","version":"%s","on":"%s","metric":"%s","values":[%s]}\n', package, packageVersion(package), on, metric,
              paste(values, collapse = ",")))
}
of_pairs <- function(package, metric, f)
  add(package, "pairs", metric, sapply(pairs, function(p) as.numeric(f(unlist(p[[1]]) + 1, unlist(p[[2]]) + 1))))
of_pairs("mclust", "ari", adjustedRandIndex)
for (m in list(c("vi", "vi"), c("nmi", "nmi(avg=arithmetic)"), c("split.join", "vandongen"), c("rand", "rand"), c("adjusted.rand", "ari")))
  of_pairs("igraph", m[2], function(g, p) compare(match(g, unique(g)), match(p, unique(p)), method = m[1]))
hard <- function(x) as.cl_hard_partition(match(x, unique(x)))
for (m in list(c("Rand", "rand"), c("cRand", "ari"), c("NMI", "nmi(avg=geometric)"), c("FM", "fmi")))
  of_pairs("clue", m[2], function(g, p) cl_agreement(hard(g), hard(p), method = m[1]))
of_pairs("clue", "vi", function(g, p) cl_dissimilarity(hard(g), hard(p), method = "VI"))
stats <- function(g, p) suppressWarnings(cluster.stats(clustering = match(g, unique(g)), alt.clustering = match(p, unique(p)), compareonly = TRUE))
of_pairs("fpc", "ari", function(g, p) stats(g, p)$corrected.rand)
of_pairs("fpc", "vi", function(g, p) stats(g, p)$vi)

of_points <- function(package, metric, f)
  add(package, "points", metric, sapply(points, function(p) as.numeric(f(dist(do.call(rbind, lapply(p$rows, unlist))), unlist(p$labels) + 1))))
of_points("cluster", "silhouette(distance=euclidean)", function(d, l) mean(silhouette(l, d)[, 3]))
of_points("fpc", "silhouette(distance=euclidean)", function(d, l) cluster.stats(d, l)$avg.silwidth)
of_points("fpc", "calinski_harabasz", function(d, l) cluster.stats(d, l)$ch)
of_points("fpc", "dunn", function(d, l) cluster.stats(d, l)$dunn)

of_counts <- function(metric, f) add("vegan", "counts", metric, sapply(counts, function(x) as.numeric(f(unlist(x)))))
of_counts("source.richness", specnumber)
of_counts("source.shannon", diversity)
of_counts("source.gini_simpson", function(x) diversity(x, "simpson"))
of_counts("source.simpson.unbiased", simpson.unb)
of_counts("source.hill(q=2)", function(x) diversity(x, "invsimpson"))
of_counts("source.hill(q=1)", function(x) renyi(x, scales = 1, hill = TRUE))
of_counts("source.pielou", function(x) diversity(x) / log(specnumber(x)))
of_counts("source.rarefied(m=5)", function(x) rarefy(x, 5))
