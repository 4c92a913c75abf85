package agglomerative

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// An update is the formula of Lance and Williams (1967) for one linkage: the
// distance of a third cluster of nc articles from the join of two, of na and nb
// articles at distance ab, given its distances ac and bc from the two.
type update func(ac, bc, ab, na, nb, nc float64) float64

func average(ac, bc, _, na, nb, _ float64) float64 { return (na*ac + nb*bc) / (na + nb) }

// weighted counts both parts alike, whatever their sizes.
func weighted(ac, bc, _, _, _, _ float64) float64 { return (ac + bc) / 2 }

func complete(ac, bc, _, _, _, _ float64) float64 { return max(ac, bc) }

// ward works on squared distances.
func ward(ac, bc, ab, na, nb, nc float64) float64 {
	return ((na+nc)*ac + (nb+nc)*bc - nc*ab) / (na + nb + nc)
}

// chain joins all articles by the nearest-neighbour chain (Müllner 2011): it goes
// from a cluster to its nearest, from there to the nearest of that, until two are
// nearest to each other; they are joined, and the chain goes on from what is
// left of it. For these linkages no join comes nearer to a third cluster than
// its parts were, so the order of joining does not matter, and 3n searches
// through at most n distances are enough. It overwrites the matrix.
//
// Among clusters equally near it takes the one before in the chain, else the one
// whose first article comes first.
func chain(ctx context.Context, m *matrix, join update) ([]edge, error) {
	active := make([]int, m.n) // the clusters, each by its first article, ascending
	size := make([]float64, m.n)
	for i := range active {
		active[i], size[i] = i, 1
	}
	var links []int // the chain
	var edges []edge
	for len(active) > 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(links) == 0 {
			links = append(links, active[0])
		}
		tip, before := links[len(links)-1], -1
		if len(links) > 1 {
			before = links[len(links)-2]
		}
		nearest, distance := m.nearest(tip, before, active)
		if nearest != before {
			links = append(links, nearest)
			continue
		}
		links = links[:len(links)-2]
		a, b := min(tip, nearest), max(tip, nearest)
		edges = append(edges, edge{a, b, float64(distance)})
		active = without(active, b)
		for _, c := range active {
			if c != a {
				ac := m.between(a, c)
				*ac = float32(join(float64(*ac), float64(*m.between(b, c)), float64(distance), size[a], size[b], size[c]))
			}
		}
		size[a] += size[b]
	}
	return edges, nil
}

// nearest returns the cluster nearest to tip and its distance. Of equals it takes
// before (-1 = none), else the first.
func (m *matrix) nearest(tip, before int, active []int) (int, float32) {
	best, distance := before, float32(math.Inf(1))
	if before >= 0 {
		distance = *m.between(tip, before)
	}
	at, _ := slices.BinarySearch(active, tip)
	for _, c := range active[:at] {
		if d := m.data[m.at(c, tip)]; d < distance {
			best, distance = c, d
		}
	}
	if c, d := m.nearestAfter(tip, active[at:]); d < distance {
		best, distance = c, d
	}
	return best, distance
}

// nearestAfter returns the first of the clusters nearest to tip among those that
// come after it in a list that holds it, and its distance; with none, -1 and +Inf.
func (m *matrix) nearestAfter(tip int, active []int) (int, float32) {
	best, distance := -1, float32(math.Inf(1))
	at, _ := slices.BinarySearch(active, tip)
	row := m.row(tip)
	for _, c := range active[at+1:] {
		if d := row[c-tip-1]; d < distance {
			best, distance = c, d
		}
	}
	return best, distance
}

// spanningTree returns the shortest tree over all articles (Prim 1957), whose
// edges are the joins of single linkage. It computes each distance twice instead
// of keeping them. Of articles equally near it takes the first, and ties it to
// the one in the tree that was so near first.
func spanningTree(ctx context.Context, d *distances, workers int) ([]edge, error) {
	if d.n == 0 {
		return nil, nil
	}
	const block = 1024
	row := make([]float32, d.n)
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
		err := parallel.Blocks(ctx, d.n, block, workers, func(from, to int) { d.fill(tip, from, row[from:to]) })
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
