package diversity

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// Two articles of two outlets: one of them is estimated to cover nothing, and both
// 2/3, so that coverage 1/3 is half-way between.
func TestStandardisedByHand(t *testing.T) {
	assert.InDelta(t, 1.5, Standardised([]int{1, 1}, 0, 1.0/3), 1e-12)
	assert.InDelta(t, 2, Standardised([]int{1, 1}, 0, 2.0/3), 1e-9)
	assert.Equal(t, 1.0, Standardised([]int{5}, 0, 0.9), "one outlet stays one")
	for _, v := range []float64{
		Standardised([]int{1}, 0, 0.5), Standardised(nil, 0, 0.5), Standardised(seed, 1.5, 0.5), Standardised(seed, 0, 1),
		Standardised(seed, 0, 0), Standardised([]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 0, 0.9),
	} {
		assert.True(t, math.IsNaN(v), "%v", v)
	}
}

func TestStandardisedProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.IntRange(1, 40), 1, 12).Draw(t, "counts")
		n := int(total(x))
		if n < 2 {
			t.Skip()
		}
		mixed := rapid.Permutation(append([]int{0}, x...)).Draw(t, "mixed")
		for _, q := range []float64{0, 1, 2} {
			previous := 1 - 1e-9
			for _, c := range []float64{.05, .2, .4, .6, .8, .9, .97} {
				v := Standardised(x, q, c)
				if math.IsNaN(v) {
					break // no larger coverage is reached, either
				}
				assert.InDelta(t, v, Standardised(mixed, q, c), 1e-9)
				assert.GreaterOrEqual(t, v, previous-1e-7, "more coverage shows more outlets")
				previous = v
			}
		}
		kinds := distinct(x)
		previous := 0.0
		for m := 1; m <= n; m++ {
			c := coverageAt(kinds, float64(n), m)
			assert.GreaterOrEqual(t, c, previous-1e-9)
			previous = c
			if m%(1+n/8) == 0 {
				assert.InDelta(t, Rarefied(x, m), hillAt(kinds, float64(n), m, 0), 1e-8)
			}
		}
		assert.InDelta(t, SampleCoverage(x), previous, 1e-12)
		for _, q := range []float64{0, 1, 2} {
			assert.InDelta(t, Hill(x, q), hillAt(kinds, float64(n), n, q), 1e-7)
		}
	})
}

func TestInterval(t *testing.T) {
	b := Bootstrap{Replicates: 200, Level: 0.95, Seed: 7}
	of := func(x []int) float64 { return Standardised(x, 0, 0.8) }
	low, high := b.Interval(seed, of)
	assert.Less(t, low, of(seed))
	assert.InDelta(t, of(seed), (low+high)/2, 1e-9)
	again, _ := b.Interval(seed, of)
	assert.Equal(t, low, again)
	b.Seed++
	other, _ := b.Interval(seed, of)
	assert.NotEqual(t, low, other)
	low, high = b.Interval([]int{9}, Richness)
	assert.Equal(t, []float64{1, 1}, []float64{low, high}, "one outlet that has all")
	low, _ = b.Interval([]int{1}, Richness)
	assert.True(t, math.IsNaN(low))
	small, large := Bootstrap{200, 0.5, 7}, Bootstrap{200, 0.99, 7}
	low, high = small.Interval(seed, Shannon)
	lower, higher := large.Interval(seed, Shannon)
	assert.True(t, lower < low && high < higher)
}

// The estimated shares sum to one, those seen to the sample coverage.
func TestAssemblage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.IntRange(1, 12), 1, 12).Draw(t, "counts")
		if total(x) < 2 {
			t.Skip()
		}
		p := assemblage(x)
		sum, seenShare := 0.0, 0.0
		for i, share := range p {
			assert.GreaterOrEqual(t, share, -1e-12)
			sum += share
			if i < len(x) {
				seenShare += share
			}
		}
		assert.InDelta(t, 1, sum, 1e-9)
		if len(p) > len(x) {
			assert.InDelta(t, SampleCoverage(x), seenShare, 1e-9)
		}
	})
}

func BenchmarkStandardised10000Articles(b *testing.B) {
	x := slices.Repeat([]int{1, 2, 3, 5, 9}, 500)
	b.ReportAllocs()
	for b.Loop() {
		Standardised(x, 1, 0.5)
	}
}
