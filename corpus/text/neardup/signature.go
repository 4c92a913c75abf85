package neardup

import (
	"encoding/binary"
	"math/rand/v2"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/vec"
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

// shard returns the functions of every n-th band from band i on, and the number of these bands.
func (f family) shard(bands, rows, i, n int) (part family, count int) {
	for ; i < bands; i += n {
		part.a, part.b = append(part.a, f.a[i*rows:(i+1)*rows]...), append(part.b, f.b[i*rows:(i+1)*rows]...)
		count++
	}
	return part, count
}

// signature fills minima, one for each function, with the smallest hashes of the set,
// given its mixed elements.
func (f family) signature(mixed, minima []uint64) { vec.LeastHashes(minima, f.a, f.b, mixed) }

// mix is a bijection in which every bit of x moves every bit of the result with
// about even chance: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// A signer signs sets, for one goroutine at a time.
type signer struct {
	family
	rows          int
	shingler      text.Shingler
	bytes         []byte
	mixed, minima []uint64
}

// sign returns a hash of 128 bits of the set, and fills keys: for each band one word
// that hashes its minima.
func (s *signer) sign(set, keys []uint64) xxh3.Uint128 {
	s.bytes, s.mixed = s.bytes[:0], s.mixed[:0]
	for _, x := range set {
		s.bytes = binary.LittleEndian.AppendUint64(s.bytes, x)
		s.mixed = append(s.mixed, mix(x))
	}
	s.signature(s.mixed, s.minima)
	for band := range keys {
		for _, m := range s.minima[band*s.rows : (band+1)*s.rows] {
			keys[band] = mix(keys[band] ^ m)
		}
	}
	return xxh3.Hash128(s.bytes)
}
