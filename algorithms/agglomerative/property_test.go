package agglomerative

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// spaces are small dense spaces, some of whole numbers: these have many equal
// distances, equal rows and rows of zeros. Wide ones are compared by products of
// many rows with many.
func spaces(most int) *rapid.Generator[*features.Space] {
	return rapid.Custom(func(t *rapid.T) *features.Space {
		n, cols := rapid.IntRange(0, most).Draw(t, "rows"), rapid.OneOf(rapid.IntRange(1, 12), rapid.IntRange(few, 40)).Draw(t, "cols")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		whole := rapid.Bool().Draw(t, "whole")
		d := &features.Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
		for i := range d.Data {
			d.Data[i] = float32(rng.NormFloat64())
			if whole {
				d.Data[i] = float32(int(1.5 * d.Data[i]))
			}
		}
		return &features.Space{Dense: d}
	})
}

// A group is a cluster by its definition: its articles, and the share that each
// has in it, together 1.
type group struct {
	articles []int
	shares   []float64
}

// both joins two groups: where the linkage counts them alike, shares halve.
func both(linkage string, a, b group) group {
	ofA := float64(len(a.articles)) / float64(len(a.articles)+len(b.articles))
	if linkage == "weighted" || linkage == "median" {
		ofA = 0.5
	}
	g := group{articles: slices.Concat(a.articles, b.articles)}
	for _, share := range a.shares {
		g.shares = append(g.shares, share*ofA)
	}
	for _, share := range b.shares {
		g.shares = append(g.shares, share*(1-ofA))
	}
	return g
}

// between is the distance of two clusters from the definition of the linkage,
// squared where it is between means.
func between(linkage, metric string, d *features.Dense, a, b group) float64 {
	if ofMeans(linkage) {
		apart := betweenMeans(d, a, b)
		if linkage == "ward" {
			na, nb := float64(len(a.articles)), float64(len(b.articles))
			apart *= 2 * na * nb / (na + nb)
		}
		return apart
	}
	smallest, largest, mean := math.Inf(1), 0., 0.
	for p, i := range a.articles {
		for q, j := range b.articles {
			distance := rowDistance(metric, d.Row(i), d.Row(j))
			smallest, largest = min(smallest, distance), max(largest, distance)
			mean += a.shares[p] * b.shares[q] * distance
		}
	}
	switch linkage {
	case "single":
		return smallest
	case "complete":
		return largest
	}
	return mean
}

// betweenMeans is the squared distance of the means by shares.
func betweenMeans(d *features.Dense, a, b group) float64 {
	var sum float64
	for c := range d.Cols {
		var apart float64
		for p, i := range a.articles {
			apart += a.shares[p] * float64(d.Row(i)[c])
		}
		for q, j := range b.articles {
			apart -= b.shares[q] * float64(d.Row(j)[c])
		}
		sum += apart * apart
	}
	return sum
}

func ofMeans(linkage string) bool { return linkage == "ward" || inverts(Linkage(linkage)) }

func rowDistance(metric string, a, b []float32) float64 {
	var dot, aa, bb float64
	for c := range a {
		x, y := float64(a[c]), float64(b[c])
		dot, aa, bb = dot+x*y, aa+x*x, bb+y*y
	}
	if metric == "euclidean" {
		return math.Sqrt(max(0, aa+bb-2*dot))
	}
	if aa == 0 || bb == 0 {
		return 1
	}
	return 1 - dot/math.Sqrt(aa*bb)
}

// Every merge joins two clusters that are nearest by the definition, whatever
// the ties.
func TestMergesAreNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(14).Draw(t, "space")
		linkage, metric := rapid.SampledFrom(linkages).Draw(t, "linkage"), rapid.SampledFrom([]string{"cosine", "euclidean"}).Draw(t, "metric")
		given := s
		if rapid.Bool().Draw(t, "sparse") {
			given = spacetest.Sparse(s)
		}
		groups := map[int]group{}
		for i := range s.Rows() {
			groups[i] = group{[]int{i}, []float64{1}}
		}
		merges := tree(t, linkage+",metric="+metric, given).Merges
		require.Len(t, merges, max(0, s.Rows()-1))
		for at, m := range merges {
			require.Contains(t, groups, m.A)
			require.Contains(t, groups, m.B)
			assert.Less(t, m.A, m.B)
			height, allowed := m.Height, 1e-6
			if ofMeans(linkage) {
				height *= height
				allowed = 1e-5 * (1 + height)
			} else if metric == "euclidean" {
				allowed = 1e-5
			}
			assert.InDelta(t, between(linkage, metric, s.Dense, groups[m.A], groups[m.B]), height, allowed)
			for i, a := range groups {
				for j, b := range groups {
					if i < j {
						assert.GreaterOrEqual(t, between(linkage, metric, s.Dense, a, b), height-allowed)
					}
				}
			}
			joined := both(linkage, groups[m.A], groups[m.B])
			assert.Len(t, joined.articles, m.Size)
			delete(groups, m.A)
			delete(groups, m.B)
			groups[s.Rows()+at] = joined
		}
	})
}

func TestCutsAreNested(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(60).Draw(t, "space")
		linkage := rapid.SampledFrom(linkages).Draw(t, "linkage")
		d := tree(t, linkage, s)
		for i, m := range d.Merges {
			if i > 0 && !inverts(Linkage(linkage)) {
				assert.GreaterOrEqual(t, m.Height, d.Merges[i-1].Height)
			}
			k := s.Rows() - i - 1
			labels := d.CutAt(k)
			assert.Equal(t, k, labels.Groups())
			assert.Equal(t, labels.Canonical(), labels)
			if inverts(Linkage(linkage)) {
				assertWithin(t, d, m.Height)
			} else if i+1 == len(d.Merges) || d.Merges[i+1].Height > m.Height {
				assert.Equal(t, labels, d.CutBy(m.Height))
			}
		}
	})
}

// assertWithin checks a cut by height from the definition: two articles are in
// one cluster when some merge joins them that has none above the height inside.
func assertWithin(t *rapid.T, d *Dendrogram, height float64) {
	labels := d.CutBy(height)
	assert.Equal(t, labels.Canonical(), labels)
	articles, highest := make([][]int, d.Articles), make([]float64, d.Articles)
	together := map[[2]int]bool{}
	for i := range articles {
		articles[i] = []int{i}
	}
	for _, m := range d.Merges {
		articles = append(articles, slices.Concat(articles[m.A], articles[m.B]))
		highest = append(highest, max(m.Height, highest[m.A], highest[m.B]))
		for _, i := range articles[m.A] {
			for _, j := range articles[m.B] {
				together[[2]int{min(i, j), max(i, j)}] = highest[len(highest)-1] <= height
			}
		}
	}
	for pair, want := range together {
		assert.Equal(t, want, labels[pair[0]] == labels[pair[1]])
	}
}

func TestWorkersAndRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(60).Draw(t, "space")
		if rapid.Bool().Draw(t, "sparse") {
			s = spacetest.Sparse(s)
		}
		a := bound(t, "agglomerative(linkage=%s,k=1)", rapid.SampledFrom(linkages).Draw(t, "linkage"))
		p := problem(s)
		want, err := a.Dendrogram(context.Background(), p)
		require.NoError(t, err)
		for _, workers := range []int{1, 1, 3} {
			p.Workers = workers
			got, err := a.Dendrogram(context.Background(), p)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	})
}
