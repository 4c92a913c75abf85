package audit

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
)

var giants = Check{
	Name: "giants", Title: "Giant clusters",
	Doc: "Clusters that are larger than the sizes of all others lead one to expect. They are mostly many stories that a few articles, " +
		"or words that all have, hold together. It needs no texts.",
	Rule: "A power law is fitted to the sizes of the clusters of two articles or more, of which there are at least ten. The " +
		"largest cluster is a giant if fewer than one in twenty corpora with that law has one as large, or one that exceeds the next " +
		"by such a factor: of k such clusters together the probability has to be below .05/k². Articles that would move: those beyond the " +
		"largest size that would be usual.",
	Cite: []string{
		"Clauset, Shalizi & Newman 2009, Power-law distributions in empirical data, SIAM Review 51",
		"Pisarenko & Sornette 2012, Robust statistical tests of Dragon-Kings beyond power law distributions, European Physical Journal 205",
	},
	find: findGiants,
}

const (
	rare       = .05 // the probability below which something stands out
	mostGiants = 20  // are looked for
)

func findGiants(_ context.Context, s *subject) (list []Finding, notes []string, _ error) {
	order := make([]int, len(s.sizes))
	for g := range order {
		order[g] = g
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.sizes[b] - s.sizes[a] })
	l := fit(histogram(s.sizes))
	if l == nil {
		return nil, []string{fmt.Sprintf("fewer than %d clusters of two articles or more: no law of their sizes can be fitted", fewest)}, nil
	}
	found, limit := 0, 0
	for k := 1; k < len(order) && k <= mostGiants; k++ {
		if most := l.largest(k, s.sizes[order[k]]); s.sizes[order[k-1]] > most {
			found, limit = k, most
		}
	}
	for _, g := range order[:found] {
		f := s.finding(fmt.Sprintf("by the sizes of the others up to %d articles would not stand out", limit), group{rows: s.members[g]})
		f.Articles = s.sizes[g] - limit
		list = append(list, f)
	}
	return list, nil, nil
}

// largest is the size up to which k clusters, all of at least that size, would not stand out beside the next one.
func (l *law) largest(k, next int) int {
	// The ratio of the k-th largest to the next one of a power law: k times its logarithm is exponential (Rényi 1953). Sizes
	// are whole numbers: half a one more is what the next may stand for.
	ratio := math.Pow(rare/float64(k*k), -1/(float64(k)*(l.exponent-1)))
	return max(next, sort.Search(int(min((float64(next)+.5)*ratio, math.MaxInt32)), func(size int) bool {
		return size > next && float64(l.clusters)*l.tail(size+1) < rare/float64(k)
	}))
}
