// Package neardup finds near-duplicate texts: sets of word shingles whose Jaccard
// similarity reaches a threshold, found among all pairs by MinHash signatures cut
// into bands, each then verified exactly.
package neardup

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// Config sets the threshold of near-duplicates and the effort of the search.
type Config struct {
	Perm        int     // maximum hash functions, at least 1
	Bands, Rows int     // their product is at most Perm; 0 = chosen for the threshold
	Threshold   float64 // smallest Jaccard similarity of a pair, 0 to 1
	Seed        uint64  // of the hash functions: it changes which pairs near the threshold are missed
	Workers     int     // maximum goroutines; 0 = one per processor. The result does not depend on it
	// Shard, from 0, of Shards looks at a part of the bands alone: the groups of all shards joined are those of one
	// search. 0 Shards means all bands.
	Shard, Shards int
}

// A Pair is two sets, A before B, whose similarity was verified.
type Pair struct {
	A, B    int
	Jaccard float64
}

// Result is what Find found.
type Result struct {
	Groups corpus.Labels // of each set; a set without a duplicate is a group of its own
	Pairs  []Pair        // by A, then B; the groups are their connected components
}

// Find finds pairs of sets whose Jaccard similarity is at least the threshold, and
// joins them into groups. A set is ascending without repeats, as text.Shingles
// returns it; an empty set has no duplicates.
//
// Guarantees: the similarity of every returned pair is exact. Equal sets are always
// in one group; each is paired with the first of them only. Two different sets of
// similarity s meet in a band with probability 1−(1−s^rows)^bands, and all that
// meet among at most 64 different sets of one bucket are compared. In a larger
// bucket a set is compared with at most 64 leaders, and joins the first that it
// reaches the threshold with, whatever the other buckets hold: enough for a text in any number of variants, but a
// pair that meets in large buckets alone can be missed if the bucket has many
// unlike sets. So time is linear in the number of sets, with a factor of at most
// 64·bands comparisons, however alike they are.
func Find(ctx context.Context, shingles [][]uint64, c Config) (*Result, error) {
	return source{size: len(shingles), set: func(i int, _ *text.Shingler) []uint64 { return shingles[i] }}.find(ctx, c)
}

// FindFunc is Find for n sets that set makes on demand, up to twice each and from
// several goroutines. A set need only be valid until the next call with the same
// Shingler; those that meet no other are not kept in memory.
func FindFunc(ctx context.Context, n int, set func(i int, s *text.Shingler) []uint64, c Config) (*Result, error) {
	return source{size: n, set: set, temporary: true}.find(ctx, c)
}

// source gives sets by their positions, as often as it is asked for them.
type source struct {
	size      int
	set       func(i int, s *text.Shingler) []uint64
	temporary bool // a set is valid until the next call with the same Shingler
}

func (from source) find(ctx context.Context, c Config) (*Result, error) {
	f, bands, rows, err := c.functions()
	if err != nil {
		return nil, err
	}
	s := &search{source: from, bands: bands, threshold: c.Threshold, workers: c.Workers}
	prints, err := s.sign(ctx, f, rows)
	if err != nil {
		return nil, err
	}
	pairs, err := s.distinct(ctx, prints)
	if err != nil {
		return nil, err
	}
	found, err := s.pairs(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		pairs = append(pairs, Pair{s.first[p.A], s.first[p.B], p.Jaccard})
	}
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	pairs = slices.Compact(pairs) // those that met in several large buckets
	groups := unionfind.New(from.size)
	for _, p := range pairs {
		groups.Union(p.A, p.B)
	}
	return &Result{Groups: groups.Labels(), Pairs: pairs}, nil
}

// functions returns the hash functions of the shard, its bands and the rows of each.
func (c Config) functions() (f family, bands, rows int, err error) {
	if bands, rows, err = c.banding(); err != nil {
		return f, 0, 0, err
	}
	if f = newFamily(bands*rows, c.Seed); c.Shards > 1 {
		most := bands
		if f, bands = f.shard(bands, rows, c.Shard, c.Shards); bands == 0 {
			return f, 0, 0, fmt.Errorf("neardup: shard %d of %d has no band: the most shards are the bands, here %d", c.Shard+1, c.Shards, most)
		}
	}
	return f, bands, rows, nil
}

// sign computes the band keys of all sets, and a hash of 128 bits of each: zero for
// an empty one.
func (s *search) sign(ctx context.Context, f family, rows int) ([]xxh3.Uint128, error) {
	s.prints = slices.Grow(s.prints[:0], s.source.size)[:s.source.size]
	s.keys = slices.Grow(s.keys[:0], len(s.prints)*s.bands)[:len(s.prints)*s.bands]
	clear(s.prints)
	clear(s.keys)
	prints := s.prints
	s.signers.New = func() any { return &signer{family: f, rows: rows, minima: make([]uint64, len(f.a))} }
	err := parallel.Blocks(ctx, len(prints), 16, s.workers, func(from, to int) {
		g := s.signers.Get().(*signer)
		defer s.signers.Put(g)
		for i := from; i < to; i++ {
			if set := s.source.set(i, &g.shingler); len(set) > 0 {
				prints[i] = g.sign(set, s.keys[i*s.bands:(i+1)*s.bands])
			}
		}
	})
	return prints, err
}

// distinct keeps the first of equal sets, leaves out empty ones, and returns the
// pairs that link the others to their first.
func (s *search) distinct(ctx context.Context, prints []xxh3.Uint128) (copies []Pair, err error) {
	seen := make(map[xxh3.Uint128]int, len(prints))
	for i, print := range prints {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if print == (xxh3.Uint128{}) {
			continue
		}
		if original, ok := seen[print]; ok {
			copies = append(copies, Pair{original, i, 1})
			continue
		}
		seen[print] = i
		copy(s.keys[len(s.first)*s.bands:], s.keys[i*s.bands:(i+1)*s.bands])
		s.first = append(s.first, i)
	}
	s.keys = s.keys[:len(s.first)*s.bands]
	return copies, nil
}

// reaches returns the similarity of two distinct sets, and whether it is at
// least the threshold. Sizes that differ too much need no comparison.
func reaches(a, b []uint64, threshold float64) (float64, bool) {
	if float64(min(len(a), len(b)))/float64(max(len(a), len(b))) < threshold {
		return 0, false
	}
	similarity := text.Jaccard(a, b)
	return similarity, similarity >= threshold
}
