package text

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences returns the sentences of a text in a language (its BCP 47 tag; empty if
// unknown) in order, with folded white space. A line end is white space; a blank line
// ends a sentence.
//
// It splits by UAX #29 and joins again what that rule takes apart: after abbreviations,
// initials and German ordinals, within a URL, before the rest of a sentence that quotes
// a question, and within quotations and parentheses of at most 250 bytes. It knows the
// abbreviations of German, English, Spanish, French, Italian, Dutch and Portuguese; if
// the language is unknown, those of all of them that are no word of another. Thai and
// Lao have no full stop: a space ends a sentence of 80 characters or more. Of other
// scripts without spaces, sentences over 250 characters are split at spaces if they have
// any. It takes time linear in the text.
func Sentences(s, lang string) []string {
	var list []string
	for _, at := range sentenceSpans(s, lang) {
		list = append(list, Fold(s[at.from:at.to]))
	}
	return list
}

// A span is a part of a text: s[from:to].
type span struct{ from, to int }

// sentenceSpans returns the places of the sentences: in order, together the text, apart
// from white space.
func sentenceSpans(s, lang string) []span {
	rules := endingsOf(lang)
	var list []span
	for at := range paragraphs(s) {
		p := newParagraph(s[at.from:at.to], rules)
		for _, one := range p.sentences() {
			from := one.from
			if whole := p.s[one.from:one.to]; atSpaces(whole) {
				for _, i := range spaces(whole) {
					list = append(list, span{at.from + from, at.from + one.from + i})
					from = one.from + i
				}
			}
			list = append(list, span{at.from + from, at.from + one.to})
		}
	}
	return list
}

// paragraphs are the parts of a text between blank lines that are not blank.
func paragraphs(s string) iter.Seq[span] {
	return func(yield func(span) bool) {
		at, from := 0, -1
		for line := range strings.Lines(s) {
			switch blank := strings.TrimSpace(line) == ""; {
			case blank && from >= 0:
				if !yield(span{from, at}) {
					return
				}
				from = -1
			case !blank && from < 0:
				from = at
			}
			at += len(line)
		}
		if from >= 0 {
			yield(span{from, at})
		}
	}
}

// A paragraph is split into sentences.
type paragraph struct {
	s        string // with spaces for line ends
	rules    *endings
	cased    bool   // it has capitals
	enclosed []span // quotations and parentheses, in order, not overlapping
}

func newParagraph(s string, rules *endings) *paragraph {
	p := &paragraph{s: s, rules: rules}
	capitals, fillers := survey(s)
	if fillers || strings.Contains(s, "\n") {
		p.s = plain(s)
	}
	p.cased = capitals
	p.enclosed = enclosures(p.s)
	return p
}

// maxFiller bounds the runs of characters that are no letters, digits or ends of
// sentences: UAX #29 looks ahead to the end of such a run from each of its characters.
const maxFiller = 16

// survey reports whether a text has capitals, and whether it has a long run of fillers.
func survey(s string) (capitals, fillers bool) {
	run := 0
	for _, r := range s {
		if filler(r) {
			if run++; run > maxFiller {
				fillers = true
			}
			continue
		}
		run = 0
		capitals = capitals || unicode.IsUpper(r)
	}
	return capitals, fillers
}

func filler(r rune) bool {
	if r < utf8.RuneSelf {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '.' || r == '!' || r == '?')
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Sentence_Terminal, r)
}

// plain returns the text with spaces for line ends and, of the same length, with soft
// hyphens, which UAX #29 ignores, for the rest of a long run of fillers.
func plain(s string) string {
	out := []byte(s)
	run, from := 0, 0 // from is where the rest of the run begins
	flush := func(to int) {
		if run > maxFiller {
			if (to-from)%2 == 1 {
				out[from] = ' '
				from++
			}
			for ; from < to; from += 2 {
				copy(out[from:], "\u00ad")
			}
		}
		run = 0
	}
	for i, r := range s {
		if !filler(r) {
			flush(i)
			continue
		}
		if run++; run == maxFiller+1 {
			from = i
		}
		if r == '\n' {
			out[i] = ' '
			if i > 0 && s[i-1] == '\r' {
				out[i-1] = ' '
			}
		}
	}
	flush(len(s))
	return string(out)
}

// sentences are the places of the sentences. A part without a letter or a digit belongs
// to the sentence before it, at the beginning to the one after it.
func (p *paragraph) sentences() []span {
	var list []span
	from, seen, inside := 0, 0, 0
	word := false
	for to := range p.candidates() {
		to = p.aligned(to)
		if to <= from || to >= len(p.s) {
			continue
		}
		if to > seen {
			word = word || strings.ContainsFunc(p.s[seen:to], inWord)
			seen = to
		}
		for inside < len(p.enclosed) && p.enclosed[inside].to < to {
			inside++
		}
		if inside < len(p.enclosed) && p.enclosed[inside].from < to || word && !p.ends(from, to) {
			continue
		}
		switch {
		case word:
			list = append(list, span{from, to})
		case len(list) > 0:
			list[len(list)-1].to = to
		default:
			continue
		}
		from, word = to, false
	}
	switch {
	case len(list) > 0 && !strings.ContainsFunc(p.s[from:], inWord):
		list[len(list)-1].to = len(p.s)
	default:
		list = append(list, span{from, len(p.s)})
	}
	return list
}

// candidates are the places where a sentence might end: those of UAX #29 and those that
// it leaves out, in order.
func (p *paragraph) candidates() iter.Seq[int] {
	return func(yield func(int) bool) {
		at := 0
		for tokens := sentences.FromString(p.s); tokens.Next(); {
			from := at
			at += len(tokens.Value())
			for _, i := range p.further(from, at) {
				if !yield(i) {
					return
				}
			}
			if !yield(at) {
				return
			}
		}
	}
}

// aligned moves a place behind closing marks after it, and before an opening mark that
// is attached to the text after it.
func (p *paragraph) aligned(at int) int {
	for {
		r, size := utf8.DecodeRuneInString(p.s[at:])
		if !closes(r) {
			break
		}
		next, _ := utf8.DecodeRuneInString(p.s[at+size:])
		if at+size < len(p.s) && (r == '»' || r == '”' || r == '’') && !unicode.IsSpace(next) && !unicode.IsPunct(next) {
			break // it opens a quotation: »…«, ”…”
		}
		at += size
		for at < len(p.s) {
			r, size := utf8.DecodeRuneInString(p.s[at:])
			if !unicode.IsSpace(r) {
				break
			}
			at += size
		}
	}
	if r, size := utf8.DecodeLastRuneInString(p.s[:at]); unicode.Is(unicode.Ps, r) || r == '«' || r == '‹' {
		at -= size
	}
	return at
}

// closes reports whether a character closes a quotation or a parenthesis.
func closes(r rune) bool {
	return unicode.Is(unicode.Pe, r) || unicode.Is(unicode.Pf, r)
}

const maxEnclosed = 250 // bytes of a quotation or parenthesis that is kept whole

// The marks that begin what a mark may end; where a language has it the other way round
// the mark begins.
var (
	brackets   = map[rune]rune{')': '(', ']': '[', '」': '「', '』': '『', '）': '（'}
	quotations = map[rune]string{'"': `"`, '”': "“„”", '“': "„", '«': "»", '»': "«"}
)

// enclosures are the quotations and parentheses that are short enough to be kept whole.
func enclosures(s string) []span {
	var list []span
	open := map[rune]int{} // where the last mark of a kind is that is not closed
	before := ' '
	for i, r := range s {
		last := before
		before = r
		if r != '"' && r < utf8.RuneSelf && r != '(' && r != ')' && r != '[' && r != ']' || r > '»' && (r < '‘' || r > '„') &&
			(r < '「' || r > '』') && r != '（' && r != '）' {
			continue
		}
		opener, ok := rune(0), false
		switch r {
		case ')', ']', '」', '』', '）':
			opener, ok = brackets[r], true
		case '"', '”', '“', '«', '»':
			opener, ok = partner(r, last, i, open)
		}
		if !ok {
			open[r] = i
			continue
		}
		if from, was := open[opener]; was {
			delete(open, opener)
			if i-from <= maxEnclosed {
				list = append(list, span{from, i})
			}
		}
	}
	return merged(list)
}

// partner returns the opening mark that a quotation mark closes; not ok if it opens.
func partner(r, last rune, at int, open map[rune]int) (opener rune, ok bool) {
	for _, o := range quotations[r] {
		from, was := open[o]
		if !was || at-from > maxEnclosed {
			continue
		}
		if o == r && unicode.IsSpace(last) {
			continue
		}
		return o, true
	}
	return 0, false
}

// merged joins spans that overlap, and puts them in order.
func merged(list []span) []span {
	slices.SortFunc(list, func(a, b span) int { return a.from - b.from })
	var all []span
	for _, s := range list {
		if n := len(all); n > 0 && s.from <= all[n-1].to {
			all[n-1].to = max(all[n-1].to, s.to)
		} else {
			all = append(all, s)
		}
	}
	return all
}
