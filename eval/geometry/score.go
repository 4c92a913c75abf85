package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// inSpace is the parameter of every measure by vectors.
type inSpace struct {
	Space spec.Spec `spec:"space,always" default:"tfidf" doc:"articles as vectors"`
}

// Valid checks the spec of the space, and makes it canonical.
func (m *inSpace) Valid() error {
	_, canonical, err := features.Parse(m.Space)
	if err == nil {
		m.Space = canonical
	}
	return err
}

// ReadsTexts reports whether the space is made of texts.
func (m *inSpace) ReadsTexts() bool { return features.ReadsTexts(m.Space) }

// measure scores the articles of a case in the space, which is built once for all metrics.
// undefined is the reason if the measure is NaN.
func (m *inSpace) measure(c *eval.Case, undefined string, of func(*features.Space) (float64, error)) (eval.Value, error) {
	if c.Corpus == nil || m.ReadsTexts() && !c.Corpus.HasTexts() {
		return eval.Undefined("there are no texts to make vectors of"), nil
	}
	space, err := eval.Memo(c, "space "+m.Space.String(), func() (*features.Space, error) {
		return features.Build(c.Context(), m.Space, &features.Input{Articles: c.Corpus.Blind(), Seed: features.Seed})
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

type silhouetteScorer struct {
	Metric Distance `spec:"metric,always" default:"cosine" oneof:"cosine,euclidean" doc:"distance between articles"`
	inSpace

	of func(context.Context, *features.Space, corpus.Labels, Distance, int) (float64, []float64, error)
}

func (m *silhouetteScorer) Score(c *eval.Case) (eval.Value, error) {
	return m.measure(c, noPairs, func(s *features.Space) (float64, error) {
		v, _, err := m.of(c.Context(), s, c.Pred, m.Metric, 0)
		return v, err
	})
}

type loose struct {
	Similar float64 `spec:"similar,always" default:"0.1" range:"-1:1" doc:"least cosine of similar articles"`
	inSpace
}

func (m *loose) Score(c *eval.Case) (eval.Value, error) {
	return m.measure(c, noMates, func(s *features.Space) (float64, error) {
		return Loose(c.Context(), s, c.Pred, m.Similar, 0)
	})
}

// spatial is a measure whose only parameter is the space.
type spatial struct {
	inSpace

	of        func(c *eval.Case, m *spatial, s *features.Space) (float64, error)
	undefined string // the reason if it is NaN
}

func (m *spatial) Score(c *eval.Case) (eval.Value, error) {
	return m.measure(c, m.undefined, func(s *features.Space) (float64, error) { return m.of(c, m, s) })
}

func index(of func(context.Context, *features.Space, corpus.Labels, int) (float64, error), undefined string) func() eval.Scorer {
	score := func(c *eval.Case, _ *spatial, s *features.Space) (float64, error) {
		return of(c.Context(), s, c.Pred, 0)
	}
	return func() eval.Scorer { return &spatial{of: score, undefined: undefined} }
}

// similarity is the mean over the articles of what of makes of their Similarities.
func similarity(of func(own, nearest float64) float64, undefined string) func() eval.Scorer {
	score := func(c *eval.Case, m *spatial, s *features.Space) (float64, error) {
		both, err := eval.Memo(c, "similarities "+m.Space.String(), func() ([2][]float64, error) {
			own, nearest, err := Similarities(c.Context(), s, c.Pred, 0)
			return [2][]float64{own, nearest}, err
		})
		if err != nil {
			return 0, err
		}
		values := make([]float64, len(c.Pred))
		for i := range values {
			values[i] = of(both[0][i], both[1][i])
		}
		return mean(values), nil
	}
	return func() eval.Scorer { return &spatial{of: score, undefined: undefined} }
}
