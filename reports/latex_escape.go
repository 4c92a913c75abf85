package reports

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// escapeLaTeX makes a line of a text, of which nothing is markup, so that pdfLaTeX
// prints it with the T1 encoding. Accents that T1 lacks are left out; of what T1
// cannot print at all, \assayother gets a description for pdfLaTeX, such as
// [Arabic, 5 characters], and the characters themselves for LuaLaTeX and XeLaTeX.
func escapeLaTeX(s string) string { return latexText(s, false) }

// codeLaTeX is escapeLaTeX for what a computer reads: quotation marks stay straight,
// and lines may break behind punctuation.
func codeLaTeX(s string) string { return `\texttt{` + latexText(s, true) + "}" }

func latexText(s string, code bool) string {
	var b strings.Builder
	runes := []rune(norm.NFC.String(clean(s)))
	for i := 0; i < len(runes); i++ {
		if n := foreign(runes[i:]); n > 0 {
			fmt.Fprintf(&b, `\assayother{%s}{%s}`, describeRunes(runes[i:i+n]), string(runes[i:i+n]))
			i += n - 1
			continue
		}
		r := runes[i]
		b.WriteString(latexRune(r, code))
		if i+1 < len(runes) && r == runes[i+1] && strings.ContainsRune("-,'", r) {
			b.WriteString("{}") // no ligature
		}
		if code && strings.ContainsRune(",(=/:", r) {
			b.WriteString(`\allowbreak{}`)
		}
	}
	return b.String()
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
	if s, ok := accented(r); ok {
		return s
	}
	return "" // a mark without a letter, or a character without a shape
}

// accents are the commands of combining marks.
var accents = map[rune]string{
	0x300: "`", 0x301: "'", 0x302: "^", 0x303: "~", 0x304: "=", 0x306: "u", 0x307: ".", 0x308: `"`, 0x30a: "r", 0x30b: "H",
	0x30c: "v", 0x323: "d", 0x327: "c", 0x328: "k", 0x331: "b",
}

// accented builds a letter with accents from its parts.
func accented(r rune) (string, bool) {
	parts := []rune(norm.NFD.String(string(r)))
	if parts[0] > 0x7e || !unicode.IsLetter(parts[0]) {
		return "", false
	}
	out := string(parts[0])
	for _, mark := range parts[1:] {
		command, ok := accents[mark]
		if !ok {
			continue
		}
		switch out {
		case "i", "j":
			out = `\` + out
		}
		out = `\` + command + "{" + out + "}"
	}
	return out, true
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

// describeRunes says what stands in a run: codes of a few symbols, else the script
// and the number of characters.
func describeRunes(runes []rune) string {
	var codes []string
	script := ""
	for _, r := range runes {
		if r == ' ' || shapeless(r) {
			continue
		}
		codes = append(codes, fmt.Sprintf("U+%04X", r))
		if s := scriptOf(r); script == "" {
			script = s
		} else if s != "" && s != script {
			script = "mixed"
		}
	}
	switch {
	case len(codes) <= 2:
		return strings.Join(codes, " ")
	case script == "" || script == "mixed":
		return fmt.Sprintf("%d characters", len(codes))
	}
	return fmt.Sprintf("%s, %d characters", script, len(codes))
}

// scriptOf names the script of a letter; "" for what belongs to none.
func scriptOf(r rune) string {
	for name, table := range unicode.Scripts { // a character is in one
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	return ""
}
