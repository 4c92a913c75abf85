package gate

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Next says what labels would make an inconclusive check conclusive.
type Next struct {
	// Label are groups of articles without a story that both runs group differently:
	// those with most pairs in dispute first. Labelling them adds stories on which
	// the systems differ.
	Label []Dispute `json:"label"`
	// Look are the labelled stories that the verdict hangs on: their share in the
	// variance of the gain. An error in their gold decides it.
	Look []Weight `json:"look"`
}

// A Dispute is articles without a story that some cluster of either run holds
// together.
type Dispute struct {
	Articles []Named `json:"articles"`
	Old      []int   `json:"old"` // sizes of the groups in which the baseline has them
	New      []int   `json:"new"`
	Pairs    int     `json:"pairs"` // together in one run, apart in the other
}

// A Weight is a story's share in the variance of a metric's gain.
type Weight struct {
	Story string  `json:"story"`
	Title string  `json:"title,omitempty"`
	Share float64 `json:"share"`
}

// most disputes and stories that are named.
const most = 5

// next is for the metric whose terms these are.
func next(c *corpus.Corpus, old, found corpus.Labels, a, b eval.Terms) *Next {
	return &Next{Label: disputes(c, old, found), Look: weights(c, a, b)}
}

// weights are the squares of the stories' influences on the gain, by the jackknife,
// as shares.
func weights(c *corpus.Corpus, a, b eval.Terms) []Weight {
	sumA, sumB := a.Sum(), b.Sum()
	var list []Weight
	var influence []float64
	for s := range a.Rows {
		if !known(a.Rows[s]) && !known(b.Rows[s]) {
			continue
		}
		left := b.Combine(floats.SubTo(make([]float64, len(sumB)), sumB, b.Rows[s])) - a.Combine(floats.SubTo(make([]float64, len(sumA)), sumA, a.Rows[s]))
		if math.IsNaN(left) {
			continue
		}
		influence = append(influence, left)
		list = append(list, Weight{Story: c.Stories[s].ID, Title: Plain(c.Stories[s].Title, 80)})
	}
	centre := floats.Sum(influence) / float64(len(influence))
	total := 0.0
	for i, x := range influence {
		list[i].Share = (x - centre) * (x - centre)
		total += list[i].Share
	}
	if total == 0 {
		return nil
	}
	for i := range list {
		list[i].Share = round(list[i].Share/total, 3)
	}
	slices.SortStableFunc(list, func(x, y Weight) int { return cmp.Compare(y.Share, x.Share) })
	list = list[:min(most, len(list))]
	return slices.DeleteFunc(list, func(w Weight) bool { return w.Share < 0.005 })
}

// disputes joins articles without a story that share a cluster in either run, and
// keeps the groups on which the runs disagree.
func disputes(c *corpus.Corpus, old, found corpus.Labels) []Dispute {
	type cluster struct {
		run   int
		label int32
	}
	parent := make([]int, len(c.Articles))
	first := map[cluster]int{}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i := range c.Articles {
		parent[i] = i
		if c.Articles[i].Story != "" || c.Articles[i].Distractor {
			continue
		}
		for run, labels := range []corpus.Labels{old, found} {
			if labels[i] < 0 {
				continue
			}
			if j, ok := first[cluster{run, labels[i]}]; ok {
				a, b := find(i), find(j)
				parent[max(a, b)] = min(a, b)
			} else {
				first[cluster{run, labels[i]}] = i
			}
		}
	}
	groups := map[int][]int{}
	var roots []int
	for i := range c.Articles {
		if c.Articles[i].Story == "" && !c.Articles[i].Distractor {
			if r := find(i); len(groups[r]) == 0 {
				roots = append(roots, r)
			}
			groups[find(i)] = append(groups[find(i)], i)
		}
	}
	list := []Dispute{}
	for _, r := range roots {
		d := Dispute{Old: sizes(old, groups[r]), New: sizes(found, groups[r]), Pairs: disputed(old, found, groups[r])}
		if d.Pairs == 0 {
			continue
		}
		for _, i := range groups[r] {
			d.Articles = append(d.Articles, Named{c.Articles[i].ID, Plain(c.Articles[i].Title, 80)})
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Dispute) int { return b.Pairs - a.Pairs })
	return list[:min(most, len(list))]
}

// sizes of the groups in which a run has these articles, the largest first.
func sizes(labels corpus.Labels, members []int) []int {
	count := map[string]int{}
	for n, i := range members {
		if labels[i] < 0 {
			count[fmt.Sprint("noise", n)] = 1
		} else {
			count[fmt.Sprint(labels[i])]++
		}
	}
	var list []int
	for _, n := range count {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b int) int { return b - a })
	return list
}

// disputed counts the pairs that one run has together and the other apart: the
// pairs of each, less twice those of both.
func disputed(old, found corpus.Labels, members []int) int {
	type both struct{ old, found int32 }
	a, b, common := map[int32]int{}, map[int32]int{}, map[both]int{}
	pairs := 0
	for _, i := range members {
		if old[i] >= 0 {
			pairs += a[old[i]]
			a[old[i]]++
		}
		if found[i] >= 0 {
			pairs += b[found[i]]
			b[found[i]]++
		}
		if old[i] >= 0 && found[i] >= 0 {
			pairs -= 2 * common[both{old[i], found[i]}]
			common[both{old[i], found[i]}]++
		}
	}
	return pairs
}
