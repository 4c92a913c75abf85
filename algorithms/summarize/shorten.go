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
	opening = regexp.MustCompile(`^(But|And|However,|Meanwhile,|Moreover,|Furthermore,|Also,|In addition,|Additionally,|In the meantime,) `)
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

// connecting are words that begin a part of a sentence that the rest can do without.
const connecting = `while|as|with|including|such as|amid|even as|from|at|for|in|a|an|the|after|before|when|where|who|which|whose`

var (
	// within is a relative clause or an apposition between commas, before a verb.
	within = regexp.MustCompile(`, (?:which|who|whose|where|the|a|an) [^;:()]{2,160}?, (\p{L}+ )`)
	// dashed is between dashes, or behind one up to the end.
	dashed = regexp.MustCompile(` (?:--|—|–) [^—–]{2,100}? (?:--|—|–) `)
	behind = regexp.MustCompile(` (?:--|—|–) [^—–]+\.$`)
	// setting is when, where or doing what at the beginning.
	setting = regexp.MustCompile(`^(?:` +
		`On|In|At|After|Before|During|Following|Since|Late|Early|Earlier|Last|By|\p{Lu}\p{L}+ing) [^;:()]{2,120}?, `)
	// ending is what came of it, went on at the same time, or is said of the last noun, at the end.
	ending = regexp.MustCompile(`,(?: (?:` + connecting + `|(?:some|many|most|all|both|one) of wh(?:om|ich))| \p{L}+ing) [^;:()]+\.$`)
	// last is the ending that begins last.
	last = regexp.MustCompile(`, (?:(?:` + connecting + `) |\p{L}+ing )[^,;:()]+\.$`)
	// weekday is the day of what happened.
	weekday = regexp.MustCompile(` (?:on |late |early |late on |early on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day` +
		`(?: night| morning| afternoon| evening)?\b`)
	// during is when or during what, without a comma; what is before it tells more of the time if it is a word of that.
	during = regexp.MustCompile(` (?:after|before|amid|while|following|when) [^,;:()]+\.$`)
	// described is what an indefinite noun is or did, at the end.
	described = regexp.MustCompile(` an? [^,.;:()]{3,60}?` +
		`( (?:that|which|who) (?:is|are|was|were|has|have|had|will|would|could|can) [^,;:()]+)\.$`)
	// another is a further verb of the same subject, at the end, with the word after it.
	another = regexp.MustCompile(`,? (?:and|but) (\p{L}+) (\p{L}+) [^,;:()]*\.$`)
	// second is a further main clause at the end.
	second = regexp.MustCompile(`(?:;|, (?:and|but|while)) (\p{L}[^;]+\.)$`)
)

// variants are shorter forms of an English sentence, each of words of it in their order: without
// appositions, asides and relative clauses, without what was before, after or at the same time,
// and each main clause by itself. What attributes, negates and sets conditions stays.
func variants(s string) []string {
	list := []string{s}
	for i := 0; i < len(list) && len(list) < maxVariants; i++ {
		of := list[i]
		add := func(short string) {
			if !slices.Contains(list, short) && len(strings.Fields(short)) >= minClause && finite(short) {
				list = append(list, short)
			}
		}
		cut := func(at []int, by string) {
			if at != nil && paired(of[:at[0]]) && paired(of[at[0]:at[1]]) && !limits(of[at[0]:at[1]]) {
				add(of[:at[0]] + by + of[at[1]:])
			}
		}
		cut(dashed.FindStringIndex(of), " ")
		cut(behind.FindStringIndex(of), ".")
		cut(ending.FindStringIndex(of), ".")
		cut(last.FindStringIndex(of), ".")
		if at := during.FindStringIndex(of); at != nil && !spans[lastWord(of[:at[0]])] {
			cut(at, ".")
		}
		if at := described.FindStringSubmatchIndex(of); at != nil {
			cut(at[2:4], "")
		}
		if at := another.FindStringSubmatchIndex(of); at != nil && goesOn(of[at[2]:at[3]], of[at[4]:at[5]]) {
			cut(at[:2], ".")
		}
		if at := within.FindStringSubmatchIndex(of); at != nil && isFinite(bareWord(of[at[2]:at[3]])) {
			cut([]int{at[0], at[2]}, " ")
		}
		if at := weekday.FindStringIndex(of); at != nil && !prepositions[lastWord(of[:at[0]])] {
			cut(at, "")
		}
		if at := setting.FindStringIndex(of); at != nil && paired(of[:at[1]]) && !limits(of[:at[1]]) {
			if subject, _, more := strings.Cut(of[at[1]:], ","); !more || !limits(subject) { // At dawn, he said, it rained
				add(capitalised(of[at[1]:]))
			}
		}
		if at := second.FindStringSubmatchIndex(of); at != nil && paired(of[:at[0]]) && finite(of[:at[0]]) && subject(of[at[2]:at[3]]) {
			cut([]int{at[0], len(of)}, ".")
			add(capitalised(of[at[2]:at[3]]))
		}
	}
	return list
}

// lastWord is the last word of a text, in lower case.
func lastWord(s string) string { return bareWord(s[strings.LastIndexByte(s, ' ')+1:]) }

// goesOn reports whether a verb and the word after it are a further statement on a subject.
func goesOn(verb, next string) bool {
	return finites[verb] || isFinite(verb) && attributive[next]
}

// limits reports whether a part of a sentence says who says so, or when it is not so.
func limits(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if limiting[bareWord(w)] {
			return true
		}
	}
	return false
}

const maxVariants = 12

// finite reports whether a text has a verb that can be that of a sentence. What ends in -ed
// is none behind a comma, an article or a preposition, or before by.
func finite(s string) bool {
	words := strings.Fields(s)
	for i, w := range words {
		b := bareWord(w)
		if finites[b] {
			return true
		}
		if i > 0 && isFinite(b) && !strings.HasSuffix(words[i-1], ",") && !attributive[bareWord(words[i-1])] &&
			(i+1 == len(words) || words[i+1] != "by") {
			return true
		}
	}
	return false
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
			return i > 0
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
