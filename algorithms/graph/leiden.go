package graph

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// LeidenEntry describes the Leiden algorithm.
var LeidenEntry = algorithms.Entry{
	Name: "leiden", Title: "Leiden communities", Family: algorithms.Graph, Seeded: true,
	Doc: "Joins each article with its nearest ones, and groups this graph by modularity, so that every group is connected. " +
		"It finds the number of groups by itself; a larger resolution gives smaller ones.",
	Cost: "the search for neighbours, articles² for up to 10,000; then about linear in the edges, for each iteration",
	Cite: []string{
		"J. Reichardt, S. Bornholdt: Statistical mechanics of community detection, 2006",
		"V. Traag, L. Waltman, N. J. van Eck: From Louvain to Leiden: guaranteeing well-connected communities, 2019",
	},
	New: func() algorithms.Clusterer { return NewLeiden() },
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

// theta is the randomness of the refinement: a merge that gains θ more, in units
// of the edges' weights, is e times as likely.
const theta = 0.01

// beyond this many θ below the best, a merge is less likely than what sums of
// chances resolve.
const beyond = 40

// A refinement takes each group apart into nodes and merges these again, within
// the group alone.
type refinement struct {
	n        *network
	inner    *network  // without the edges between groups
	group    []int32   // fixed
	whole    []float64 // strength of each group
	part     []int32   // the refined groups, numbered by one of their nodes
	strength []float64 // of each part
	outside  []float64 // weight of the edges from a part to the rest of its group
	alone    []bool    // whether a part is a single node
	rate     float64   // weight that chance gives for each unit of strength²
	sums     *sums
	chance   []float64 // scratch
}

// refine returns parts of the groups, numbered below the number of nodes. Groups
// are numbered from 0 without a gap.
func refine(ctx context.Context, n *network, group []int32, resolution float64, random *rand.Rand) ([]int32, error) {
	r := newRefinement(n, group, resolution)
	// Nodes of different groups do not meet, so one order over all serves each.
	for steps, i := range order(n.nodes(), random) {
		if steps%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if r.alone[i] && r.connected(i) {
			r.merge(i, random)
		}
	}
	return r.part, nil
}

// newRefinement starts with each node as a part of its own.
func newRefinement(n *network, group []int32, resolution float64) *refinement {
	r := &refinement{n: n, inner: n.within(group), group: group, rate: resolution / n.total}
	r.part, r.sums = singletons(n.nodes()), newSums(n.nodes())
	r.whole, r.outside = make([]float64, n.nodes()), make([]float64, n.nodes())
	r.strength, r.alone = slices.Clone(n.strength), make([]bool, n.nodes())
	for i, g := range group {
		r.alone[i] = true
		r.whole[g] += n.strength[i]
		for _, w := range r.inner.weight[r.inner.start[i]:r.inner.start[i+1]] {
			r.outside[i] += w
		}
	}
	return r
}

// connected reports whether a part is well connected with the rest of its group: by
// at least the weight that chance would give.
func (r *refinement) connected(part int32) bool {
	s := r.strength[part]
	return r.outside[part] >= r.rate*s*(r.whole[r.group[part]]-s)
}

// merge puts a node that is alone into a well connected part of its group that
// does not lose by it, drawn by gain; it may stay alone, with gain 0.
func (r *refinement) merge(i int32, random *rand.Rand) {
	r.sums.around(r.inner, i, r.part)
	factor := r.rate * r.n.strength[i]
	most := 0.
	r.chance = r.chance[:0]
	for _, c := range r.sums.seen {
		gain := math.Inf(-1)
		if r.connected(c) {
			gain = r.sums.of[c] - factor*r.strength[c]
		}
		r.chance = append(r.chance, gain)
		most = max(most, gain)
	}
	sum := math.Exp(-most / theta)
	left := sum // the chance to stay
	for k, gain := range r.chance {
		r.chance[k] = 0
		if gain >= max(0, most-beyond*theta) {
			r.chance[k] = math.Exp((gain - most) / theta)
		}
		sum += r.chance[k]
	}
	left = random.Float64()*sum - left
	for k, c := range r.sums.seen {
		if left < 0 {
			return
		}
		if left -= r.chance[k]; left < 0 {
			r.join(i, c)
			return
		}
	}
}

// join puts node i into a part.
func (r *refinement) join(i, part int32) {
	r.outside[part] += r.outside[i] - 2*r.sums.of[part]
	r.strength[part] += r.strength[i]
	r.strength[i], r.outside[i] = 0, 0
	r.alone[part], r.alone[i] = false, false
	r.part[i] = part
}
