package text

import (
	"sort"
	"strings"
)

// A gap is where characters were left out of a text.
type gap struct {
	at      int // in the text without them
	dropped int // bytes left out up to there
}

type gaps []gap

// withoutUnseen returns a text without the characters that Normal leaves out, and where they
// were.
func withoutUnseen(s string) (string, gaps) {
	var b strings.Builder
	var list gaps
	from := 0
	for i, r := range s {
		if r < 0xAD || formOf(r) != dropped {
			continue
		}
		b.WriteString(s[from:i])
		from = i + len(string(r))
		list = append(list, gap{b.Len(), from - b.Len()})
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
