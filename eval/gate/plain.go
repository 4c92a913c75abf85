package gate

import (
	"strings"
	"unicode"
)

// Plain returns a text as one line, for a table or a message: line breaks and control characters
// become blanks, characters that change the direction of writing are removed, and a text of more
// than most characters is cut and ends in an ellipsis.
func Plain(s string, most int) string {
	if len(s) > 16*most { // no need to read all of a long text
		s = strings.ToValidUTF8(s[:16*most], "")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r) || r == '\uFEFF' || r == unicode.ReplacementChar:
			return -1
		case unicode.IsControl(r) || unicode.IsSpace(r) || r == '\u2028' || r == '\u2029' || r >= '\uFFFE' && r <= '\uFFFF':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return strings.TrimRight(string(runes[:most-1]), " ") + "…"
	}
	return s
}
