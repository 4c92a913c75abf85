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

// particles are in lower case within names.
var particles = wordSet("de del della di da do dos das du des van von der den ten ter bin ibn al el la le las los zu zum")

// minorWords are in lower case in English headlines in Title Case.
var minorWords = wordSet(`a an the and but or nor as at by for from in into of off on onto over per than to up upon via vs with after amid
	among against before between during out so yet`)

// bodies are words for institutions, whose names contain "of" and "for".
var bodies = wordSet(`academy agency alliance army association bank board bureau campaign center centers centre centres chamber church city
	coalition college commission committee conference congress council court department faculty federation foundation front fund house
	institute institutes kingdom league ministry movement museum network office organisation organization parliament party
	republic republics school sea secretary service society state states union university`)

// generations follow a name and are not its head.
var generations = wordSet("jr sr ii iii iv")

// firms follow the name of a firm and are left out of its key.
var firms = wordSet("inc ltd llc plc corp co gmbh ag sa nv llp")

// roles are titles and offices that English writes with a capital before a name.
var roles = wordSet(`mr mrs ms dr prof professor sir sen senator rep representative congressman congresswoman gov governor mayor
	president presidents minister ministers chancellor secretary ambassador envoy spokesman spokeswoman spokesperson speaker leader
	chairman chairwoman chair ceo cfo coo director officer executive manager coach commissioner commander captain capt col colonel lt
	lieutenant sgt sergeant maj gen judge detective inspector superintendent sheriff attorney prosecutor analyst author editor
	reporter`)

// qualifiers precede roles and are part of them.
var qualifiers = wordSet(`general chief first former deputy vice acting assistant associate prime foreign defense defence interior finance
	home health press senior executive major special trade energy education justice transport transportation economy economic culture
	attorney majority minority police managing`)

// weekdays are those of English, which capitalises them.
var weekdays = wordSet(`monday tuesday wednesday thursday friday saturday sunday
	mondays tuesdays wednesdays thursdays fridays saturdays sundays`)
