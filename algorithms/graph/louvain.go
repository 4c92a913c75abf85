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
	Name: "louvain", Title: "Louvain communities", Family: algorithms.Graph, Seeded: true,
	Doc: "Joins each article with its nearest ones, and groups this graph by modularity: articles move between groups, then " +
		"groups become nodes, and so on. " +
		"It finds the number of groups by itself; a larger resolution gives smaller ones. leiden is its better successor.",
	Cost: "the search for neighbours, articles² for up to 10,000; then about linear in the edges",
	Cite: []string{
		"J. Reichardt, S. Bornholdt: Statistical mechanics of community detection, 2006",
		"V. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre: Fast unfolding of communities in large networks, 2008",
	},
	New: func() algorithms.Clusterer { return NewLouvain() },
}

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
