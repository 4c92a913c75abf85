package explain

import (
	"context"
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
	shown := v.shown(e, o)
	first := len(items)
	for _, s := range shown {
		items = append(items, item{article: s.article.at, kind: s.kind, wrong: true})
	}
	if err := m.look(ctx, items); err != nil {
		return err
	}
	m.learnBaseline(items[:first])
	for k, s := range shown {
		m.tell(s, &items[first+k])
	}
	for k, causes := range []**Causes{splitKind: &e.Splits, mergeKind: &e.Merges} {
		if *causes, err = m.common(ctx, kind(k), items[:first], len(all[2*k]), len(all[2*k+1])); err != nil {
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

// A shown article has its causes listed.
type shown struct {
	article *Article
	kind    kind
}

// shown returns the articles of the stories and clusters that cost most.
func (v *view) shown(e *Explanation, o Options) (list []shown) {
	add := func(articles []Article, k kind) {
		for i := range articles[:min(len(articles), mostShown)] {
			list = append(list, shown{&articles[i], k})
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

func (m *measurer) tell(s shown, it *item) {
	switch {
	case !it.ok:
		return
	case s.kind == splitKind:
		s.article.Causes = m.splitWords(&it.facts)
	default:
		s.article.Causes = m.mergeWords(&it.facts)
	}
	s.article.Facts = &it.facts
}

// common answers all questions for the items of one kind and grows the trees.
func (m *measurer) common(ctx context.Context, k kind, items []item, allErrors, allPlaced int) (*Causes, error) {
	if allErrors == 0 {
		return nil, nil
	}
	list := m.questions(k)
	var samples []sample
	count := [2]int{}
	stories := map[int]bool{}
	for _, it := range items {
		if it.kind != k || !it.ok {
			continue
		}
		s := sample{wrong: it.wrong, answers: make([]bool, len(list)), story: m.v.storyOf(it.article)}
		for q := range list {
			s.answers[q] = list[q].ask(&it.facts)
		}
		samples = append(samples, s)
		count[pick(it.wrong, 1, 0)]++
		if it.wrong {
			stories[s.story] = true
		}
	}
	c := &Causes{Errors: allErrors, Placed: allPlaced, Measured: count[1], Compared: count[0], Stories: len(stories)}
	if count[0] == 0 || count[1] == 0 || ctx.Err() != nil {
		return c, ctx.Err()
	}
	c.Features = answered(list, samples, count)
	if count[1] < treeErrors || c.Stories < treeStories {
		return c, nil
	}
	c.Tree = pattern(list, samples, count, m.o.Seed)
	without, rest := leaveOut(list, samples, "cosine", "rival")
	c.WithoutWords = pattern(without, rest, count, m.o.Seed)
	return c, nil
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
