package graph

import (
	"context"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// LabelPropagationEntry describes label propagation.
var LabelPropagationEntry = algorithms.Entry{
	Name: "labelprop", Title: "Label propagation", Family: algorithms.Graph, Seeded: true,
	Doc: "Joins each article with its nearest ones; then every article takes the label that weighs most among those it is " +
		"joined with, until none would change. " +
		"It has no aim that it optimizes, so groups differ from seed to seed more than leiden's.",
	Cost: "the search for neighbours, articles² for up to 10,000; then linear in the edges, for each of a few sweeps",
	Cite: []string{
		"U. Raghavan, R. Albert, S. Kumara: Near linear time algorithm to detect community structures in large-scale networks, 2007",
	},
	New: func() algorithms.Clusterer { return NewLabelPropagation() },
}

// LabelPropagation clusters the graph of nearest articles by the propagation of
// labels, one article after another in random order. Of labels that weigh the
// same an article keeps its own, or else takes any: so each change adds to the
// weight between articles of one label, and changes end. Articles of one
// label that no edges connect are different groups. An article without an edge
// stays alone.
type LabelPropagation struct {
	Nearest
}

// NewLabelPropagation returns label propagation with every parameter at its default.
func NewLabelPropagation() *LabelPropagation { return spec.Defaults(new(LabelPropagation)) }

// Cluster groups the rows of p.Space. Groups are numbered by their first
// articles.
func (l *LabelPropagation) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	return l.cluster(ctx, p, "labelprop", l, propagate)
}

// propagate sweeps over the nodes until a sweep changes nothing.
func propagate(ctx context.Context, n *network, random *rand.Rand) (corpus.Labels, error) {
	label, sums := singletons(n.nodes()), newSums(n.nodes())
	for changed := true; changed; {
		changed = false
		for steps, i := range order(n.nodes(), random) {
			if steps%1024 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			sums.around(n, i, label)
			if next := sums.heaviest(label[i], random); next != label[i] {
				label[i], changed = next, true
			}
		}
	}
	return n.components(label), nil
}

// heaviest is the label of the largest sum: own among equals, else any of them.
// Sums that rounding alone may part are equal.
func (s *sums) heaviest(own int32, random *rand.Rand) int32 {
	most := 0.
	for _, g := range s.seen {
		most = max(most, s.of[g])
	}
	best, equals := own, 0
	for _, g := range s.seen {
		if s.of[g] < most*(1-slack) {
			continue
		}
		if g == own {
			return own
		}
		if equals++; random.IntN(equals) == 0 {
			best = g
		}
	}
	return best
}
