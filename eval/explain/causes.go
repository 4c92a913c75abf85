package explain

import (
	"context"
	"slices"
	"strings"
)

// Causes compare the articles of one kind of error with articles that were placed well: for splits,
// articles outside of the main cluster of their story with those in it; for merges, articles that
// joined another story with those kept apart from the nearest other story. They are correlates of
// errors, not proof of what causes them.
type Causes struct {
	Errors   int `json:"errors"`   // all articles with the error
	Placed   int `json:"placed"`   // all articles without the error
	Measured int `json:"measured"` // errors measured: those of the sample that have articles to be compared with
	Compared int `json:"compared"` // articles without the error that were measured
	Stories  int `json:"stories"`  // of the errors measured
	// Features are the shares of articles for which single questions are answered with yes.
	Features []Feature `json:"features"`
	// Tree uses all features; WithoutWords leaves out similarity of words, which most algorithms
	// use themselves. Neither is grown from fewer than ten errors or three stories.
	Tree         Pattern `json:"tree"`
	WithoutWords Pattern `json:"tree_without_words"`
}

// A Feature is a question about an article, with the shares of articles that answer it with yes.
type Feature struct {
	Question string  `json:"question"`
	Errors   float64 `json:"errors"` // share of the measured articles with the error
	Placed   float64 `json:"placed"` // share of the measured articles without it
}

// mostShown is the maximum number of articles of one story or cluster that have causes.
const mostShown = 50

// causes measures a sample of the errors, and all articles that are shown.
func (v *view) causes(ctx context.Context, e *Explanation, o Options) error {
	m, err := newMeasurer(ctx, v, o)
	if err != nil {
		return err
	}
	if m == nil {
		e.Notes = append(e.Notes, "no article has words: causes are not measured")
		return nil
	}
	var all [4][]int // splits, kept, merges, apart
	for i, s := range v.gold {
		if s >= 0 && v.t.Stories[s] > 1 {
			g := pick(v.IsMissing(i), 0, 1)
			all[g] = append(all[g], i)
		}
		g := pick(v.IsForeign(i), 2, 3)
		all[g] = append(all[g], i)
	}
	var items []item
	for g, articles := range all {
		if len(all[g/2*2]) == 0 {
			continue // nothing went wrong
		}
		for _, i := range drawn(articles, o.Sample, o.Seed, uint64(g)) {
			items = append(items, item{article: i, kind: kind(g / 2), wrong: g%2 == 0})
		}
	}
	sampled := len(items)
	items = append(items, v.shown(e, o)...)
	if err := m.look(ctx, items); err != nil {
		return err
	}
	m.learnBaseline(items[:sampled])
	for k := range items[sampled:] {
		m.tell(&items[sampled+k])
	}
	for k, causes := range []**Causes{splitKind: &e.Splits, mergeKind: &e.Merges} {
		if *causes, err = m.common(ctx, kind(k), items[:sampled], len(all[2*k]), len(all[2*k+1])); err != nil {
			return err
		}
	}
	if len(m.notes) > 0 && (e.Splits != nil || e.Merges != nil) {
		e.Notes = append(e.Notes, "left out of the causes: "+strings.Join(m.notes, ", "))
	}
	return nil
}

func pick(b bool, yes, no int) int {
	if b {
		return yes
	}
	return no
}

// shown returns the articles of the stories and clusters that cost most: they have their causes listed.
func (v *view) shown(e *Explanation, o Options) (list []item) {
	add := func(articles []Article, k kind) {
		for i := range articles[:min(len(articles), mostShown)] {
			list = append(list, item{article: articles[i].at, kind: k, wrong: true, shown: &articles[i]})
		}
	}
	for i := range e.Stories {
		if i < o.Stories || e.Stories[i].ID == o.Story {
			add(e.Stories[i].Missing, splitKind)
			add(e.Stories[i].ForeignArticles, mergeKind)
		}
	}
	for i := range e.Clusters {
		if i < o.Stories || e.Clusters[i].Name == o.Cluster {
			add(e.Clusters[i].ForeignArticles, mergeKind)
		}
	}
	return list
}

func (m *measurer) tell(it *item) {
	if !it.ok {
		return
	}
	words := m.splitWords
	if it.kind == mergeKind {
		words = m.mergeWords
	}
	it.shown.Causes, it.shown.Facts = words(&it.facts), &it.facts
}

// common answers all questions for the items of one kind and grows the trees.
func (m *measurer) common(ctx context.Context, k kind, items []item, allErrors, allPlaced int) (*Causes, error) {
	if allErrors == 0 {
		return nil, nil
	}
	items = slices.DeleteFunc(slices.Clone(items), func(it item) bool { return it.kind != k || !it.ok })
	count := [2]int{}
	stories := map[int]bool{}
	for _, it := range items {
		count[pick(it.wrong, 1, 0)]++
		if it.wrong {
			stories[m.v.storyOf(it.article)] = true
		}
	}
	c := &Causes{Errors: allErrors, Placed: allPlaced, Measured: count[1], Compared: count[0], Stories: len(stories)}
	if count[0] == 0 || count[1] == 0 || ctx.Err() != nil {
		return c, ctx.Err()
	}
	list := m.questions(k)
	samples := m.samples(list, items)
	c.Features = answered(list, samples, count)
	if count[1] < treeErrors || c.Stories < treeStories {
		return c, nil
	}
	c.Tree = pattern(list, samples, count, m.o.Seed)
	list = slices.DeleteFunc(list, func(q question) bool { return q.family == "cosine" || q.family == "rival" })
	c.WithoutWords = pattern(list, m.samples(list, items), count, m.o.Seed)
	return c, nil
}

func (m *measurer) samples(list []question, items []item) []sample {
	samples := make([]sample, len(items))
	for k, it := range items {
		samples[k] = sample{wrong: it.wrong, story: m.v.storyOf(it.article)}
		for _, q := range list {
			samples[k].answers = append(samples[k].answers, q.ask(&it.facts))
		}
	}
	return samples
}

// answered returns the features for the listed questions. count is the number of samples without
// and with the error.
func answered(list []question, samples []sample, count [2]int) (features []Feature) {
	for q, ask := range list {
		if !ask.listed {
			continue
		}
		n := [2]int{}
		for _, s := range samples {
			if s.answers[q] {
				n[pick(s.wrong, 1, 0)]++
			}
		}
		features = append(features, Feature{ask.yes, ratio(n[1], count[1]), ratio(n[0], count[0])})
	}
	return features
}

func ratio(n, of int) float64 { return float64(n) / float64(of) }
