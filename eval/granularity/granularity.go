// Package granularity measures how fine a clustering should be. It scores every layer of
// a hierarchy (the cuts of a tree, an algorithm at several settings, label files) against
// every gold level of a corpus, and tells the best layer for each level, what it costs to
// cut for another level, and how many splits are as bad as one merge there.
package granularity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of a result in JSON.
const Schema = "assay/granularity/1"

// Options are what decides between layers. NewOptions returns the usual ones.
type Options struct {
	Metric    string  `spec:"metric" default:"b3.f1" doc:"metric of labels that says which layer is best"`
	SplitCost float64 `spec:"split_cost" default:"1" range:"0.01:100" doc:"cost of a split story, where a merged one costs 1"`
	Cuts      int     `spec:"cuts" default:"40" range:"2:1000" doc:"number of cuts of a tree that are listed, at equal ratios"`
	Policy    eval.Policy
	Bootstrap stats.Bootstrap // of the intervals of the best layers, and the seed of the errors that are made on trial
}

// NewOptions returns options with every setting at its default.
func NewOptions() Options {
	o := *spec.Defaults(new(Options))
	o.Bootstrap = stats.NewBootstrap()
	return o
}

// A Result is the scores of the layers of a hierarchy. Its JSON is a contract.
type Result struct {
	Schema    string  `json:"schema"`
	Corpus    string  `json:"corpus"`
	Articles  int     `json:"articles"`
	Hierarchy string  `json:"hierarchy"`
	Metric    string  `json:"metric"`
	SplitCost float64 `json:"split_cost"`
	Policy    string  `json:"policy"`
	Parts     bool    `json:"parts"` // layers have precision and recall
	Levels    []Level `json:"levels"`
	Layers    []Layer `json:"layers"` // from few clusters to many

	Measure eval.Measure `json:"-"`
}

// A Layer is one clustering of the hierarchy.
type Layer struct {
	Name     string  `json:"name"`
	Clusters int     `json:"clusters"`
	First    bool    `json:"first"`  // of a tree: one of the cuts at equal ratios
	Scores   []Score `json:"scores"` // one a level

	labels corpus.Labels
}

// A Score is how good a layer is for a level. Precision and Recall are nil if the metric
// has no such parts.
type Score struct {
	Value     *float64 `json:"value"` // nil = undefined
	Precision *float64 `json:"precision,omitempty"`
	Recall    *float64 `json:"recall,omitempty"`
}

// A Level is one gold of the articles, and the layer that is best for it.
type Level struct {
	Name   string `json:"name"`
	Groups int    `json:"groups"`
	Best   int    `json:"best"` // position in Layers; ties are broken by the fewest clusters
	// Low and High are the 95 % interval of the value of the best layer, by bootstrap over
	// groups. It takes the layer as given, although the gold chose it.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
	// Price is what the value loses with the layer that is best for another level, in the
	// order of Levels: 0 for its own.
	Price  []float64 `json:"price"`
	Errors Errors    `json:"errors"`

	gold *corpus.Corpus
}

// Run scores a hierarchy against the levels of a corpus: those of its card, or the one
// that it was opened at. A level without labels is left out.
func Run(ctx context.Context, c *corpus.Corpus, h Hierarchy, o Options) (*Result, error) {
	s, err := newSearch(ctx, c, h, o)
	if err != nil {
		return nil, err
	}
	if err := s.layers(h, o.Cuts); err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.Layers, func(a, b Layer) int {
		return cmp.Or(a.Clusters-b.Clusters, cmp.Compare(a.Name, b.Name))
	})
	for i := range s.Levels {
		s.Levels[i].Best = s.best(i)
	}
	for i := range s.Levels {
		if err := s.finish(i, o); err != nil {
			return nil, err
		}
	}
	return s.Result, nil
}

// A search looks for the best layers.
type search struct {
	*Result
	ctx     context.Context
	policy  eval.Policy
	measure eval.Measure
	parts   []eval.Measure // precision and recall, if the metric has them
}

func newSearch(ctx context.Context, c *corpus.Corpus, h Hierarchy, o Options) (*search, error) {
	measure, parts, err := measures(o.Metric, o.SplitCost)
	if err != nil {
		return nil, err
	}
	s := &search{ctx: ctx, policy: o.Policy, measure: measure, parts: parts, Result: &Result{
		Schema: Schema, Corpus: c.Name(), Articles: len(c.Articles), Hierarchy: h.Name, Metric: measure.Spec.String(),
		SplitCost: o.SplitCost, Policy: o.Policy.String(), Parts: len(parts) > 0, Measure: measure,
	}}
	for _, name := range levelsOf(c) {
		at, err := c.AtLevel(name)
		if err != nil {
			return nil, err
		}
		if at.Labelled() {
			s.Levels = append(s.Levels, Level{Name: cmp.Or(name, "story"), Groups: at.Gold().Groups(), gold: at})
		}
	}
	if len(s.Levels) == 0 {
		return nil, fmt.Errorf("%s: %w", c.Name(), eval.ErrNoGold)
	}
	return s, nil
}

// levelsOf lists the gold levels: all of the card, unless the corpus was opened at one.
func levelsOf(c *corpus.Corpus) []string {
	if c.Level != "" {
		return []string{c.Level}
	}
	return c.LevelNames()
}

// measures returns the metric that decides, and the precision and recall that it is made
// of, if it is an F1.
func measures(metric string, splitCost float64) (eval.Measure, []eval.Measure, error) {
	m, err := eval.Named(metric)
	if err != nil {
		return m, nil, err
	}
	if _, ok := m.Better.Goodness(1); !ok {
		return m, nil, fmt.Errorf("%s describes clusters: no value of it is the best", m.Spec)
	}
	family, isF1 := strings.CutSuffix(m.Name, ".f1")
	if !isF1 || len(m.Spec.Args) > 0 {
		if splitCost != 1 {
			return m, nil, fmt.Errorf("%s has no precision and recall for a cost of splits to weigh: take an F1, such as b3.f1", m.Spec)
		}
		return m, nil, nil
	}
	var parts []eval.Measure
	for _, part := range []string{".p", ".r"} {
		p, err := eval.Named(family + part)
		if err != nil {
			return m, nil, err
		}
		parts = append(parts, p)
	}
	if splitCost != 1 {
		m.Scorer = weighted{parts[0].Scorer, parts[1].Scorer, splitCost}
	}
	return m, parts, nil
}

// weighted is the harmonic mean of precision and recall in which recall, which splits
// lower, weighs as much as a split costs: F with β² = cost (van Rijsbergen 1979).
type weighted struct {
	precision, recall eval.Scorer
	cost              float64
}

// Score scores a case.
func (w weighted) Score(c *eval.Case) (eval.Value, error) {
	p, err := w.precision.Score(c)
	if err != nil {
		return p, err
	}
	r, err := w.recall.Score(c)
	if err != nil {
		return r, err
	}
	mean := func(p, r float64) float64 {
		if p == 0 || r == 0 {
			return 0 * (p + r) // NaN if one of them is
		}
		return (1 + w.cost) / (1/p + w.cost/r)
	}
	v := eval.Value{Value: mean(p.Value, r.Value), Reason: cmp.Or(p.Reason, r.Reason)}
	if len(p.Terms.Columns) > 0 && len(p.Terms.Columns) == len(r.Terms.Columns) { // those of a family are the same
		v.Terms = p.Terms
		v.Terms.Combine = func(sum []float64) float64 { return mean(p.Terms.Combine(sum), r.Terms.Combine(sum)) }
	}
	return v, nil
}

// goodness is how good a layer is for a level; it is least if the value is undefined.
func (s *search) goodness(layer, level int) float64 {
	v := s.Layers[layer].Scores[level].Value
	if v == nil {
		return least
	}
	g, _ := s.measure.Better.Goodness(*v)
	return g
}

// best returns the layer that is best for a level.
func (s *search) best(level int) int {
	best := 0
	for i := range s.Layers {
		g, of := s.goodness(i, level), s.goodness(best, level)
		if g > of || g == of && s.Layers[i].Clusters < s.Layers[best].Clusters {
			best = i
		}
	}
	return best
}

// finish computes what is told of the best layer of a level.
func (s *search) finish(i int, o Options) error {
	l := &s.Levels[i]
	own := s.goodness(l.Best, i)
	if own == least {
		return fmt.Errorf("%s: %s is not defined for any layer at level %s", s.Corpus, s.Metric, l.Name)
	}
	for _, other := range s.Levels {
		l.Price = append(l.Price, own-s.goodness(other.Best, i))
	}
	k, err := s.policy.Case(s.ctx, l.gold.Gold(), s.Layers[l.Best].labels, l.gold)
	if err != nil {
		return err
	}
	if l.Errors, err = tryErrors(s.ctx, k, s.measure, o.Bootstrap.Seed); err != nil {
		return err
	}
	scores, err := stats.Scores(s.ctx, k, []eval.Measure{s.measure}, o.Bootstrap)
	if err != nil {
		return err
	}
	l.Low, l.High = scores[0].Low, scores[0].High
	return nil
}
