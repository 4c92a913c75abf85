package text

import (
	"html"
	"strings"
)

// longestReference is the length of the longest name of a character reference of HTML,
// with its & and its semicolon.
const longestReference = 33

// reference returns the character that a character reference of HTML at the beginning
// of s, such as &amp; or &#8217;, stands for, and the length of the reference; 0 if
// there is none. A reference that was escaped again, such as &amp;#8217;, is read as
// one.
func reference(s string) (character string, length int) {
	for rest := s; len(rest) > 2 && rest[0] == '&'; rest = "&" + s[length:min(length+longestReference, len(s))] {
		end := strings.IndexByte(rest[:min(longestReference, len(rest))], ';')
		if end < 2 || strings.ContainsAny(rest[1:end], "& \n") {
			break
		}
		one := html.UnescapeString(rest[:end+1])
		if one == rest[:end+1] || len(one) > 1 && strings.HasSuffix(one, ";") {
			break // only its beginning is a name, as of &notit;
		}
		character, length = one, max(length-1, 0)+end+1
		if one != "&" {
			break
		}
	}
	return character, length
}

// unescaped returns a text with the characters that its references stand for.
func unescaped(s string) string {
	var b strings.Builder
	from := 0
	for at := strings.IndexByte(s, '&'); at >= 0; {
		if character, n := reference(s[at:]); n > 0 {
			b.WriteString(s[from:at])
			b.WriteString(character)
			at += n
			from = at
		} else {
			at++
		}
		next := strings.IndexByte(s[at:], '&')
		if next < 0 {
			break
		}
		at += next
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}
