package stats

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// Values of SciPy 1.17.1: pearsonr, spearmanr, kendalltau.
func TestCorrelationsAgreeWithSciPy(t *testing.T) {
	x, y := []float64{1, 2, 2, 4, 5, 7}, []float64{2, 1, 3, 3, 6, 5}
	assert.InDelta(t, 0.8086075400626398, Pearson(x, y), 1e-12)
	assert.InDelta(t, 0.8088235294117647, Spearman(x, y), 1e-12)
	assert.InDelta(t, 0.6428571428571429, Kendall(x, y), 1e-12)
	for _, f := range []func(x, y []float64) float64{Pearson, Spearman, Kendall} {
		assert.True(t, math.IsNaN(f(x, []float64{.1, .1, .1, .1, .1, .1})))
	}
}

func TestCorrelationProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "n")
		list := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 6), func(i int) float64 { return float64(i) }), n, n)
		x, y := list.Draw(t, "x"), list.Draw(t, "y")
		rising := make([]float64, n)
		for i := range x {
			rising[i] = math.Exp(x[i])
		}
		for i, f := range []func(x, y []float64) float64{Pearson, Spearman, Kendall} {
			v := f(x, y)
			if math.IsNaN(v) {
				assert.True(t, constant(x) || constant(y))
				continue
			}
			assert.InDelta(t, v, f(y, x), 1e-12)
			assert.LessOrEqual(t, math.Abs(v), 1+1e-12)
			assert.InDelta(t, 1, f(x, x), 1e-12)
			if i > 0 {
				assert.InDelta(t, v, f(rising, y), 1e-12, "order is all that counts")
			}
		}
	})
}
