# Rscript vegan.R > vegan.csv (R 4.2.2, vegan 2.6-4)
suppressMessages(library(vegan))
counts <- list(c(3,2,2,1,1,2), c(1,1,1), c(10,1), c(25,12,7,5,3,2,2,1,1,1,1), c(4,4,4,4), c(100,50,20,3,3,2,1), c(2,1,1,1,1,1), c(7,7,1,1))
cat("counts,measure,value\n")
row <- function(x, measure, value) cat(sprintf("%s,%s,%.15g\n", paste(x, collapse = " "), measure, value))
for (x in counts) {
  n <- sum(x)
  row(x, "richness", specnumber(x))
  row(x, "shannon", diversity(x))
  row(x, "gini_simpson", diversity(x, "simpson"))
  row(x, "hill q=2", diversity(x, "invsimpson"))
  row(x, "simpson.unbiased", simpson.unb(x))
  for (q in c(0, 0.5, 1, 3)) row(x, sprintf("hill q=%g", q), as.numeric(renyi(x, scales = q, hill = TRUE)))
  row(x, "pielou", diversity(x) / log(specnumber(x)))
  e <- estimateR(x)
  for (m in unique(c(1, 2, 3, n %/% 2, n))) if (m <= n) row(x, sprintf("rarefied m=%d", m), as.numeric(rarefy(x, m)))
  row(x, "chao1 vegan", e[["S.chao1"]]) # S + f1(f1-1)/(2(f2+1)), without the factor (n-1)/n
  # Tsallis of order 2 with a similarity: Rao's quadratic entropy along a line of outlets.
  d <- as.matrix(dist(seq_along(x))) / max(1, length(x) - 1)
  p <- x / n
  row(x, "rao line", as.numeric(t(p) %*% d %*% p))
}
