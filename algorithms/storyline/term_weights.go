package storyline

import (
	"math"
	"math/bits"
	"slices"
)

// termWeights is a hash table, with open addressing, of the weights of one article's
// terms, for its products with other articles.
type termWeights struct {
	slots []term // free if the weight is 0
	shift int
}

// fill replaces the content. square are the squared weights of the terms.
func (t *termWeights) fill(v *vector, square []float32) {
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

// home is the slot at which the search for a term begins.
func (t *termWeights) home(hash uint32) int { return int(hash * 0x9e3779b1 >> (t.shift & 31)) }

// product returns the cosine with an article.
func (t *termWeights) product(v *vector) float64 {
	all := t.sum(v.terms[:v.lead], v.counts[:v.lead])
	lead := t.sum(v.terms[v.lead:], v.counts[v.lead:])
	return float64(all*v.scale[0] + lead*v.scale[1])
}

// sum returns the inner product with some terms.
func (t *termWeights) sum(terms []uint32, weights []float32) float32 {
	var sum float32
	slots, weights := t.slots, weights[:len(terms)]
	for k, hash := range terms {
		at := t.home(hash)
		s := slots[at]
		// A branch on whether the term is there would be unpredictable. Another term in its
		// slot, the case of a product other than 0, is rare.
		for uint64(s.hash^hash)*uint64(math.Float32bits(s.weight)) != 0 {
			at = (at + 1) & (len(slots) - 1)
			s = slots[at]
		}
		sum += s.weight * weights[k]
	}
	return sum
}
