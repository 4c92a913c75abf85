package eigen

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// An edge joins two nodes, or one with itself.
type edge struct {
	i, j   int
	weight float64
}

// normalised is D^−½·W·D^−½ of a graph; a node without an edge has only zeros.
func normalised(n int, edges []edge) *Matrix {
	w := make([]map[int]float64, n)
	for i := range w {
		w[i] = map[int]float64{}
	}
	for _, e := range edges {
		w[e.i][e.j], w[e.j][e.i] = e.weight, e.weight
	}
	degree := make([]float64, n)
	for i, row := range w {
		for j := range n {
			degree[i] += row[j]
		}
	}
	a := &Matrix{Start: []int{0}}
	for i, row := range w {
		for j := range n {
			if row[j] > 0 {
				a.Index, a.Data = append(a.Index, int32(j)), append(a.Data, row[j]/math.Sqrt(degree[i]*degree[j]))
			}
		}
		a.Start = append(a.Start, len(a.Index))
	}
	return a
}

// clumps is a graph of n nodes in groups, each with the given number of edges within its
// group and some outside.
func clumps(n, groups, edges int, seed uint64) *Matrix {
	random := rand.New(rand.NewPCG(seed, 1))
	var list []edge
	for i := range n {
		for e := range edges {
			j := random.IntN(n)
			if e%8 != 0 {
				j = j/groups*groups + i%groups
			}
			if j < n && j != i {
				list = append(list, edge{i, j, 0.1 + random.Float64()})
			}
		}
	}
	return normalised(n, list)
}

func largest(t require.TestingT, a *Matrix, k int) ([]float64, Vectors) {
	values, vectors, err := Largest(context.Background(), a, k, 1e-9, 1, 0)
	require.NoError(t, err)
	require.Len(t, values, k)
	require.Equal(t, k, vectors.Cols)
	require.Equal(t, a.Rows(), vectors.Rows())
	return values, vectors
}

// valid checks that the columns are eigenvectors at right angles, and that the
// eigenvalues fall.
func valid(t require.TestingT, a *Matrix, values []float64, v Vectors) {
	av, err := a.times(context.Background(), v, 1)
	require.NoError(t, err)
	for s := range values {
		for u := range s + 1 {
			var dot, residual float64
			for i := range v.Rows() {
				dot += v.Row(i)[s] * v.Row(i)[u]
				d := av.Row(i)[s] - values[s]*v.Row(i)[s]
				residual += d * d
			}
			if s == u {
				assert.InDelta(t, 1, dot, 1e-10)
				assert.Less(t, math.Sqrt(residual), 1e-8)
			} else {
				assert.InDelta(t, 0, dot, 1e-10)
			}
		}
		assert.True(t, s == 0 || values[s] <= values[s-1])
	}
}

// dense is what gonum finds.
func dense(t require.TestingT, a *Matrix) []float64 {
	var eigen mat.EigenSym
	require.True(t, eigen.Factorize(a.dense(), false))
	values := eigen.Values(nil)
	slices.Reverse(values)
	return values
}

func TestAgainstGonum(t *testing.T) {
	for _, n := range []int{40, 150, 400} {
		for _, k := range []int{1, 2, 7, 30} {
			a := clumps(n, 12, 10, uint64(n))
			values, vectors := largest(t, a, k)
			valid(t, a, values, vectors)
			assert.InDeltaSlice(t, dense(t, a)[:k], values, 1e-12, "%d of %d", k, n)
		}
	}
}

// The subspace is gonum's too, where a gap parts it from the rest.
func TestSubspaceAgainstGonum(t *testing.T) {
	const k = 12
	a := clumps(400, k, 10, 5)
	values, vectors := largest(t, a, k)
	all, axes, err := decompose(context.Background(), a.dense())
	require.NoError(t, err)
	require.Greater(t, values[k-1]-all[k], 0.1)
	for s := range k {
		var length float64
		for u := range k {
			var dot float64
			for i := range a.Rows() {
				dot += axes.At(i, s) * vectors.Row(i)[u]
			}
			length += dot * dot
		}
		assert.InDelta(t, 1, length, 1e-12, "vector %d lies in the span", s)
	}
}

func TestEqualEigenvalues(t *testing.T) {
	// 30 copies of a path of four nodes: each eigenvalue occurs 30 times.
	var edges []edge
	for c := range 30 {
		for i := range 3 {
			edges = append(edges, edge{4*c + i, 4*c + i + 1, 1})
		}
	}
	a := normalised(120, edges)
	values, vectors := largest(t, a, 45)
	valid(t, a, values, vectors)
	for i, v := range values {
		want := 1.
		if i >= 30 {
			want = 0.5
		}
		assert.InDelta(t, want, v, 1e-12)
	}
}

func TestAllRowsAlike(t *testing.T) {
	// A complete graph has the eigenvalue 1 once, and −1/(n−1) for the rest.
	const n = 200
	var edges []edge
	for i := range n {
		for j := range i {
			edges = append(edges, edge{i, j, 1})
		}
	}
	a := normalised(n, edges)
	values, vectors := largest(t, a, 5)
	valid(t, a, values, vectors)
	for i, v := range values {
		want := 1.
		if i > 0 {
			want = -1. / (n - 1)
		}
		assert.InDelta(t, want, v, 1e-12)
	}
}

func TestNarrowGaps(t *testing.T) {
	// On a ring the eigenvalues are cos(2πj/n), each but the first twice: 1 and
	// 1 − 2e-5 are the first here.
	const n = 1000
	var edges []edge
	for i := range n {
		edges = append(edges, edge{i, (i + 1) % n, 0.5})
	}
	a := normalised(n, edges)
	values, vectors := largest(t, a, 9)
	valid(t, a, values, vectors)
	for i, v := range values {
		assert.InDelta(t, math.Cos(2*math.Pi*float64((i+1)/2)/n), v, 1e-12)
	}
}

// Two sides without edges within them have the eigenvalue −1 too; nodes without
// edges have 0, and a matrix of zeros is one as well.
func TestExtremes(t *testing.T) {
	var edges []edge
	for i := range 60 {
		edges = append(edges, edge{i, 100 + i, 1}, edge{i, 100 + (i+1)%60, 1})
	}
	for _, a := range []*Matrix{normalised(200, edges), normalised(200, nil)} {
		values, vectors := largest(t, a, 8)
		valid(t, a, values, vectors)
		assert.InDeltaSlice(t, dense(t, a)[:8], values, 1e-12)
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 120).Draw(t, "n")
		a := clumps(n, rapid.IntRange(1, 10).Draw(t, "groups"), rapid.IntRange(0, 6).Draw(t, "edges"), rapid.Uint64().Draw(t, "seed"))
		k := rapid.IntRange(1, min(n, 20)).Draw(t, "k")
		values, vectors := largest(t, a, k)
		valid(t, a, values, vectors)
		assert.InDeltaSlice(t, dense(t, a)[:k], values, 1e-10)
	})
}

func TestWorkersDoNotShow(t *testing.T) {
	a := clumps(500, 20, 8, 3)
	values, vectors, err := Largest(context.Background(), a, 25, 1e-8, 7, 1)
	require.NoError(t, err)
	for _, workers := range []int{0, 2, 5} {
		again, same, err := Largest(context.Background(), a, 25, 1e-8, 7, workers)
		require.NoError(t, err)
		assert.Equal(t, values, again)
		assert.Equal(t, vectors, same)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, n := range []int{10, 300} {
		_, _, err := Largest(ctx, clumps(n, 3, 5, 1), 3, 1e-8, 1, 0)
		assert.Equal(t, context.Canceled, err)
	}
}

func TestRefusesWhatIsNoNumber(t *testing.T) {
	a := clumps(300, 3, 5, 1)
	a.Data[7] = math.NaN()
	_, _, err := Largest(context.Background(), a, 3, 1e-8, 1, 0)
	assert.ErrorContains(t, err, "do not converge")
}

func BenchmarkLargest(b *testing.B) {
	for _, k := range []int{10, 100} {
		a := clumps(10_000, 100, 8, 1)
		b.Run(fmt.Sprintf("rows=10000/values=%d/k=%d", len(a.Data), k), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _, err := Largest(context.Background(), a, k, 1e-7, 1, 0)
				require.NoError(b, err)
			}
		})
	}
}
