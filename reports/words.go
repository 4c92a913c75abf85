package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"golang.org/x/text/unicode/bidi"
)

// clean makes one line of a text from outside: line breaks become spaces; controls,
// those of a terminal and of the direction of writing among them, go.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), bidiControl(r):
			return -1
		}
		return r
	}, s)), " ")
}

func bidiControl(r rune) bool {
	return r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// isolate keeps a text that is written from right to left from turning what stands
// around it.
func isolate(s string) string {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.R, bidi.AL, bidi.AN:
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}

// width returns the number of columns of a terminal that a text takes.
func width(s string) int { return twwidth.Width(s) }

// fold breaks a text into lines of at most the given number of columns: at spaces, else behind
// commas and other marks, else anywhere. Lines beyond most are left
// out, which an ellipsis shows.
func fold(s string, columns, most int) []string {
	var lines []string
	for s != "" {
		if len(lines) == most {
			last := lines[most-1]
			for width(last) >= columns {
				_, size := utf8.DecodeLastRuneInString(last)
				last = last[:len(last)-size]
			}
			lines[most-1] = last + "…"
			break
		}
		var line string
		line, s = cut(s, columns)
		lines = append(lines, line)
	}
	return lines
}

// cut takes the first line off a text.
func cut(s string, columns int) (line, rest string) {
	used, at := 0, 0
	space, mark := -1, -1 // where a line may end
	for i, r := range s {
		size := width(string(r))
		if used+size > columns && i > 0 {
			switch {
			case space > 0:
				return s[:space], s[space+1:]
			case mark > columns/2:
				return s[:mark], s[mark:]
			}
			return s[:i], s[i:]
		}
		used += size
		at = i + utf8.RuneLen(r)
		if r == ' ' {
			space = i
		}
		if strings.ContainsRune(",;:/)=", r) {
			mark = at
		}
	}
	return s, ""
}

// wrap breaks running text into lines of at most the given number of columns.
func wrap(s string, columns int) string {
	return strings.Join(fold(clean(s), columns, 1<<30), "\n")
}

// Clip shortens a text to at most most characters, with an ellipsis.
func Clip(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// Counted is a number with its noun, which is given in the singular.
func Counted(n int, noun string) string {
	many := noun + "s"
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		many = stem + "ies"
	}
	return fmt.Sprintf("%d %s", n, Plural(n, noun, many))
}

// Plural chooses the form of a noun for a number.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
