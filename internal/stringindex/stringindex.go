// Package stringindex numbers strings that lie in a list of the caller's.
package stringindex

import "github.com/zeebo/xxh3"

// An Index finds the numbers of strings in a list. It holds numbers and hashes, not
// the strings.
type Index struct {
	slots []slot
	used  int
}

type slot struct{ hash, number uint32 } // number from 1

// Len returns how many strings there are.
func (x *Index) Len() int { return x.used }

// Number returns the number of the string in the list, whose members at gives. A new
// string gets the number next, if that is not negative.
func (x *Index) Number(s string, next int, at func(int) string) int {
	if !roomy(x.used+1, len(x.slots)) {
		x.resize(max(1024, 2*len(x.slots)))
	}
	hash := uint32(xxh3.HashString(s))
	mask := uint32(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		entry := &x.slots[i]
		if entry.number == 0 {
			if next >= 0 {
				*entry = slot{hash, uint32(next + 1)}
				x.used++
			}
			return next
		}
		if entry.hash == hash && at(int(entry.number-1)) == s {
			return int(entry.number - 1)
		}
	}
}

// roomy reports whether the given slots are enough for n strings.
func roomy(n, slots int) bool { return 8*n <= 5*slots }

// Expect makes room for n strings.
func (x *Index) Expect(n int) {
	if n < 1<<30 {
		slots := 1024
		for !roomy(n, slots) {
			slots *= 2
		}
		x.resize(max(slots, len(x.slots)))
	}
}

func (x *Index) resize(slots int) {
	old := x.slots
	x.slots = make([]slot, slots)
	mask := uint32(slots - 1)
	for _, entry := range old {
		if entry.number > 0 {
			i := entry.hash & mask
			for x.slots[i].number > 0 {
				i = (i + 1) & mask
			}
			x.slots[i] = entry
		}
	}
}
