package neardup

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"sync"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// crowd is the number of sets in a bucket up to which all are compared with all,
// and the number of leaders in a larger one.
const crowd = 64

// search looks for pairs among distinct sets that are not empty, by their positions in
// first.
type search struct {
	source    source
	bands     int
	threshold float64
	workers   int
	signers   sync.Pool

	prints []xxh3.Uint128 // of all sets of the source

	first []int      // position of each set in the source
	sets  [][]uint64 // those that meet others
	keys  []uint64   // of set i and band k at i·bands+k
	seats []int32    // likewise, the small bucket that the set sits in, or −1
}

// pairs returns verified pairs of positions, each once.
func (s *search) pairs(ctx context.Context) ([]Pair, error) {
	small, large, err := s.buckets(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.fetch(ctx, small, large); err != nil {
		return nil, err
	}
	found := make([][]Pair, len(small))
	err = parallel.Each(ctx, len(small), s.workers, func(i int) { found[i] = s.compareAll(ctx, small[i]) })
	if err != nil {
		return nil, err
	}
	linked := make([][]Pair, len(large))
	err = parallel.Each(ctx, len(large), s.workers, func(i int) { linked[i] = s.leaders(ctx, large[i].sets) })
	return slices.Concat(slices.Concat(found...), slices.Concat(linked...)), err
}

// fetch gets the sets that sit in buckets.
func (s *search) fetch(ctx context.Context, buckets ...[]bucket) error {
	meets := make([]bool, len(s.first))
	for _, list := range buckets {
		for _, b := range list {
			for _, i := range b.sets {
				meets[i] = true
			}
		}
	}
	s.sets = make([][]uint64, len(s.first))
	return parallel.Blocks(ctx, len(s.sets), 16, s.workers, func(from, to int) {
		g := s.signers.Get().(*signer)
		defer s.signers.Put(g)
		for i := from; i < to; i++ {
			if !meets[i] {
				continue
			}
			s.sets[i] = s.source.set(s.first[i], &g.shingler)
			if s.source.temporary {
				s.sets[i] = slices.Clone(s.sets[i])
			}
		}
	})
}

// A bucket is two or more sets with the same key in a band, in ascending order.
type bucket struct {
	band int
	sets []int32
}

// buckets lists those of all bands, by band and then by key, and fills the seats.
func (s *search) buckets(ctx context.Context) (small, large []bucket, err error) {
	s.seats = make([]int32, len(s.keys))
	bySize := make([][2][]bucket, s.bands)
	err = parallel.Each(ctx, s.bands, s.workers, func(band int) {
		bySize[band][0], bySize[band][1] = s.bandBuckets(band)
	})
	for _, b := range bySize {
		small, large = append(small, b[0]...), append(large, b[1]...)
	}
	return small, large, err
}

func (s *search) bandBuckets(band int) (small, large []bucket) {
	row := s.shared(band)
	slices.SortFunc(row, func(a, b seat) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.set, b.set)) })
	for i := range s.first {
		s.seats[i*s.bands+band] = -1
	}
	for from, to := 0, 0; from < len(row); from = to {
		for to = from + 1; to < len(row) && row[to].key == row[from].key; {
			to++
		}
		if to-from == 1 {
			continue
		}
		b := bucket{band: band}
		for _, seat := range row[from:to] {
			b.sets = append(b.sets, seat.set)
		}
		if len(b.sets) > crowd {
			large = append(large, b)
			continue
		}
		for _, i := range b.sets {
			s.seats[int(i)*s.bands+band] = int32(len(small))
		}
		small = append(small, b)
	}
	return small, large
}

type seat struct {
	key uint64
	set int32
}

// shared returns the keys of a band that more than one set has, and a few others:
// those that share the low bits with another.
func (s *search) shared(band int) []seat {
	times := make([]uint8, 1<<bits.Len(uint(4*len(s.first))))
	mask := uint64(len(times) - 1)
	for i := band; i < len(s.keys); i += s.bands {
		if n := &times[s.keys[i]&mask]; *n < 2 {
			*n++
		}
	}
	var row []seat
	for i := range s.first {
		if key := s.keys[i*s.bands+band]; times[key&mask] == 2 {
			row = append(row, seat{key, int32(i)})
		}
	}
	return row
}

// compareAll verifies all pairs of a small bucket but those that met in a small
// bucket of an earlier band. It stops short when ctx is done.
func (s *search) compareAll(ctx context.Context, b bucket) []Pair {
	var found []Pair
	for at, j := range b.sets {
		if ctx.Err() != nil {
			return nil
		}
		for _, i := range b.sets[:at] {
			if s.met(i, j, b.band) {
				continue
			}
			if similarity, ok := reaches(s.sets[i], s.sets[j], s.threshold); ok {
				found = append(found, Pair{int(i), int(j), similarity})
			}
		}
	}
	return found
}

func (s *search) met(i, j int32, before int) bool {
	a, b := s.seats[int(i)*s.bands:][:before], s.seats[int(j)*s.bands:][:before]
	for band, number := range a {
		if number >= 0 && number == b[band] {
			return true
		}
	}
	return false
}

// leaders compares the sets of a large bucket. It stops short when ctx is done.
func (s *search) leaders(ctx context.Context, sets []int32) (found []Pair) {
	compareWithLeaders(sets, func(i int32) []uint64 { return s.sets[i] }, func(a, b member) bool {
		similarity, ok := reaches(a.set, b.set, s.threshold)
		if ok {
			found = append(found, Pair{int(a.at), int(b.at), similarity})
		}
		return ok || ctx.Err() != nil
	})
	return found
}

// A member is a set with its position.
type member struct {
	at  int32
	set []uint64
}

// compareWithLeaders asks for each set of a large bucket which is the first leader that
// it is near to. A set that is near to none becomes a leader while there are fewer than crowd.
// A set that set returns need only be valid until the next.
func compareWithLeaders(sets []int32, set func(int32) []uint64, near func(a, b member) bool) {
	var leaders []member
	for _, i := range sets {
		b := member{i, set(i)}
		if slices.ContainsFunc(leaders, func(a member) bool { return near(a, b) }) {
			continue
		}
		if len(leaders) < crowd {
			b.set = slices.Clone(b.set)
			leaders = append(leaders, b)
		}
	}
}
