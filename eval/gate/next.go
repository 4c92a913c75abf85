package gate

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// Next says what to label or to look at to make an inconclusive check conclusive.
type Next struct {
	// Label lists groups of articles without a story that the two runs cluster differently, among
	// themselves or with stories; the group with most disputed pairs first. Labels of these articles
	// decide which run is right.
	Label []Dispute `json:"label"`
	// Look lists the labelled stories with the largest shares in the variance of the gain. An error
	// in their gold may decide the verdict.
	Look []Weight `json:"look"`
}

// A Dispute is a group of articles without a story that clusters of either run connect.
type Dispute struct {
	Articles []ArticleRef `json:"articles"`
	Old      []int        `json:"old"` // sizes of their clusters in the baseline, counting only these articles
	New      []int        `json:"new"`
	OldWith  []ArticleRef `json:"old_with,omitempty"` // stories in the same clusters in the baseline
	NewWith  []ArticleRef `json:"new_with,omitempty"`
	Pairs    int          `json:"pairs"` // with an article of the group that are together in one run only
}

// A Weight is a story's share in the variance of a metric's gain.
type Weight struct {
	Story string  `json:"story"`
	Title string  `json:"title,omitempty"`
	Share float64 `json:"share"`
}

// most is the maximum number of disputes and stories that are listed.
const most = 5

// next is about the metric with these terms.
func next(c *corpus.Corpus, old, found corpus.Labels, a, b eval.Terms) *Next {
	return &Next{Label: disputes(c, old, found), Look: weights(c, a, b)}
}

// weights returns the squares of the stories' influences on the gain by the jackknife, as shares.
func weights(c *corpus.Corpus, a, b eval.Terms) []Weight {
	sumA, sumB := a.Sum(), b.Sum()
	var list []Weight
	var influence []float64
	for s := range a.Rows {
		if !known(a.Rows[s]) && !known(b.Rows[s]) {
			continue
		}
		left := b.Combine(floats.SubTo(make([]float64, len(sumB)), sumB, b.Rows[s])) -
			a.Combine(floats.SubTo(make([]float64, len(sumA)), sumA, a.Rows[s]))
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

// disputes joins articles without a story that share a cluster in either run, and returns the
// groups on which the runs disagree.
func disputes(c *corpus.Corpus, old, found corpus.Labels) []Dispute {
	type cluster struct {
		run   int
		label int32
	}
	sets := unionfind.New(len(c.Articles))
	first := map[cluster]int{}
	for i := range c.Articles {
		if c.Articles[i].Story != "" || c.Articles[i].Distractor {
			continue
		}
		for run, labels := range []corpus.Labels{old, found} {
			if labels[i] < 0 {
				continue
			}
			if j, ok := first[cluster{run, labels[i]}]; ok {
				sets.Union(i, j)
			} else {
				first[cluster{run, labels[i]}] = i
			}
		}
	}
	groups := map[int][]int{}
	var roots []int
	for i := range c.Articles {
		if c.Articles[i].Story == "" && !c.Articles[i].Distractor {
			r := sets.Find(i)
			if len(groups[r]) == 0 {
				roots = append(roots, r)
			}
			groups[r] = append(groups[r], i)
		}
	}
	list := []Dispute{}
	pairs := newDisputer(c, old, found)
	for _, r := range roots {
		d := Dispute{Old: sizes(old, groups[r]), New: sizes(found, groups[r]), Pairs: pairs.count(groups[r])}
		if d.Pairs == 0 {
			continue
		}
		d.OldWith, d.NewWith = storiesWith(c, old, groups[r]), storiesWith(c, found, groups[r])
		for _, i := range groups[r] {
			d.Articles = append(d.Articles, ArticleRef{c.Articles[i].ID, Plain(c.Articles[i].Title, 80)})
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Dispute) int { return b.Pairs - a.Pairs })
	return list[:min(most, len(list))]
}

// sizes returns the sizes of the clusters of these articles, counting only them, the largest first.
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

// storiesWith returns the stories that share a cluster with these articles, in the order of the
// corpus.
func storiesWith(c *corpus.Corpus, labels corpus.Labels, members []int) []ArticleRef {
	in := map[int32]bool{}
	for _, i := range members {
		if labels[i] >= 0 {
			in[labels[i]] = true
		}
	}
	seen := map[string]bool{}
	for i, g := range labels {
		if in[g] && c.Articles[i].Story != "" {
			seen[c.Articles[i].Story] = true
		}
	}
	var list []ArticleRef
	for _, s := range c.Stories {
		if seen[s.ID] {
			list = append(list, ArticleRef{s.ID, Plain(s.Title, 60)})
		}
	}
	return list
}

// A disputer counts pairs of articles that are together in one of two runs only.
type disputer struct {
	old, found corpus.Labels
	stories    tally // of the articles with a story
}

// A tally counts articles by their clusters in each run and in both.
type tally struct {
	old, found map[int32]int
	both       map[[2]int32]int
}

func newTally() tally { return tally{map[int32]int{}, map[int32]int{}, map[[2]int32]int{}} }

func newDisputer(c *corpus.Corpus, old, found corpus.Labels) disputer {
	d := disputer{old, found, newTally()}
	for i := range old {
		if c.Articles[i].Story != "" {
			d.stories.add(old[i], found[i])
		}
	}
	return d
}

func (t tally) add(old, found int32) {
	if old >= 0 {
		t.old[old]++
	}
	if found >= 0 {
		t.found[found]++
	}
	if old >= 0 && found >= 0 {
		t.both[[2]int32{old, found}]++
	}
}

// against returns the number of the tally's articles that are in one of these clusters in one run
// only.
func (t tally) against(old, found int32) int {
	return t.old[old] + t.found[found] - 2*t.both[[2]int32{old, found}] // noise is in no tally
}

// count counts pairs of members, and of members with articles that have a story.
func (d disputer) count(members []int) int {
	pairs, before := 0, newTally()
	for _, i := range members {
		pairs += before.against(d.old[i], d.found[i]) + d.stories.against(d.old[i], d.found[i])
		before.add(d.old[i], d.found[i])
	}
	return pairs
}
