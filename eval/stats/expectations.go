package stats

import (
	"math"

	"github.com/seed-9405df2f/assay/eval"
)

// expectations has the formulas of means over random labels, for gold that covers all
// articles: the number of common articles of a story and a cluster is hypergeometric
// (Hubert & Arabie 1985 for pairs; Vinh, Epps & Bailey 2010 for information). Measures
// that the sizes alone determine need no formula: all shuffles agree.
var expectations = map[string]func(sizes) float64{
	"ari": func(z sizes) float64 {
		if z.goldPairs == z.foundPairs && (z.goldPairs == 0 || z.goldPairs == z.pairs) {
			return 1 // there is one labelling with these sizes only
		}
		return 0
	},
	"ami(avg=arithmetic)": ami,
	"ami(avg=geometric)":  ami,
	"ami(avg=min)":        ami,
	"ami(avg=max)":        ami,

	"pair.p": func(z sizes) float64 {
		if z.foundPairs == 0 {
			return 1
		}
		return z.goldPairs / z.pairs
	},
	"pair.r": func(z sizes) float64 {
		if z.goldPairs == 0 {
			return 1
		}
		return z.foundPairs / z.pairs
	},
	"rand": func(z sizes) float64 {
		if z.pairs == 0 {
			return 1
		}
		return 1 + 2*z.goldPairs/z.pairs*(z.foundPairs/z.pairs) - (z.goldPairs+z.foundPairs)/z.pairs
	},
	// An article's cluster holds itself and b−1 others, each of its story with
	// probability (a−1)/(n−1).
	"b3.p": func(z sizes) float64 {
		if z.n == 1 {
			return 1
		}
		return z.clusters/z.n + (z.n-z.clusters)/z.n*z.goldPairs/z.pairs
	},
	"b3.r": func(z sizes) float64 {
		if z.n == 1 {
			return 1
		}
		return z.stories/z.n + (z.n-z.stories)/z.n*z.foundPairs/z.pairs
	},

	"mi":           func(z sizes) float64 { return z.mutual() },
	"homogeneity":  func(z sizes) float64 { return portion(z.mutual(), z.goldEntropy) },
	"completeness": func(z sizes) float64 { return portion(z.mutual(), z.foundEntropy) },
	"vi":           func(z sizes) float64 { return z.goldEntropy + z.foundEntropy - 2*z.mutual() },
}

func ami(z sizes) float64 {
	if z.stories == z.clusters && (z.stories == 1 || z.stories == z.n) {
		return 1 // there is one labelling with these sizes only
	}
	return 0
}

// sizes are the properties of labels that shuffling does not change.
type sizes struct {
	whole                        bool    // gold covers all articles
	n, stories, clusters         float64 // numbers of articles and of groups
	goldPairs, foundPairs, pairs float64 // pairs of articles: together in gold, found, and all
	goldEntropy, foundEntropy    float64 // nats
	mutual                       func() float64
}

func sizesOf(t *eval.Table) sizes {
	z := sizes{whole: t.N == t.Total && t.Missing == 0, n: float64(t.N), mutual: t.ExpectedMI}
	z.stories, z.goldPairs, z.goldEntropy = group(t.Stories, z.n)
	z.clusters, z.foundPairs, z.foundEntropy = group(t.Clusters, z.n)
	z.pairs = z.n * (z.n - 1) / 2
	return z
}

// group returns the number of groups with articles, the pairs of articles in one group,
// and the entropy.
func group(list []int, n float64) (groups, pairs, entropy float64) {
	for _, size := range list {
		if size > 0 {
			s := float64(size)
			groups++
			pairs += s * (s - 1) / 2
			entropy -= s / n * math.Log(s/n)
		}
	}
	return groups, pairs, entropy
}

// portion is a/b; 1 if b is 0.
func portion(a, b float64) float64 {
	if b == 0 {
		return 1
	}
	return a / b
}
