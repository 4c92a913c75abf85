package minhash

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/spec"
)

// SimHashEntry is the clustering by fingerprints that are near to each other.
var SimHashEntry = algorithms.Entry{
	Name: "simhash", Title: "SimHash near-duplicates", Family: algorithms.Duplicates,
	Doc: "Gives each article a fingerprint of its runs of words, and joins those whose fingerprints " +
		"differ in a few bits: copies and light edits. " +
		"Small and fast, but rougher than minhash: what it joins is not verified, and in short texts " +
		"one changed sentence is more than a few bits.",
	Cost: "time n·words, and n² / 2^(bits/(radius+1)) comparisons of two numbers; memory n·radius numbers",
	Cite: []string{
		"M. Charikar: Similarity estimation techniques from rounding algorithms, 2002",
		"G. Manku, A. Jain, A. Das Sarma: Detecting near-duplicates for web crawling, 2007",
	},
	New: func() algorithms.Clusterer { return NewSimHash() },
}

// SimHash clusters articles by their fingerprints: the connected components of all
// pairs whose fingerprints differ in at most radius bits. Articles without words
// stay alone.
type SimHash struct {
	Bits    int `spec:"bits" default:"64" range:"8:64" doc:"bits of a fingerprint"`
	Radius  int `spec:"radius" default:"6" range:"0:63" doc:"maximum bits in which two near-duplicates differ"`
	Shingle int `spec:"shingle" default:"2" range:"1:" doc:"words a shingle"`
}

// NewSimHash returns it with every parameter at its default.
func NewSimHash() *SimHash { return spec.Defaults(new(SimHash)) }

// Valid wants a radius below the bits.
func (f *SimHash) Valid() error {
	if f.Radius >= f.Bits {
		return fmt.Errorf("radius=%d must be below bits=%d, or everything is alike", f.Radius, f.Bits)
	}
	return nil
}

// ReadsTexts is true.
func (*SimHash) ReadsTexts() bool { return true }

// Cluster takes the words of title and text together.
func (f *SimHash) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("simhash", f); err != nil {
		return nil, err
	}
	prints, err := f.of(ctx, p)
	if err != nil {
		return nil, err
	}
	groups, first := unionfind.New(len(prints)), map[uint64]int{}
	var distinct []uint64
	for i, print := range prints {
		if print == nil {
			continue
		}
		if original, ok := first[*print]; ok {
			groups.Union(original, i)
			continue
		}
		first[*print] = i
		distinct = append(distinct, *print)
	}
	pairs, err := within(ctx, distinct, f.Bits, f.Radius, p.Workers)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		groups.Union(first[distinct[pair[0]]], first[distinct[pair[1]]])
	}
	return groups.Labels(), nil
}

// of returns the fingerprints of the articles, nil for those without words.
func (f *SimHash) of(ctx context.Context, p *algorithms.Problem) ([]*uint64, error) {
	prints := make([]*uint64, len(p.Articles))
	shinglers := sync.Pool{New: func() any { return new(text.Shingler) }}
	err := parallel.Each(ctx, len(prints), p.Workers, func(i int) {
		s := shinglers.Get().(*text.Shingler)
		defer shinglers.Put(s)
		if runs := s.Runs(words(&p.Articles[i]), f.Shingle); len(runs) > 0 {
			print := fingerprint(runs) & (1<<f.Bits - 1)
			prints[i] = &print
		}
	})
	return prints, err
}

// fingerprint is the SimHash of the hashes of runs of words, each weighing as often
// as it occurs: bit b is 1 if more hashes have bit b than not. Texts
// that share most of their runs share most of their bits.
func fingerprint(runs []uint64) uint64 {
	var ones [32]uint64 // digit d of the count of bit b is bit b of ones[d]
	for _, carry := range runs {
		for d := 0; carry != 0; d++ {
			ones[d], carry = ones[d]^carry, ones[d]&carry
		}
	}
	var print uint64
	for b := range 64 {
		count := 0
		for d, digits := range ones {
			count += int(digits>>b&1) << d
		}
		if 2*count > len(runs) {
			print |= 1 << b
		}
	}
	return print
}

// within returns pairs of positions whose numbers of size bits differ in at
// most radius of them, radius below bits: enough of them to connect all that such
// pairs connect, and fewer than there are numbers for each block.
//
// The bits are cut into radius+1 blocks. Two numbers that differ in at most
// radius bits are equal in a block at least, so they are neighbours when the
// numbers are sorted by that block. For n random numbers, n²/2^(bits/(radius+1))
// pairs are compared for each block; in the worst case, all.
func within(ctx context.Context, numbers []uint64, size, radius, workers int) ([][2]int32, error) {
	masks := blocks(size, radius+1)
	found := make([][][2]int32, len(masks))
	err := parallel.Each(ctx, len(masks), workers, func(b int) {
		found[b] = together(ctx, numbers, masks[b], radius)
	})
	return slices.Concat(found...), err
}

// blocks cuts size bits into count masks, as even as can be.
func blocks(size, count int) []uint64 {
	masks := make([]uint64, count)
	for b := range masks {
		from, to := b*size/count, (b+1)*size/count
		masks[b] = (1<<(to-from) - 1) << from
	}
	return masks
}

// together finds those among the pairs that are equal in the block of a mask. It
// stops short when ctx is done.
func together(ctx context.Context, numbers []uint64, mask uint64, radius int) [][2]int32 {
	type seat struct {
		number uint64
		at     int32
	}
	row := make([]seat, len(numbers))
	for i, number := range numbers {
		row[i] = seat{number, int32(i)}
	}
	slices.SortFunc(row, func(a, b seat) int {
		return cmp.Or(cmp.Compare(a.number&mask, b.number&mask), cmp.Compare(a.at, b.at))
	})
	var found [][2]int32
	groups := unionfind.New(len(numbers))
	for i, a := range row {
		if i%64 == 0 && ctx.Err() != nil {
			return nil
		}
		for _, b := range row[i+1:] {
			differ := a.number ^ b.number
			if differ&mask != 0 {
				break
			}
			if bits.OnesCount64(differ) <= radius && groups.Union(int(a.at), int(b.at)) {
				found = append(found, [2]int32{a.at, b.at})
			}
		}
	}
	return found
}
