package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

type silhouetteScorer struct {
	Metric Distance  `spec:"metric,always" default:"cosine" oneof:"cosine,euclidean" doc:"distance between articles"`
	Space  spec.Spec `spec:"space,always" default:"tfidf" doc:"articles as vectors"`

	of func(context.Context, *features.Space, corpus.Labels, Distance, int) (float64, []float64, error)
}

// Valid checks the space.
func (m *silhouetteScorer) Valid() error { return validSpace(&m.Space) }

func (m *silhouetteScorer) Score(c *eval.Case) (eval.Value, error) {
	return measure(c, m.Space, noPairs, func(s *features.Space) (float64, error) {
		v, _, err := m.of(c.Context(), s, c.Pred, m.Metric, 0)
		return v, err
	})
}

type index struct {
	Space spec.Spec `spec:"space,always" default:"tfidf" doc:"articles as vectors"`

	of        func(context.Context, *features.Space, corpus.Labels, int) (float64, error)
	undefined string // the reason if it is NaN
}

// Valid checks the space.
func (m *index) Valid() error { return validSpace(&m.Space) }

func (m *index) Score(c *eval.Case) (eval.Value, error) {
	return measure(c, m.Space, m.undefined, func(s *features.Space) (float64, error) {
		return m.of(c.Context(), s, c.Pred, 0)
	})
}

type similarity struct {
	Space spec.Spec `spec:"space,always" default:"tfidf" doc:"articles as vectors"`

	of        func(own, nearest float64) float64
	undefined string // the reason if it is NaN
}

// Valid checks the space.
func (m *similarity) Valid() error { return validSpace(&m.Space) }

func (m *similarity) Score(c *eval.Case) (eval.Value, error) {
	return measure(c, m.Space, m.undefined, func(s *features.Space) (float64, error) {
		both, err := eval.Memo(c, "similarities "+m.Space.String(), func() ([2][]float64, error) {
			own, nearest, err := Similarities(c.Context(), s, c.Pred, 0)
			return [2][]float64{own, nearest}, err
		})
		if err != nil {
			return 0, err
		}
		values := make([]float64, len(c.Pred))
		for i := range values {
			values[i] = m.of(both[0][i], both[1][i])
		}
		return mean(values), nil
	})
}

type loose struct {
	Similar float64   `spec:"similar,always" default:"0.1" range:"-1:1" doc:"minimum cosine of similar articles"`
	Space   spec.Spec `spec:"space,always" default:"tfidf" doc:"articles as vectors"`
}

// Valid checks the space.
func (m *loose) Valid() error { return validSpace(&m.Space) }

func (m *loose) Score(c *eval.Case) (eval.Value, error) {
	return measure(c, m.Space, noMates, func(s *features.Space) (float64, error) {
		return Loose(c.Context(), s, c.Pred, m.Similar, 0)
	})
}

// validSpace checks the spec of a space, and makes it canonical.
func validSpace(s *spec.Spec) error {
	_, canonical, err := features.Parse(*s)
	if err == nil {
		*s = canonical
	}
	return err
}

// measure scores the articles of a case in a space, which is built once for all metrics.
// undefined is the reason if the measure is NaN.
func measure(c *eval.Case, s spec.Spec, undefined string, of func(*features.Space) (float64, error)) (eval.Value, error) {
	if !hasTexts(c.Corpus) {
		return eval.Undefined("there are no texts to make vectors of"), nil
	}
	space, err := eval.Memo(c, "space "+s.String(), func() (*features.Space, error) {
		return features.Build(c.Context(), s, &features.Input{Articles: c.Corpus.Blind(), Seed: features.Seed})
	})
	if err != nil {
		return eval.Value{}, err
	}
	v, err := of(space)
	switch {
	case err != nil:
		return eval.Value{}, err
	case math.IsNaN(v):
		return eval.Undefined(undefined), nil
	}
	return eval.Value{Value: v}, nil
}

func hasTexts(c *corpus.Corpus) bool {
	if c == nil {
		return false
	}
	for i := range c.Articles {
		if c.Articles[i].Title != "" || c.Articles[i].Text != "" {
			return true
		}
	}
	return false
}
