package format

import (
	"unsafe"

	"github.com/zeebo/xxh3"
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

// A stringIndex finds the numbers of strings in a list. It holds numbers and hashes, not
// the strings.
type stringIndex struct {
	slots []indexSlot
	used  int
}

type indexSlot struct{ hash, number uint32 } // number from 1

// number returns the number of the string in the list, whose members at gives. A new
// string gets the number next, if that is not negative.
func (x *stringIndex) number(s string, next int, at func(int) string) int {
	if !roomy(x.used+1, len(x.slots)) {
		x.resize(max(1024, 2*len(x.slots)))
	}
	hash := uint32(xxh3.HashString(s))
	mask := uint32(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := &x.slots[i]
		if slot.number == 0 {
			if next >= 0 {
				*slot = indexSlot{hash, uint32(next + 1)}
				x.used++
			}
			return next
		}
		if slot.hash == hash && at(int(slot.number-1)) == s {
			return int(slot.number - 1)
		}
	}
}

// roomy reports whether so many slots are enough for n strings.
func roomy(n, slots int) bool { return 8*n <= 5*slots }

// expect makes room for n strings.
func (x *stringIndex) expect(n int) {
	if n < 1<<30 {
		slots := 1024
		for !roomy(n, slots) {
			slots *= 2
		}
		x.resize(max(slots, len(x.slots)))
	}
}

func (x *stringIndex) resize(slots int) {
	old := x.slots
	x.slots = make([]indexSlot, slots)
	mask := uint32(slots - 1)
	for _, slot := range old {
		if slot.number > 0 {
			i := slot.hash & mask
			for x.slots[i].number > 0 {
				i = (i + 1) & mask
			}
			x.slots[i] = slot
		}
	}
}
