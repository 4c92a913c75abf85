package gate

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// A Change is a story whose result differs from the baseline's. Values are of
// B-cubed F1 of its articles alone, the mean over the runs; the rest is of the first
// run.
type Change struct {
	Story    string        `json:"story"`
	Title    string        `json:"title,omitempty"`
	Articles int           `json:"articles"`
	Before   float64       `json:"before"`
	After    float64       `json:"after"`
	Parts    []Part        `json:"parts"`            // its clusters now, the largest first
	Was      []int         `json:"was,omitempty"`    // sizes of the parts in the baseline
	With     []CoClustered `json:"with,omitempty"`   // who shares its largest cluster now, most articles first
	Joined   []CoClustered `json:"joined,omitempty"` // of these, who did not in the baseline
}

// A Part is the articles of a story that one cluster holds; of noise each is one.
type Part struct {
	Articles []ArticleRef `json:"articles"`
	Noise    bool         `json:"noise,omitempty"`
}

// An ArticleRef is an article with its title.
type ArticleRef struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

// A CoClustered is another story in a story's cluster; without a story, articles that
// have none.
type CoClustered struct {
	Story    string `json:"story,omitempty"`
	Title    string `json:"title,omitempty"`
	Articles int    `json:"articles"`
}

// Name is the story's title, or its id where it has none.
func (c Change) Name() string { return cmp.Or(c.Title, Plain(c.Story, 80)) }

// Words tells what became of the story.
func (c Change) Words() string {
	var list []string
	if len(c.Parts) > 1 {
		var sizes []string
		for _, p := range c.Parts[:min(6, len(c.Parts))] {
			sizes = append(sizes, fmt.Sprint(len(p.Articles)))
		}
		if len(c.Parts) > 6 {
			sizes = append(sizes, "…")
		}
		list = append(list, fmt.Sprintf("split into %d (%s)%s", len(c.Parts), strings.Join(sizes, " + "), was(c.Was)))
	} else if len(c.Was) > 1 {
		list = append(list, "whole now"+was(c.Was))
	}
	var guests []string
	for _, g := range c.With[:min(3, len(c.With))] {
		name := "articles without a story"
		if g.Story != "" {
			name = "“" + cmp.Or(g.Title, Plain(g.Story, 60)) + "”"
		}
		guests = append(guests, fmt.Sprintf("%s (%d)", name, g.Articles))
	}
	if n := len(c.With) - len(guests); n > 0 {
		guests = append(guests, fmt.Sprintf("%d more", n))
	}
	if len(guests) > 0 {
		list = append(list, "merged with "+strings.Join(guests, ", "))
	}
	if len(list) == 0 {
		return "whole and alone"
	}
	return strings.Join(list, "; ")
}

func was(parts []int) string {
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return ", was whole"
	}
	return fmt.Sprintf(", was in %d", len(parts))
}

// Broken lists the stories of a clustering's first run that are not one cluster by
// themselves, those that cost most first. There is no baseline in it: Before is 1.
func Broken(ctx context.Context, p eval.Policy, f Clustering) ([]Change, error) {
	cases, err := scored(ctx, p, f.Corpus, f.Runs[:1])
	if err != nil {
		return nil, err
	}
	after, err := b3(cases, len(f.Corpus.Stories))
	if err != nil {
		return nil, err
	}
	before := make([]*float64, len(after))
	perfect := 1.0
	for s := range before {
		before[s] = &perfect
	}
	list := changes(f.Corpus, f.Corpus.Gold(), f.Runs[0], before, after)
	for i := range list {
		list[i].Was, list[i].Joined = nil, nil
	}
	return list, nil
}

// changes lists the stories whose B-cubed values differ: those that cost most
// first, by articles and loss, then those that gain, the most last.
func changes(c *corpus.Corpus, old, found corpus.Labels, before, after []*float64) []Change {
	gold := c.Gold()
	members := make([][]int, len(c.Stories))
	for i, s := range gold {
		if s >= 0 {
			members[s] = append(members[s], i)
		}
	}
	var list []Change
	for s := range members {
		if before[s] == nil || after[s] == nil || math.Abs(*before[s]-*after[s]) < 1e-9 {
			continue
		}
		story := c.Stories[s]
		parts, host := split(c, members[s], found)
		past, pastHost := split(c, members[s], old)
		ch := Change{
			Story: story.ID, Title: Plain(story.Title, 80), Articles: len(members[s]), Before: *before[s], After: *after[s], Parts: parts,
			With: guests(c, gold, found, host, int32(s)),
		}
		for _, p := range past {
			ch.Was = append(ch.Was, len(p.Articles))
		}
		there := guests(c, gold, old, pastHost, int32(s))
		for _, g := range ch.With {
			if !slices.ContainsFunc(there, func(o CoClustered) bool { return o.Story == g.Story }) {
				ch.Joined = append(ch.Joined, g)
			}
		}
		list = append(list, ch)
	}
	slices.SortStableFunc(list, func(a, b Change) int { return cmp.Compare(a.cost(), b.cost()) })
	return list
}

func (c Change) cost() float64 { return float64(c.Articles) * (c.After - c.Before) }

// split cuts a story into its parts, the largest first, and returns the cluster of
// that, -1 where it is noise.
func split(c *corpus.Corpus, members []int, labels corpus.Labels) ([]Part, int32) {
	var parts []Part
	var clusters []int32
	for _, i := range members {
		article := ArticleRef{c.Articles[i].ID, Plain(c.Articles[i].Title, 80)}
		at := slices.Index(clusters, labels[i])
		if labels[i] < 0 || at < 0 {
			clusters, parts = append(clusters, labels[i]), append(parts, Part{Noise: labels[i] < 0})
			at = len(parts) - 1
		}
		parts[at].Articles = append(parts[at].Articles, article)
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(parts[b].Articles) - len(parts[a].Articles) })
	sorted := make([]Part, len(parts))
	for to, from := range order {
		sorted[to] = parts[from]
	}
	return sorted, clusters[order[0]]
}

// guests are those of other stories, or of none, in a cluster.
func guests(c *corpus.Corpus, gold, labels corpus.Labels, cluster, story int32) []CoClustered {
	if cluster < 0 {
		return nil
	}
	count := map[int32]int{}
	for i, g := range labels {
		if g == cluster && gold[i] != story {
			count[gold[i]]++
		}
	}
	var list []CoClustered
	for s := int32(-1); int(s) < len(c.Stories); s++ {
		if n := count[s]; n > 0 && s < 0 {
			list = append(list, CoClustered{Articles: n})
		} else if n > 0 {
			list = append(list, CoClustered{c.Stories[s].ID, Plain(c.Stories[s].Title, 60), n})
		}
	}
	slices.SortStableFunc(list, func(a, b CoClustered) int { return b.Articles - a.Articles })
	return list
}
