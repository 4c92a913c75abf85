package graph

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// LeidenEntry describes the Leiden algorithm.
var LeidenEntry = algorithms.Entry{
	Name:   "leiden",
	Title:  "Leiden communities",
	Family: algorithms.Graph,
	Doc: "Joins each article with its nearest ones, and groups this graph by modularity, so that every group is connected. " +
		"It finds the number of groups by itself; a larger resolution gives smaller ones.",
	Cost: "the search for neighbours, articles² at most; then about linear in the edges, for each iteration",
	Cite: []string{
		"J. Reichardt, S. Bornholdt: Statistical mechanics of community detection, 2006",
		"V. Traag, L. Waltman, N. J. van Eck: From Louvain to Leiden: guaranteeing well-connected communities, 2019",
	},
	Seeded: true,
	New:    func() algorithms.Clusterer { return NewLeiden() },
}

// Leiden clusters the graph of nearest articles by modularity, with
// the algorithm of Leiden, its randomness θ at 0.01 in units of the edges'
// weights. An article without an edge stays alone.
type Leiden struct {
	Nearest
	Resolution float64 `spec:"resolution" default:"1" range:"0:" doc:"above 1 for smaller groups, below 1 for larger ones"`
	Iterations int     `spec:"iterations" default:"0" range:"0:" doc:"maximum iterations, each from the last groups; 0 = until no change"`
}

// NewLeiden returns the algorithm of Leiden with every parameter at its default.
func NewLeiden() *Leiden { return spec.Defaults(new(Leiden)) }

// Cluster groups the rows of p.Space. Groups are numbered by their first
// articles.
func (l *Leiden) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	return l.cluster(ctx, p, "leiden", l, l.communities)
}

// Communities groups the nodes of a graph, given as a symmetric matrix of weights
// above 0.
func (l *Leiden) Communities(ctx context.Context, g *features.CSR, seed uint64) (corpus.Labels, error) {
	return l.communities(ctx, newNetwork(g), rand.New(rand.NewPCG(seed, 0)))
}

func (l *Leiden) communities(ctx context.Context, n *network, random *rand.Rand) (corpus.Labels, error) {
	return leiden(ctx, n, l.Resolution, l.Iterations, random)
}

// patience is the number of iterations in a row that gain nothing before it is
// taken that none would: each goes through the nodes in another order.
const patience = 2

// leiden iterates at most iterations times; 0 means until modularity no longer rises by
// more than rounding explains. It never falls.
func leiden(ctx context.Context, n *network, resolution float64, iterations int, random *rand.Rand) (corpus.Labels, error) {
	flat := singletons(n.nodes())
	if n.total == 0 {
		return flat, nil
	}
	quality := modularity(n, flat, resolution)
	idle := 0
	for i := 0; idle < patience && (iterations == 0 || i < iterations); i++ {
		next, reached, err := iterate(ctx, n, flat, resolution, random)
		if err != nil {
			return nil, err
		}
		if idle++; reached > quality+slack {
			flat, quality, idle = next, reached, 0
		}
	}
	return corpus.Labels(flat).Canonical(), nil
}

// iterate moves nodes between groups, refines the groups, makes nodes of the
// refined ones, and goes on with these, from the groups before refinement, until
// each group is one node. It returns the groups and their modularity.
func iterate(ctx context.Context, n *network, start []int32, resolution float64, random *rand.Rand) ([]int32, float64, error) {
	flat := singletons(n.nodes()) // the node of this level that holds each
	group := slices.Clone(start)
	for {
		if _, err := move(ctx, n, group, resolution, random); err != nil {
			return nil, 0, err
		}
		if renumber(group) == n.nodes() {
			return flat, modularity(n, group, resolution), nil
		}
		refined, err := refine(ctx, n, group, resolution, random)
		if err != nil {
			return nil, 0, err
		}
		count := renumber(refined)
		if count == n.nodes() {
			// Nothing merged: what edges connect must go on together, or this
			// would never end.
			refined = n.components(group)
			count = renumber(refined)
		}
		through(flat, refined)
		if count == n.nodes() {
			return flat, modularity(n, refined, resolution), nil
		}
		above := make([]int32, count)
		for i, r := range refined {
			above[r] = group[i]
		}
		n, group = n.aggregate(refined, count), above
	}
}
