package text

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A gap is where a text became shorter, or longer.
type gap struct {
	at      int // in the text as it is read, behind what changed
	dropped int // bytes left out up to there
}

type gaps []gap

// readable returns a text as its names and quotations are read, and the way back:
// without the characters that Normal leaves out, and with those that references of HTML
// stand for.
func readable(s string) (string, gaps) {
	var b strings.Builder
	var list gaps
	from := 0
	for i, r := range s {
		seen, size := "", 0
		switch {
		case i < from:
			continue // of a reference
		case r == '&':
			seen, size = reference(s[i:])
		case r >= 0xAD && formOf(r) == dropped:
			size = utf8.RuneLen(r)
		}
		if size > 0 {
			b.WriteString(s[from:i])
			b.WriteString(seen)
			from = i + size
			list = append(list, gap{b.Len(), from - b.Len()})
		}
	}
	if list == nil {
		return s, nil
	}
	b.WriteString(s[from:])
	return b.String(), list
}

// place returns where the byte at a place of the text without gaps is in the whole.
func (g gaps) place(at int) int {
	if i := sort.Search(len(g), func(i int) bool { return g[i].at > at }); i > 0 {
		return at + g[i-1].dropped
	}
	return at
}

func isApostrophe(r rune) bool { return r == '\'' || r >= 0xAD && formOf(r) == '\'' }
