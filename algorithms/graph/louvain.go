package graph

import (
	"context"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// LouvainEntry describes the Louvain algorithm.
var LouvainEntry = algorithms.Entry{
	Name: "louvain", Family: algorithms.Graph, Seeded: true,
	New: func() algorithms.Clusterer { return NewLouvain() },
}.Described(descriptions)

// Louvain clusters the graph of nearest articles by modularity, with
// the algorithm of Louvain. In a sweep, nodes near to one that moved get another
// turn, as with Leiden; a level ends with a sweep that moves nothing. An article without an edge stays alone.
type Louvain struct {
	Nearest
	Resolution float64 `spec:"resolution" default:"1" range:"0:" doc:"above 1 for smaller groups, below 1 for larger ones"`
}

// NewLouvain returns the algorithm of Louvain with every parameter at its default.
func NewLouvain() *Louvain { return spec.Defaults(new(Louvain)) }

// Cluster groups the rows of p.Space. Groups are numbered by their first
// articles.
func (l *Louvain) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	return l.cluster(ctx, p, "louvain", l, l.communities)
}

// Communities groups the nodes of a graph, given as a symmetric matrix of weights
// above 0.
func (l *Louvain) Communities(ctx context.Context, g *features.CSR, seed uint64) (corpus.Labels, error) {
	return l.communities(ctx, newNetwork(g), rand.New(rand.NewPCG(seed, 0)))
}

func (l *Louvain) communities(ctx context.Context, n *network, random *rand.Rand) (corpus.Labels, error) {
	return louvain(ctx, n, l.Resolution, random)
}

// louvain moves nodes until none gains by it, makes nodes of the groups, and so on
// until nothing moves.
func louvain(ctx context.Context, n *network, resolution float64, random *rand.Rand) (corpus.Labels, error) {
	flat := singletons(n.nodes())
	if n.total == 0 {
		return flat, nil
	}
	for {
		group := singletons(n.nodes())
		moved, err := move(ctx, n, group, resolution, random)
		if err != nil {
			return nil, err
		}
		if !moved {
			return corpus.Labels(flat).Canonical(), nil
		}
		for moved {
			if moved, err = move(ctx, n, group, resolution, random); err != nil {
				return nil, err
			}
		}
		count := renumber(group)
		through(flat, group)
		n = n.aggregate(group, count)
	}
}

func singletons(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(i)
	}
	return list
}

// through replaces each node of a level by its group.
func through(flat, group []int32) {
	for i, g := range flat {
		flat[i] = group[g]
	}
}
