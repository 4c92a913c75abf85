package agglomerative

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// An update is the formula of Lance and Williams (1967) for one linkage: the
// distance of a third cluster of nc articles from the join of two, of na and nb
// articles at distance ab, given its distances ac and bc from the two.
type update func(ac, bc, ab, na, nb, nc float64) float64

func average(ac, bc, _, na, nb, _ float64) float64 { return (na*ac + nb*bc) / (na + nb) }

// weighted counts both parts alike, whatever their sizes.
func weighted(ac, bc, _, _, _, _ float64) float64 { return (ac + bc) / 2 }

func complete(ac, bc, _, _, _, _ float64) float64 { return max(ac, bc) }

// flexible is the average of the distances, and |beta| of what it is above the
// distance of the two parts. Since that is never negative where they are nearest
// to each other, no join comes nearer to a third cluster than its parts were. But
// the order of joining matters, so that a chain of neighbours would not do.
func flexible(beta float64) update {
	return func(ac, bc, ab, na, nb, nc float64) float64 {
		return (1-beta)*average(ac, bc, ab, na, nb, nc) + beta*ab
	}
}

// ward takes squared distances.
func ward(ac, bc, ab, na, nb, nc float64) float64 {
	return ((na+nc)*ac + (nb+nc)*bc - nc*ab) / (na + nb + nc)
}

// chain joins all articles by the nearest-neighbour chain (Müllner 2011): it goes
// from a cluster to its nearest, from there to the nearest of that, until two are
// nearest to each other; they are joined, and the chain goes on from what is
// left of it. For these linkages no join comes nearer to a third cluster than
// its parts were, so the order of joining does not matter, and 3n searches
// through at most n distances are enough. Most of them are spared by a short list
// of what each cluster is nearest to. It overwrites the matrix and the sizes: the
// numbers of articles, 0 for a cluster that was joined to another.
//
// Among clusters equally near it takes the one before in the chain, else the one
// whose first article comes first.
func chain(ctx context.Context, m *Matrix, size []int, join update) ([]edge, error) {
	left := newClusters(m, size, join)
	near, err := m.shortlists(ctx, size)
	if err != nil {
		return nil, err
	}
	far := make([]float32, m.n) // the distances from which on shortlists take no more
	for i := range far {
		far[i] = near[i].least.distance
	}
	var links []int // the chain
	var edges []edge
	for len(left.active) > 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		progress.Report(ctx, "linkage", len(edges), m.n)
		if len(links) == 0 {
			links = append(links, left.active[0])
		}
		tip := links[len(links)-1]
		if !near[tip].settle(size) {
			left.search(&near[tip], tip)
			far[tip] = near[tip].least.distance
		}
		nearest, distance := near[tip].list[0].cluster, near[tip].list[0].distance
		if len(links) > 1 {
			if before := links[len(links)-2]; *m.between(tip, before) == distance {
				nearest = before
			}
		}
		if len(links) == 1 || nearest != links[len(links)-2] {
			links = append(links, nearest)
			continue
		}
		links = links[:len(links)-2]
		a, b := min(tip, nearest), max(tip, nearest)
		edges = append(edges, edge{a, b, float64(distance)})
		near[a].reset()
		for at, ac := range left.join(a, b, distance) {
			c := left.active[at]
			if c == a {
				continue
			}
			near[a].offer(neighbour{c, size[c], ac})
			if ac <= far[c] {
				near[c].offer(neighbour{a, size[a], ac})
				far[c] = near[c].least.distance
			}
		}
		far[a] = near[a].least.distance
	}
	return edges, nil
}

// clusters are those that are left while they are joined.
type clusters struct {
	m        *Matrix
	active   []int // each by its first article, ascending
	size     []int // by first article; 0 = joined to another
	formula  update
	ofA, ofB []float32
}

func newClusters(m *Matrix, size []int, formula update) *clusters {
	l := &clusters{m: m, active: make([]int, m.n), size: size, formula: formula, ofA: make([]float32, m.n), ofB: make([]float32, m.n)}
	for i := range l.active {
		l.active[i] = i
	}
	return l
}

// join joins b to a, which is before it, and returns the distances of the new
// cluster from all that are left, in their order; what stands for itself means
// nothing.
func (l *clusters) join(a, b int, distance float32) []float32 {
	l.active = without(l.active, b)
	ofA, ofB := l.ofA[:len(l.active)], l.ofB[:len(l.active)]
	l.m.gather(ofA, a, l.active)
	l.m.gather(ofB, b, l.active)
	ab, na, nb := float64(distance), float64(l.size[a]), float64(l.size[b])
	for at, c := range l.active {
		ofA[at] = float32(l.formula(float64(ofA[at]), float64(ofB[at]), ab, na, nb, float64(l.size[c])))
	}
	l.m.scatter(ofA, a, l.active)
	l.size[a], l.size[b] = l.size[a]+l.size[b], 0
	return ofA
}

// search fills in the shortlist of a cluster.
func (l *clusters) search(s *shortlist, tip int) {
	distances := l.ofA[:len(l.active)]
	l.m.gather(distances, tip, l.active)
	s.reset()
	for at, c := range l.active {
		if c != tip {
			s.offer(neighbour{c, l.size[c], distances[at]})
		}
	}
}

// shortlists are those of all articles.
func (m *Matrix) shortlists(ctx context.Context, size []int) ([]shortlist, error) {
	near := make([]shortlist, m.n)
	for i := range near {
		near[i].reset()
	}
	err := m.pairs(ctx, func(i, first int, distances []float32) {
		for o, distance := range distances {
			near[i].offer(neighbour{first + o, size[first+o], distance})
			near[first+o].offer(neighbour{i, size[i], distance})
		}
	})
	return near, err
}

// spanningTree returns the shortest tree over all articles (Prim 1957), whose
// edges are the joins of single linkage. It computes each distance twice instead
// of keeping them. Of articles equally near it takes the first, and ties it to
// the one in the tree that was so near first.
func spanningTree(ctx context.Context, d *distances, workers int) ([]edge, error) {
	if d.n == 0 {
		return nil, nil
	}
	const block = 1024 // a multiple of vec.Panel
	row := make([]float32, (d.n+block-1)/block*block)
	nearest := make([]edge, d.n) // of each article outside: a in the tree, b itself
	for j := range nearest {
		nearest[j] = edge{0, j, math.Inf(1)}
	}
	outside := make([]int, d.n-1) // ascending
	for i := range outside {
		outside[i] = i + 1
	}
	var edges []edge
	for tip := 0; len(outside) > 0; {
		err := parallel.Blocks(ctx, d.n, block, workers, func(from, to int) { d.block(tip, tip+1, from, block, row[from:]) })
		if err != nil {
			return nil, err
		}
		next := edge{height: math.Inf(1)}
		for _, j := range outside {
			if h := float64(row[j]); h < nearest[j].height {
				nearest[j] = edge{tip, j, h}
			}
			if nearest[j].height < next.height {
				next = nearest[j]
			}
		}
		edges = append(edges, next)
		tip = next.b
		outside = without(outside, tip)
	}
	return edges, nil
}

// without removes v from an ascending list that holds it.
func without(list []int, v int) []int {
	at, _ := slices.BinarySearch(list, v)
	return slices.Delete(list, at, at+1)
}

// listed is how many clusters a shortlist has room for.
const listed = 8

// A shortlist is the clusters nearest to one, the nearest first. Clusters that
// were joined since stay on it until they come first; a new cluster that belongs
// on it is offered when it is made.
type shortlist struct {
	count int
	list  [listed]neighbour
	least neighbour // those not listed come no earlier than this
}

// A neighbour is a cluster, with its size, at a distance.
type neighbour struct {
	cluster, size int
	distance      float32
}

func (n *neighbour) before(o *neighbour) bool {
	return n.distance < o.distance || n.distance == o.distance && n.cluster < o.cluster
}

// reset empties the list; all clusters are then to be offered.
func (s *shortlist) reset() {
	s.count, s.least = 0, neighbour{cluster: math.MaxInt, distance: float32(math.Inf(1))}
}

// offer puts a cluster in its place in the order.
func (s *shortlist) offer(n neighbour) {
	if n.distance > s.least.distance || !n.before(&s.least) {
		return
	}
	if s.count == listed {
		s.count--
		if s.least = s.list[s.count]; s.least.before(&n) {
			s.least = n
			s.count++
			return
		}
	}
	at := s.count
	for ; at > 0 && n.before(&s.list[at-1]); at-- {
		s.list[at] = s.list[at-1]
	}
	s.list[at] = n
	s.count++
}

// settle drops what is no more, given the sizes of all clusters, until a cluster
// comes first that is. It returns false if there is none.
func (s *shortlist) settle(size []int) bool {
	gone := 0
	for gone < s.count && size[s.list[gone].cluster] != s.list[gone].size {
		gone++
	}
	s.count = copy(s.list[:], s.list[gone:s.count])
	return s.count > 0
}
