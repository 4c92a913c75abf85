package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"
)

// tags and references are signs of markup that was escaped once more than once.
var (
	tags       = regexp.MustCompile(`(?i)</?(p|br|div|a|b|i|em|strong|span|img|ul|ol|li|h[1-6]|font|table|blockquote)(\s[^<>]*)?/?>`)
	anyTag     = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	references = regexp.MustCompile(`&(#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});`)
)

// Plain is the text of a piece of HTML: without tags, scripts and styles, character
// references resolved, white space collapsed, a line for each block. What was
// escaped twice is unescaped twice.
func Plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return tidy(s)
	}
	text := strip(s)
	if !anyTag.MatchString(s) && tags.MatchString(text) || references.MatchString(text) {
		text = strip(text)
	}
	return tidy(text)
}

// Line is Plain in one line, as titles are.
func Line(s string) string { return strings.Join(strings.Fields(Plain(s)), " ") }

// strip takes the tags out of HTML.
func strip(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	skip, pre := 0, 0
	flow := anyTag.MatchString(s) // in HTML line ends are blanks
	for {
		switch z.Next() {
		case html.ErrorToken:
			if skip == 0 {
				b.WriteString(html.UnescapeString(string(z.Raw()))) // a tag that never ends
			}
			return b.String()
		case html.TextToken:
			if text := html.UnescapeString(string(z.Raw())); skip == 0 && flow && pre == 0 {
				b.WriteString(lineEnds.Replace(text))
			} else if skip == 0 {
				b.WriteString(text)
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			if a := atom.Lookup(name); hidden(a) {
				skip++
			} else if a == atom.Pre {
				pre++
				b.WriteByte('\n')
			} else if block(a) {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if a := atom.Lookup(name); hidden(a) && skip > 0 {
				skip--
			} else if a == atom.Pre {
				pre = max(pre-1, 0)
				b.WriteByte('\n')
			} else if block(a) {
				b.WriteByte('\n')
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); block(atom.Lookup(name)) {
				b.WriteByte('\n')
			}
		}
	}
}

var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

func hidden(a atom.Atom) bool { return a == atom.Script || a == atom.Style || a == atom.Template }

func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Br, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Blockquote, atom.Pre,
		atom.Section,
		atom.Article, atom.Figure, atom.Figcaption, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Dd, atom.Dt,
		atom.Aside,
		atom.Header, atom.Footer, atom.Nav, atom.Main:
		return true
	}
	return false
}

// tidy collapses the white space of each line, leaves empty lines out, and reads
// the control characters that Windows-1252 uses for punctuation as that.
func tidy(s string) string {
	s = strings.Map(windows, s)
	lines := strings.Split(s, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if words := strings.Fields(line); len(words) > 0 {
			kept = append(kept, strings.Join(words, " "))
		}
	}
	return strings.Join(kept, "\n")
}

func windows(r rune) rune {
	switch {
	case r >= 0x80 && r <= 0x9f:
		if w := charmap.Windows1252.DecodeByte(byte(r)); w != utf8.RuneError {
			return w
		}
	case r < ' ' && r != '\n' && r != '\t' && r != '\r':
		return -1
	}
	return r
}
