package summarize

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus/text"
)

const minClause = 6 // words that have to remain

var (
	// dateline is where and by whom an article was written, and the first letter after it: LONDON (Reuters) - A
	dateline = regexp.MustCompile(`^\p{Lu}{2}[\p{L} .,'/-]{0,40}\([^()]{2,40}\) ?(?:--|-|–|—) ?(["“]?\p{Lu})`)
	// aside is in parentheses between spaces.
	aside = regexp.MustCompile(` \([^()]*\)`)
	// opening joins a sentence to the one before it.
	opening = regexp.MustCompile(`^(But|And|However,|Meanwhile,|Moreover,|Furthermore,|Also,|In addition,) `)
	// trailing is a relative clause that the rest can do without: after a comma, up to the end.
	trailing = regexp.MustCompile(`, (which|who|whose) [^,;:()"“”]*\.$`)
)

// clause shortens a sentence if the rest keeps its meaning: it removes a dateline in
// every language; in English what joins the sentence to the one before, asides in
// parentheses, and a relative clause at the end after a comma. What attributes, limits,
// negates or has a number stays. Nothing is cut from a sentence with quotation marks,
// or if fewer than six words would remain.
func clause(s, lang string) string {
	s = shorter(s, dateline, "$1")
	if base, _, _ := strings.Cut(lang, "-"); base != "en" {
		return s
	}
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

// sameNumbers reports whether both texts have as many figures and numbers in words.
func sameNumbers(a, b string) bool {
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
