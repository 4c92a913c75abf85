package agglomerative

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// condensed are the joins of more articles than a matrix is kept for. Until only
// that many clusters are left, the two nearest of those are joined that are
// neighbours: that hold two articles of which one is among the nearest, by
// cosine, to the other. Their distance is exact, from their means. What is left
// is joined as articles are.
//
// If clusters that are no neighbours are nearer, a join comes too early: then
// a later one may be lower, and is raised to its height.
func (a *Agglomerative) condensed(ctx context.Context, p *algorithms.Problem, most int) ([]edge, error) {
	if a.Linkage == "complete" || a.measure() == euclidean {
		named := "linkage=" + string(a.Linkage)
		if a.measure() == euclidean {
			named += ",metric=euclidean"
		}
		return nil, fmt.Errorf("agglomerative(%s) of %d articles would need all their distances, and takes %d articles at most: "+
			"use average, weighted, flexible, ward or single linkage (of cosines), or another algorithm, such as kmeans",
			named, p.Space.Rows(), most)
	}
	near, err := p.Nearest(ctx, a.Neighbours, 0)
	if err != nil {
		return nil, err
	}
	c, err := newCondenser(ctx, p.Space, a.Linkage, near)
	if err != nil {
		return nil, err
	}
	if err := c.run(ctx, most); err != nil {
		return nil, err
	}
	if c.clusters > most {
		return nil, fmt.Errorf("agglomerative: the graph of %d neighbours falls into %d parts, and %d at most are joined further: "+
			"give more neighbours",
			a.Neighbours, c.clusters, most)
	}
	rest, err := a.joinRest(ctx, c, p.Workers)
	if err != nil {
		return nil, err
	}
	how := "only neighbours were joined"
	if a.Linkage == "flexible" {
		how += ", by average linkage"
	}
	p.Note("down to %d clusters "+how+": the distances of all %d articles would not fit in memory", c.clusters, p.Space.Rows())
	edges := append(c.edges, rest...)
	if !inverts(a.Linkage) {
		raise(p.Space.Rows(), edges)
	}
	return edges, nil
}

// joinRest joins the clusters that are left.
func (a *Agglomerative) joinRest(ctx context.Context, c *condenser, workers int) ([]edge, error) {
	var left, sizes []int
	for i, size := range c.size {
		if size > 0 {
			left, sizes = append(left, i), append(sizes, size)
		}
	}
	measure := a.measure()
	if measure == cosine {
		measure = inner
	}
	d, err := newDistances(c.means.space(left), measure)
	if err != nil {
		return nil, err
	}
	m, err := matrixOf(ctx, d, workers)
	if err != nil {
		return nil, err
	}
	if a.Linkage == "ward" {
		if err := m.multiply(ctx, func(i, j int) float64 { return wardFactor(sizes[i], sizes[j]) }); err != nil {
			return nil, err
		}
	}
	rest, err := a.join(ctx, m, sizes)
	for i, e := range rest {
		rest[i].a, rest[i].b = left[e.a], left[e.b]
	}
	return rest, err
}

// raise makes no join lower than those inside it.
func raise(n int, edges []edge) {
	sets, height := unionfind.New(n), make([]float64, n)
	for i := range edges {
		e := &edges[i]
		e.height = max(e.height, height[sets.Find(e.a)], height[sets.Find(e.b)])
		sets.Union(e.a, e.b)
		height[sets.Find(e.a)] = e.height
	}
}

// A condenser joins clusters along a graph.
type condenser struct {
	means    *means
	clusters int
	size     []int     // by first article; 0 = joined to another
	near     [][]int32 // neighbours; some may have been joined since
	sets     *unionfind.Sets
	first    []int // of each set, at its root: the cluster
	seen     []int // by cluster: the join in which it was last met
	pairs    pairHeap
	edges    []edge
}

func newCondenser(ctx context.Context, s *features.Space, linkage Linkage, near *features.CSR) (*condenser, error) {
	n := s.Rows()
	c := &condenser{
		means: newMeans(s, linkage), clusters: n, size: make([]int, n), near: make([][]int32, n),
		sets: unionfind.New(n), first: make([]int, n), seen: make([]int, n),
	}
	for i := range n {
		c.size[i], c.first[i] = 1, i
	}
	near = near.Union()
	for i := range n {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c.near[i], _ = near.Row(i)
		c.means.show(i)
		for _, j := range c.near[i] {
			if int(j) > i {
				c.pairs = append(c.pairs, pair{i, int(j), 1, 1, c.means.distance(i, int(j), 1, 1)})
			}
		}
	}
	heap.Init(&c.pairs)
	return c, nil
}

// run joins until at most most clusters are left, or no neighbours.
func (c *condenser) run(ctx context.Context, most int) error {
	for c.clusters > most && len(c.pairs) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		progress.Report(ctx, "linkage of neighbours", len(c.size)-c.clusters, len(c.size)-most)
		p := heap.Pop(&c.pairs).(pair)
		if c.size[p.a] == p.sizeA && c.size[p.b] == p.sizeB {
			c.join(p)
		}
	}
	return nil
}

func (c *condenser) join(p pair) {
	c.edges = append(c.edges, edge{p.a, p.b, p.height})
	c.means.join(p.a, p.b, p.sizeA, p.sizeB)
	c.sets.Union(p.a, p.b)
	c.first[c.sets.Find(p.a)] = p.a
	c.size[p.a], c.size[p.b] = p.sizeA+p.sizeB, 0
	c.clusters--
	c.means.show(p.a)
	var both []int32
	for _, list := range [][]int32{c.near[p.a], c.near[p.b]} {
		for _, j := range list {
			o := c.first[c.sets.Find(int(j))]
			if o == p.a || c.seen[o] == len(c.edges) {
				continue
			}
			c.seen[o] = len(c.edges)
			both = append(both, int32(o))
			height := c.means.distance(p.a, o, c.size[p.a], c.size[o])
			a, b := min(p.a, o), max(p.a, o)
			heap.Push(&c.pairs, pair{a, b, c.size[a], c.size[b], height})
		}
	}
	c.near[p.a], c.near[p.b] = both, nil
}

// A pair is two clusters, by their first articles, with their sizes.
type pair struct {
	a, b, sizeA, sizeB int
	height             float64
}

// pairHeap has the lowest pair on top; ties are broken by the first articles.
type pairHeap []pair

func (h pairHeap) Len() int { return len(h) }
func (h pairHeap) Less(i, j int) bool {
	x, y := &h[i], &h[j]
	return cmp.Or(cmp.Compare(x.height, y.height), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) < 0
}
func (h pairHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *pairHeap) Push(p any)   { *h = append(*h, p.(pair)) }
func (h *pairHeap) Pop() any {
	last := len(*h) - 1
	p := (*h)[last]
	*h = slices.Delete(*h, last, last+1)
	return p
}
