package judge

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat"
)

// Whatever a model says, the mean is unbiased and its interval holds; a good model narrows it.
func TestBoost(t *testing.T) {
	const people, others, runs = 100, 2000, 3000
	for _, c := range []struct {
		name   string
		model  func(r *rand.Rand, y float64) float64
		narrow float64 // the standard error, by that of people alone
	}{
		{"always yes", func(*rand.Rand, float64) float64 { return 1 }, 1},
		{"noise", func(r *rand.Rand, _ float64) float64 { return float64(r.IntN(2)) }, 1},
		{"right", func(_ *rand.Rand, y float64) float64 { return y }, .22},
		{"lies for yes", func(r *rand.Rand, y float64) float64 { return max(y, math.Floor(r.Float64()+.3)) }, .64},
		{"contrary", func(_ *rand.Rand, y float64) float64 { return 1 - y }, 1},
	} {
		r := rand.New(rand.NewPCG(4, 2))
		draw := func(n int) (y, f []float64) {
			for range n {
				v := 0.0
				if r.Float64() < .7 {
					v = 1
				}
				y, f = append(y, v), append(f, c.model(r, v))
			}
			return y, f
		}
		var means []float64
		hit, ratio := 0.0, 0.0
		for range runs {
			y, f := draw(people)
			_, more := draw(others)
			b := Boost(y, f, more)
			means = append(means, b.Mean)
			if math.Abs(b.Mean-.7) <= 1.96*b.Error {
				hit++
			}
			ratio += b.Error / stat.StdErr(stat.StdDev(y, nil), people) / runs
		}
		assert.InDelta(t, .7, stat.Mean(means, nil), .003, c.name)
		assert.Greater(t, hit/runs, .92, c.name)
		assert.InDelta(t, c.narrow, ratio, .03, c.name)
	}
	assert.Equal(t, 1., Boost([]float64{1, 1}, []float64{0, 0}, nil).Mean)
}
