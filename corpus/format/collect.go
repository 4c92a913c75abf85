package format

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/corpus"
)

// A collector gathers the articles of one file or of several, and what was decided
// on the way: each decision is reported once, with its count and first place.
type collector struct {
	src     Source
	report  Reporter
	corpus  *corpus.Corpus
	at      map[string]int    // the place of each id
	links   map[string]string // the file that an address with its title was first seen in
	dates   corpus.Dates
	ordered bool // the format has a parameter for the order of dates
	notes   map[string]*counted
	order   []*counted
	failed  *corpus.Fault // the first error of the content
}

type counted struct {
	fault corpus.Fault
	count int
}

func newCollector(src Source, report Reporter) *collector {
	return &collector{src: src, report: report, corpus: &corpus.Corpus{Card: corpus.Card{Name: src.BaseName()}},
		at: map[string]int{}, links: map[string]string{}, notes: map[string]*counted{}}
}

// note counts a decision under its format. The message is that of the first place.
func (c *collector) note(pos corpus.Pos, severity corpus.Severity, kind corpus.FaultKind, format string, args ...any) {
	n := c.notes[format]
	if n == nil {
		n = &counted{fault: corpus.Fault{Pos: pos, Kind: kind, Severity: severity, Message: fmt.Sprintf(format, args...)}}
		c.notes[format], c.order = n, append(c.order, n)
	}
	n.count++
}

// has reports whether an article of the id is there.
func (c *collector) has(id string) bool {
	_, ok := c.at[id]
	return ok
}

// get is the article of an id that is there.
func (c *collector) get(id string) *corpus.Article { return &c.corpus.Articles[c.at[id]] }

// add appends an article. Of two with one id it reports the second. What no format
// checks before is made valid: bytes that are not UTF-8.
func (c *collector) add(a corpus.Article) error {
	for _, s := range []*string{&a.ID, &a.Title, &a.Text, &a.URL, &a.Source, &a.Story} {
		if !utf8.ValidString(*s) {
			*s = strings.ToValidUTF8(*s, "\ufffd")
			c.note(a.Pos, corpus.Warning, corpus.BadEncoding, "a field holds bytes that are not UTF-8: they are read as U+FFFD")
		}
	}
	if i, ok := c.at[a.ID]; ok {
		return c.report(duplicate(a.Pos, "article", a.ID, c.corpus.Articles[i].Pos))
	}
	c.at[a.ID] = len(c.corpus.Articles)
	c.corpus.Articles = append(c.corpus.Articles, a)
	return nil
}

// finish reports what was counted and returns the corpus. what names the articles
// of the format if there are none.
func (c *collector) finish(what string) (*corpus.Corpus, error) {
	for _, message := range c.dates.Notes() {
		c.note(corpus.Pos{File: c.src.name}, corpus.Note, corpus.Decision, message+"%s", "")
	}
	for _, n := range c.order {
		f := n.fault
		if n.count > 1 {
			f.Message = fmt.Sprintf("%s (%d times, here first)", f.Message, n.count)
		}
		if err := c.report(f); err != nil {
			return nil, err
		}
	}
	if len(c.corpus.Articles) == 0 {
		return nil, fmt.Errorf("%s: there are no %s in it%s", c.src.name, what, c.reasons())
	}
	return c.corpus, nil
}

// reasons lists what was counted, for the error that nothing was found.
func (c *collector) reasons() string {
	var list []string
	if c.failed != nil {
		list = append(list, c.failed.Message)
	}
	for _, n := range c.order {
		list = append(list, fmt.Sprintf("%s (%d)", n.fault.Message, n.count))
	}
	if len(list) == 0 {
		return ""
	}
	return ": " + strings.Join(list, "; ")
}

// each calls read for the source, or for each file of the folder that is of the
// form; the others are noted. Files of a folder that cannot be read are reported as
// errors, and left out if the report goes on.
func (c *collector) each(ctx context.Context, is func(file Source, head []byte) bool, read func(file Source) error) error {
	if !c.src.Dir() {
		return read(c.src)
	}
	files, left, err := c.src.files(0)
	if err != nil {
		return err
	}
	if left > 0 {
		c.note(corpus.Pos{File: c.src.name}, corpus.Warning, corpus.Decision, "links out of the folder and special files are left out: %d", left)
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		head, err := f.head()
		if err != nil {
			return err
		}
		if !is(f, head) {
			c.note(corpus.Pos{File: f.name}, corpus.Note, corpus.Decision, "files of another form are left out")
			continue
		}
		if err := read(f); err != nil {
			return err
		}
	}
	return nil
}

// fault reports an error of the content.
func (c *collector) fault(pos corpus.Pos, kind corpus.FaultKind, format string, args ...any) error {
	f := corpus.Fault{Pos: pos, Kind: kind, Severity: corpus.Error, Message: fmt.Sprintf(format, args...)}
	if c.failed == nil {
		c.failed = &f
	}
	return c.report(f)
}

// moment reads a date. What cannot be read is no date, and noted; a date of two
// meanings is an error if a parameter of the format decides on them.
func (c *collector) moment(pos corpus.Pos, s string) (corpus.Moment, error) {
	m, err := c.dates.Parse(strings.TrimSpace(s))
	if err == nil {
		return m, nil
	}
	if _, ok := (&corpus.Dates{Order: "dmy"}).Parse(strings.TrimSpace(s)); ok == nil && c.dates.Order == "" && c.ordered {
		return corpus.Moment{}, c.fault(pos, corpus.BadDate, "%s", err)
	}
	c.note(pos, corpus.Warning, corpus.Decision, "a date cannot be read, so the article has none: %s",
		strings.ToValidUTF8(err.Error(), "?"))
	return corpus.Moment{}, nil
}

// A dateOrder is the parameter of formats with dates in the words of people.
type dateOrder struct {
	Dates string `spec:"dates" default:"sure" oneof:"sure,dmy,mdy" doc:"order in 03/04/2031; sure refuses two meanings"`
}

func (d dateOrder) order() string { return strings.TrimPrefix(d.Dates, "sure") }

// extra is a map of extra fields from pairs of names and values; empty ones are
// left out.
func extra(pairs ...any) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	for i := 0; i < len(pairs); i += 2 {
		switch v := pairs[i+1].(type) {
		case string:
			if v == "" {
				continue
			}
		case []string:
			if len(v) == 0 {
				continue
			}
		}
		if raw, err := json.Marshal(pairs[i+1]); err == nil {
			m[pairs[i].(string)] = raw
		}
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// stem is the name of a file without its folder and endings.
func stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if i := strings.LastIndex(base, "."); i > 0 {
		base = base[:i]
	}
	return base
}
