package text

import (
	"cmp"
	"iter"
	"slices"

	"github.com/zeebo/xxh3"
)

// Shingles returns the distinct 64-bit hashes of all runs of k ≥ 1 words, ascending. A
// text of fewer words has one shingle, the whole text; a text without words has none.
func Shingles(words []string, k int) []uint64 {
	return new(Shingler).Shingles(slices.Values(words), k)
}

// A Shingler computes shingles in memory that it reuses. The zero value is ready; it is
// for one goroutine at a time.
type Shingler struct {
	text   []byte // the words, each ended by a 0 byte, so that "a bc" is not "ab c"
	starts []int  // of the words in text, and its end
	hashes []uint64
}

// Runs returns the 64-bit hashes of all runs of k words in order, or that of the whole
// text if it has fewer words. They are valid until the next call.
func (s *Shingler) Runs(words iter.Seq[string], k int) []uint64 {
	s.text, s.starts, s.hashes = s.text[:0], append(s.starts[:0], 0), s.hashes[:0]
	for w := range words {
		s.text = append(append(s.text, w...), 0)
		s.starts = append(s.starts, len(s.text))
	}
	if k = min(k, len(s.starts)-1); k == 0 {
		return nil
	}
	for i, end := range s.starts[k:] {
		s.hashes = append(s.hashes, xxh3.Hash(s.text[s.starts[i]:end]))
	}
	return s.hashes
}

// Shingles returns the same as the function Shingles, valid until the next call.
func (s *Shingler) Shingles(words iter.Seq[string], k int) []uint64 {
	hashes := s.Runs(words, k)
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// Jaccard returns the share of the shingles of two texts that both have, from 0 to 1.
// Both lists must be ascending and distinct; two empty lists give 0.
func Jaccard(a, b []uint64) float64 {
	common := Common(a, b)
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}

// Common returns how many values two ascending lists have in common, in time linear in
// both.
func Common[T cmp.Ordered](a, b []T) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}
