package format

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// A pageLine is a line of a page that is not empty, with its white space folded.
type pageLine struct {
	n    int
	text string
	gap  bool // an empty line stands before it
}

// A pageReader goes through the lines of a page.
type pageReader struct {
	file    string
	outlets text.Outlets // those that the user knows
	lines   []pageLine
	at      int            // the next line
	stories int            // read so far, with the one being read
	seen    map[string]int // stories of a day
}

func (p *pageReader) split(data []byte) error {
	gap := false
	for i, raw := range bytes.Split(data, []byte("\n")) {
		if at := invalidUTF8(raw); at >= 0 {
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

// fold is text.Fold without byte order marks, which files that were put together
// have in the middle, too. What is no UTF-8 is replaced.
func fold(s string) string {
	return text.Fold(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\ufeff", ""))
}

func (p *pageReader) pos(n int) corpus.Pos { return corpus.Pos{File: p.file, Line: n} }

func (p *pageReader) fault(n int, format string, args ...any) corpus.Fault {
	return corpus.Fault{Pos: p.pos(n), Kind: corpus.BadSyntax, Severity: corpus.Error, Message: fmt.Sprintf(format, args...)}
}

// missing is the fault that something else stands at this place than should.
func (p *pageReader) missing(what string) corpus.Fault {
	if p.ended() {
		return p.fault(p.line().n, "the page ends where %s is missing", what)
	}
	return p.fault(p.line().n, "%s is missing: here stands %q", what, shorten(p.line().text))
}

// shorten cuts what a message quotes.
func shorten(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return s
}

func (p *pageReader) ended() bool { return p.at >= len(p.lines) }

// line is the next line; at the end, an empty one with the number of the last.
// The page must have a line.
func (p *pageReader) line() pageLine {
	if p.ended() {
		return pageLine{n: p.lines[len(p.lines)-1].n}
	}
	return p.lines[p.at]
}

// join is the text of some lines as one paragraph.
func (p *pageReader) join(start, end int) string {
	var parts []string
	for _, l := range p.lines[min(start, end):end] {
		parts = append(parts, l.text)
	}
	return strings.Join(parts, " ")
}

// paragraph takes the lines up to the next empty one.
func (p *pageReader) paragraph() string {
	start := p.at
	for p.at++; !p.ended() && !p.line().gap; p.at++ {
	}
	return p.join(start, p.at)
}

// label takes a line that begins with a label, and returns what follows it.
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

// endsSummary says whether a line is one of the headings that end the summary.
func endsSummary(s string) bool { return s == headKeyPoints || s == headArticles }

var dayPattern = regexp.MustCompile(`^(\d+-\d+-\d+|` + unknown + `)$`)

// dayLike says whether a line is meant to be a day, right or wrong.
func dayLike(s string) bool { return dayPattern.MatchString(s) }

// titleEnd is the line behind the title that begins at a line.
func (p *pageReader) titleEnd(at int) int {
	for at++; at < len(p.lines) && !p.lines[at].gap; at++ {
		if _, ok := p.labelled(at, labelDate); ok {
			break
		}
	}
	return min(at, len(p.lines))
}

// atHead says whether a story begins here. It surely does where a title is
// followed by a Date and a Sources line, either without an empty line between
// them or both in order: the writer sees to it that no article looks like that.
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
