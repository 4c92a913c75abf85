package stats

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The jackknife error of a difference of means is that of the paired differences.
func TestDifferenceError(t *testing.T) {
	a, b := mean(1, 5, 2, 8), mean(2, 3, 1, 9)
	d := []float64{-1, 2, 1, -1}
	m, sd := 0.25, 0.0
	for _, x := range d {
		sd += (x - m) * (x - m) / 3
	}
	assert.InDelta(t, math.Sqrt(sd/4), DifferenceError(a, b), 1e-12)
	assert.True(t, math.IsNaN(DifferenceError(mean(1), mean(2))))
	assert.True(t, math.IsNaN(DifferenceError(mean(1, 2), mean(2))))
	assert.InDelta(t, 2.8016, Detectable(1, 0.05, 0.8), 1e-4)
}

func TestStoriesFor(t *testing.T) {
	error := 0.02
	n := StoriesFor(0.03, error, 100, 0.05, 0.8)
	assert.LessOrEqual(t, Detectable(error*math.Sqrt(100/n), 0.05, 0.8), 0.03)
	assert.Greater(t, Detectable(error*math.Sqrt(100/(n-1)), 0.05, 0.8), 0.03)
	assert.Equal(t, n, StoriesFor(-0.03, error, 100, 0.05, 0.8))
	assert.True(t, math.IsInf(StoriesFor(0, error, 100, 0.05, 0.8), 1))
}
