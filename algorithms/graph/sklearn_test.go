package graph

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// sklearn is what scipy and scikit-learn find.
type sklearn struct {
	Spectral []struct {
		Name     string
		Nodes, K int
		Edges    [][3]float64
		Values   []float64 // the least of the normalised Laplacian, rising
		Labels   map[string]corpus.Labels
	}
	Affinity []struct {
		Name                string
		Nodes               int
		Edges               [][3]float64
		Points              [][]float64 // or edges
		Damping, Preference float64
		Labels              corpus.Labels
	}
}

func reading(t testing.TB) (s sklearn) {
	f, err := os.Open("testdata/sklearn.json.gz")
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	require.NoError(t, json.NewDecoder(z).Decode(&s))
	return s
}

// agreement is the adjusted Rand index of two clusterings.
func agreement(a, b corpus.Labels) float64 {
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	var both, inA, inB float64
	cells, sizesA, sizesB := map[[2]int32]int{}, map[int32]int{}, map[int32]int{}
	for i := range a {
		cells[[2]int32{a[i], b[i]}]++
		sizesA[a[i]]++
		sizesB[b[i]]++
	}
	for _, n := range cells {
		both += pairs(n)
	}
	for _, n := range sizesA {
		inA += pairs(n)
	}
	for _, n := range sizesB {
		inB += pairs(n)
	}
	expected := inA * inB / pairs(len(a))
	return (both - expected) / ((inA+inB)/2 - expected)
}

func TestSpectralAgainstSklearn(t *testing.T) {
	list := reading(t).Spectral
	require.Len(t, list, 6)
	for _, r := range list {
		n := newNetwork(joined(r.Nodes, r.Edges...))
		values, _, err := n.embed(context.Background(), n.joined(), len(r.Values), problem(rowless(r.Nodes)))
		require.NoError(t, err)
		for i, v := range r.Values {
			assert.InDelta(t, 1-v, values[i], 1e-9, "eigenvalue %d of %s", i, r.Name)
		}
		for how, want := range r.Labels {
			m := bound(t, SpectralEntry, "(assign_labels="+how+")").(*Spectral)
			_, at, err := n.embed(context.Background(), n.joined(), r.K, problem(rowless(r.Nodes)))
			require.NoError(t, err)
			got, err := m.assign(context.Background(), at, problem(rowless(r.Nodes)))
			require.NoError(t, err)
			assert.GreaterOrEqual(t, agreement(got, want), 0.99, "%s by %s", r.Name, how)
		}
	}
}

// rowless is a space of n rows without columns.
func rowless(n int) *features.Space {
	return &features.Space{Dense: &features.Dense{Rows: n}}
}

func TestAffinityAgainstSklearn(t *testing.T) {
	list := reading(t).Affinity
	require.Len(t, list, 10)
	for _, r := range list {
		g := joined(r.Nodes, r.Edges...)
		if r.Points != nil {
			g = opposites(r.Points)
		}
		m := newMessages(g, r.Preference, 0)
		_, err := m.exchange(context.Background(), r.Damping, 4000, 100)
		require.NoError(t, err)
		assert.Equal(t, r.Labels.Canonical(), m.labels(), r.Name)
	}
}

// opposites joins all points with each other, by their negative squared distances.
func opposites(points [][]float64) *features.CSR {
	g := &features.CSR{Rows: len(points), Cols: len(points), Start: []int{0}}
	for i, p := range points {
		for j, q := range points {
			var sum float64
			for c := range p {
				sum -= (p[c] - q[c]) * (p[c] - q[c])
			}
			if i != j {
				g.Index, g.Data = append(g.Index, int32(j)), append(g.Data, float32(sum))
			}
		}
		g.Start = append(g.Start, len(g.Index))
	}
	return g
}
