package features

import (
	"math/bits"
	"strings"

	"github.com/zeebo/xxh3"
)

// interner numbers words in the order of their first appearance. It is a hash
// table with open addressing that mostly answers from one cache line: a word of
// up to eight bytes is its own key, so that only longer ones are compared with
// the text of the word found.
type interner struct {
	slots []slot // a power of two, at least half of them empty
	words []string
}

type slot struct {
	key    uint64
	size   uint32 // bytes of the word
	number int32  // from 1; 0 = empty
}

// wordKey is a word and a number that distinguishes it from others of its length: from all
// of them up to eight bytes, else from most.
type wordKey struct {
	word string
	key  uint64
}

func keyOf(w string) wordKey {
	key := uint64(0)
	switch n := len(w); {
	case n > 8:
		key = xxh3.HashString(w)
	case n >= 4:
		key = uint64(word32(w[:4])) | uint64(word32(w[n-4:]))<<32
	case n > 0:
		key = uint64(w[0]) | uint64(w[n/2])<<8 | uint64(w[n-1])<<16
	}
	return wordKey{w, key}
}

func word32(w string) uint32 {
	return uint32(w[0]) | uint32(w[1])<<8 | uint32(w[2])<<16 | uint32(w[3])<<24
}

// number returns the number of a word, from 0, and whether the word is new.
func (t *interner) number(w wordKey) (int, bool) {
	if 2*len(t.words) >= len(t.slots) {
		t.grow()
	}
	size := uint32(len(w.word))
	for i := t.home(w.key); ; i = (i + 1) & (len(t.slots) - 1) {
		s := &t.slots[i]
		if s.number == 0 {
			t.words = append(t.words, strings.Clone(w.word))
			*s = slot{w.key, size, int32(len(t.words))}
			return len(t.words) - 1, true
		}
		if s.key == w.key && s.size == size && (size <= 8 || t.words[s.number-1] == w.word) {
			return int(s.number) - 1, false
		}
	}
}

func (t *interner) grow() {
	old := t.slots
	t.slots = make([]slot, max(1024, 2*len(old)))
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		i := t.home(s.key)
		for t.slots[i].number != 0 {
			i = (i + 1) & (len(t.slots) - 1)
		}
		t.slots[i] = s
	}
}

// home is the first slot to look at: the middle bits of a product, on which all
// bits of the key have a say.
func (t *interner) home(key uint64) int {
	high, low := bits.Mul64(key^0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)
	return int(high^low) & (len(t.slots) - 1)
}
