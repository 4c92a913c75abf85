package diversity

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestDivergenceByHand(t *testing.T) {
	// Places 1 and 2 weigh 2/3 and 1/3; the pool is even. Unsmoothed the divergence
	// is (2/3·log2(8/7) + 1/3·log2(4/5) + 1/2·log2(6/7) + 1/2·log2(6/5))/2.
	plain := (2.0/3*math.Log2(8.0/7) + 1.0/3*math.Log2(4.0/5) + 0.5*math.Log2(6.0/7) + 0.5*math.Log2(6.0/5)) / 2
	assert.InDelta(t, math.Sqrt(plain), Divergence([]int32{0, 1}, []int{7, 7}), 1e-3)
	assert.InDelta(t, 0, Divergence([]int32{1, 1, 1}, []int{0, 4}), 1e-7, "the same, but for rounding under the root")
	assert.InDelta(t, 1, Divergence([]int32{0}, []int{0, 4}), 0.01, "nothing in common, but for the mixing")
	assert.Less(t, Divergence([]int32{0, 1, 1}, []int{4, 4}), Divergence([]int32{1, 1, 0}, []int{4, 4}), "the first place weighs most")
	assert.True(t, math.IsNaN(Divergence(nil, []int{1})))
	assert.True(t, math.IsNaN(Divergence([]int32{0}, []int{0})))
}

func TestDivergenceProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool := rapid.SliceOfN(rapid.IntRange(0, 9), 2, 6).Draw(t, "pool")
		pool[0]++
		list := rapid.SliceOfN(rapid.Int32Range(0, int32(len(pool)-1)), 1, 12).Draw(t, "list")
		d := Divergence(list, pool)
		assert.True(t, d >= 0 && d <= 1, "%v", d)
		turned := make([]int, len(pool))
		for g := range pool {
			turned[len(pool)-1-g] = pool[g]
		}
		other := make([]int32, len(list))
		for i, g := range list {
			other[i] = int32(len(pool)) - 1 - g
		}
		assert.InDelta(t, d, Divergence(other, turned), 1e-9, "names do not matter")
	})
}

func TestBlindspotByHand(t *testing.T) {
	p, group := Blindspot([]int{0, 8}, []int{50, 50})
	assert.InDelta(t, 2.0/256, p, 1e-12, "½⁸ for two groups")
	assert.Equal(t, 0, group)
	p, _ = Blindspot([]int{0, 2}, []int{50, 50})
	assert.InDelta(t, 0.5, p, 1e-12, "a story of two outlets that misses a side is no blind spot")
	p, group = Blindspot([]int{1, 9, 0}, []int{50, 25, 25})
	assert.InDelta(t, 3*11.0/1024, p, 1e-12, "one of ten where half are expected, three groups")
	assert.Equal(t, 0, group)
	p, _ = Blindspot([]int{5, 5}, []int{50, 50})
	assert.Equal(t, 1.0, p)
	for _, c := range [][2][]int{{{0, 0}, {1, 1}}, {{3}, {9}}, {{3, 0}, {9, 0}}} {
		p, group = Blindspot(c[0], c[1])
		assert.True(t, math.IsNaN(p))
		assert.Equal(t, -1, group)
	}
}

// Stories that draw their outlets blindly are flagged at most as often as alpha says.
func TestBlindspotFalseAlarms(t *testing.T) {
	baseline := []int{20, 50, 30}
	for n := 1; n <= 40; n++ {
		flagged := 0.0
		for a := 0; a <= n; a++ {
			for b := 0; a+b <= n; b++ {
				if p, _ := Blindspot([]int{a, b, n - a - b}, baseline); p < 0.05 {
					log := logChoose(float64(n), float64(a)) + logChoose(float64(n-a), float64(b)) +
						float64(a)*math.Log(.2) + float64(b)*math.Log(.5) + float64(n-a-b)*math.Log(.3)
					flagged += math.Exp(log)
				}
			}
		}
		assert.LessOrEqual(t, flagged, 0.05, "n=%d", n)
	}
}
