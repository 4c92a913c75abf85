package features

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestRadixSort(t *testing.T) {
	var s radixSorter
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.IntRange(0, 40).Draw(t, "bits")
		skip := rapid.SampledFrom([]int{0, 24}).Draw(t, "skip")
		high := rapid.SliceOfN(rapid.Uint64Range(0, 1<<bits-1), 0, 200).Draw(t, "numbers")
		keys := make([]uint64, len(high))
		for i, x := range high {
			keys[i] = x << skip
			if skip > 0 {
				keys[i] |= uint64(i)
			}
		}
		want := slices.Clone(keys)
		slices.Sort(want)
		s.sort(keys, skip, bits)
		assert.Equal(t, want, keys)
	})
}
