package audit

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
)

var outlets = Check{
	Name: "outlets", Title: "Outlets that vanish in one cluster",
	Doc: "Outlets all of whose articles are in one cluster: mostly what they share is a template, a section or a language, and not a " +
		"story. A reader meets the outlet once. It needs no texts.",
	Rule: "Two articles of another outlet are in one cluster with a frequency q. The articles of an outlet of n are all in one with a " +
		"probability of about q^(n−1) then; it vanishes if that, times the number of outlets with at least three articles, is below one " +
		"in twenty.",
	needs: needs{outlets: true},
	find:  findOutlets,
}

func findOutlets(_ context.Context, s *subject) (list []Finding, notes []string, _ error) {
	const fewestArticles = 3 // of one story two may well be all that a small outlet has
	byOutlet := map[string][]int{}
	for i, name := range s.outlets {
		if name != "" {
			byOutlet[name] = append(byOutlet[name], i)
		}
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(byOutlet)), func(name string) bool { return len(byOutlet[name]) < fewestArticles })
	together, all := map[string]float64{}, map[string]float64{} // pairs
	sum, sumAll := 0., 0.
	for _, name := range names {
		rows := byOutlet[name]
		count := map[int32]int{}
		for _, i := range rows {
			if g := s.labels[i]; g >= 0 {
				count[g]++
			}
		}
		for _, n := range count {
			together[name] += float64(n) * float64(n-1) / 2
		}
		all[name] = float64(len(rows)) * float64(len(rows)-1) / 2
		sum, sumAll = sum+together[name], sumAll+all[name]
	}
	if len(names) < 2 {
		return nil, []string{"fewer than two outlets have three articles: there is nothing to compare with"}, nil
	}
	for _, name := range names {
		rows := byOutlet[name]
		if together[name] < all[name] {
			continue
		}
		// One pair more of each kind, so that what was never seen is not impossible.
		q := (sum - together[name] + 1) / (sumAll - all[name] + 2)
		if float64(len(names))*math.Pow(q, float64(len(rows)-1)) >= rare {
			continue
		}
		f := s.finding(fmt.Sprintf("all %d articles of %s; %.2g %% of the pairs of other outlets are together", len(rows), name, 100*q),
			group{rows, name})
		f.Articles = len(rows) - 1
		list = append(list, f)
	}
	return list, nil, nil
}
