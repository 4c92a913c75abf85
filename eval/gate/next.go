package gate

import (
	"cmp"
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

// weights returns the squares of the stories' influences on the gain by the jackknife, as shares.
func weights(c *corpus.Corpus, a, b eval.Terms) []Weight {
	sumA, sumB := a.Sum(), b.Sum()
	var list []Weight
	var influence []float64
	var own []float64
	without := func(t eval.Terms, sum []float64, s int) float64 {
		own = t.Row(s, own)
		return t.Combine(floats.SubTo(make([]float64, len(sum)), sum, own))
	}
	for s := range a.Stories() {
		if !a.Known(s) && !b.Known(s) {
			continue
		}
		left := without(b, sumB, s) - without(a, sumA, s)
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
	groups := unlabelled(c, old, found)
	stories := tally{}
	for i, a := range c.Articles {
		if a.Story != "" {
			stories.add(old[i], found[i])
		}
	}
	list := []Dispute{}
	for _, members := range groups.Members() {
		d := Dispute{Old: sizes(old, members), New: sizes(found, members)}
		before := tally{}
		for _, i := range members {
			d.Pairs += before.against(old[i], found[i]) + stories.against(old[i], found[i])
			before.add(old[i], found[i])
		}
		if d.Pairs == 0 {
			continue
		}
		d.OldWith, d.NewWith = storiesWith(c, old, members), storiesWith(c, found, members)
		d.Articles = refs(c, members)
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Dispute) int { return b.Pairs - a.Pairs })
	return list[:min(most, len(list))]
}

// unlabelled groups the articles without a story by the clusters of both runs that connect them.
func unlabelled(c *corpus.Corpus, old, found corpus.Labels) corpus.Labels {
	labelled := func(i int) bool { return c.Articles[i].Story != "" || c.Articles[i].Distractor }
	sets := unionfind.New(len(c.Articles))
	for _, labels := range []corpus.Labels{old, found} {
		first := map[int32]int{} // of the articles in a cluster
		for i, g := range labels {
			if g < 0 || labelled(i) {
				continue
			}
			if j, ok := first[g]; ok {
				sets.Union(i, j)
			} else {
				first[g] = i
			}
		}
	}
	groups := corpus.Labels(sets.Labels())
	for i := range groups {
		if labelled(i) {
			groups[i] = corpus.None
		}
	}
	return groups
}

// sizes returns the sizes of the clusters of these articles, counting only them, the largest first.
func sizes(labels corpus.Labels, members []int) (list []int) {
	for _, cluster := range corpus.Pick(labels, members).Alone().Members() {
		list = append(list, len(cluster))
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

// A tally counts articles by their clusters in two runs, and in one and every cluster of the other.
type tally map[[2]int32]int

const every = math.MinInt32

func (t tally) add(old, found int32) {
	if old >= 0 {
		t[[2]int32{old, every}]++
	}
	if found >= 0 {
		t[[2]int32{every, found}]++
	}
	if old >= 0 && found >= 0 {
		t[[2]int32{old, found}]++
	}
}

// against returns the number of the tally's articles that are in one of these clusters in one run
// only. Noise is in no tally.
func (t tally) against(old, found int32) int {
	return t[[2]int32{old, every}] + t[[2]int32{every, found}] - 2*t[[2]int32{old, found}]
}
