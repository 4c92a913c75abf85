package stories

import (
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
	size := 1 << bits.Len(uint(4*len(v.terms)))
	t.slots = slices.Grow(t.slots[:0], size)[:size]
	clear(t.slots)
	t.shift = 32 - bits.Len(uint(size-1))
	for k, hash := range v.terms {
		scale := v.scale[0]
		if k >= v.lead {
			scale = v.scale[1]
		}
		t.slots[t.at(hash)] = term{hash, scale * v.counts[k] * square[k]}
	}
}

// at is where a term is, or may be put.
func (t *table) at(hash uint32) int {
	at := int(hash * 0x9e3779b1 >> t.shift)
	for t.slots[at].weight != 0 && t.slots[at].hash != hash {
		at = (at + 1) & (len(t.slots) - 1)
	}
	return at
}

// product is the cosine with an article.
func (t *table) product(v *vector) float64 {
	var sum [2]float32
	for k, hash := range v.terms[:v.lead] {
		sum[0] += t.slots[t.at(hash)].weight * v.counts[k]
	}
	for k, hash := range v.terms[v.lead:] {
		sum[1] += t.slots[t.at(hash)].weight * v.counts[v.lead+k]
	}
	return float64(sum[0]*v.scale[0] + sum[1]*v.scale[1])
}
