package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// escapeLaTeX makes a line of a text, of which nothing is markup, so that pdfLaTeX
// prints it with the T1 encoding. Accents that T1 lacks are left out; of what T1
// cannot print at all, \assayother gets a description for pdfLaTeX, such as
// [Arabic, 5 characters], and the characters themselves for LuaLaTeX and XeLaTeX.
func escapeLaTeX(s string) string {
	var b strings.Builder
	for _, u := range latexUnits(s, false) {
		b.WriteString(u.escaped)
	}
	return b.String()
}

// latexLine is escapeLaTeX for running text, in which long words may break. For code it
// leaves quotation marks straight and lets lines break behind punctuation.
func latexLine(s string, code bool) string {
	var b strings.Builder
	used := 0
	for _, u := range latexUnits(s, code) {
		if used += u.size; used > 30*unitSize && u.raw != " " {
			b.WriteString(`\allowbreak `)
			used = u.size
		}
		b.WriteString(u.escaped)
		if u.raw == " " || strings.HasSuffix(u.escaped, `\allowbreak{}`) {
			used = 0
		}
	}
	return b.String()
}

// latexFold breaks a text into lines of at most the given number of columns, as fold does, and
// returns the width of the widest.
func latexFold(s string, columns, most int) (lines []string, widest float64) {
	if runes := []rune(clean(s)); len(runes) > columns*most {
		s = string(runes[:columns*most]) + "…"
	}
	units := latexUnits(s, false)
	for len(units) > 0 {
		end, used, space, mark := 0, 0, 0, 0 // where a line may end: at a space, behind a mark
		for end < len(units) && (end == 0 || used+units[end].size <= columns*unitSize) {
			used += units[end].size
			end++
			switch last := units[end-1].raw; {
			case last == " ":
				space = end
			case strings.Contains(",;:/)=", last) && end > columns/2:
				mark = end
			}
		}
		if end < len(units) && max(space, mark) > 0 {
			end = max(space, mark)
		}
		if len(lines) == most-1 && end < len(units) {
			units = append(units[:max(0, end-1)], latexUnit{"…", latexSpecial['…'], 2 * unitSize})
			end = len(units)
		}
		line, size := "", 0
		for _, u := range units[:end] {
			line += u.escaped
			size += u.size
		}
		lines = append(lines, strings.TrimSpace(line))
		widest = max(widest, float64(size)/unitSize)
		units = units[end:]
	}
	return lines, widest
}

// A latexUnit is what does not break: a character with the marks on it, or a run of
// characters that pdfLaTeX cannot print.
type latexUnit struct {
	raw, escaped string
	size         int // about so wide, a figure being unitSize
}

const unitSize = 10

func latexUnits(s string, code bool) []latexUnit {
	var units []latexUnit
	runes := []rune(norm.NFC.String(clean(s)))
	for i := 0; i < len(runes); {
		from := i
		if n := foreign(runes[i:]); n > 0 {
			i += n
			label := describeRunes(runes[from:i])
			units = append(units, latexUnit{string(runes[from:i]), fmt.Sprintf(`\assayother{%s}{%s}`, label, string(runes[from:i])),
				11 * (len(label) + 2)})
			continue
		}
		i++
		for i < len(runes) && unicode.Is(unicode.Mn, runes[i]) {
			i++
		}
		r := runes[from]
		u := latexUnit{string(runes[from:i]), latexRune(r, code), unitSize}
		if s, ok := accented(runes[from:i]); ok && i > from+1 {
			u.escaped = s
		}
		if i < len(runes) && r == runes[i] && strings.ContainsRune("-,'", r) {
			u.escaped += "{}" // no ligature
		}
		if code && strings.ContainsRune(",(=/:", r) {
			u.escaped += `\allowbreak{}`
		}
		if unicode.IsUpper(r) || strings.ContainsRune("mw—…%@&→←≈∞", r) {
			u.size = unitSize * 3 / 2
		}
		units = append(units, u)
	}
	return units
}

var latexSpecial = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '_': `\_`, '%': `\%`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
	'"': `\char34{}`, '`': `\textasciigrave{}`,
	'[': `{[}`, ']': `{]}`, '*': `{*}`, // behind \\ and \midrule they would be arguments
	'–': `--`, '—': `---`, '…': `\ldots{}`, '‐': `-`, '‑': `\mbox{-}`, '−': `\ensuremath{-}`,
	'→': `\ensuremath{\to}`, '←': `\ensuremath{\leftarrow}`, '↑': `\ensuremath{\uparrow}`, '↓': `\ensuremath{\downarrow}`,
	'≤': `\ensuremath{\le}`, '≥': `\ensuremath{\ge}`, '≠': `\ensuremath{\ne}`, '≈': `\ensuremath{\approx}`, '∞': `\ensuremath{\infty}`,
	'⁰': `\textsuperscript{0}`, '⁴': `\textsuperscript{4}`, '⁵': `\textsuperscript{5}`, '⁶': `\textsuperscript{6}`,
	'⁷': `\textsuperscript{7}`, '⁸': `\textsuperscript{8}`, '⁹': `\textsuperscript{9}`,
}

// latexPlain are the characters beyond ASCII that T1 and TS1 have, and that LaTeX
// reads as UTF-8 (t1enc.dfu and ts1enc.dfu of LaTeX 2022).
func latexPlain(r rune) bool {
	switch {
	case r < 0xa1:
		return r >= ' ' && r < 0x7f
	case r <= 0xff:
		return r != 0xad && r != 0xb8
	case r <= 0x17e:
		return !strings.ContainsRune("ĦħĸĿŀŉŦŧ", r)
	}
	return strings.ContainsRune("ȘșȚț‘’‚“”„‰‹›€†‡•™", r)
}

func latexRune(r rune, code bool) string {
	if code && r == '\'' {
		return `\textquotesingle{}`
	}
	if s, ok := latexSpecial[r]; ok {
		return s
	}
	if latexPlain(r) {
		return string(r)
	}
	if s, ok := accented([]rune{r}); ok {
		return s
	}
	return "" // a mark without a letter, or a character without a shape
}

// accents are the commands of combining marks.
var accents = map[rune]string{
	0x300: "`", 0x301: "'", 0x302: "^", 0x303: "~", 0x304: "=", 0x306: "u", 0x307: ".", 0x308: `"`, 0x30a: "r", 0x30b: "H",
	0x30c: "v", 0x323: "d", 0x327: "c", 0x328: "k", 0x331: "b",
}

// accented builds a letter with the marks behind it from its parts, where the letter
// is one of ASCII.
func accented(cluster []rune) (string, bool) {
	parts := []rune(norm.NFD.String(string(cluster)))
	if parts[0] > 0x7e || !unicode.IsLetter(parts[0]) {
		return "", false
	}
	letter := string(parts[0])
	marks := slices.DeleteFunc(parts[1:], func(m rune) bool { return accents[m] == "" })
	slices.SortStableFunc(marks, func(a, b rune) int { return below(a) - below(b) }) // \d takes what has an accent, no accent what has \d
	if len(marks) > 0 && (letter == "i" || letter == "j") {
		letter = `\` + letter
	}
	var b strings.Builder
	for _, mark := range slices.Backward(marks) {
		b.WriteString(`\` + accents[mark] + "{")
	}
	b.WriteString(letter + strings.Repeat("}", len(marks)))
	return b.String(), true
}

// below is 1 for marks below their letter.
func below(mark rune) int {
	if mark >= 0x323 {
		return 1
	}
	return 0
}

// foreign is the length of the run of characters at the start that T1 cannot print,
// with the spaces inside it.
func foreign(runes []rune) int {
	n := 0
	for i, r := range runes {
		switch {
		case latexRune(r, false) != "":
			if r == ' ' && n > 0 {
				continue // it counts where more of the run follows
			}
			return n
		case shapeless(r) && n == 0:
			return 0
		}
		n = i + 1
	}
	return n
}

// shapeless characters only change others.
func shapeless(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Variation_Selector)
}

// describeRunes describes a run: codes of a few symbols, else the script
// and the number of characters.
func describeRunes(runes []rune) string {
	var codes []rune
	script := "" // as package unicode names it
	for _, r := range runes {
		if r == ' ' || shapeless(r) {
			continue
		}
		codes = append(codes, r)
		if table, ok := unicode.Scripts[script]; ok && unicode.Is(table, r) {
			continue
		}
		if s := scriptOf(r); script == "" {
			script = s
		} else if s != "" && s != script {
			script = "mixed"
		}
	}
	switch {
	case len(codes) <= 2:
		return strings.Trim(fmt.Sprintf("%U", codes), "[]")
	case script == "" || script == "mixed":
		return fmt.Sprintf("%d characters", len(codes))
	}
	return fmt.Sprintf("%s, %d characters", strings.ReplaceAll(script, "_", " "), len(codes))
}

// scriptOf names the script of a letter; "" for what belongs to none.
func scriptOf(r rune) string {
	for name, table := range unicode.Scripts { // a character is in one
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
