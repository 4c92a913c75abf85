package diversity

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// The seed story: Sky News 3, BBC 2, CBS 2, CNN 1, Fox 1, New York Times 2.
var seed = []int{3, 2, 2, 1, 1, 2}

func hillOf(q float64) func([]int) float64 {
	return func(x []int) float64 { return Hill(x, q) }
}

func rarefiedTo(m int) func([]int) float64 {
	return func(x []int) float64 { return Rarefied(x, m) }
}

func chao(corrected bool) func([]int) float64 {
	return func(x []int) float64 { return Chao1(x, corrected) }
}

// cases gives each measure's value for the seed story, one outlet with four
// articles, a single article, and three outlets with one article each.
var cases = []struct {
	name                    string
	of                      func([]int) float64
	seed, one, single, even float64
}{
	{"richness", Richness, 6, 1, 1, 3},
	{"shannon", Shannon, 1.7201934592, 0, 0, math.Log(3)},
	{"hill q=0", hillOf(0), 6, 1, 1, 3},
	{"hill q=1", hillOf(1), 5.5856089473, 1, 1, 3},
	{"hill q=2", hillOf(2), 5.2608695652, 1, 1, 3},
	{"gini_simpson", GiniSimpson, 0.8099173554, 0, 0, 2.0 / 3},
	{"hhi", HHI, 0.1900826446, 1, 1, 1.0 / 3},
	{"simpson.unbiased", UnbiasedSimpson, 0.8909090909, 0, math.NaN(), 1},
	{"berger_parker", BergerParker, 0.2727272727, 1, 1, 1.0 / 3},
	{"pielou", Pielou, 0.9600582493, math.NaN(), math.NaN(), 1},
	{"gini", Gini, 0.1969696970, 0, 0, 0},
	{"chao1", chao(false), 6.6060606061, 1, 1, 3 + 2.0/3*3},
	{"chao1 corrected", chao(true), 6.2272727273, 1, 1, 3 + 2.0/3*3},
	{"sample_coverage", SampleCoverage, 0.8601398601, 1, math.NaN(), 1 - 2.0*2/(2*2+2)},
	{"rarefied m=1", rarefiedTo(1), 1, 1, 1, 1},
	{"rarefied m=3", rarefiedTo(3), 2.6787878788, 1, math.NaN(), 3},
	{"rarefied m=5", rarefiedTo(5), 3.9696969697, math.NaN(), math.NaN(), math.NaN()},
}

func TestMeasures(t *testing.T) {
	for _, c := range cases {
		for _, v := range []struct {
			counts []int
			want   float64
		}{{seed, c.seed}, {[]int{4}, c.one}, {[]int{1}, c.single}, {[]int{1, 1, 1}, c.even}} {
			if math.IsNaN(v.want) {
				assert.True(t, math.IsNaN(c.of(v.counts)), "%s %v", c.name, v.counts)
			} else {
				assert.InDelta(t, v.want, c.of(v.counts), 1e-9, "%s %v", c.name, v.counts)
			}
		}
		if c.name != "richness" {
			assert.True(t, math.IsNaN(c.of(nil)), c.name)
			assert.True(t, math.IsNaN(c.of([]int{0})), c.name)
		}
	}
	assert.Zero(t, Richness([]int{0}))
	assert.Equal(t, 1-1.0/3*2*0/(2*0+2), SampleCoverage([]int{1, 2 + 3})) // f2 = 0, f1 = 1
	assert.Equal(t, 6.0, Rarefied(seed, 11), "all of them")
}

func TestMeasureProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.IntRange(1, 40), 1, 8).Draw(t, "counts")
		mixed := rapid.Permutation(append([]int{0}, x...)).Draw(t, "mixed")
		for _, c := range cases {
			a, b := c.of(x), c.of(mixed)
			assert.True(t, math.IsNaN(a) == math.IsNaN(b) && !(math.Abs(a-b) > 1e-9), "%s: order and zeros do not matter: %v %v", c.name, a, b)
		}
		previous := Richness(x) + 1e-9
		for _, q := range []float64{0, .5, .9, .989, .9899999, .9900001, .999999, 1, 1.000001, 1.0099999, 1.0100001, 2, 3, 60, 1e6} {
			h := Hill(x, q)
			assert.LessOrEqual(t, h, previous+1e-9, "q=%v", q)
			previous = h
		}
		assert.InDelta(t, 1/BergerParker(x), previous, 1e-4)
		assert.InDelta(t, Hill(x, 1), Hill(x, 1+1e-12), 1e-9)
		assert.InDelta(t, 1, HHI(x)+GiniSimpson(x), 1e-12)
		assert.GreaterOrEqual(t, Chao1(x, false), Richness(x))
		assert.LessOrEqual(t, Chao1(x, true), Chao1(x, false)+1e-9)
		if c := SampleCoverage(x); !math.IsNaN(c) {
			assert.True(t, c >= 0 && c <= 1)
		}
		n := int(total(x))
		for m := 1; m < n; m += 1 + n/10 {
			assert.LessOrEqual(t, Rarefied(x, m), Rarefied(x, m+1)+1e-9)
		}
		same := slices.Repeat([]int{x[0]}, len(x))
		assert.InDelta(t, float64(len(x)), Hill(same, 2), 1e-9)
		assert.InDelta(t, 0, Gini(same), 1e-12)
	})
}

// Rarefaction to two articles is the chance that they differ, plus one.
func TestRarefiedAndSimpson(t *testing.T) {
	assert.InDelta(t, 1+UnbiasedSimpson(seed), Rarefied(seed, 2), 1e-12)
}

func BenchmarkHill1000(b *testing.B) {
	x := make([]int, 1000)
	for i := range x {
		x[i] = i%17 + 1
	}
	for b.Loop() {
		Hill(x, 2)
	}
}
