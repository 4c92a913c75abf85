package minhash

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// family is a family of hash functions h_p(x) = a_p·mix(x) + b_p mod 2⁶⁴, a_p
// odd, so that each is a permutation of the 64-bit words. mix spreads the
// elements at random over all words first; hence any h_p takes any element of a
// union for the smallest with the same chance, and the share of functions under
// which two sets have the same minimum estimates their Jaccard similarity
// without bias (Broder 1997).
type family struct{ a, b []uint64 }

func newFamily(size int, seed uint64) family {
	f := family{make([]uint64, size), make([]uint64, size)}
	random := rand.New(rand.NewPCG(seed, 0))
	for p := range f.a {
		f.a[p], f.b[p] = random.Uint64()|1, random.Uint64()
	}
	return f
}

// signature fills minima, one a function, with the smallest hashes of the set.
func (f family) signature(set, minima []uint64) {
	mixed := make([]uint64, len(set))
	for i, x := range set {
		mixed[i] = mix(x)
	}
	for p := range minima {
		a, b, least := f.a[p], f.b[p], uint64(math.MaxUint64)
		for _, x := range mixed {
			least = min(least, a*x+b)
		}
		minima[p] = least
	}
}

// mix is a bijection in which every bit of x moves every bit of the result with
// about even chance: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// sign computes the band keys of all sets: of each band, one word that stands
// for its minima.
func (s *search) sign(ctx context.Context, f family, rows int) error {
	s.keys = make([]uint64, len(s.sets)*s.bands)
	return parallel.Each(ctx, len(s.sets), s.workers, func(i int) {
		minima := make([]uint64, s.bands*rows)
		f.signature(s.sets[i], minima)
		keys := s.keys[i*s.bands : (i+1)*s.bands]
		for band := range keys {
			for _, m := range minima[band*rows : (band+1)*rows] {
				keys[band] = mix(keys[band] ^ m)
			}
		}
	})
}
