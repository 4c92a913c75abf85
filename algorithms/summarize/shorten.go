package summarize

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/language"
	"github.com/seed-9405df2f/assay/corpus/text"
)

const minClause = 6 // words that have to remain

var (
	// aside is in parentheses between spaces.
	aside = regexp.MustCompile(` \([^()]*\)`)
	// opening joins a sentence to the one before it.
	opening = regexp.MustCompile(`^(But|And|Still,?|Yet,?|Now,|So,|Thus,|Indeed,|Separately,|` +
		`However,|Meanwhile,|Moreover,|Furthermore,|Also,|` +
		`In addition,|Additionally,|In the meantime,) `)
	// connective joins it within the sentence.
	connective = regexp.MustCompile(`, (?:however|meanwhile|though|moreover|therefore|too),`)
	// label is a heading of a paragraph.
	label = regexp.MustCompile(`^(?:Details|Background|Context|The context|Flashback|What['’]s (?:next|new)|What(?:['’]s)? happening|` +
		`Why it matters|Driving the news|The big picture|The bottom line|Between the lines|The backdrop|Yes, but|State of play|Zoom (?:in|out)|` +
		`By the numbers|The latest|What to watch|What they['’]re saying|Of note|Worth noting|The other side|The intrigue|Be smart|` +
		`Reality check|How it works|Key takeaways?|Developing|Breaking|Breaking news): (\p{Lu})`)
	// trailing is a relative clause that the rest can do without: after a comma, up to the end.
	trailing = regexp.MustCompile(`, (which|who|whose) [^,;:()"“”]*\.$`)
)

// clause shortens a sentence if the rest keeps its meaning. In English it removes
// what joins the sentence to the one before, asides in
// parentheses, and a relative clause at the end after a comma. What attributes, limits,
// negates or has a number stays. Nothing is cut from a sentence with quotation marks,
// or if fewer than six words would remain.
func clause(s, lang string) string {
	if language.Code(lang) != "en" {
		return s
	}
	s = label.ReplaceAllString(s, "$1")
	s = shorter(s, connective, "")
	if short := shorter(s, opening, ""); short != s {
		s = capitalised(short)
	}
	if strings.ContainsAny(s, `"“”‘`) {
		return s
	}
	if short := shorter(s, aside, ""); sameNumbers(short, s) {
		s = short
	}
	if short := shorter(s, trailing, "."); sameNumbers(short, s) {
		s = short
	}
	return s
}

const maxVariants = 24

// A shortener collects shorter forms of a sentence.
type shortener struct{ forms []string }

// variants are shorter forms of an English sentence, each of words of it in their order: without
// appositions, asides and relative clauses, without what was before, after or at the same time,
// and each main clause by itself. What attributes, negates and sets conditions stays, but for
// public bodies that state facts.
func variants(s string) []string {
	list := &shortener{[]string{s}}
	for i := 0; i < len(list.forms) && len(list.forms) < maxVariants; i++ {
		list.asides(list.forms[i])
		list.endings(list.forms[i])
		list.clauses(list.forms[i])
	}
	return list.forms
}

func (l *shortener) add(short string) {
	if !slices.Contains(l.forms, short) && len(strings.Fields(short)) >= minClause && stands(short) {
		l.forms = append(l.forms, short)
	}
}

// remove adds a sentence without a part that may not hold one half of a pair of marks.
func (l *shortener) remove(s string, from, to int, by string) {
	if paired(s[:from]) && paired(s[from:to]) && (by != "." || !strings.HasSuffix(strings.TrimRight(s[:from], `"”`), ",")) {
		l.add(s[:from] + by + s[to:])
	}
}

// asides leaves out what is within the sentence, and what sets its scene.
func (l *shortener) asides(s string) {
	cut := func(from, to int, by string) {
		if !limits(s[from:to]) {
			l.remove(s, from, to, by)
		}
	}
	if at := dashed.FindStringIndex(s); at != nil {
		cut(at[0], at[1], " ")
	}
	if at := within.FindStringSubmatchIndex(s); at != nil && isFinite(lastWord(s[at[2]:at[3]-1])) {
		cut(at[0], at[2], " ")
	}
	if at := named.FindStringSubmatchIndex(s); at != nil && isFinite(lastWord(s[at[6]:at[7]])) && stood(s[:at[3]], s[at[4]:at[5]]) {
		cut(at[4], at[5], " ")
	}
	if at := weekday.FindStringIndex(s); at != nil && !prepositions[lastWord(s[:at[0]])] && !strings.HasPrefix(s[at[1]:], ",") {
		cut(at[0], at[1], "")
	}
	at := setting.FindStringIndex(s)
	if at == nil {
		return
	}
	subject, _, more := strings.Cut(s[at[1]:], ",")
	if more && !finite(subject) && len(subject)+at[1]+2 < len(s) { // In Texas, the second state by size, it rained
		at[1] += len(subject) + 2
		subject, _, more = strings.Cut(s[at[1]:], ",")
	}
	if paired(s[:at[1]]) && !limits(s[:at[1]]) && finite(subject) && (!more || !limits(subject)) { // At dawn, he said, it rained
		l.add(capitalised(s[at[1]:]))
	}
}

// endings leaves out what ends the sentence.
func (l *shortener) endings(s string) {
	for _, e := range []struct {
		pattern *regexp.Regexp
		good    func(before, part string) bool
	}{
		{behind, func(before, part string) bool { return !dash.MatchString(before) && !limits(part) }},
		{source, func(string, string) bool { return true }},
		{ending, func(_, part string) bool { return !goesOnBehind(part) && (aloud.MatchString(part) || !limits(part)) }},
		{last, func(_, part string) bool { return aloud.MatchString(part) || !limits(part) }},
		{during, func(before, part string) bool {
			return complete(before) && !finites[lastWord(before)] && !negates(before) && (!asWell.MatchString(part) || finite(part) && !limits(part))
		}},
		{further, func(before, part string) bool {
			return complete(before) && !isFinite(lastWord(before)) && !strings.HasSuffix(before, "ing") &&
				!finite(relative.Split(part[1:], 2)[0]) && !limits(part) && !negates(before) &&
				!(narrows.MatchString(part) && numbered(before))
		}},
		{doing, func(before, part string) bool { return complete(before) && !limits(part) && !negates(before) }},
	} {
		if at := e.pattern.FindStringSubmatchIndex(s); at != nil && e.good(s[:at[2]], s[at[2]:at[3]]) {
			l.remove(s, at[2], at[3], ".")
		}
	}
}

// stood reports whether a sentence can do without what is between its first two commas.
func stood(subject, part string) bool {
	first, _, _ := strings.Cut(subject, " ")
	return !finite(subject) && !finite(part[1:]) && !prepositions[bareWord(first)] && len(strings.Fields(subject)) <= 8
}

// clauses takes one of two clauses or predicates.
func (l *shortener) clauses(s string) {
	if at := another.FindStringSubmatchIndex(s); at != nil && goesOn(s[at[4]:at[5]], s[at[6]:at[7]]) {
		l.remove(s, at[2], at[3], ".")
	}
	if at := described.FindStringSubmatchIndex(s); at != nil {
		at = slices.DeleteFunc(at, func(i int) bool { return i < 0 })
		if before := s[:at[2]]; isFinite(s[at[4]:at[5]]) && complete(before) && !limits(s[at[2]:]) && !negates(before) {
			l.remove(s, at[2], at[3], ".")
		}
	}
	at := second.FindStringSubmatchIndex(s)
	if at == nil || !paired(s[:at[0]]) || !finite(s[:at[0]]) || lists(s[:at[0]]) || !subject(s[at[2]:at[3]]) {
		return
	}
	l.remove(s, at[0], len(s), ".")
	l.add(capitalised(s[at[2]:at[3]]))
}

// goesOnBehind reports whether a part between commas has the verb of the sentence behind it:
// the won, took a hit.
func goesOnBehind(part string) bool {
	for _, m := range onward.FindAllStringSubmatch(part[1:], -1) {
		if isFinite(m[1]) {
			return true
		}
	}
	return false
}

// complete reports whether a text can end a sentence, what follows being a circumstance.
func complete(s string) bool {
	w := lastWord(s)
	if at := subordinate.FindStringIndex(s); at != nil && !finite(s[at[1]:]) {
		return false
	}
	return !spans[w] && !relating[w] && !text.StopWord(w, "en") && !strings.HasSuffix(w, "ly") && !strings.HasSuffix(s, ",")
}

// numbered reports whether a text counts, which what follows may limit: 200 died in the county.
func numbered(s string) bool {
	return strings.ContainsAny(s, "0123456789") || len(text.Numbers(s, "en")) > 0
}

// stands reports whether a text has a verb that is not that of a relative clause of its subject,
// and a part of the sentence behind what sets it.
func stands(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	if prepositions[bareWord(first)] && !strings.Contains(s, ",") && !strings.HasPrefix(s, "At least") || nested.MatchString(s) {
		return false
	}
	at := ofSubject.FindStringIndex(s)
	if at == nil || finite(s[:at[0]]) {
		return finite(s)
	}
	words := strings.Fields(s[at[1]:])
	verb := slices.IndexFunc(words, func(w string) bool { return isFinite(bareWord(w)) })
	for verb >= 0 && verb < len(words) && isFinite(bareWord(words[verb])) {
		verb++ // have paid
	}
	return verb > 0 && finite(strings.Join(words[verb:], " "))
}

// lists reports whether a text ends with an item of a list: drugs, crime.
func lists(s string) bool {
	at := strings.LastIndexByte(s, ',')
	return at >= 0 && len(strings.Fields(s[at+1:])) <= 4 && !finite(s[at+1:])
}

// lastWord is the last word of a text, in lower case.
func lastWord(s string) string { return bareWord(s[strings.LastIndexByte(s, ' ')+1:]) }

// goesOn reports whether a verb and the word after it are a further statement on a subject.
func goesOn(verb, next string) bool {
	return finites[verb] || isFinite(verb) && (attributive[next] || capital(next))
}

// negates reports whether a text denies something: what follows may say of which part.
func negates(s string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(w string) bool {
		return negations[bareWord(w)] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")
	})
}

// limits reports whether a part of a sentence says who says so, or when it is not so.
func limits(s string) bool {
	relative := false // of those who said so
	for w := range strings.FieldsSeq(s) {
		b := bareWord(w)
		if limiting[b] && !(relative && b == "said") {
			return true
		}
		relative = b == "who" || b == "which"
	}
	return false
}

// finite reports whether a text has a verb that can be that of a sentence. What ends in -ed
// is none behind a comma, an article or a preposition, or before by.
func finite(s string) bool {
	words := strings.Fields(s)
	for i, w := range words {
		b := bareWord(w)
		if finites[b] {
			return true
		}
		if i > 0 && isFinite(b) && !strings.HasSuffix(words[i-1], ",") && !attributive[bareWord(words[i-1])] && !possessive(words[i-1]) &&
			(i+1 == len(words) || words[i+1] != "by") {
			return true
		}
	}
	return false
}

func possessive(w string) bool {
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") || strings.HasSuffix(w, "s’")
}

func isFinite(w string) bool {
	return finites[w] || len(w) > 4 && strings.HasSuffix(w, "ed")
}

// subject reports whether a clause begins with its subject, with the verb soon after it.
func subject(s string) bool {
	words := strings.Fields(s)
	if openings["en"][bareWord(words[0])] || prepositions[bareWord(words[0])] {
		return false
	}
	for i, w := range words[:min(len(words), 7)] {
		switch b := bareWord(w); {
		case isFinite(b):
			return i > 0 && bareWord(words[i-1]) != "and" && bareWord(words[i-1]) != "or"
		case strings.HasSuffix(w, ","), b == "which", b == "who", b == "that":
			return false
		}
	}
	return false
}

// sameNumbers reports whether both texts have as many figures and numbers in words.
func sameNumbers(a, b string) bool {
	if a == b {
		return true // most often
	}
	digits := func(s string) (n int) {
		for _, r := range s {
			if unicode.IsDigit(r) {
				n++
			}
		}
		return n
	}
	return digits(a) == digits(b) && len(text.Numbers(a, "en")) == len(text.Numbers(b, "en"))
}

// shorter replaces what the pattern finds if enough words remain.
func shorter(s string, pattern *regexp.Regexp, by string) string {
	if short := pattern.ReplaceAllString(s, by); len(text.Words(short)) >= minClause {
		return short
	}
	return s
}

func capitalised(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	word, _, _ := strings.Cut(s, " ")
	if !unicode.IsLower(first) || strings.ContainsFunc(word, unicode.IsUpper) {
		return s // such as iPhone
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
