package agglomerative

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/features"
)

// spaces are small dense spaces, some of whole numbers: these have many equal
// distances, equal rows and rows of zeros.
func spaces(most int) *rapid.Generator[*features.Space] {
	return rapid.Custom(func(t *rapid.T) *features.Space {
		n, cols := rapid.IntRange(0, most).Draw(t, "rows"), rapid.IntRange(1, 12).Draw(t, "cols")
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

// between is the distance of two clusters from the definition of the linkage,
// squared for ward.
func between(linkage string, d *features.Dense, a, b []int) float64 {
	if linkage == "ward" {
		var sum float64
		for c := range d.Cols {
			var ma, mb float64
			for _, i := range a {
				ma += float64(d.Row(i)[c]) / float64(len(a))
			}
			for _, i := range b {
				mb += float64(d.Row(i)[c]) / float64(len(b))
			}
			sum += (ma - mb) * (ma - mb)
		}
		na, nb := float64(len(a)), float64(len(b))
		return sum * 2 * na * nb / (na + nb)
	}
	smallest, largest, sum := math.Inf(1), 0., 0.
	for _, i := range a {
		for _, j := range b {
			var dot, ii, jj float64
			for c, x := range d.Row(i) {
				y := float64(d.Row(j)[c])
				dot, ii, jj = dot+float64(x)*y, ii+float64(x)*float64(x), jj+y*y
			}
			distance := 1.
			if ii > 0 && jj > 0 {
				distance = 1 - dot/math.Sqrt(ii*jj)
			}
			smallest, largest, sum = min(smallest, distance), max(largest, distance), sum+distance
		}
	}
	return map[string]float64{"single": smallest, "complete": largest, "average": sum / float64(len(a)*len(b))}[linkage]
}

// Every merge joins two clusters that are nearest by the definition, whatever
// the ties.
func TestMergesAreNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(14).Draw(t, "space")
		linkage := rapid.SampledFrom(linkages).Draw(t, "linkage")
		given := s
		if rapid.Bool().Draw(t, "sparse") {
			given = sparse(s)
		}
		clusters := make([][]int, s.Rows())
		for i := range clusters {
			clusters[i] = []int{i}
		}
		merges := tree(t, linkage, given).Merges
		require.Len(t, merges, max(0, s.Rows()-1))
		for _, m := range merges {
			a, b := clusters[m.A], clusters[m.B]
			require.NotNil(t, a)
			require.NotNil(t, b)
			assert.Less(t, m.A, m.B)
			height, allowed := m.Height, 1e-6
			if linkage == "ward" {
				height *= height
				allowed = 1e-5 * (1 + height)
			}
			assert.InDelta(t, between(linkage, s.Dense, a, b), height, allowed)
			for i := range clusters {
				for j := range i {
					if clusters[i] != nil && clusters[j] != nil {
						assert.GreaterOrEqual(t, between(linkage, s.Dense, clusters[i], clusters[j]), height-allowed)
					}
				}
			}
			clusters[m.A], clusters[m.B] = nil, nil
			clusters = append(clusters, append(append([]int(nil), a...), b...))
			assert.Len(t, clusters[len(clusters)-1], m.Size)
		}
	})
}

func TestCutsAreNested(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(60).Draw(t, "space")
		d := tree(t, rapid.SampledFrom(linkages).Draw(t, "linkage"), s)
		for i, m := range d.Merges {
			if i > 0 {
				assert.GreaterOrEqual(t, m.Height, d.Merges[i-1].Height)
			}
			k := s.Rows() - i - 1
			labels := d.CutAt(k)
			assert.Equal(t, k, labels.Groups())
			assert.Equal(t, labels.Canonical(), labels)
			if i+1 == len(d.Merges) || d.Merges[i+1].Height > m.Height {
				assert.Equal(t, labels, d.CutBy(m.Height))
			}
		}
	})
}

func TestWorkersAndRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spaces(60).Draw(t, "space")
		if rapid.Bool().Draw(t, "sparse") {
			s = sparse(s)
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
