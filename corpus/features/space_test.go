package features

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDotOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]float32{0, 0, 1, -2, 3}), 6, 6), 2, 4).Draw(t, "rows")
		dense, err := FromRows(rows)
		require.NoError(t, err)
		sparse := &Space{Sparse: &CSR{Rows: len(rows), Cols: 6, Start: []int{0}}}
		for _, r := range rows {
			for j, v := range r {
				if v != 0 {
					sparse.Sparse.Index, sparse.Sparse.Data = append(sparse.Sparse.Index, int32(j)), append(sparse.Sparse.Data, v)
				}
			}
			sparse.Sparse.Start = append(sparse.Sparse.Start, len(sparse.Sparse.Data))
		}
		for i := range rows {
			for j := range rows {
				var want float64
				for k := range rows[i] {
					want += float64(rows[i][k] * rows[j][k])
				}
				assert.InDelta(t, want, dense.Dot(i, j), 1e-5)
				assert.Equal(t, want, sparse.Dot(i, j))
			}
		}
	})
}
