package minhash

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/algorithms/internal/unionfind"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// Config says which sets are near-duplicates, and how they are sought.
type Config struct {
	Perm        int     // hash functions at most, at least 1
	Bands, Rows int     // their product is at most Perm; 0 = found from the threshold
	Threshold   float64 // smallest Jaccard similarity of a pair, 0 to 1
	Seed        uint64  // of the hash functions: it moves which pairs near the threshold are missed
	Workers     int     // goroutines at most; 0 = one a processor. The result does not depend on it
}

// A Pair is two sets, A before B, whose similarity was verified.
type Pair struct {
	A, B    int
	Jaccard float64
}

// Result is what NearDuplicates found.
type Result struct {
	Groups corpus.Labels // of each set; one without a duplicate is a group of its own
	Pairs  []Pair        // by A, then B; the groups are their connected components
}

// NearDuplicates finds pairs of sets whose Jaccard similarity is at least the
// threshold, and joins them to groups. A set ascends without repeats, as
// text.Shingles returns it; an empty set has no duplicates.
//
// What holds: every pair that is returned is exact. Equal sets are always in
// one group; each is paired with the first of them only. Of two different sets
// of similarity s, the chance to meet in a band is 1−(1−s^rows)^bands, and all
// that meet among at most 64 different sets of one bucket are compared. In a
// larger bucket a set is compared only with up to 64 leaders, and joins the
// first that it reaches the threshold with: enough for a text in any number of
// variants, but a pair that meets in large buckets alone can be missed where the
// bucket has many unlike sets. So time is at most linear in the number of sets,
// with a factor of 64·bands comparisons, however alike they are.
func NearDuplicates(ctx context.Context, shingles [][]uint64, c Config) (*Result, error) {
	bands, rows, err := c.banding()
	if err != nil {
		return nil, err
	}
	first, pairs, err := distinct(ctx, shingles)
	if err != nil {
		return nil, err
	}
	s := &search{bands: bands, threshold: c.Threshold, workers: c.Workers, sets: make([][]uint64, len(first))}
	for d, i := range first {
		s.sets[d] = shingles[i]
	}
	if err := s.sign(ctx, newFamily(bands*rows, c.Seed), rows); err != nil {
		return nil, err
	}
	near, err := s.pairs(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range near {
		pairs = append(pairs, Pair{first[p.A], first[p.B], p.Jaccard})
	}
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	groups := unionfind.New(len(shingles))
	for _, p := range pairs {
		groups.Union(p.A, p.B)
	}
	return &Result{Groups: groups.Labels(), Pairs: pairs}, nil
}

// distinct returns the position of the first of each distinct set, empty ones
// aside, and the pairs that tie the others to their first. A hash of 128 bits
// stands for a set.
func distinct(ctx context.Context, sets [][]uint64) (first []int, copies []Pair, err error) {
	seen := make(map[xxh3.Uint128]int, len(sets))
	var buf []byte
	for i, set := range sets {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if len(set) == 0 {
			continue
		}
		buf = buf[:0]
		for _, x := range set {
			buf = binary.LittleEndian.AppendUint64(buf, x)
		}
		h := xxh3.Hash128(buf)
		if original, ok := seen[h]; ok {
			copies = append(copies, Pair{original, i, 1})
			continue
		}
		seen[h] = i
		first = append(first, i)
	}
	return first, copies, nil
}

// reaches returns the similarity of two distinct sets, and whether it is at
// least the threshold. Sizes that differ too much settle it at once.
func (s *search) reaches(i, j int32) (float64, bool) {
	a, b := s.sets[i], s.sets[j]
	if float64(min(len(a), len(b)))/float64(max(len(a), len(b))) < s.threshold {
		return 0, false
	}
	similarity := text.Jaccard(a, b)
	return similarity, similarity >= s.threshold
}
