package graph

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// AffinityEntry describes affinity propagation.
var AffinityEntry = algorithms.Entry{
	Name:   "affinity",
	Title:  "Affinity propagation",
	Family: algorithms.Graph,
	Doc: "Joins each article with its nearest ones, and lets articles send each other messages until some of them are " +
		"exemplars, and each of the others has an exemplar among its neighbours. " +
		"It finds the number of groups by itself, more the higher the preference; no group has more articles than its exemplar " +
		"has neighbours.",
	Cost: "the search for neighbours, articles² at most; then linear in the edges, for each iteration; memory of 80 bytes an edge",
	Cite: []string{
		"B. Frey, D. Dueck: Clustering by passing messages between data points, 2007",
	},
	New: func() algorithms.Clusterer { return NewAffinity() },
}

// Affinity looks for exemplars such that the cosines of all articles
// with theirs, and the preference for each exemplar, have a large sum. Messages
// go along edges only, so an exemplar is a neighbour; with as many neighbours as
// articles this is the algorithm on the full matrix of cosines above 0, in
// articles² memory. A graph of more than 20 million edges is refused.
//
// Of articles that would serve equally the first is the exemplar: each serves
// less well than those before by up to 1e-8. If the messages do not settle
// within max_iter iterations, the exemplars are those of the last one. An article
// without an exemplar next to it stays alone, as does one without an edge.
type Affinity struct {
	Nearest
	Preference      Preference `spec:"preference" default:"median" doc:"how well articles serve as exemplars, as a cosine; or the median one"`
	Damping         float64    `spec:"damping" default:"0.9" range:"0.5:0.99" doc:"share of messages that is kept; less is faster, or swings"`
	MaxIter         int        `spec:"max_iter" default:"1000" range:"1:" doc:"maximum iterations; the last one has the exemplars"`
	ConvergenceIter int        `spec:"convergence_iter" default:"100" range:"1:" doc:"iterations with the same exemplars after which it ends"`
}

// NewAffinity returns affinity propagation with every parameter at its default.
func NewAffinity() *Affinity { return spec.Defaults(new(Affinity)) }

// Preference is a number, or the median of similarities.
type Preference struct {
	Value  float64
	Median bool
}

// MarshalText prints the number, or median.
func (p Preference) MarshalText() ([]byte, error) {
	if p.Median {
		return []byte("median"), nil
	}
	return strconv.AppendFloat(nil, p.Value, 'g', -1, 64), nil
}

// UnmarshalText reads what MarshalText prints.
func (p *Preference) UnmarshalText(text []byte) error {
	if string(text) == "median" {
		*p = Preference{Median: true}
		return nil
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(math.Abs(v) <= 1e6) {
		return fmt.Errorf("must be a number from -1e6 to 1e6, or median")
	}
	*p = Preference{Value: v}
	return nil
}

// among is the preference in a graph with these similarities.
func (p Preference) among(similarities []float32) float64 {
	if !p.Median || len(similarities) == 0 {
		return p.Value
	}
	rising := slices.Sorted(slices.Values(similarities))
	return (float64(rising[(len(rising)-1)/2]) + float64(rising[len(rising)/2])) / 2
}

// mostEntries is the most that a graph may have, each edge counted twice.
const mostEntries = 40_000_000

// Cluster groups the rows of p.Space. Groups are numbered by their first
// articles.
func (m *Affinity) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("affinity", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	g, err := m.graph(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(g.Index) > mostEntries {
		return nil, fmt.Errorf("affinity takes graphs of %d edges at most, and this has %d: ask for fewer neighbours, or a higher threshold",
			mostEntries/2, len(g.Index)/2)
	}
	messages := newMessages(g, m.Preference.among(g.Data), p.Workers)
	settled, err := messages.exchange(ctx, m.Damping, m.MaxIter, m.ConvergenceIter)
	if err != nil {
		return nil, err
	}
	if !settled {
		p.Note("some articles still changed exemplar after %d iterations", m.MaxIter)
	}
	return messages.labels(), nil
}
