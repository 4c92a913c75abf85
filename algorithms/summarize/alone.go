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

// alone reports whether a sentence can be read without those around it: it is whole and no
// furniture of a web page, asks nothing, does not begin with a word that refers back, such as
// a pronoun, and has no he or she before a name. Names are found by capitals, which
// known knows of words at the beginning of a sentence. Other languages than English have the
// lists of openings alone, or nothing.
func alone(s, lang string, known func(word string) bool) bool {
	words := strings.Fields(unquoted(s))
	if !whole(s) || refersBack(words, lang) || 2*len(strings.Join(words, " ")) < len(s) {
		return false // or most of it is quoted
	}
	return language.Code(lang) != "en" || resolved(words, known) && (len(words) > verbless || finite(s))
}

// verbless is the length of longer sentences, in words, which have a verb: not all verbs are known.
const verbless = 8

// whole reports whether a sentence is neither cut nor a question nor furniture of a page.
func whole(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(first) && first != '(' && !unfinished(s) && paired(s) && !furniture(s)
}

// refersBack reports whether a sentence begins with a word that refers to an earlier sentence.
func refersBack(words []string, lang string) bool {
	words = words[max(slices.IndexFunc(words, func(w string) bool { return bareWord(w) != "" }), 0):] // without quotation marks
	if len(words) == 0 {
		return true
	}
	opening, next := bareWord(words[0]), ""
	if len(words) > 1 {
		next = bareWord(words[1])
	}
	lang = language.Code(lang)
	switch {
	case lang == "en" && opening == "this" && periods[next]:
		return false
	case openings[lang][opening]:
		return true
	case lang != "en":
		return false
	case opening == "the":
		return backward[next]
	case !counts[opening] && !quantifiers[opening]:
		return false
	}
	return strings.HasSuffix(words[0], ",") || verbs[next] || quantifiers[opening] && passive[next] ||
		next == "of" && len(words) > 2 && pronouns[bareWord(words[2])]
}

// resolved reports whether he, she and the like have a name before them, they and it some
// words, and whether nothing is pointed at or said by the writer.
func resolved(words []string, known func(word string) bool) bool {
	named := false
	for i, w := range words {
		b := bareWord(w)
		switch {
		case persons[b] && !named, i < 2 && pronouns[b]: // Among them, When they
			return false
		case speakers[b] && !strings.Contains(w, "US") && !strings.Contains(w, "U.S"):
			return false
		case b == "these", b == "this" && i+1 < len(words) && !periods[bareWord(words[i+1])]:
			return false
		case b == "that" && i > 0 && strings.HasSuffix(words[i-1], ","):
			return false // In Ostmoor, that sum was reached
		case b == "that" && i > 0 && pointing[bareWord(words[i-1])], b == "then" && i < 3:
			return false // blamed them for that attack, Until then
		}
		if capital(w) && !text.StopWord(b, "en") {
			named = named || i > 0 || known(b)
		}
	}
	return true
}

// capital reports whether the first letter of a word is a capital.
func capital(w string) bool {
	at := strings.IndexFunc(w, unicode.IsLetter)
	if at < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(w[at:])
	return unicode.IsUpper(r)
}

// bareWord is a word in lower case without punctuation and what follows an apostrophe.
func bareWord(w string) string {
	w = strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	if at := strings.IndexAny(w, "'’"); at > 0 {
		w = w[:at]
	}
	return w
}

// unquoted returns a text without its quotations.
func unquoted(s string) string {
	var b strings.Builder
	from := 0
	for _, q := range text.Quotes(s) {
		b.WriteString(s[from:q.From])
		from = q.To
	}
	b.WriteString(s[from:])
	return b.String()
}

// paired reports whether quotation marks and parentheses are closed.
func paired(s string) bool {
	count := func(marks string) (n int) {
		for _, m := range marks {
			n += strings.Count(s, string(m))
		}
		return n
	}
	return count(`"`)%2 == 0 && count("“„«»”")%2 == 0 && count("(") == count(")") && count("[") == count("]") && count("「『") == count("」』")
}

// unfinished reports whether a text is a question, or breaks off.
func unfinished(s string) bool {
	return slices.ContainsFunc([]string{"?", "...", "…", ":"}, func(end string) bool { return strings.HasSuffix(s, end) })
}

// furniture reports whether a sentence belongs to the page around the news.
func furniture(s string) bool {
	if heading.MatchString(s) {
		return true
	}
	lower := strings.ToLower(s)
	return slices.ContainsFunc(notices, func(part string) bool { return strings.Contains(lower, part) })
}

// heading is how captions, links and credits begin.
var heading = regexp.MustCompile(`(?i)` +
	`^(?:(?:file|photo|image|video|watch|read|related|more|live|update|correction|editor['’]s note|by)(?: more)? ?[:—–-]|` +
	`(?:follow|subscribe|sign up|click|watch|listen|read more|see also|copyright|by [\p{L}. ]+$))`)

// notices are parts of sentences that are not of the news.
var notices = []string{"http://", "https://", "©", "all rights reserved", "getty images", "contributed to this report",
	"contributed to this story", "contributed to this article", "reporting by ", "newsletter", "file photo", "this article was",
	"this story was", "this article has been", "this story has been", " is seen in ", " is seen at ", " is pictured ", " are seen in ",
	" are seen at ", " are pictured ", " is shown in ", " are shown in "}
