package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/eigen"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
	"github.com/seed-9405df2f/assay/spec"
)

// SpectralEntry describes spectral clustering.
var SpectralEntry = algorithms.Entry{
	Name: "spectral", Title: "Spectral clustering", Family: algorithms.Graph, Seeded: true,
	Doc: "Joins each article with its nearest ones, and cuts this graph into k groups where little weight is lost for the size " +
		"of the groups (normalised cut), by the eigenvectors of its Laplacian, which Chebyshev-filtered subspace iteration finds. " +
		"k=gold, the default, makes it an oracle: it is told how many stories there are; k=eigengap reads the number off the " +
		"eigenvalues, which works where groups have more articles than neighbours.",
	Cost: "the search for neighbours, articles² for up to 10,000; then edges × k and articles × k², some dozens of times; memory for " +
		"the edges and about ten times articles × k numbers",
	Cite: []string{
		"J. Shi, J. Malik: Normalized cuts and image segmentation, 2000",
		"U. von Luxburg: A tutorial on spectral clustering, 2007",
		"Y. Zhou, Y. Saad, M. Tiago, J. Chelikowsky: Self-consistent-field calculations using Chebyshev-filtered subspace iteration, 2006",
		"A. Damle, V. Minden, L. Ying: Simple, direct and efficient multi-way spectral clustering, 2019",
	},
	New: func() algorithms.Clusterer { return NewSpectral() },
}

// Spectral clusters the graph of nearest articles by the normalised
// spectral clustering of Shi and Malik: an article lies where the first k
// eigenvectors of I−D⁻¹W have it, W being the weights of edges and D their sums
// by article. There k-means finds groups, or a QR factorisation with pivots does,
// which has no parameters and needs no luck.
//
// k counts every group. An article without an edge is a group of its own, unless more
// than half of the k groups would be such: then these articles share half of the groups,
// in their order. Parts of the graph that no edge joins are never cut while there are as
// many as k, or more: the smallest are joined then, two at a time, until there are k.
// Fewer groups than k come out where fewer articles differ.
type Spectral struct {
	K algorithms.K `spec:"k,always" default:"gold" doc:"number of groups; gold: that of the gold stories; eigengap: estimated"`
	Nearest

	Assign string `spec:"assign_labels" default:"cluster_qr" oneof:"cluster_qr,kmeans" doc:"pivoted QR, or the best of ten k-means"`
	MaxK   int    `spec:"max_k" default:"200" range:"2:" doc:"maximum groups for k=eigengap, which computes as many eigenvectors"`

	told int // gold stories
}

// NewSpectral returns spectral clustering with every parameter at its default.
func NewSpectral() *Spectral { return spec.Defaults(new(Spectral)) }

// Valid wants a known estimate of k, and edges.
func (m *Spectral) Valid() error {
	if err := m.K.Check("eigengap"); err != nil {
		return err
	}
	return m.Nearest.Valid()
}

// UsesGold reports whether k comes from the gold.
func (m *Spectral) UsesGold() bool { return m.K.Gold }

// Tell takes the number of gold stories.
func (m *Spectral) Tell(f algorithms.Facts) { m.told = len(f.Sizes) }

// Clusters returns the number of clusters that is asked for, 0 if none is.
func (m *Spectral) Clusters() int { return m.K.Wanted(m.told) }

// Cluster groups the rows of p.Space. Groups are numbered by their first
// articles.
func (m *Spectral) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("spectral", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	estimated, k := m.K.By != "", 0
	if !estimated {
		var err error
		if k, err = m.K.Count(m.told); err != nil {
			return nil, err
		}
	}
	g, err := m.graph(ctx, p)
	if err != nil {
		return nil, err
	}
	n := newNetwork(g)
	nodes := n.joined()
	alone := n.nodes() - len(nodes)
	own := alone // groups of the articles without an edge
	switch {
	case estimated:
	case k >= n.nodes():
		return singletons(n.nodes()), nil
	case k == 1:
		return make(corpus.Labels, n.nodes()), nil
	default:
		own = max(min(alone, k/2), k-len(nodes))
		k -= own
	}
	groups, err := m.divide(ctx, n, nodes, k, p)
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, n.nodes())
	for i := range labels {
		labels[i] = -1
	}
	for t, i := range nodes {
		labels[i] = groups[t]
	}
	first, seen := int32(len(nodes)), 0
	for i := range labels {
		if labels[i] < 0 {
			labels[i] = first + int32(seen*own/alone)
			seen++
		}
	}
	return labels.Canonical(), nil
}

// divide makes k groups of the nodes that have edges; k = 0 estimates how many.
func (m *Spectral) divide(ctx context.Context, n *network, nodes []int32, k int, p *algorithms.Problem) (corpus.Labels, error) {
	if len(nodes) == 0 {
		return nil, nil
	}
	of := n.components(make([]int32, n.nodes()))
	parts := make(corpus.Labels, len(nodes))
	for t, i := range nodes {
		parts[t] = of[i]
	}
	parts = parts.Canonical()
	estimated := k == 0
	switch {
	case estimated:
		k = min(m.MaxK+1, len(nodes))
	case k <= parts.Groups():
		return joinSmallest(parts, k), nil
	case k == len(nodes):
		return singletons(len(nodes)), nil
	}
	values, at, err := n.embed(ctx, nodes, k, p)
	if err != nil {
		return nil, fmt.Errorf("finding %d eigenvectors: %w", k, err)
	}
	if estimated {
		if k = eigengap(values); k <= parts.Groups() {
			return parts, nil
		}
		at = at.Head(k)
	}
	return m.assign(ctx, at, p)
}

// joinSmallest makes k groups of parts that no edge joins, and cuts none: while there are
// more, the two with the fewest nodes become one; ties are broken by their order.
func joinSmallest(parts corpus.Labels, k int) corpus.Labels {
	members := parts.Members()
	bySize := func(a, b []int) int { return cmp.Compare(len(a), len(b)) }
	slices.SortStableFunc(members, bySize)
	var joined [][]int // of two or more parts; their sizes rise as well
	for range len(members) - k {
		var both []int
		for range 2 {
			from := &members
			if len(members) == 0 || len(joined) > 0 && len(joined[0]) < len(members[0]) {
				from = &joined
			}
			both = append(both, (*from)[0]...)
			*from = (*from)[1:]
		}
		joined = append(joined, both)
	}
	labels := make(corpus.Labels, len(parts))
	for g, list := range append(members, joined...) {
		for _, i := range list {
			labels[i] = int32(g)
		}
	}
	return labels.Canonical()
}

// joined lists the nodes that have edges.
func (n *network) joined() []int32 {
	var nodes []int32
	for i := range n.nodes() {
		if n.start[i] < n.start[i+1] {
			nodes = append(nodes, int32(i))
		}
	}
	return nodes
}

// precision is how near ‖L·v−λ·v‖ must be to 0.
const precision = 1e-7

// embed returns the k largest eigenvalues of D⁻¹W and their eigenvectors, on the
// nodes that have edges. They are those of the symmetric D^−½·W·D^−½, divided by
// the roots of D.
func (n *network) embed(ctx context.Context, nodes []int32, k int, p *algorithms.Problem) ([]float64, eigen.Vectors, error) {
	number, root := make([]int32, n.nodes()), make([]float64, n.nodes())
	for t, i := range nodes {
		number[i], root[i] = int32(t), math.Sqrt(n.strength[i])
	}
	a := &eigen.Matrix{Start: make([]int, 1, len(nodes)+1), Index: make([]int32, 0, len(n.to)), Data: make([]float64, 0, len(n.to))}
	for _, i := range nodes {
		for e := n.start[i]; e < n.start[i+1]; e++ {
			j := n.to[e]
			a.Index, a.Data = append(a.Index, number[j]), append(a.Data, n.weight[e]/(root[i]*root[j]))
		}
		a.Start = append(a.Start, len(a.Index))
	}
	values, vectors, err := eigen.Largest(ctx, a, k, precision, p.Seed, p.Workers)
	if err != nil {
		return nil, vectors, err
	}
	for t, i := range nodes {
		floats.Scale(1/root[i], vectors.Row(t))
	}
	return values, vectors, nil
}

// eigengap is the number of falling eigenvalues before the widest gap; ties are broken by
// the smallest number. The gap after the first counts only if there is no other. Eigenvalues of 0
// and below are of no group: a random walk leaves it at once.
func eigengap(values []float64) int {
	best := 1
	for k := 2; k < len(values) && values[k-1] > equal; k++ {
		if best == 1 || values[k-1]-values[k] > values[best-1]-values[best] {
			best = k
		}
	}
	return best
}

// assign groups the rows of eigenvectors.
func (m *Spectral) assign(ctx context.Context, at eigen.Vectors, p *algorithms.Problem) (corpus.Labels, error) {
	if m.Assign == "cluster_qr" {
		return clusterQR(ctx, at, p.Workers)
	}
	rows := &features.Dense{Rows: at.Rows(), Cols: at.Cols, Data: make([]float32, len(at.Data))}
	for i, v := range at.Data {
		rows.Data[i] = float32(v)
	}
	means := kmeans.New()
	means.K, means.Distance, means.NInit = algorithms.Clusters(at.Cols), "euclidean", 10
	return means.Cluster(ctx, &algorithms.Problem{
		Articles: make([]corpus.Article, rows.Rows), Space: &features.Space{Name: "eigenvectors", Dense: rows}, Seed: p.Seed, Workers: p.Workers,
	})
}

// equal is the share by which numbers made of eigenvectors may differ and yet be
// equal.
const equal = 1e-6

// clusterQR groups the rows of k vectors (A. Damle, V. Minden, L. Ying: Simple,
// direct and efficient multi-way spectral clustering, 2019): it picks k rows that
// point in directions as different as can be, by a QR factorisation with pivots,
// takes the orthonormal axes nearest to these, and gives each row the axis along
// which it lies most, ties broken by their order. Turning the vectors within their span
// changes nothing. Time is rows × k².
func clusterQR(ctx context.Context, v eigen.Vectors, workers int) (corpus.Labels, error) {
	picked, err := pivots(ctx, v, workers)
	if err != nil {
		return nil, err
	}
	rows := mat.NewDense(v.Cols, v.Cols, nil)
	for t, i := range picked {
		rows.SetRow(t, v.Row(i))
	}
	axes, err := polar(ctx, rows)
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, v.Rows())
	err = parallel.Blocks(ctx, v.Rows(), 64, workers, func(from, to int) {
		along := make([]float64, v.Cols)
		for i := from; i < to; i++ {
			vec.Dots64(along, axes.RawMatrix().Data, v.Row(i))
			for t, x := range along {
				if math.Abs(x) > math.Abs(along[labels[i]])*(1+equal) {
					labels[i] = int32(t)
				}
			}
		}
	})
	return labels, err
}

// pivots picks as many rows as there are vectors, each the one farthest from the
// span of those before, ties broken by their order.
func pivots(ctx context.Context, v eigen.Vectors, workers int) ([]int, error) {
	rest := eigen.Vectors{Cols: v.Cols, Data: slices.Clone(v.Data)} // what the picked rows do not span
	square := make([]float64, v.Rows())                             // of the rows of rest
	for i := range square {
		square[i] = floats.Dot(rest.Row(i), rest.Row(i))
	}
	picked, axis := make([]int, v.Cols), make([]float64, v.Cols)
	for t := range picked {
		least := floats.Max(square) * (1 - equal)
		best := slices.IndexFunc(square, func(s float64) bool { return s >= least })
		picked[t] = best
		floats.ScaleTo(axis, 1/math.Sqrt(square[best]), rest.Row(best))
		err := parallel.Blocks(ctx, v.Rows(), 256, workers, func(from, to int) {
			for i := from; i < to; i++ {
				row := rest.Row(i)
				floats.AddScaled(row, -floats.Dot(axis, row), axis)
				square[i] = floats.Dot(row, row)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return picked, nil
}

// polar is the orthogonal matrix nearest to m.
func polar(ctx context.Context, m *mat.Dense) (*mat.Dense, error) {
	var svd mat.SVD
	ok := false
	if err := parallel.Await(ctx, func() { ok = svd.Factorize(m, mat.SVDFull) }); err != nil {
		return nil, err
	}
	if !ok {
		return nil, errors.New("the singular values of the picked rows do not converge")
	}
	var left, right, out mat.Dense
	svd.UTo(&left)
	svd.VTo(&right)
	out.Mul(&left, right.T())
	return &out, nil
}
