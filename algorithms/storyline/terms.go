package storyline

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

const (
	leadWords = 60      // of the text that are its beginning, as in the space of Storyline
	leadShare = 0.3     // of the beginning in a similarity; the rest is of all words
	leadBit   = 1 << 31 // of the hash of a term of the beginning
	mostTerms = 512     // kept of an article, the most frequent
)

// A vector is what the stream keeps of an article: the hashes of its terms,
// ascending, and 1 + ln(count) of each. Terms of the beginning follow, with leadBit
// set. Hashes spare a table of words.
type vector struct {
	terms  []uint32
	counts []float32
	lead   int        // where the terms of the beginning start
	scale  [2]float32 // share of a channel by its length: all words, the beginning
}

// read finds the terms of an article: words and numbers, and of the beginning pairs of
// neighbours too.
func read(a *corpus.Article) vector {
	all := make([]uint32, 0, (len(a.Title)+len(a.Text))/5) // mostly enough
	var lead []uint32
	take := func(s string, most int) {
		last, at := uint32(0), 0
		for w := range text.TermsSeq(s) {
			h := uint32(xxh3.HashString(w)) &^ leadBit
			all = append(all, h)
			if at < most {
				lead = append(lead, h|leadBit)
				if at > 0 {
					pair := uint32(mix(uint64(last)<<32|uint64(h))) &^ leadBit
					lead = append(lead, pair|leadBit)
				}
			}
			last = h
			at++
		}
	}
	take(a.Title, math.MaxInt)
	take(a.Text, leadWords)
	slices.Sort(all)
	slices.Sort(lead)
	n := distinct(all) + distinct(lead)
	v := vector{terms: make([]uint32, 0, n), counts: make([]float32, 0, n)}
	v.count(all)
	v.lead = len(v.terms)
	v.count(lead)
	return v
}

// distinct counts the terms in an ascending list, up to mostTerms.
func distinct(list []uint32) int {
	n := 0
	for i, h := range list {
		if i == 0 || list[i-1] != h {
			n++
		}
	}
	return min(n, mostTerms)
}

// count appends the terms of an ascending list, at most mostTerms, and their counts.
func (v *vector) count(list []uint32) {
	type term struct {
		hash uint32
		n    int
	}
	terms := make([]term, 0, mostTerms)
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n] == list[0] {
			n++
		}
		terms = append(terms, term{list[0], n})
		list = list[n:]
	}
	if len(terms) > mostTerms {
		slices.SortFunc(terms, func(a, b term) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.hash, b.hash)) })
		terms = terms[:mostTerms]
		slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	}
	for _, t := range terms {
		v.terms = append(v.terms, t.hash)
		v.counts = append(v.counts, termWeight(t.n))
	}
}

// termWeight is 1 + ln n, of a term that occurs n times.
func termWeight(n int) float32 {
	if n == 1 {
		return 1 // most terms
	}
	return float32(1 + math.Log(float64(n)))
}

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
