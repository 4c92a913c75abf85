package format

import "unsafe"

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
