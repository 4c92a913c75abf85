package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every function runs on every input, and the names tell them apart.
func TestCases(t *testing.T) {
	seen := map[string]bool{}
	for f, in := range cases() {
		name := f.name + " of " + in.name
		assert.False(t, seen[name], name)
		seen[name] = true
		require.NotPanics(t, f.prepare(in.text(200)), name)
	}
	assert.Greater(t, len(seen), 10_000)
}

func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		power   float64
		factor  uint64
		tooFast bool
	}{{1, 8, false}, {1, 9, false}, {1.5, 22, true}, {2, 64, true}} {
		g := growth{n: 512, small: cost{50_000, 1e6}, large: cost{50_000 * c.factor, 8e6}}
		assert.Equal(t, c.tooFast, g.tooFast(), "n to the %v", c.power)
		g = growth{n: 512, small: cost{50_000, 1e6}, large: cost{400_000, 1e6 * c.factor}}
		assert.Equal(t, c.tooFast, g.tooFast(), "memory of n to the %v", c.power)
	}
}

func TestCountersOfAnotherForm(t *testing.T) {
	for _, raw := range []string{"", "\x00cwm", fmt.Sprintf("\x00cvm%100s", "")} {
		_, err := sumCounters([]byte(raw))
		assert.ErrorContains(t, err, "another form")
	}
}

// Of each function the time of inputs of three sizes: choose some by -bench, since there
// are thousands.
func BenchmarkCases(b *testing.B) {
	for f, in := range cases() {
		for _, n := range []int{10_000, 100_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s of %s/%d", f.name, in.name, n), func(b *testing.B) {
				call := f.prepare(in.text(n))
				b.SetBytes(int64(n))
				for b.Loop() {
					call()
				}
			})
		}
	}
}
