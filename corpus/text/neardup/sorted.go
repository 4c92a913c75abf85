package neardup

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// A Sorter sorts keys, wherever it keeps them.
type Sorter interface {
	Add(key []byte) error
	Sorted(f func(key []byte) error) error // calls f for each key, ascending
}

// GroupsFunc returns the groups of [FindFunc], which gives the pairs, too. Signatures and bands are not kept in memory,
// but given to a sorter: what is kept takes some ten bytes a set. A set is made again for each bucket
// in which it is compared; sets that are in one group already are not, unless the bucket is large.
func GroupsFunc(ctx context.Context, n int, set func(i int, s *text.Shingler) []uint64, c Config, sorter Sorter) (corpus.Labels, error) {
	if n > math.MaxInt32 {
		return nil, fmt.Errorf("neardup: %d sets: %d are the most", n, math.MaxInt32)
	}
	from := source{size: n, set: set, temporary: true}
	f, bands, rows, err := c.functions()
	if err != nil {
		return nil, err
	}
	if err := from.addKeys(ctx, &search{bands: bands, workers: c.Workers}, f, rows, sorter); err != nil {
		return nil, err
	}
	j := joiner{source: from, threshold: c.Threshold, groups: unionfind.New(n), copied: make([]bool, n)}
	taken := 0
	err = sorter.Sorted(func(key []byte) error {
		j.take(key)
		if taken++; taken%1024 == 0 {
			return ctx.Err()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	j.join()
	return j.groups.Labels(), ctx.Err()
}

// A key to sort is the number of a band from 1 in four bytes, the band's key in eight, and the position of the set in four.
// Before all bands, under the number 0, come the hashes of whole sets, of sixteen bytes.
const setSize = 4

// addKeys gives the keys of all sets to a sorter. s has room for those of a block.
func (from source) addKeys(ctx context.Context, s *search, f family, rows int, to Sorter) error {
	const block = 1 << 12
	var key []byte
	for begin := 0; begin < from.size; begin += block {
		s.source = source{min(block, from.size-begin), func(i int, g *text.Shingler) []uint64 { return from.set(begin+i, g) }, true}
		prints, err := s.sign(ctx, f, rows)
		if err != nil {
			return err
		}
		for i, print := range prints {
			if print == (xxh3.Uint128{}) {
				continue
			}
			add := func(band int, parts ...uint64) error {
				key = binary.BigEndian.AppendUint32(key[:0], uint32(band))
				for _, part := range parts {
					key = binary.BigEndian.AppendUint64(key, part)
				}
				key = binary.BigEndian.AppendUint32(key, uint32(begin+i))
				return to.Add(key)
			}
			if err := add(0, print.Hi, print.Lo); err != nil {
				return err
			}
			for band, part := range s.keys[i*s.bands : (i+1)*s.bands] {
				if err := add(band+1, part); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A joiner joins sets into groups, bucket by bucket.
type joiner struct {
	source    source
	threshold float64
	groups    *unionfind.Sets
	copied    []bool // sets that equal an earlier one

	shared []byte  // what the keys of the bucket have in common
	bucket []int32 // its sets, ascending
	made   text.Shingler
}

// take takes the next key.
func (j *joiner) take(key []byte) {
	at := len(key) - setSize
	if !bytes.Equal(key[:at], j.shared) {
		j.join()
		j.shared, j.bucket = append(j.shared[:0], key[:at]...), j.bucket[:0]
	}
	if set := int32(binary.BigEndian.Uint32(key[at:])); !j.copied[set] {
		j.bucket = append(j.bucket, set)
	}
}

// join joins the sets of the bucket.
func (j *joiner) join() {
	switch {
	case len(j.bucket) < 2:
	case binary.BigEndian.Uint32(j.shared) == 0:
		for _, set := range j.bucket[1:] {
			j.copied[set] = true
			j.groups.Union(int(j.bucket[0]), int(set))
		}
	case len(j.bucket) > crowd:
		compareWithLeaders(j.bucket, j.set, j.near)
	default:
		j.compareAll()
	}
}

// set makes a set, valid until the next one.
func (j *joiner) set(i int32) []uint64 { return j.source.set(int(i), &j.made) }

// near joins two sets if they are near to each other, and reports whether they are.
func (j *joiner) near(a, b member) bool {
	_, ok := reaches(a.set, b.set, j.threshold)
	if ok {
		j.groups.Union(int(a.at), int(b.at))
	}
	return ok
}

// compareAll compares all sets of a small bucket but those that are in one group.
func (j *joiner) compareAll() {
	var sets [crowd][]uint64
	get := func(at int) member {
		if sets[at] == nil {
			sets[at] = slices.Clone(j.set(j.bucket[at]))
		}
		return member{j.bucket[at], sets[at]}
	}
	for at, b := range j.bucket {
		for before, a := range j.bucket[:at] {
			if j.groups.Find(int(a)) != j.groups.Find(int(b)) {
				j.near(get(before), get(at))
			}
		}
	}
}
