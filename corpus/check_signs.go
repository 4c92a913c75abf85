package corpus

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// firstSign returns what find finds in the title or in the text.
func (a *Article) firstSign(find func(string) string) string {
	if sign := find(a.Title); sign != "" {
		return sign
	}
	return find(a.Text)
}

var (
	reference = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});`)
	tag       = regexp.MustCompile(`(?i)<(?:/?(?:a|abbr|article|aside|b|blockquote|body|br|center|cite|code|div|em|figcaption|figure|` +
		`font|footer|h[1-6]|header|hr|html|i|iframe|img|li|link|meta|nav|ol|p|picture|pre|script|section|small|source|span|strong|` +
		`style|sub|sup|table|tbody|td|th|thead|tr|u|ul|video)(?:\s[^<>]*)?/?>|!--)`)
)

// markup returns the first character reference or tag of a text, "" if there is none.
func markup(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		for _, r := range reference.FindAllString(s, 20) {
			if html.UnescapeString(r) != r {
				return r
			}
		}
	}
	if strings.IndexByte(s, '<') < 0 {
		return ""
	}
	return string(clip([]byte(tag.FindString(s))))
}

// wrongSigns are found in texts that were decoded wrongly, and hardly in others: the
// sign for what could not be decoded, alone and as GBK reads it, and UTF-8 read as
// Windows-1251 and as Mac Roman.
var wrongSigns = []string{"\ufffd", "锟斤拷", "вЂ", "‚Äô", "‚Äú", "‚Äî", "√©", "√®", "√º", "√∂", "√§", "√±", "√°", "√≥"}

// wrongCyrillic is Cyrillic UTF-8 that was read as Windows-1251: every letter became two.
var wrongCyrillic = regexp.MustCompile(`(?:[РС][°±Ііґµ¶·ё№є»јЅѕїЂЃ‚ѓ„…†‡€‰ЉЊЌЋЏђ‘’“”•–—™љњќћџ]){4}`)

// mojibake returns the first sign that a text was decoded wrongly, "" if there is none.
func mojibake(s string) string {
	if isASCII(s) {
		return ""
	}
	for _, sign := range wrongSigns {
		if strings.Contains(s, sign) {
			return sign
		}
	}
	if sign := wrongCyrillic.FindString(s); sign != "" {
		return sign
	}
	for i, r := range s {
		if r >= 0xC2 && r <= 0xF4 {
			if sign := latinMojibake(s[i:], byte(r)); sign != "" {
				return sign
			}
		}
	}
	return ""
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// closing are the signs that stand behind words that end in a letter such as Ã or Ö, too.
const closing = "‘’“”‚„»«›‹…–—™®°ºª·\u00a0"

// latinMojibake returns the beginning of s if it is a character in UTF-8, with the given
// first byte, that was read as Latin-1 or Windows-1252.
func latinMojibake(s string, lead byte) string {
	size := 2
	switch {
	case lead >= 0xF0:
		size = 4
	case lead >= 0xE0:
		size = 3
	}
	raw, end, sure := []byte{lead}, utf8.RuneLen(rune(lead)), false
	for len(raw) < size {
		r, n := utf8.DecodeRuneInString(s[end:])
		b, ok := windows1252(r)
		if !ok || b < 0x80 || b > 0xBF {
			return ""
		}
		raw, end = append(raw, b), end+n
		sure = sure || !strings.ContainsRune(closing, r)
	}
	if r, _ := utf8.DecodeRune(raw); r == utf8.RuneError || r < 0xA0 {
		return ""
	}
	if !sure && (lead != 0xC2 || slices.Contains([]byte{0x82, 0x84, 0x85}, raw[1])) {
		return ""
	}
	if lead == 0xD7 && !strings.HasPrefix(s[end:], "×") { // 2×½ is no Hebrew
		return ""
	}
	return s[:end]
}

// windows1252 returns the byte that both encodings show as r; a control character of
// Latin-1 is its own byte.
func windows1252(r rune) (byte, bool) {
	if r >= 0x80 && r < 0xA0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
