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
	"github.com/seed-9405df2f/assay/eval/outcome"
)

// A Change is a story whose result differs from the baseline's. The values are B-cubed F1 of its
// articles alone, the mean over the runs; everything else is of the first run.
type Change struct {
	Story    string        `json:"story"`
	Title    string        `json:"title,omitempty"`
	Articles int           `json:"articles"`
	Before   float64       `json:"before"`
	After    float64       `json:"after"`
	Parts    []Part        `json:"parts"`             // its clusters now, as in package outcome
	Was      []int         `json:"was,omitempty"`     // sizes of the parts in the baseline
	With     []CoClustered `json:"with,omitempty"`    // others in its main cluster now, most articles first, at most 100
	Further  int           `json:"further,omitempty"` // number of others there beside With
	Joined   []CoClustered `json:"joined,omitempty"`  // those of With that were not there in the baseline
	// Pair says how two articles were judged that this is about in place of a story: Before and After are 1 if the clusters have it so.
	Pair string `json:"pair,omitempty"`
}

// mostWith is the number of others that a change lists.
const mostWith = 100

// A Part is the articles of a story in one cluster. Each noise article is a part.
type Part struct {
	Articles []ArticleRef `json:"articles"`
	Noise    bool         `json:"noise,omitempty"`
}

// An ArticleRef is an article with its title.
type ArticleRef struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

func refs(c *corpus.Corpus, articles []int) (list []ArticleRef) {
	for _, i := range articles {
		list = append(list, ArticleRef{c.Articles[i].ID, Plain(c.Articles[i].Title, 80)})
	}
	return list
}

// A CoClustered is another story in the main cluster of a story; Story is empty for articles that
// have none.
type CoClustered struct {
	Story    string `json:"story,omitempty"`
	Title    string `json:"title,omitempty"`
	Articles int    `json:"articles"`
}

// Name returns the story's title, or its id if it has no title.
func (c Change) Name() string { return cmp.Or(c.Title, Plain(c.Story, 80)) }

// Words returns a sentence about how the story was split and merged.
func (c Change) Words() string {
	if c.Pair != "" {
		return c.Pair
	}
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
	if n := len(c.With) + c.Further - len(guests); n > 0 {
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

// Broken returns the stories that are not one cluster with nothing else in it in the first run of a
// clustering, the costliest first; none if the gold is judged pairs. There is no baseline: Before is 1.
func Broken(ctx context.Context, p eval.Policy, f Clustering) ([]Change, error) {
	if f.Corpus.Judged != nil {
		return nil, nil // there are no stories
	}
	cases, err := scored(ctx, p, f.Corpus, f.Runs[:1])
	if err != nil {
		return nil, err
	}
	_, after, err := byStory(cases, nil)
	if err != nil {
		return nil, err
	}
	before := slices.Repeat([]float64{1}, len(after))
	list, err := changes(ctx, f.Corpus, f.Corpus.Gold(), f.Runs[0], before, after)
	for i := range list {
		list[i].Was, list[i].Joined = nil, nil
	}
	return list, err
}

// changes returns the stories whose B-cubed values differ: losses first, those that cost most by
// articles and loss at the beginning; then gains, the largest at the end.
func changes(ctx context.Context, c *corpus.Corpus, old, found corpus.Labels, before, after []float64) ([]Change, error) {
	// Whatever the policy leaves out of the score is shown.
	past, err := eval.NewCase(ctx, c.Gold(), old, c)
	if err != nil {
		return nil, err
	}
	now, err := eval.NewCase(ctx, c.Gold(), found, c)
	if err != nil {
		return nil, err
	}
	was, is := outcome.Of(past), outcome.Of(now)
	sharing := is.CoClustered()
	var list []Change
	for s := range is.Stories {
		if !(math.Abs(before[s]-after[s]) >= 1e-9) {
			continue
		}
		ch := Change{
			Story: c.Stories[s].ID, Title: Plain(c.Stories[s].Title, 80), Articles: len(is.Stories[s].Articles),
			Before: before[s], After: after[s],
		}
		with, all := sharing(int32(s), mostWith)
		ch.Further = all - len(with)
		for _, w := range with {
			one := coClustered(c, w)
			ch.With = append(ch.With, one)
			if !was.InMain(int32(s), w.Story) {
				ch.Joined = append(ch.Joined, one)
			}
		}
		for _, p := range is.Stories[s].Parts {
			ch.Parts = append(ch.Parts, Part{refs(c, p.Articles), found[p.Articles[0]] < 0})
		}
		for _, p := range was.Stories[s].Parts {
			ch.Was = append(ch.Was, len(p.Articles))
		}
		list = append(list, ch)
	}
	slices.SortStableFunc(list, func(a, b Change) int { return cmp.Compare(a.cost(), b.cost()) })
	return list, nil
}

// pairChanges returns the judged pairs that one of two clusterings has right and the other wrong: losses first. Each is a change of
// which the title names both articles.
func pairChanges(c *corpus.Corpus, old, found corpus.Labels) []Change {
	old, found = old.Alone(), found.Alone()
	list := []Change{}
	for _, p := range c.JudgedPairs() {
		right := func(l corpus.Labels) float64 {
			if (l[p.A] == l[p.B]) == (p.Same == corpus.Yes) {
				return 1
			}
			return 0
		}
		before, after := right(old), right(found)
		if p.Same == corpus.Unsure || before == after {
			continue
		}
		verb := "judged different"
		if p.Same == corpus.Yes {
			verb = "judged the same"
		}
		a, b := &c.Articles[p.A], &c.Articles[p.B]
		list = append(list, Change{
			Story: a.ID + " " + b.ID, Title: Plain(fmt.Sprintf("%s and %s", cmp.Or(a.Title, a.ID), cmp.Or(b.Title, b.ID)), 160), Articles: 2,
			Before: before, After: after, Pair: verb,
		})
	}
	slices.SortStableFunc(list, func(a, b Change) int { return cmp.Compare(a.cost(), b.cost()) })
	return list
}

func (c Change) cost() float64 { return float64(c.Articles) * (c.After - c.Before) }

// coClustered names what shares the main cluster of a story.
func coClustered(c *corpus.Corpus, with outcome.CoClustered) CoClustered {
	one := CoClustered{Articles: with.Articles}
	if with.Story >= 0 {
		s := &c.Stories[with.Story]
		one.Story, one.Title = s.ID, Plain(s.Title, 60)
	}
	return one
}
