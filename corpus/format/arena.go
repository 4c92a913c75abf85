package format

import (
	"math/bits"
	"unsafe"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
)

// An arena keeps many small strings in few large blocks: a corpus of a million articles
// would else be millions of objects.
type arena struct{ block []byte }

const arenaBlock = 1 << 18

// keep returns a string of the same bytes.
func (a *arena) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if cap(a.block)-len(a.block) < len(b) {
		if len(b) > arenaBlock/4 {
			return string(b)
		}
		a.block = make([]byte, 0, arenaBlock)
	}
	from := len(a.block)
	a.block = append(a.block, b...)
	return unsafe.String(&a.block[from], len(b)) // what is in a block never changes
}

// A wordList keeps strings that come again and again, such as outlets, once each.
type wordList map[string]string

func (w wordList) keep(b []byte) string {
	if s, ok := w[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(w) < 1<<16 {
		w[s] = s
	}
	return s
}

// An idSet finds ids that come twice. It holds positions in a list of articles, not the
// ids.
type idSet struct {
	slots []idSlot
	used  int
}

type idSlot struct{ hash, article uint32 } // article from 1

// add notes the id of the article at a position, and returns the position of an earlier
// article of this id, or -1.
func (s *idSet) add(articles []corpus.Article, at int) int {
	if 2*(s.used+1) > len(s.slots) {
		s.grow()
	}
	id := articles[at].ID
	hash := uint32(xxh3.HashString(id))
	mask := uint32(len(s.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := &s.slots[i]
		if slot.article == 0 {
			*slot = idSlot{hash, uint32(at + 1)}
			s.used++
			return -1
		}
		if slot.hash == hash && articles[slot.article-1].ID == id {
			return int(slot.article - 1)
		}
	}
}

// expect makes room for n ids.
func (s *idSet) expect(n int) {
	if s.used == 0 && n > 0 && n < 1<<30 {
		s.slots = make([]idSlot, 1<<bits.Len(uint(2*n)))
	}
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]idSlot, max(1024, 2*len(old)))
	mask := uint32(len(s.slots) - 1)
	for _, slot := range old {
		if slot.article > 0 {
			i := slot.hash & mask
			for s.slots[i].article > 0 {
				i = (i + 1) & mask
			}
			s.slots[i] = slot
		}
	}
}
