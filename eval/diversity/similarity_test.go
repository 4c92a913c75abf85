package diversity

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func unlike(i, j int) float64 {
	if i == j {
		return 0
	}
	return 1
}

// Two outlets of one owner and one of another, two articles each: by hand.
func TestSimilarityByHand(t *testing.T) {
	owner := func(i, j int) float64 { return unlike(i/2, j/2) } // 0 and 1 together
	half := func(i, j int) float64 { return unlike(i, j) / 2 }
	x := []int{2, 2, 2}
	assert.InDelta(t, 4.0/9, Rao(x, owner), 1e-12)
	assert.InDelta(t, 1.0/3, Rao(x, half), 1e-12)
	like := func(distance func(i, j int) float64) func(i, j int) float64 {
		return func(i, j int) float64 { return 1 - distance(i, j) }
	}
	assert.InDelta(t, 9.0/5, LeinsterCobbold(x, like(owner), 2), 1e-12, "1/(4/9 + 1/9)")
	assert.InDelta(t, 2, LeinsterCobbold(x, like(owner), 0), 1e-12)
	assert.InDelta(t, 1.5, LeinsterCobbold(x, like(half), 0), 1e-12, "each is 1/3 + 2/3·1/2 = 2/3 of the story")
	assert.InDelta(t, 1.5, LeinsterCobbold(x, like(half), 1), 1e-12)
	assert.True(t, math.IsNaN(Rao(nil, owner)))
	assert.True(t, math.IsNaN(LeinsterCobbold([]int{0}, owner, 2)))
}

func TestSimilarityProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.IntRange(0, 20), 1, 7).Draw(t, "counts")
		x[0]++
		place := rapid.SliceOfN(rapid.Float64Range(0, 1), len(x), len(x)).Draw(t, "places on a line")
		distance := func(i, j int) float64 { return math.Abs(place[i] - place[j]) }
		like := func(i, j int) float64 { return 1 - distance(i, j) }
		apart := func(i, j int) float64 { return 1 - unlike(i, j) }
		assert.InDelta(t, GiniSimpson(x), Rao(x, unlike), 1e-12)
		assert.LessOrEqual(t, Rao(x, distance), GiniSimpson(x)+1e-12)
		assert.InDelta(t, 1/(1-Rao(x, distance)), LeinsterCobbold(x, like, 2), 1e-9)
		previous := Richness(x)
		for _, q := range []float64{0, 0.5, 0.9899999, 0.9900001, 1, 1.0099999, 1.0100001, 2, 5, 300} {
			assert.InDelta(t, Hill(x, q), LeinsterCobbold(x, apart, q), 1e-6, "q=%v", q)
			d := LeinsterCobbold(x, like, q)
			assert.True(t, d >= 1-1e-9 && d <= previous+1e-9, "falls with q, from the richness at most: q=%v", q)
			previous = d
		}
		// Two copies of the story that have nothing in common are twice as diverse.
		n := len(x)
		twice := slices.Concat(x, x)
		both := func(i, j int) float64 {
			if (i < n) != (j < n) {
				return 0
			}
			return like(i%n, j%n)
		}
		for _, q := range []float64{0, 1, 2} {
			assert.InDelta(t, 2*LeinsterCobbold(x, like, q), LeinsterCobbold(twice, both, q), 1e-9)
			assert.InDelta(t, 2*Hill(x, q), Hill(twice, q), 1e-9)
		}
	})
}
