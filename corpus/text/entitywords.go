package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// entityKey returns the normal form of a word of a name.
func entityKey(word, lang string) string {
	if isPlain(word) {
		return strings.ToLower(word)
	}
	var b strings.Builder
	form := norm.NFKD
	if lang == "vi" {
		form = norm.NFKC
	}
	for _, r := range form.String(word) {
		switch {
		case r == '-' || r == '\u2010' || r == '\u2011':
			b.WriteByte(' ')
		case r == '.' || unicode.Is(unicode.Mn, r) && lang != "vi" || unicode.Is(unicode.Cf, r):
		case r == '’':
			b.WriteByte('\'')
		default:
			if plain, ok := undecomposed[unicode.ToLower(r)]; ok && lang != "vi" {
				b.WriteString(plain)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
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
	'đ': "d", 'ð': "d", 'ø': "o", 'ł': "l", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ı': "i", 'ħ': "h",
}
