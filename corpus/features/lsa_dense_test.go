package features

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestDenseLSA compares with the full decomposition by gonum: cosines of reduced rows
// are those of U·Σ cut at as many dimensions.
func TestDenseLSA(t *testing.T) {
	const n, cols, dims = 120, 30, 5
	random := rand.New(rand.NewPCG(3, 4))
	space := &Space{Dense: &Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}}
	whole := mat.NewDense(n, cols, nil)
	in := &Input{Articles: synthetic(n), Seed: 1}
	for i := range in.Articles {
		in.Articles[i].ID = strconv.Itoa(i)
	}
	for i := range n {
		for c := range cols {
			v := float32(random.NormFloat64() / float64(1+c))
			space.Dense.Row(i)[c] = v
			whole.Set(i, c, float64(v))
		}
	}
	file := filepath.Join(t.TempDir(), "v.npy")
	out := new(bytes.Buffer)
	require.NoError(t, WriteVectors(out, file, space, in.Articles))
	require.NoError(t, os.WriteFile(file, out.Bytes(), 0o644))
	got := build(t, "lsa(dims=5,iterations=12,space=file("+file+"))", in)
	require.Equal(t, dims, got.Cols())
	var svd mat.SVD
	require.True(t, svd.Factorize(whole, mat.SVDThin))
	u, values := new(mat.Dense), svd.Values(nil)
	svd.UTo(u)
	rows := mat.NewDense(n, dims, nil)
	for i := range n {
		for k := range dims {
			rows.Set(i, k, u.At(i, k)*values[k])
		}
	}
	for i := range n {
		for j := range n {
			a, b := mat.Row(nil, i, rows), mat.Row(nil, j, rows)
			x, y := mat.NewVecDense(dims, a), mat.NewVecDense(dims, b)
			dot := 0.0
			for k, v := range got.Dense.Row(i) {
				dot += float64(v) * float64(got.Dense.Row(j)[k])
			}
			assert.InDelta(t, mat.Dot(x, y)/(mat.Norm(x, 2)*mat.Norm(y, 2)), dot, 1e-4, "rows %d, %d", i, j)
		}
	}
}
