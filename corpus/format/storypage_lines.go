package format

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A pageLine is a line of a page that is not blank, with folded white space.
type pageLine struct {
	n    int
	text string
	gap  bool // after a blank line
}

type pageReader struct {
	file    string
	outlets text.Outlets // names that the user added
	lines   []pageLine
	at      int            // the next line
	stories int            // read so far, including the present one
	seen    map[string]int // stories by day
}

func (p *pageReader) split(data []byte) error {
	gap := false
	for i, raw := range bytes.Split(data, []byte("\n")) {
		if at := charset.Invalid(raw); at >= 0 {
			f := p.fault(i+1, "byte %d of the line is not UTF-8: convert the file to UTF-8", at+1)
			f.Kind = corpus.BadEncoding
			return f
		}
		line := fold(string(raw))
		if line == "" {
			gap = true
			continue
		}
		p.lines = append(p.lines, pageLine{i + 1, line, gap})
		gap = false
	}
	return nil
}

// fold is text.Fold without byte order marks, which concatenated files have in the
// middle, too. It replaces invalid UTF-8.
func fold(s string) string {
	return text.Fold(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\ufeff", ""))
}

func (p *pageReader) pos(n int) corpus.Pos { return corpus.Pos{File: p.file, Line: n} }

func (p *pageReader) fault(n int, format string, args ...any) corpus.Fault {
	return corpus.Fault{Pos: p.pos(n), Kind: corpus.BadSyntax, Severity: corpus.Error, Message: fmt.Sprintf(format, args...)}
}

// missing returns the fault that the next line is not what was expected.
func (p *pageReader) missing(what string) corpus.Fault {
	if p.ended() {
		return p.fault(p.line().n, "the page ends where %s is missing", what)
	}
	return p.fault(p.line().n, "%s is missing: found %q", what, shorten(p.line().text))
}

func shorten(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return s
}

func (p *pageReader) ended() bool { return p.at >= len(p.lines) }

// line returns the next line; at the end, an empty one with the number of the last.
// The page must have a line.
func (p *pageReader) line() pageLine {
	if p.ended() {
		return pageLine{n: p.lines[len(p.lines)-1].n}
	}
	return p.lines[p.at]
}

// join returns lines as one paragraph.
func (p *pageReader) join(start, end int) string {
	var parts []string
	for _, l := range p.lines[min(start, end):end] {
		parts = append(parts, l.text)
	}
	return strings.Join(parts, " ")
}

// paragraph takes the lines up to the next blank one.
func (p *pageReader) paragraph() string {
	start := p.at
	for p.at++; !p.ended() && !p.line().gap; p.at++ {
	}
	return p.join(start, p.at)
}

// label takes a line that begins with the label and returns the rest of the line.
func (p *pageReader) label(label string) (value string, ok bool) {
	value, ok = p.labelled(p.at, label)
	if ok {
		p.at++
	}
	return value, ok
}

func (p *pageReader) labelled(at int, label string) (value string, ok bool) {
	if at >= len(p.lines) {
		return "", false
	}
	rest, ok := strings.CutPrefix(p.lines[at].text, label)
	if !ok || rest != "" && rest[0] != ' ' {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

func (p *pageReader) heading(heading string) error {
	if p.line().text != heading {
		return p.missing(fmt.Sprintf("the heading %q", heading))
	}
	p.at++
	return nil
}

func isHeading(s string) bool { return s == headSummary || endsSummary(s) }

// endsSummary reports whether a line is a heading that ends the summary.
func endsSummary(s string) bool { return s == headKeyPoints || s == headArticles }

var dayPattern = regexp.MustCompile(`^(\d+-\d+-\d+|` + unknown + `)$`)

// dayLike reports whether a line is meant to be a day, valid or not.
func dayLike(s string) bool { return dayPattern.MatchString(s) }

// titleEnd returns the line after the title that begins at a line.
func (p *pageReader) titleEnd(at int) int {
	for at++; at < len(p.lines) && !p.lines[at].gap; at++ {
		if _, ok := p.labelled(at, labelDate); ok {
			break
		}
	}
	return min(at, len(p.lines))
}

// atHead reports whether a story begins here, surely or possibly. It surely does if a
// title is followed by a Date and a Sources line that are adjacent or both valid: the
// writer ensures that no article looks like that.
func (p *pageReader) atHead(surely bool) bool {
	at := p.at
	if dayLike(p.line().text) {
		if !surely {
			return true
		}
		at++
	}
	at = p.titleEnd(at)
	date, dated := p.labelled(at, labelDate)
	if !dated || !surely {
		return dated
	}
	line, sourced := p.labelled(at+1, labelSources)
	if !sourced || !p.lines[at+1].gap {
		return sourced
	}
	_, valid := parseDay(date)
	_, err := parseSources(line)
	return valid && err == nil
}
