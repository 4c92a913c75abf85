package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// entityKey returns the form of a word of a name: the normal form without full stops
// and, except in Vietnamese, without marks; hyphens are spaces.
func entityKey(word, lang string) string {
	if isPlain(word) {
		return strings.ToLower(word)
	}
	key := Normal(word)
	if lang != "vi" {
		key = norm.NFD.String(key)
	}
	var b strings.Builder
	for _, r := range key {
		switch plain, ok := undecomposed[r]; {
		case r == '-':
			b.WriteByte(' ')
		case r == '.' || unicode.Is(unicode.Mn, r) && lang != "vi":
		case ok && lang != "vi":
			b.WriteString(plain)
		default:
			b.WriteRune(r)
		}
	}
	return Fold(norm.NFC.String(b.String()))
}

func isPlain(word string) bool {
	for i := range len(word) {
		if b := word[i]; b >= 0x80 || b == '.' || b == '-' {
			return false
		}
	}
	return true
}

// undecomposed spells letters that Unicode does not decompose, as English does.
var undecomposed = map[rune]string{
	'đ': "d", 'ð': "d", 'ø': "o", 'ł': "l", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ħ': "h",
}
