package eval

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestTerms(t *testing.T) {
	x := Terms{Columns: [][]float64{{1, 0, 2}, {4, 0, 0}}, Combine: ratio}
	assert.Equal(t, 3, x.Stories())
	assert.Equal(t, []float64{3, 4}, x.Sum())
	assert.Equal(t, 0.75, x.Value().Value)
	assert.Equal(t, []float64{2, 0}, x.Row(2, make([]float64, 7)))
	assert.Equal(t, []bool{true, false, true}, []bool{x.Known(0), x.Known(1), x.Known(2)})
	w := x.weighted([]float64{2, 1, 3})
	assert.Equal(t, [][]float64{{2, 0, 6}, {8, 0, 0}}, w.Columns)
	assert.Equal(t, [][]float64{{1, 0, 2}, {4, 0, 0}}, x.Columns, "which metrics share")
	assert.Nil(t, w.Resampling)
	assert.Zero(t, Terms{}.Stories())
	assert.Nil(t, Terms{}.Sum())
}

func TestTranspose(t *testing.T) {
	assert.Equal(t, [][]float64{{1, 3}, {2, 4}}, Transpose([][]float64{{1, 2}, {3, 4}}))
	assert.Nil(t, Transpose(nil))
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 5).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64(), width, width), 1, 9).Draw(t, "rows")
		assert.Equal(t, rows, Transpose(Transpose(rows)))
	})
}

// However many metrics are scored, a table keeps no column twice.
func TestEqualColumnsAreKeptOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := groupings.Draw(t, "groupings")
		c, err := NewCase(ctx, g[0], g[1], nil)
		require.NoError(t, err)
		held := map[*float64]bool{}
		for _, metric := range everyMetric() {
			m, err := Named(metric)
			require.NoError(t, err)
			v, err := m.Score(c)
			require.NoError(t, err)
			for _, column := range append(v.Terms.Columns, v.Terms.Resampling...) {
				held[&column[0]] = true
			}
		}
		known := c.Table().known.list
		assert.Len(t, held, len(known))
		for i := range known {
			for j := range i {
				assert.NotEqual(t, known[i], known[j])
			}
		}
	})
}

// Metrics that share columns do not change each other's.
func TestSharedColumnsStay(t *testing.T) {
	gold, found := corpus.Labels{0, 0, 0, 1, 1, 2}, corpus.Labels{0, 0, 1, 1, 1, 1}
	whole, err := NewCase(ctx, gold, found, nil)
	require.NoError(t, err)
	for _, metric := range everyMetric() {
		m, err := Named(metric)
		require.NoError(t, err)
		together, err := m.Score(whole)
		require.NoError(t, err)
		alone, err := Score(gold, found, metric)
		require.NoError(t, err)
		assert.Equal(t, alone.Terms.Columns, together.Terms.Columns, metric)
		assert.Equal(t, alone.Terms.Resampling, together.Terms.Resampling, metric)
	}
}
