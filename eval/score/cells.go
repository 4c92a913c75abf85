package score

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// mostFloors is the largest number of articles for which floors are drawn from cells: it takes
// labels of all articles.
const mostFloors = 10_000_000

// Cells scores a contingency table by metrics of [eval.Partition], as Run scores the labels of which it
// is: the values and intervals are the same. Gold and Found of the request are not read. There are
// no floors for more than ten million articles.
func Cells(ctx context.Context, c *partial.Contingency, r Request) (*Sheet, error) {
	r.Gold = &corpus.Corpus{Card: corpus.Card{Name: c.Head.Inputs}}
	for _, name := range c.Stories {
		r.Gold.Stories = append(r.Gold.Stories, corpus.Story{ID: name})
	}
	r.LabelsOnly = true
	measures, err := r.measures()
	if err != nil {
		return nil, err
	}
	for _, m := range measures {
		if _, err := eval.Parse(eval.Partition, m.Spec); err != nil {
			return nil, fmt.Errorf("%s needs the articles, and cells are counts alone: score GOLD and PRED", m.Spec)
		}
	}
	r.Policy = c.Head.Policy.Policy
	k, err := c.Case(ctx, r.Policy)
	if err != nil {
		return nil, err
	}
	t := k.Table()
	s := &Sheet{
		Schema: "assay/score/2", N: t.Total, Measures: measures, Dropped: float64(k.Dropped) / float64(k.All),
		Policy: *c.Head.Policy, Unmatched: unmatched(c.Unmatched),
		Gold:      Side{Name: c.Head.Inputs, Fingerprint: c.Head.Source, Groups: stories(t)},
		Predicted: Side{Groups: len(t.Clusters)},
	}
	if t.Total <= mostFloors {
		gold, found, _, err := c.Labels(r.Policy)
		if err != nil {
			return nil, err
		}
		labels, err := eval.Policy{Sampled: r.Policy.Sampled}.Case(ctx, gold, found, nil)
		if err != nil {
			return nil, err
		}
		if s.Floors, err = Floors(ctx, labels, measures, r.Bootstrap); err != nil {
			return nil, err
		}
	}
	all, singletons := c.Singletons()
	s.Variants, err = r.variants(ctx, all, singletons, c.Distractors(), measures, func(p eval.Policy) (*eval.Case, error) {
		return c.Case(ctx, p)
	})
	if err != nil {
		return nil, err
	}
	if s.Scores, err = stats.Scores(ctx, k, measures, r.Bootstrap); err != nil {
		return nil, err
	}
	for i, m := range measures {
		s.Worst = append(s.Worst, outcome.Worst(r.Gold.Stories, m, s.Scores[i].Terms, r.Worst)...)
	}
	return s, nil
}

// stories counts the stories that have articles.
func stories(t *eval.Table) (n int) {
	for _, size := range t.Stories {
		if size > 0 {
			n++
		}
	}
	return n
}
