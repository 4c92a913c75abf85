package storyline

import (
	"math"
	"math/bits"
	"slices"
)

// A table holds the weights of one article's terms by open addressing: products
// with other articles look their terms up in it.
type table struct {
	slots []term // those of weight 0 are free
	shift int
}

// fill replaces what the table holds. square are the squared weights of the terms.
func (t *table) fill(v *vector, square []float32) {
	size := 1 << bits.Len(uint(8*len(v.terms)))
	t.slots = slices.Grow(t.slots[:0], size)[:size]
	clear(t.slots)
	t.shift = 32 - bits.Len(uint(size-1))
	for k, hash := range v.terms {
		scale := v.scale[0]
		if k >= v.lead {
			scale = v.scale[1]
		}
		at := t.home(hash)
		for t.slots[at].weight != 0 && t.slots[at].hash != hash {
			at = (at + 1) & (size - 1)
		}
		t.slots[at] = term{hash, scale * v.counts[k] * square[k]}
	}
}

// home is where the search for a term begins.
func (t *table) home(hash uint32) int { return int(hash * 0x9e3779b1 >> (t.shift & 31)) }

// product is the cosine with an article.
func (t *table) product(v *vector) float64 {
	all := t.sum(v.terms[:v.lead], v.counts[:v.lead])
	lead := t.sum(v.terms[v.lead:], v.counts[v.lead:])
	return float64(all*v.scale[0] + lead*v.scale[1])
}

// sum is that of the products of some terms' weights.
func (t *table) sum(terms []uint32, weights []float32) float32 {
	var sum float32
	slots, weights := t.slots, weights[:len(terms)]
	for k, hash := range terms {
		at := t.home(hash)
		s := slots[at]
		// Whether a term is there no branch could foretell; that another is in its place
		// is rare. That product is 0 unless both are not.
		for uint64(s.hash^hash)*uint64(math.Float32bits(s.weight)) != 0 {
			at = (at + 1) & (len(slots) - 1)
			s = slots[at]
		}
		sum += s.weight * weights[k]
	}
	return sum
}
