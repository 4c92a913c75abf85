package ami

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// scikit-learn 1.2.1 gives these values.
func TestAdjustedAgainstScikitLearn(t *testing.T) {
	gold := []int32{1, 1, 1, 2, 2, 3, 3, 3}
	assert.InDelta(t, 0.5600453384, Adjusted(gold, []int32{1, 1, 2, 3, 2, 4, 4, 4}), 1e-9)
	assert.InDelta(t, 0.3697024051, Adjusted(gold, []int32{1, 1, 2, 3, 2, 3, 3, 3}), 1e-9)
	assert.InDelta(t, 1, Adjusted(gold, []int32{0, 0, 0, 5, 5, 2, 2, 2}), 1e-12)
	assert.Equal(t, 1., Adjusted([]int32{0}, []int32{0}))
	assert.Equal(t, 1., Adjusted([]int32{0, 0}, []int32{3, 3}))
}

// information is the mutual information by its definition, times n.
func information(x, y []int32) float64 {
	n := float64(len(x))
	both, ofX, ofY := map[[2]int32]float64{}, map[int32]float64{}, map[int32]float64{}
	for i := range x {
		both[[2]int32{x[i], y[i]}]++
		ofX[x[i]]++
		ofY[y[i]]++
	}
	sum := 0.0
	for pair, k := range both {
		sum += k * math.Log(n*k/(ofX[pair[0]]*ofY[pair[1]]))
	}
	return sum
}

// The expectation is the mean over all orders of one of the groupings.
func TestCellIsTheMeanOverAllOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "n")
		label := rapid.Int32Range(0, 3)
		x := rapid.SliceOfN(label, n, n).Draw(t, "x")
		y := rapid.SliceOfN(label, n, n).Draw(t, "y")
		want := 0.0
		for _, a := range count(x) {
			for _, b := range count(y) {
				if a > 0 && b > 0 {
					want += Cell(a, b, n)
				}
			}
		}
		sum, orders := 0.0, 0.
		var permute func(k int)
		permute = func(k int) {
			if k == n {
				sum += information(x, y)
				orders++
				return
			}
			for i := k; i < n; i++ {
				y[k], y[i] = y[i], y[k]
				permute(k + 1)
				y[k], y[i] = y[i], y[k]
			}
		}
		permute(0)
		assert.InDelta(t, sum/orders, want, 1e-9)
		assert.InDelta(t, Adjusted(x, y), Adjusted(y, x), 1e-9)
	})
}
