package text

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/language"
)

// endings are the words that decide in a language whether a full stop ends a sentence,
// explained in their file.
type endings struct {
	lang     string
	kinds    map[string]string // never, number, seldom or often, by abbreviation; part of a longer one
	capitals map[string]bool   // abbreviations that have a capital
	starters map[string]bool
}

// listed are the languages that have tables of their own.
var listed = []string{"de", "en", "es", "fr", "it", "nl", "pt"}

// kindsInOrder has the kind that ends the fewest sentences first.
var kindsInOrder = []string{"never", "number", "seldom", "often"}

var endingsByLanguage = func() map[string]*endings {
	all := map[string]*endings{"": newEndings("")}
	for _, lang := range listed {
		all[lang] = newEndings(lang)
	}
	return all
}()

// endingsOf returns the rules for a language, by its tag or name.
func endingsOf(tag string) *endings {
	if e, ok := endingsByLanguage[tag]; ok {
		return e
	}
	if e, ok := endingsByLanguage[language.Code(tag)]; ok {
		return e
	}
	return endingsByLanguage[""]
}

// newEndings makes the rules of one language, or of all if it is empty.
func newEndings(lang string) *endings {
	e := &endings{lang: lang, kinds: map[string]string{}, capitals: map[string]bool{}, starters: map[string]bool{}}
	langs := []string{lang}
	if lang == "" {
		langs = listed
	}
	for _, kind := range kindsInOrder {
		e.add(kind, "")
	}
	for _, kind := range kindsInOrder {
		for _, l := range langs {
			e.add(kind, l)
		}
	}
	for _, l := range langs {
		for word := range tables["starters "+l] {
			if _, name := tables["particles"][word]; lang != "" || !name || l == "de" {
				e.starters[word] = true
			}
		}
	}
	return e
}

// add adds the abbreviations of a kind in a language; without one, those of every
// language.
func (e *endings) add(kind, lang string) {
	for entry := range tables[strings.TrimSpace(kind+" "+lang)] {
		key := strings.ToLower(entry)
		if _, word := tables["words"][key]; word && lang != "" && e.lang == "" {
			continue
		}
		e.kinds[key] = kind
		e.capitals[key] = key != entry && !strings.Contains(entry, ".")
		for i, c := range key {
			if part := key[:i]; c == '.' && e.kinds[part] == "" {
				e.kinds[part] = "part"
			}
		}
	}
}

// ends reports whether a sentence ends at a place where UAX #29 or further has one end.
func (p *paragraph) ends(from, to int) bool {
	c := newCut(p.s, from, to)
	switch {
	case c.mark == '.' || c.mark == '．' && c.next < utf8.RuneSelf:
		return p.stopEnds(&c)
	case c.mark == '!' || c.mark == '?':
		return p.questionEnds(&c)
	case c.mark == '၊': // a comma
		return false
	case c.mark == '…':
		return p.ellipsisEnds(&c)
	case c.quoted && !c.spaced:
		return !attributes(c.after)
	}
	return true
}

// A cut is a place in a text where a sentence might end.
type cut struct {
	before string // without the mark and what closes quotations behind it; at most 200 bytes
	after  string // from the next word, at most 200 bytes
	mark   rune
	next   rune   // first character of after
	word   string // the letters at the beginning of after, in lower case
	quoted bool   // a quotation or parenthesis was closed behind the mark
	spaced bool   // there is white space between the two
	alone  bool   // before is the whole sentence up to here
	dotted int    // full stops at the end
	opened bool   // a quotation or parenthesis opens before the next word
}

const maxAround = 200

func newCut(s string, from, to int) cut {
	from, begin := max(from, to-maxAround), from
	before := s[from:to]
	trimmed := strings.TrimRightFunc(before, unicode.IsSpace)
	c := cut{spaced: len(trimmed) < len(before), alone: from == begin}
	body := strings.TrimRightFunc(trimmed, func(r rune) bool {
		return unicode.IsSpace(r) || r == '"' || r == '\'' || closes(r) || unicode.Is(unicode.Pi, r)
	})
	c.quoted = len(body) < len(trimmed)
	r, size := utf8.DecodeLastRuneInString(body)
	c.mark = r
	c.before = body[:len(body)-size]
	c.dotted = len(body) - len(strings.TrimRight(body, "."))
	rest := s[to:min(len(s), to+maxAround)]
	c.after = strings.TrimLeftFunc(rest, func(r rune) bool { return !inWord(r) })
	c.opened = len(c.after) < len(rest)
	c.next, _ = utf8.DecodeRuneInString(c.after)
	c.word = firstWord(c.after)
	return c
}

// firstWord returns the letters at the beginning of a text in lower case, apostrophes
// and hyphens within them included.
func firstWord(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-'
	})
	if end < 0 {
		end = len(s)
	}
	return strings.ReplaceAll(strings.ToLower(strings.TrimRight(s[:end], "'’-")), "’", "'")
}

// stopEnds reports whether a full stop ends a sentence.
func (p *paragraph) stopEnds(c *cut) bool {
	switch {
	case spaceless(c.next) && !ideographic(c.next):
		return false // Thai and the like write it after abbreviations only
	case c.quoted && !c.spaced && unicode.Is(unicode.Hangul, c.next):
		return false // a particle of Korean
	case c.dotted > 1:
		return p.ellipsisEnds(c)
	}
	token := lastToken(c.before)
	if c.alone && (token == c.before || strings.TrimSpace(c.before) == token) && enumerates(token) {
		return false
	}
	kind := p.rules.kind(c.before, token)
	if next, _, _ := strings.Cut(c.after, "."); kind == "part" && p.rules.kinds[strings.ToLower(noSpace(token)+"."+next)] != "" {
		return false
	}
	switch kind {
	case "never":
		return false
	case "number":
		return p.unnumbered(c, token)
	case "often":
		return !unicode.IsDigit(c.next) && !unicode.IsLower(c.next) && !timely(c)
	case "seldom":
		return p.starts(c)
	}
	switch {
	case wholeNumber(token):
		return p.numberEnds(c, token)
	case initials(token) || hyphened(token):
		return p.initialEnds(c, token)
	case p.rules.lang == "de" && len(token) > 1 && roman(token):
		return p.starts(c)
	case honorific(token):
		return false
	case abbreviated(token) || p.rules.lang == "de" && strings.HasSuffix(token, "str"):
		return p.starts(c)
	}
	return true
}

// unnumbered reports whether no number follows: a Roman one neither, but No. I think not.
func (p *paragraph) unnumbered(c *cut, token string) bool {
	if unicode.IsDigit(c.next) || roman(c.after) && !strings.EqualFold(token, "no") {
		return false
	}
	return !p.cased || !unicode.IsLower(c.next)
}

// kind returns what the tables say about the word before a full stop, alone, with words
// before it that have one, and after a hyphen in it.
func (e *endings) kind(before, token string) string {
	kind := ""
	long := noSpace(token)
	rest := strings.TrimSuffix(before, token)
	for range 4 {
		kind = cmp.Or(e.entry(long), kind)
		shorter := strings.TrimRightFunc(rest, unicode.IsSpace)
		if !strings.HasSuffix(shorter, ".") {
			break
		}
		part := lastToken(shorter[:len(shorter)-1])
		if part == "" || len(part) > 8 {
			break
		}
		rest = strings.TrimSuffix(shorter[:len(shorter)-1], part)
		long = noSpace(part) + "." + long
	}
	if at := strings.LastIndexAny(token, "-/"); at >= 0 && at+2 < len(token) && kind == "" {
		kind = e.entry(token[at+1:])
	}
	return kind
}

func (e *endings) entry(abbreviation string) string {
	key := strings.ToLower(abbreviation)
	if e.capitals[key] && key == abbreviation {
		return ""
	}
	return e.kinds[key]
}

// noSpace returns a token without the white space of U+00A0 and the like.
func noSpace(token string) string { return strings.Join(strings.Fields(token), "") }

// lastToken returns what follows the last white space, dash or opening mark of a
// text, and after an elision such as l'.
func lastToken(s string) string {
	at := strings.LastIndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '"' || r == '—' || r == '–' || r == '…' || r != '’' &&
			unicode.In(r, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf)
	})
	if at >= 0 {
		_, size := utf8.DecodeRuneInString(s[at:])
		s = s[at+size:]
	}
	if at = strings.LastIndexAny(s, "'’"); at >= 0 {
		_, size := utf8.DecodeRuneInString(s[at:])
		if rest := s[at+size:]; at == 0 || utf8.RuneCountInString(rest) > 1 {
			return rest
		}
	}
	return s
}

// starts reports whether the next word begins a sentence.
func (p *paragraph) starts(c *cut) bool {
	if p.cased && !unicode.IsUpper(c.next) {
		return false
	}
	if utf8.RuneCountInString(c.word) == 1 && strings.HasPrefix(c.after[len(c.word):], ".") {
		return false // an initial
	}
	if p.rules.starters[c.word] {
		return true
	}
	elided, _, ok := strings.Cut(c.word, "'")
	return ok && p.rules.starters[elided+"'"]
}

// ellipsisEnds reports whether a sentence ends at dots before this word.
func (p *paragraph) ellipsisEnds(c *cut) bool {
	if !unicode.IsLetter(c.next) || strings.TrimRight(c.before, ". ") == "" {
		return c.spaced && unicode.IsDigit(c.next)
	}
	if p.rules.lang == "de" {
		return p.starts(c)
	}
	return c.spaced && !unicode.IsLower(c.next)
}

// numberEnds reports whether a sentence ends after a number with a full stop.
func (p *paragraph) numberEnds(c *cut, token string) bool {
	last := token[len(strings.TrimRight(token, "0123456789")):]
	short := len(last) <= 3
	if _, month := ordinalMonths[c.word]; month && len(last) <= 2 {
		return false
	}
	if p.rules.lang != "de" || !short {
		return true
	}
	if unicode.IsDigit(c.next) {
		return len(last) > 2
	}
	word := strings.ToLower(lastToken(strings.TrimRightFunc(strings.TrimSuffix(c.before, token), unicode.IsSpace)))
	_, cardinal := tables["cardinal"][word]
	return p.starts(c) || cardinal
}

// ordinalMonths are the months of German, whose days are ordinals.
var ordinalMonths = func() map[string]bool {
	set := map[string]bool{"jänner": true, "feber": true}
	for word := range tables["months de"] {
		set[word] = true
	}
	for _, word := range strings.Fields("jan feb mär apr jun jul aug sep sept okt nov dez") {
		set[word] = true
	}
	return set
}()

// initialEnds reports whether a sentence ends after a single letter, or several with
// full stops between them.
func (p *paragraph) initialEnds(c *cut, token string) bool {
	first, _ := utf8.DecodeRuneInString(token)
	if !unicode.IsUpper(first) && !unicode.IsLower(first) {
		return false
	}
	word := strings.ToLower(lastToken(strings.TrimRightFunc(strings.TrimSuffix(c.before, token), unicode.IsSpace)))
	if _, ok := tables["lettered"][word]; ok {
		return true
	}
	if unicode.IsDigit(c.next) || !p.starts(c) {
		return false
	}
	if _, particle := tables["particles"][c.word]; particle {
		rest := strings.TrimLeft(c.after[len(c.word):], " ")
		next, _ := utf8.DecodeRuneInString(rest)
		return !unicode.IsUpper(next) // J. Le Pen
	}
	return true
}

// timely reports whether a weekday, a month or a time zone follows a time of day.
func timely(c *cut) bool {
	_, weekday := tables["weekdays en"][c.word]
	_, month := tables["months en"][c.word]
	_, zone := tables["time zones"][c.word]
	_, after, _ := strings.Cut(c.after, " ")
	return weekday || month || zone || firstWord(after) == "time"
}

// enumerates reports whether a token is the number or letter of an item of a list.
func enumerates(token string) bool {
	return wholeNumber(token) && len(token) <= 3 || utf8.RuneCountInString(token) == 1 || roman(token)
}

// wholeNumber reports whether a token is a number without separators; ranges such as 3./4.
// and 3.-5. count.
func wholeNumber(token string) bool {
	return token != "" && isDigit(token[len(token)-1]) &&
		strings.TrimLeft(token, "0123456789./-–") == "" && !decimal(token)
}

// decimal reports whether a full stop is between two digits of a token.
func decimal(token string) bool {
	for i := 1; i+1 < len(token); i++ {
		if token[i] == '.' && isDigit(token[i-1]) && isDigit(token[i+1]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// roman reports whether a text begins with a Roman number of capitals.
func roman(s string) bool {
	end := len(s) - len(strings.TrimLeft(s, "IVXLC"))
	next, _ := utf8.DecodeRuneInString(s[end:])
	return end > 0 && (end == len(s) || !unicode.IsLetter(next))
}

// hyphened reports whether a token is initials with hyphens, such as J.-P.
func hyphened(token string) bool {
	first, rest, ok := strings.Cut(token, ".-")
	return ok && initials(first) && initials(rest)
}

// abbreviated reports whether a word has no vowel, as abbreviations do and no words.
func abbreviated(token string) bool {
	if len(token) < 2 || len(token) > 6 || strings.ToUpper(token) == token {
		return false
	}
	if _, unit := tables["measures"][strings.ToLower(token)]; unit {
		return false
	}
	return strings.Trim(strings.ToLower(token), "bcdfghjklmnpqrstvwxz") == ""
}
