package text

import (
	"slices"

	"github.com/zeebo/xxh3"
)

// Shingles returns the 64-bit hashes of all runs of k words, each once, in
// ascending order. A text of fewer words has one shingle: the whole; a text
// without words has none. k must be at least 1.
func Shingles(words []string, k int) []uint64 {
	if len(words) == 0 {
		return nil
	}
	k = min(k, len(words))
	hashes := make([]uint64, 0, len(words)-k+1)
	var buf []byte
	for i := 0; i+k <= len(words); i++ {
		buf = buf[:0]
		for _, w := range words[i : i+k] {
			buf = append(buf, w...)
			buf = append(buf, 0) // a byte that no word holds, so that "a bc" is not "ab c"
		}
		hashes = append(hashes, xxh3.Hash(buf))
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// Jaccard is the share of the shingles of either text that both have: 0 to 1.
// Both lists must ascend without repeats; two empty lists give 0.
func Jaccard(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}
