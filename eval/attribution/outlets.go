package attribution

import (
	"cmp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/diversity"
)

// outlets counts for each outlet what a summary has from it.
type outlets struct {
	names  []Outlet // by first appearance
	of     []int    // the outlet of each article
	alone  []int    // words in phrases that one outlet alone has
	words  int
	copied int
}

func newOutlets(articles []corpus.Article) *outlets {
	o := &outlets{}
	at := map[string]int{}
	for _, a := range articles {
		name := text.Outlet(a.Source)
		k, ok := at[name]
		if !ok {
			k = len(o.names)
			at[name] = k
			o.names = append(o.names, Outlet{Name: name})
		}
		o.names[k].Articles++
		o.of = append(o.of, k)
	}
	o.alone = make([]int, len(o.names))
	return o
}

// note takes the runs of a sentence in each article.
func (o *outlets) note(runs [][]int) {
	if len(runs) == 0 {
		return
	}
	for k := range runs[0] {
		o.words++
		holder, several := -1, false
		for i := range runs {
			if runs[i][k] < phrase {
				continue
			}
			several = several || holder >= 0 && holder != o.of[i]
			holder = o.of[i]
		}
		if holder >= 0 {
			o.copied++
			if !several {
				o.alone[holder]++
			}
		}
	}
}

// list returns the outlets by their credit, and the share of words copied.
func (o *outlets) list(articles []float64) ([]Outlet, float64) {
	all := 0.0
	for i, c := range articles {
		o.names[o.of[i]].Credit += c
		all += c
	}
	for k := range o.names {
		if all > 0 {
			o.names[k].Credit /= all
		}
		if o.copied > 0 {
			o.names[k].Drop = float64(o.alone[k]) / float64(o.copied)
		}
	}
	slices.SortStableFunc(o.names, func(a, b Outlet) int { return cmp.Or(cmp.Compare(b.Credit, a.Credit), cmp.Compare(a.Name, b.Name)) })
	return o.names, float64(o.copied) / max(float64(o.words), 1)
}

// Effective is the Hill number of order 2 of the outlets' credit: for how many the
// summary speaks, 1 or more; 0 without credit.
func (a *Attribution) Effective() float64 {
	squares := 0.0
	for _, o := range a.Outlets {
		squares += o.Credit * o.Credit
	}
	if squares == 0 {
		return 0
	}
	return 1 / squares
}

// Efficiency is Effective over the Hill number of order 2 of the outlets'
// articles, what a summary would have that speaks for each article alike.
func (a *Attribution) Efficiency() float64 {
	counts := make([]int, len(a.Outlets))
	for i, o := range a.Outlets {
		counts[i] = o.Articles
	}
	return a.Effective() / diversity.Hill(counts, 2)
}

// Coverage is the share of the outlets whose credit is at least this part of an equal
// share; 1 is all of it.
func (a *Attribution) Coverage(least float64) float64 {
	n := 0
	for _, o := range a.Outlets {
		if o.Credit > 0 && o.Credit*float64(len(a.Outlets)) >= least {
			n++
		}
	}
	return float64(n) / float64(len(a.Outlets))
}

// Dependence is the greatest Drop of an outlet.
func (a *Attribution) Dependence() float64 {
	most := 0.0
	for _, o := range a.Outlets {
		most = max(most, o.Drop)
	}
	return most
}
