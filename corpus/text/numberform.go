package text

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// figures is a text as its numbers and dates are read, and the way back: in NFKC, with
// the decimal digits of every script as those of ASCII, one no-break space and one
// hyphen, the characters that references of HTML stand for, and without invisible
// characters. Digits above or below the line, and in circles, stay as they are: they are
// no part of the number before them.
type figures struct {
	text  string
	parts []part
}

// A part is the beginning of a part of such a form, and where the text has it.
type part struct {
	at, from int
	size     int // of the part of the text that was replaced; 0 if the part was copied
}

func figuresOf(s string) figures {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r == '&' }) {
		return figures{text: s}
	}
	f := figures{}
	var out strings.Builder
	out.Grow(len(s))
	for at := 0; at < len(s); {
		from := at
		var seen string
		at, seen = nextPart(s, at)
		old := s[from:at]
		replaced := plainForm(seen)
		p := part{at: out.Len(), from: from}
		if replaced != old {
			p.size = len(old)
		}
		if last := len(f.parts) - 1; replaced != "" && (p.size > 0 || last < 0 || f.parts[last].size > 0) {
			f.parts = append(f.parts, p)
		}
		if replaced == "" && len(f.parts) > 0 && f.parts[len(f.parts)-1].size == 0 {
			f.parts = append(f.parts, part{at: out.Len(), from: at})
		}
		out.WriteString(replaced)
	}
	f.text = out.String()
	return f
}

// nextPart returns the end of the part of a text that begins at a place, and what it is
// read as: a run of ASCII, a reference of HTML, or what NFKC treats as one.
func nextPart(s string, at int) (end int, seen string) {
	if character, n := reference(s[at:]); n > 0 {
		return at + n, character
	}
	end = at
	for end < len(s) && s[end] < utf8.RuneSelf && (s[end] != '&' || end == at) {
		end++
	}
	if end > at && end < len(s) && s[end] >= utf8.RuneSelf {
		end-- // may combine with the next character
	}
	if end == at {
		end += max(norm.NFKC.NextBoundaryInString(s[at:], true), 1)
	}
	return end, s[at:end]
}

// plainForm returns the form of a part between boundaries of NFKC.
func plainForm(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r < utf8.RuneSelf && size == len(s) || r == utf8.RuneError || unicode.Is(unicode.No, r):
		return s
	case size == len(s) && ignorable(r):
		return ""
	case size == len(s) && isFixedSpace(r):
		return "\u00a0"
	case r == '\u2010' || r == '\u2011' || r == '\u2212':
		return "-" + s[size:]
	case r == 'ʼ' || r == '＇':
		return "’" + s[size:]
	}
	return strings.Map(digitOf, norm.NFKC.String(s))
}

// isFixedSpace reports whether a space joins the groups of a figure.
func isFixedSpace(r rune) bool {
	return r == '\u00a0' || r == '\u2007' || r == '\u2009' || r == '\u202f'
}

// from returns the place in the text of a place in the form that begins something, and
// to that of one that ends something.
func (f *figures) from(at int) int {
	if f.parts == nil {
		return at
	}
	p := f.parts[max(sort.Search(len(f.parts), func(i int) bool { return f.parts[i].at > at })-1, 0)]
	if p.size > 0 {
		return p.from
	}
	return p.from + at - p.at
}

func (f *figures) to(at int) int {
	if f.parts == nil {
		return at
	}
	p := f.parts[max(sort.Search(len(f.parts), func(i int) bool { return f.parts[i].at >= at })-1, 0)]
	if p.size > 0 {
		return p.from + p.size
	}
	return p.from + at - p.at
}

// An item is a token of a text to be read, other than white space.
type item struct {
	token
	text  string
	fold  string // in lower case
	glued bool   // no white space before it
	fixed bool   // a no-break space before it
}

// items returns the items of a form. Those of addresses are marks without a text.
func items(s string) []item {
	var list []item
	glued, fixed := false, false
	masked := addresses(s)
	for _, t := range tokens(s, 0, len(s)) {
		if t.kind == blank {
			glued, fixed = false, s[t.from:t.to] == "\u00a0"
			continue
		}
		for len(masked) > 0 && masked[0].to <= t.from {
			masked = masked[1:]
		}
		it := item{token: t, glued: glued, fixed: fixed}
		if len(masked) > 0 && masked[0].from <= t.from {
			it.kind = mark
			list = append(list, it)
		} else if it.kind == digit && strings.ContainsFunc(s[t.from:t.to], isHangul) {
			list = append(list, hangulItems(s, it)...)
		} else {
			list = append(list, it.of(s, t.from, t.to))
		}
		glued, fixed = true, false
	}
	return list
}

func (it item) of(s string, from, to int) item {
	it.glued = it.glued || from > it.from
	it.fixed = it.fixed && from == it.from
	it.from, it.to, it.text = from, to, s[from:to]
	it.fold = strings.ToLower(it.text)
	if it.kind = kindOf(it.text); it.kind == mark && isHangul([]rune(it.text)[0]) {
		it.kind = letter
	}
	return it
}

func isHangul(r rune) bool { return unicode.Is(unicode.Hangul, r) }

// hangulItems parts a figure with Korean letters: 3만 and 5000 and 명 of 3만5000명.
func hangulItems(s string, it item) []item {
	var list []item
	from := it.from
	cut := func(to int) {
		if to > from {
			list = append(list, it.of(s, from, to))
		}
		from = to
	}
	figure := true // digits and magnitudes only so far
	for i, r := range s[it.token.from:it.token.to] {
		at := it.token.from + i
		_, magnitude := hanMagnitudes[string(r)]
		isDigit := unicode.IsDigit(r)
		switch {
		case figure && magnitude:
			cut(at)
			cut(at + utf8.RuneLen(r))
		case figure && isHangul(r):
			cut(at)
			figure = false
		case !figure && isDigit:
			cut(at)
			figure = true
		}
	}
	cut(it.token.to)
	return list
}

// addresses returns the places of URLs, e-mail addresses and paths of hosts: runs of
// ASCII with ://, @ or www., or with a slash after a host.
func addresses(s string) []span {
	var list []span
	for from := 0; from < len(s); {
		to := from
		for to < len(s) && s[to] > ' ' && s[to] < utf8.RuneSelf && !strings.ContainsRune("<>\"(){}", rune(s[to])) {
			to++
		}
		if run := s[from:to]; isAddress(run) {
			list = append(list, span{from, to})
		}
		from = to + 1
	}
	return list
}

func isAddress(run string) bool {
	if strings.Contains(run, "://") || strings.Contains(run, "@") || strings.HasPrefix(run, "www.") {
		return true
	}
	host, _, ok := strings.Cut(run, "/")
	dot := strings.LastIndexByte(host, '.')
	if !ok || dot < 1 || len(host)-dot < 3 {
		return false
	}
	return !slices.ContainsFunc([]byte(host[dot+1:]), func(c byte) bool { return c < 'a' || c > 'z' }) && host[dot-1] >= 'A'
}
