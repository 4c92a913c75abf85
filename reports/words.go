package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	folding "github.com/seed-9405df2f/assay/corpus/text"
)

// clean makes one line of a text from outside, without controls.
func clean(s string) string { return folding.Line(s, folding.Invisible) }

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
