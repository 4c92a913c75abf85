package audit

import (
	"context"
	"fmt"
	"slices"
	"sort"
)

var giants = Check{
	Name: "giants", Title: "Giant clusters", merge: true,
	Doc: "Clusters that are larger than the sizes of all others lead one to expect. They are mostly many stories that a few articles, or " +
		"words that all have, hold together. It needs no texts.",
	Rule: "A power law is fitted to the sizes of all other clusters of two articles or more, and there are at least ten. A cluster is a giant if under " +
		"that law fewer than one in twenty such corpora has any as large. Articles that would move: those beyond the largest size that would not stand out.",
	Cite: []string{"Clauset, Shalizi & Newman 2009, Power-law distributions in empirical data, SIAM Review 51"},
	find: findGiants,
}

// rare is the expected number of clusters of a size or more below which it stands out.
const rare = .05

func findGiants(_ context.Context, s *subject) (list []Finding, _ []string, _ error) {
	order := make([]int, len(s.sizes))
	for g := range order {
		order[g] = g
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.sizes[b] - s.sizes[a] })
	distinct, counts := histogram(s.sizes)
	for _, g := range order {
		last := len(distinct) - 1
		if last < 0 {
			break
		}
		if counts[last]--; counts[last] == 0 {
			distinct, counts = distinct[:last], counts[:last]
		}
		l := fit(distinct, counts)
		if l == nil {
			break
		}
		expected := func(size int) float64 { return float64(l.clusters+1) * l.tail(size) }
		if expected(s.sizes[g]) >= rare {
			break
		}
		limit := sort.Search(s.sizes[g], func(size int) bool { return size > 1 && expected(size) < rare }) - 1
		f := s.finding(fmt.Sprintf("by the sizes of the others %.2g clusters of %d articles or more are expected, and none above %d stands to reason",
			expected(s.sizes[g]), s.sizes[g], limit), group{rows: s.members[g]})
		f.Articles = s.sizes[g] - limit
		list = append(list, f)
	}
	if len(s.sizes) > 0 && fit(histogram(s.sizes)) == nil {
		return nil, []string{fmt.Sprintf("fewer than %d clusters of two articles or more: no law of their sizes can be fitted", fewest)}, nil
	}
	return list, nil, nil
}
