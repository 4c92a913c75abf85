package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Dateline returns the length of the dateline at the beginning of a text, with the white
// space behind it: where and by whom an article was written, such as
// "LONDON, March 12 (Reuters) - ", "Berlin (dpa) – ", "(CNN) — " and "ALBANY, N.Y. — ". It
// is 0 if the text has none. A place without an agency has to be in capitals, of at least
// four letters, and other text has to follow: a capital, a figure, a quotation mark, or a
// script without case.
func Dateline(s string) int {
	if !strings.ContainsAny(s[:min(len(s), maxDateline)], "-–—(") {
		return 0
	}
	head := s
	if len(head) > maxDateline {
		head = strings.ToValidUTF8(head[:maxDateline], "")
	}
	for _, pattern := range []*regexp.Regexp{agencyDateline, creditDateline, gluedDateline, placeDateline} {
		at := pattern.FindStringIndex(head)
		if at == nil || at[1] == len(s) {
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[at[1]:])
		if !unicode.IsLower(next) && !unicode.IsSpace(next) {
			return at[1]
		}
	}
	return 0
}

const maxDateline = 120 // bytes

var (
	// agencyDateline has a known agency in parentheses behind a place of any writing, or none.
	agencyDateline = regexp.MustCompile(`^(?:[\p{Lu}][\p{L}\p{M}\d .,'’/-]{1,60} )?\((?:` + agencyName +
		`|CNN|Bloomberg|SID|APA|Lusa|Belga|Europa Press)(?: \p{L}+)?\)\.? ?(?:--|-|–|—) ?`)
	// creditDateline has a place in capitals and anybody in parentheses.
	creditDateline = regexp.MustCompile(`^\p{Lu}{2}[\p{L}\p{M}\d .,'’/-]{0,50}\([^()]{2,40}\)\.? ?(?:--|-|–|—) ?`)
	// gluedDateline is of CNN, where the dash is lost.
	gluedDateline = regexp.MustCompile(`^(?:\p{Lu}[\p{L} .,'’-]{1,40} )?\(CNN(?: \p{Lu}\p{L}+)?\) ?`)
	// placeDateline has a place in capitals alone, with a region or a day.
	placeDateline = regexp.MustCompile(`^(?:\p{Lu}[\p{Lu}.'’/-]* ){0,3}\p{Lu}{4,}[\p{Lu}'’/-]*(?:, [\p{L}\d. ]{2,24}){0,2} (?:--|–|—) ?`)
)
