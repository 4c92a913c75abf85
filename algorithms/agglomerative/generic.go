package agglomerative

import (
	"container/heap"
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/progress"
)

// centroid takes squared distances.
func centroid(ac, bc, ab, na, nb, _ float64) float64 {
	n := na + nb
	return max(0, (na*ac+nb*bc)/n-na/n*(nb/n)*ab)
}

// median is centroid with both parts counted alike. It takes squared distances.
func median(ac, bc, ab, _, _, _ float64) float64 { return max(0, (ac+bc)/2-ab/4) }

// generic joins the two nearest clusters again and again, for linkages where a
// join may come nearer to a third cluster than its parts were. It is the generic
// algorithm of Müllner (2011), without remembered neighbours: a heap holds, for
// each cluster, a bound below its distances from those after it, and only the
// cluster with the lowest bound is searched. That takes at least n searches
// through at most n distances, and mostly few more; at worst n². It overwrites
// the matrix and the numbers of articles.
//
// Clusters are in the order of their first articles. Of pairs equally near,
// the first is joined: that whose former cluster, then whose latter, is first.
func generic(ctx context.Context, m *Matrix, size []int, join update) ([]edge, error) {
	left := newClusters(m, size, join)
	low, err := newBounds(ctx, m)
	if err != nil {
		return nil, err
	}
	var edges []edge
	for len(left.active) > 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		progress.Report(ctx, "linkage", len(edges), m.n)
		a := low.order[0]
		b, distance := left.nearestAfter(a)
		if distance > low.of[a] {
			low.set(a, distance)
			continue
		}
		edges = append(edges, edge{a, b, float64(distance)})
		low.set(b, float32(math.Inf(1)))
		nearest := float32(math.Inf(1))
		for at, ac := range left.join(a, b, distance) {
			if c := left.active[at]; c > a {
				nearest = min(nearest, ac)
			} else if c < a && ac < low.of[c] {
				low.set(c, ac)
			}
		}
		low.set(a, nearest)
	}
	return edges, nil
}

// nearestAfter returns the first of the clusters nearest to a among those that
// come after it, and its distance; with none, -1 and +Inf.
func (l *clusters) nearestAfter(a int) (int, float32) {
	at, _ := slices.BinarySearch(l.active, a)
	rest := l.active[at+1:]
	distances := l.ofA[:len(rest)]
	l.m.gather(distances, a, rest)
	best, distance := -1, float32(math.Inf(1))
	for t, d := range distances {
		if d < distance {
			best, distance = rest[t], d
		}
	}
	return best, distance
}

// bounds is a heap of clusters by their bounds; ties are broken by the order of clusters.
type bounds struct {
	of    []float32 // each cluster
	order []int     // the heap
	place []int     // of each cluster in the heap
}

// newBounds starts from the distances themselves.
func newBounds(ctx context.Context, m *Matrix) (*bounds, error) {
	b := &bounds{of: make([]float32, m.n), order: make([]int, m.n), place: make([]int, m.n)}
	for i := range b.of {
		b.order[i], b.place[i], b.of[i] = i, i, float32(math.Inf(1))
	}
	err := m.pairs(ctx, func(i, _ int, distances []float32) {
		least := b.of[i]
		for _, distance := range distances {
			if distance < least {
				least = distance
			}
		}
		b.of[i] = least
	})
	heap.Init(b)
	return b, err
}

func (b *bounds) set(i int, bound float32) {
	b.of[i] = bound
	heap.Fix(b, b.place[i])
}

func (b *bounds) Len() int { return len(b.order) }

func (b *bounds) Less(p, q int) bool {
	i, j := b.order[p], b.order[q]
	return b.of[i] < b.of[j] || b.of[i] == b.of[j] && i < j
}

func (b *bounds) Swap(p, q int) {
	b.order[p], b.order[q] = b.order[q], b.order[p]
	b.place[b.order[p]], b.place[b.order[q]] = p, q
}

// Push and Pop complete the interface of a heap; this one keeps its size.
func (b *bounds) Push(any) {}

// Pop is not called.
func (b *bounds) Pop() any { return nil }
