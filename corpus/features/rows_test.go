package features

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSquares(t *testing.T) {
	s, err := FromRows([][]float32{{3, 4}, {0, 0}})
	require.NoError(t, err)
	sparse := &Space{Name: "sparse", Sparse: &CSR{Rows: 2, Cols: 2, Start: []int{0, 2, 2}, Index: []int32{0, 1}, Data: []float32{3, 4}}}
	for _, s := range []*Space{s, sparse} {
		squares, err := s.Squares()
		require.NoError(t, err)
		assert.Equal(t, []float64{25, 0}, squares)
		columns, values := s.Row(0)
		assert.Equal(t, []float32{3, 4}, values)
		assert.Equal(t, s.Sparse == nil, columns == nil)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e20} {
		for _, s := range []*Space{
			{Name: "bad", Dense: &Dense{Rows: 2, Cols: 1, Data: []float32{1, float32(bad)}}},
			{Name: "bad", Sparse: &CSR{Rows: 2, Cols: 1, Start: []int{0, 1, 2}, Index: []int32{0, 0}, Data: []float32{1, float32(bad)}}},
		} {
			_, err := s.Squares()
			assert.EqualError(t, err, "reading the space bad: row 1 holds a value that is NaN, infinite or too large")
			_, _, err = s.Nearest(t.Context(), 1, 0, 0)
			assert.ErrorContains(t, err, "row 1 holds")
		}
	}
}
