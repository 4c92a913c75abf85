package features

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// terms numbers what is counted, in ascending order.
type terms interface {
	// count is one more than the largest number.
	count() int
	// append appends 2·number + side for every term of the words from and up to,
	// which are those of one field.
	append(keys []uint64, from, to int, side uint64) []uint64
	// names are the terms themselves: empty for a number that no term has.
	names() []string
	// firstWords are hashes of the words that terms begin with; 0 = none.
	firstWords() []uint32
}

func (f *TFIDF) terms(ctx context.Context, words *wordList, workers int) (terms, error) {
	if f.Analyzer == "char" {
		return f.characterTerms(ctx, words)
	}
	return f.wordTerms(ctx, words, workers)
}

// runTerms are runs of words. Those that begin with one word follow each other,
// first the word itself. No word holds the space that joins words, nor a byte below
// it, so that terms ascend when their first words do, then their second ones.
type runTerms struct {
	*wordList
	bases []int // of a word, its number, and the end of the last one's
	// For each length above 1 that is wanted: of the run that begins at a place, its
	// number less that of its first word; 0 = none.
	longer   [][]uint32
	shortest int // of these lengths
	onlyLong bool
}

func (t *runTerms) count() int { return t.bases[len(t.bases)-1] }

func (t *runTerms) append(keys []uint64, from, to int, side uint64) []uint64 {
	for at := from; at < to; at++ {
		base := uint64(t.bases[t.words[at]])
		if !t.onlyLong {
			keys = append(keys, 2*base+side)
		}
		for _, longer := range t.longer {
			if n := longer[at]; n > 0 {
				keys = append(keys, 2*(base+uint64(n))+side)
			}
		}
	}
	return keys
}

func (t *runTerms) names() []string {
	list := make([]string, t.count())
	for w, word := range t.vocabulary {
		list[t.bases[w]] = word
	}
	var run []string
	for k, longer := range t.longer {
		for at, n := range longer {
			if n == 0 {
				continue
			}
			name := &list[t.bases[t.words[at]]+int(n)]
			if *name != "" {
				continue
			}
			run = run[:0]
			for _, w := range t.words[at : at+k+t.shortest] {
				run = append(run, t.vocabulary[w])
			}
			*name = strings.Join(run, " ")
		}
	}
	return list
}

func (t *runTerms) firstWords() []uint32 {
	list := make([]uint32, t.count())
	for w, word := range t.vocabulary {
		word, _, _ = strings.Cut(word, " ") // a name is a term of several words
		hash := max(uint32(xxh3.HashString(word)), 1)
		for k := t.bases[w]; k < t.bases[w+1]; k++ {
			list[k] = hash
		}
	}
	return list
}

// wordTerms sorts the places of every word by the words that follow. Its time is
// O(words) for each length of run above 1.
func (f *TFIDF) wordTerms(ctx context.Context, words *wordList, workers int) (*runTerms, error) {
	t := &runTerms{wordList: words, bases: make([]int, len(words.vocabulary)+1), onlyLong: f.NGramsMin > 1,
		shortest: max(2, f.NGramsMin)}
	for n := t.shortest; n <= f.NGrams; n++ {
		t.longer = append(t.longer, make([]uint32, len(words.words)))
	}
	if f.NGrams == 1 {
		for w := range t.bases {
			t.bases[w] = w
		}
		return t, nil
	}
	places, starts, err := words.places(ctx)
	if err != nil {
		return nil, err
	}
	numberers := sync.Pool{New: func() any { return &numberer{runTerms: t, f: f, bits: bits.Len(uint(len(words.vocabulary)))} }}
	err = parallel.Blocks(ctx, len(words.vocabulary), 64, workers, func(from, to int) {
		n := numberers.Get().(*numberer)
		defer numberers.Put(n)
		for w := from; w < to && ctx.Err() == nil; w++ {
			n.run, n.last = n.run[:0], 0
			for _, at := range places[starts[w]:starts[w+1]] {
				n.run = append(n.run, uint64(at))
			}
			n.expand(n.run, 1)
			t.bases[w+1] = n.last + 1
		}
	})
	for w := range words.vocabulary {
		t.bases[w+1] += t.bases[w]
	}
	if err == nil && t.count() > math.MaxInt32 {
		err = fmt.Errorf("%d terms are too many for one matrix: lower ngrams, or take fewer articles", t.count())
	}
	return t, err
}

// places lists the places of each word of the vocabulary: word w at
// list[starts[w]:starts[w+1]], ascending.
func (l *wordList) places(ctx context.Context) (list []uint32, starts []int, err error) {
	starts = make([]int, len(l.vocabulary)+1)
	for _, w := range l.words {
		if w != fieldEnd {
			starts[w+1]++
		}
	}
	for w := range l.vocabulary {
		starts[w+1] += starts[w]
	}
	next := slices.Clone(starts)
	list = make([]uint32, starts[len(l.vocabulary)])
	for at, w := range l.words {
		if at%(1<<16) == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if w != fieldEnd {
			list[next[w]] = uint32(at)
			next[w]++
		}
	}
	return list, starts, nil
}

// numberer numbers the runs that begin with one word, for one goroutine at a time.
type numberer struct {
	*runTerms
	f      *TFIDF
	bits   int // of a word's number
	last   int // number given
	run    []uint64
	sorter radixSorter
}

// expand numbers the runs that go on from a run of the given length, which is
// at the places in the lower halves of run, ascending. What is at fewer than
// MinDF places is in fewer articles.
func (n *numberer) expand(run []uint64, length int) {
	if length == n.f.NGrams {
		return
	}
	longer := run[:0]
	for _, place := range run {
		at := uint32(place)
		if next := n.words[int(at)+length]; next != fieldEnd {
			longer = append(longer, uint64(next)<<32|uint64(at))
		}
	}
	n.sorter.sort(longer, 32, n.bits)
	for from, to := 0, 0; from < len(longer); from = to {
		for to = from + 1; to < len(longer) && longer[to]>>32 == longer[from]>>32; {
			to++
		}
		if to-from < n.f.MinDF {
			continue
		}
		if length+1 >= n.f.NGramsMin {
			n.last++
			numbers := n.longer[length+1-n.shortest]
			for _, place := range longer[from:to] {
				numbers[uint32(place)] = uint32(n.last)
			}
		}
		n.expand(longer[from:to], length+1)
	}
}

// characterTerms are runs of characters within words.
type characterTerms struct {
	*wordList
	grams [][]uint32 // of each word
	terms []string
}

func (t *characterTerms) count() int { return len(t.terms) }

func (t *characterTerms) names() []string { return t.terms }

func (t *characterTerms) append(keys []uint64, from, to int, side uint64) []uint64 {
	for _, w := range t.words[from:to] {
		for _, g := range t.grams[w] {
			keys = append(keys, 2*uint64(g)+side)
		}
	}
	return keys
}

func (f *TFIDF) characterTerms(ctx context.Context, words *wordList) (*characterTerms, error) {
	var grams interner
	t := &characterTerms{wordList: words, grams: make([][]uint32, len(words.vocabulary))}
	for w, word := range words.vocabulary {
		if w%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f.characters(word, func(gram string) {
			n, _ := grams.number(keyOf(gram))
			t.grams[w] = append(t.grams[w], uint32(n))
		})
	}
	order := make([]uint32, len(grams.words))
	for n := range order {
		order[n] = uint32(n)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(grams.words[a], grams.words[b]) })
	rank := make([]uint32, len(order))
	for r, n := range order {
		rank[n] = uint32(r)
		t.terms = append(t.terms, grams.words[n])
	}
	for _, list := range t.grams {
		for k, n := range list {
			list[k] = rank[n]
		}
	}
	return t, nil
}

func (t *characterTerms) firstWords() []uint32 { return make([]uint32, len(t.terms)) }

// characters calls add with the runs of characters of a word between two spaces.
// A word shorter than a run is a run itself, once: as scikit-learn's char_wb has
// it.
func (f *TFIDF) characters(word string, add func(gram string)) {
	word = " " + word + " "
	var at []int // where each character begins, and the end
	for i := range word {
		at = append(at, i)
	}
	at = append(at, len(word))
	for n := f.NGramsMin; n <= f.NGrams; n++ {
		if n >= len(at)-1 {
			add(word)
			return
		}
		for i := n; i < len(at); i++ {
			add(word[at[i-n]:at[i]])
		}
	}
}
