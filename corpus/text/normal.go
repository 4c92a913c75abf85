package text

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns the form in which texts are compared. Two texts that a reader takes
// for the same have the same form:
//
//   - compatibility forms, composition and case are folded, as by Unicode's
//     NFKC_Casefold: ﬁ is fi, Ａ is a, ß is ss, ς is σ. Turkish ı and İ are i, since
//     without knowing the language one cannot tell which of the two an I stands for;
//   - characters that are not seen are left out: soft hyphens, joiners, marks of
//     direction, variation selectors and all others that are ignorable by default;
//   - apostrophes and single quotation marks of all kinds are ', double ones are ",
//     dashes are -, and decimal digits of all scripts are 0 to 9;
//   - the Arabic tatweel, and the vowel points of Arabic and Hebrew, are left out;
//   - bytes that are not UTF-8 are U+FFFD.
//
// Of the marks on one letter at most 30 are kept. The form of a form is itself. It
// takes time linear in the text. It is for comparing only: what is shown is the text as
// it was given.
func Normal(s string) string {
	at := 0
	for at < len(s) && isNormal[s[at]] {
		at++
	}
	if at == len(s) {
		return s
	}
	n := normalizer{pending: -1}
	n.out.Grow(len(s))
	for at = 0; at < len(s); {
		if s[at] < utf8.RuneSelf {
			from := at
			for at < len(s) && s[at] < utf8.RuneSelf {
				at++
			}
			n.ascii(s[from:at])
			continue
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		switch to := formOf(r); to {
		case joined:
			at = n.join(s, at)
			continue
		case dropped:
		default:
			n.put(to)
		}
		at += size
	}
	n.put(-1)
	return n.out.String()
}

// A normalizer writes a normal form. It holds back the last character, with which a
// mark that follows may combine.
type normalizer struct {
	out     strings.Builder
	pending rune   // -1 = none
	buffer  []byte // of join
}

// put writes the character held back, and holds back the next.
func (n *normalizer) put(next rune) {
	if n.pending >= 0 {
		n.out.WriteRune(n.pending)
	}
	n.pending = next
}

// ascii writes a run of ASCII.
func (n *normalizer) ascii(s string) {
	n.put(-1)
	from, last := 0, len(s)-1
	for i := range last {
		if !isNormal[s[i]] {
			n.out.WriteString(s[from:i])
			n.out.WriteByte(asciiForm(s[i]))
			from = i + 1
		}
	}
	n.out.WriteString(s[from:last])
	n.pending = rune(asciiForm(s[last]))
}

// mostMarks is how many joined characters a letter keeps. So many can be sorted and
// composed without a limit on memory (the stream-safe format of UAX #15).
const mostMarks = 30

// join writes a run of joined characters with the one before it, and returns its end.
func (n *normalizer) join(s string, at int) int {
	d := decomposition{to: n.buffer[:0]}
	if n.pending >= 0 {
		d.add(n.pending)
	}
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(s[at:])
		to := formOf(r)
		if to >= 0 {
			break
		}
		if to == joined {
			d.add(r)
		}
		at += size
	}
	n.out.WriteString(d.composed())
	n.buffer, n.pending = d.to, -1
	return at
}

// A decomposition is the folded form of some characters, decomposed, in their order.
type decomposition struct {
	to    []byte
	base  rune // the last character that is not joined
	marks int  // characters after it
	below bool // a iota is below a letter: it is folded to ι when the marks are sorted
}

func (d *decomposition) add(r rune) {
	if f := fold(r); f != r { // not what r is decomposed to: ″ is a mark of its own, not two of ′
		r = f
	}
	if r == dropped {
		return
	}
	for _, c := range norm.NFKD.String(string(r)) {
		c = fold(c)
		switch {
		case c == dropped:
			continue
		case c == 'ß':
			d.to = append(d.to, "ss"...)
			d.base, d.marks = 's', 0
			continue
		case !joins(c):
			d.base, d.marks = c, 0
		case c == '\u0307' && (d.base == 'i' || d.base == 'j'):
			continue // the dot that İ has in lower case
		default:
			if d.marks++; d.marks > mostMarks {
				continue
			}
			d.below = d.below || c == '\u0345'
		}
		d.to = utf8.AppendRune(d.to, c)
	}
}

func (d *decomposition) composed() string {
	if d.below {
		d.to = norm.NFD.Bytes(d.to)
		return norm.NFC.String(strings.ReplaceAll(string(d.to), "\u0345", "ι"))
	}
	return string(norm.NFC.Bytes(d.to))
}

// joins reports whether a character may combine with one before it, or be sorted among
// the marks before it.
func joins(r rune) bool {
	return r >= utf8.RuneSelf && !norm.NFC.PropertiesString(string(r)).BoundaryBefore()
}

// What a character becomes, if not one that begins anew.
const (
	dropped rune = -1 - iota
	joined       // one that may combine with its neighbours, or several
)

// A page is what 256 characters in a row become.
type page [256]rune

// pages are made when a character of them is first seen.
var pages [(unicode.MaxRune + 1) >> 8]atomic.Pointer[page]

func formOf(r rune) rune {
	p := pages[r>>8].Load()
	if p == nil {
		p = newPage(r &^ 0xff)
		pages[r>>8].Store(p)
	}
	return p[r&0xff]
}

func newPage(first rune) *page {
	p := new(page)
	for i := range p {
		p[i] = joined
		var d decomposition
		d.add(first + rune(i))
		s := d.composed()
		switch r, size := utf8.DecodeRuneInString(s); {
		case size == 0 && fold(first+rune(i)) == dropped:
			p[i] = dropped
		case size > 0 && size == len(s) && !joins(r) && !joins(first+rune(i)):
			p[i] = r
		}
	}
	return p
}

// fold returns what one character becomes before it is decomposed, or after.
func fold(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return rune(asciiForm(byte(r)))
	case ignorable(r) || optional(r):
		return dropped
	case unicode.Is(singleQuotes, r):
		return '\''
	case unicode.Is(unicode.Quotation_Mark, r) || unicode.Is(doubleQuotes, r):
		return '"'
	case unicode.Is(unicode.Dash, r):
		return '-'
	case unicode.Is(unicode.Nd, r):
		return digitOf(r)
	case r == 'ẞ' || r == 'ß':
		return 'ß'
	case r == '\u0345' || r == 'İ': // capitals of several characters
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

// ignorable reports whether a character is Default_Ignorable_Code_Point.
func ignorable(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) &&
			(r < 0xFFF9 || r > 0xFFFB) && (r < 0x13430 || r > 0x1345F)
}

// optional reports whether a character of Arabic or Hebrew may be left out in writing:
// the tatweel, vowel points and signs of recitation, but not a hamza or a maddah, which
// make another letter.
func optional(r rune) bool {
	switch {
	case r == 0x0640:
		return true
	case r == 0x0653 || r == 0x0654 || r == 0x0655 || r == 0x065F || !unicode.Is(unicode.Mn, r):
		return false
	}
	return r >= 0x0591 && r <= 0x05C7 || r >= 0x0610 && r <= 0x06ED || r >= 0x0898 && r <= 0x08FF || r == 0xFB1E
}

// digitOf returns the ASCII digit of the same value. The digits of a script are ten in
// a row.
func digitOf(r rune) rune {
	for _, list := range unicode.Nd.R16 {
		if rune(list.Lo) <= r && r <= rune(list.Hi) {
			return '0' + (r-rune(list.Lo))%10
		}
	}
	for _, list := range unicode.Nd.R32 {
		if rune(list.Lo) <= r && r <= rune(list.Hi) {
			return '0' + (r-rune(list.Lo))%10
		}
	}
	return r
}

// singleQuotes are single quotation marks, apostrophes, and what is typed for them: the
// acute and grave accents, primes, and the letters that are written like apostrophes.
var singleQuotes = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00B4, Hi: 0x00B4, Stride: 1}, {Lo: 0x02B9, Hi: 0x02B9, Stride: 1}, {Lo: 0x02BB, Hi: 0x02BF, Stride: 1},
	{Lo: 0x055A, Hi: 0x055A, Stride: 1}, {Lo: 0x05F3, Hi: 0x05F3, Stride: 1}, {Lo: 0x1FFD, Hi: 0x1FFD, Stride: 1},
	{Lo: 0x2018, Hi: 0x201B, Stride: 1},
	{Lo: 0x2032, Hi: 0x2032, Stride: 1}, {Lo: 0x2035, Hi: 0x2035, Stride: 1}, {Lo: 0x2039, Hi: 0x203A, Stride: 1},
	{Lo: 0x275B, Hi: 0x275C, Stride: 1}, {Lo: 0x275F, Hi: 0x275F, Stride: 1}, {Lo: 0xA78B, Hi: 0xA78C, Stride: 1},
	{Lo: 0xFF07, Hi: 0xFF07, Stride: 1}, {Lo: 0xFF40, Hi: 0xFF40, Stride: 1},
}, LatinOffset: 1}

// doubleQuotes are those beyond Unicode's Quotation_Mark.
var doubleQuotes = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x02BA, Hi: 0x02BA, Stride: 1}, {Lo: 0x02DD, Hi: 0x02DD, Stride: 1}, {Lo: 0x02EE, Hi: 0x02EE, Stride: 1},
	{Lo: 0x05F4, Hi: 0x05F4, Stride: 1}, {Lo: 0x2033, Hi: 0x2033, Stride: 1}, {Lo: 0x2036, Hi: 0x2036, Stride: 1},
	{Lo: 0x275D, Hi: 0x275E, Stride: 1}, {Lo: 0x2760, Hi: 0x2760, Stride: 1},
}}

// isNormal are the characters of ASCII that are their own normal form.
var isNormal = func() (table [256]bool) {
	for c := range utf8.RuneSelf {
		table[c] = asciiForm(byte(c)) == byte(c)
	}
	return table
}()

func asciiForm(c byte) byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	case c == '`':
		return '\''
	}
	return c
}
