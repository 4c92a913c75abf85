package format

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
	"github.com/seed-9405df2f/assay/corpus/text"
)

var gdelt = Format{
	Name:  "gdelt",
	Title: "GDELT",
	Doc: "The article list of the DOC 2.0 API as JSON or CSV, GKG 2.1, Events and Mentions 2.0, or a folder of them. An article's id is its " +
		"address; one that comes several times is read once. " +
		"If nothing better is given, published is the time at which GDELT saw the article. Events have neither titles nor texts.",
	Detect: alsoFolders(isGDELT),
	New:    func() Reader { return gdeltReader{} },
}

type gdeltReader struct{}

var (
	gdeltJSON   = regexp.MustCompile(`(?s)^\{\s*"articles"\s*:\s*\[\s*\{.*"seendate"\s*:`)
	gdeltCSV    = regexp.MustCompile(`^"?URL"?,"?MobileURL"?,"?Date"?,"?Title"?`)
	gkgLine     = regexp.MustCompile(`^\d{14}-T?\d+\t\d{14}\t\d\t`)
	mentionLine = regexp.MustCompile(`^\d+\t\d{14}\t\d{14}\t\d\t`)
	eventLine   = regexp.MustCompile(`^\d+\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d+\t`)
)

const (
	gkgColumns   = 27
	eventColumns = 61
)

func isGDELT(_ Source, head []byte) bool {
	return gdeltJSON.Match(head) || gdeltCSV.Match(head) || gkgLine.Match(head) || eventLine.Match(head) || mentionLine.Match(head)
}

type gdeltReading struct {
	*collector
	languages map[string]string // tags by English names
}

// Read reads the articles.
func (gdeltReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	g := &gdeltReading{collector: newCollector(src, report)}
	err := g.each(ctx, isGDELT, func(file Source) error {
		head, err := file.head()
		switch {
		case err != nil:
			return err
		case gdeltJSON.Match(head):
			return g.list(file)
		case gdeltCSV.Match(head):
			return g.table(file)
		case gkgLine.Match(head):
			return file.Lines(ctx, report, g.gkg)
		case mentionLine.Match(head):
			return file.Lines(ctx, report, g.mention)
		}
		return file.Lines(ctx, report, g.event)
	})
	if err != nil {
		return nil, err
	}
	return g.finish("articles")
}

// article adds an article, or what one that is there lacks.
func (g *gdeltReading) article(a corpus.Article) error {
	a.URL = strings.TrimSpace(a.URL)
	if a.ID = a.URL; a.ID == "" {
		g.note(a.Pos, corpus.Warning, corpus.Decision, "a line without an address is left out")
		return nil
	}
	if a.Source == "" {
		a.Source = outletOf(a.URL)
	}
	if !g.has(a.ID) {
		return g.add(a)
	}
	g.note(a.Pos, corpus.Note, corpus.Decision, "an article comes several times: it is read once")
	old := g.get(a.ID)
	old.Title, old.Lang = orElse(old.Title, a.Title), orElse(old.Lang, a.Lang)
	if old.Published.IsZero() {
		old.Published = a.Published
	}
	return nil
}

const seen = "the time at which GDELT saw the article is taken for that of publication%s"

// list reads the article list as JSON.
func (g *gdeltReading) list(file Source) error {
	raw, err := file.bytes()
	if err != nil {
		return err
	}
	raw = []byte(charset.Decode(raw, "").Text)
	var doc struct {
		Articles []struct{ URL, Title, SeenDate, SocialImage, Domain, Language, SourceCountry loose }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return g.fault(place(file, raw, err), corpus.BadSyntax, "the list is no JSON: %s", err)
	}
	pos := corpus.Pos{File: file.name}
	for _, r := range doc.Articles {
		a := corpus.Article{Title: markup.Line(string(r.Title)), URL: string(r.URL), Source: text.Outlet(string(r.Domain)),
			Lang: g.language(string(r.Language)), Pos: pos}
		if a.Published, err = g.seen(pos, string(r.SeenDate)); err != nil {
			return err
		}
		if r.SocialImage != "" {
			a.Image = &corpus.Image{URL: string(r.SocialImage)}
		}
		a.Extra = extra("country", string(r.SourceCountry))
		if err := g.article(a); err != nil {
			return err
		}
	}
	return nil
}

// seen reads a time at which GDELT saw an article.
func (g *gdeltReading) seen(pos corpus.Pos, s string) (corpus.Moment, error) {
	if s = strings.TrimSpace(s); s == "" {
		return corpus.Moment{}, nil
	}
	g.note(pos, corpus.Note, corpus.Decision, seen, "")
	return g.stamp(pos, s)
}

// stamp reads a time, such as 20260413052000, which is in UTC.
func (g *gdeltReading) stamp(pos corpus.Pos, s string) (corpus.Moment, error) {
	if len(s) == 14 && strings.Trim(s, "0123456789") == "" {
		s = s[:8] + "T" + s[8:] + "Z"
	}
	return g.moment(pos, s)
}

// table reads the article list as CSV.
func (g *gdeltReading) table(file Source) error {
	in, err := file.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	rows := csv.NewReader(in)
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	for first := true; ; first = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file.name, err)
		}
		line, _ := rows.FieldPos(0)
		pos := corpus.Pos{File: file.name, Line: line}
		if first || len(row) < 4 {
			continue
		}
		a := corpus.Article{Title: markup.Line(strings.ToValidUTF8(row[3], "\ufffd")), URL: row[0], Pos: pos}
		if row[2] != "" {
			row[2] = strings.ReplaceAll(row[2], " ", "T") + "Z"
		}
		if a.Published, err = g.seen(pos, row[2]); err != nil {
			return err
		}
		if err := g.article(a); err != nil {
			return err
		}
	}
}

var (
	gkgTitle   = regexp.MustCompile(`<PAGE_TITLE>(.*?)</PAGE_TITLE>`)
	gkgPrecise = regexp.MustCompile(`<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>`)
	gkgLang    = regexp.MustCompile(`srclc:([a-z]{3})`)
)

// gkg reads a line of the Global Knowledge Graph.
func (g *gdeltReading) gkg(pos corpus.Pos, line []byte) error {
	columns := bytes.Split(line, []byte("\t"))
	if len(columns) < gkgColumns {
		columns = append(columns, make([][]byte, gkgColumns-len(columns))...)
	}
	if string(columns[2]) != "1" {
		g.note(pos, corpus.Note, corpus.Decision, "a source that is not on the web is left out")
		return nil
	}
	a := corpus.Article{URL: string(columns[4]), Source: text.Outlet(string(columns[3])), Pos: pos}
	if m := gkgTitle.FindSubmatch(columns[26]); m != nil {
		a.Title = markup.Line(string(m[1]))
	}
	var err error
	if m := gkgPrecise.FindSubmatch(columns[26]); m != nil {
		a.Published, err = g.stamp(pos, string(m[1]))
	} else {
		a.Published, err = g.seen(pos, string(columns[1]))
	}
	if err != nil {
		return err
	}
	if m := gkgLang.FindSubmatch(columns[25]); m != nil {
		a.Lang = languageTag(string(m[1]))
	} else if !bytes.Contains(columns[0], []byte("-T")) {
		a.Lang = "en"
	}
	return g.article(a)
}

// event reads a line of the events.
func (g *gdeltReading) event(pos corpus.Pos, line []byte) error {
	columns := strings.Split(string(line), "\t")
	if len(columns) < eventColumns-3 { // version 1 has 58
		return g.fault(pos, corpus.BadSyntax, "the line has %d columns: events have %d", len(columns), eventColumns)
	}
	last := len(columns) - 1
	a := corpus.Article{URL: columns[last], Pos: pos}
	var err error
	if a.Published, err = g.seen(pos, columns[last-1]); err != nil {
		return err
	}
	day := ""
	if d, err := corpus.ParseMoment(columns[1]); err == nil {
		day = d.String()
	}
	place := ""
	if last >= 52 {
		place = columns[52]
	}
	a.Extra = extra("event_day", day, "place", place)
	g.note(pos, corpus.Note, corpus.NoText, "events have neither titles nor texts: join them with GKG by address")
	return g.article(a)
}

// mention reads a line of the mentions of events. Those that are not of the web have no
// address.
func (g *gdeltReading) mention(pos corpus.Pos, line []byte) error {
	columns := strings.Split(string(line), "\t")
	const kind, address = 3, 5
	if len(columns) <= address {
		return g.fault(pos, corpus.BadSyntax, "the line has %d columns: mentions have 16", len(columns))
	}
	if columns[kind] != "1" {
		g.note(pos, corpus.Note, corpus.Decision, "a mention that is not of the web is left out")
		return nil
	}
	a := corpus.Article{URL: columns[address], Pos: pos}
	var err error
	if a.Published, err = g.seen(pos, columns[2]); err != nil {
		return err
	}
	g.note(pos, corpus.Note, corpus.NoText, "mentions have neither titles nor texts: join them with GKG by address")
	return g.article(a)
}

// language is the tag of a language by its English name.
func (g *gdeltReading) language(name string) string {
	if g.languages == nil {
		g.languages = map[string]string{}
		for _, tag := range display.Supported.Tags() {
			if b, confidence := tag.Base(); confidence == language.Exact || confidence == language.High {
				g.languages[display.English.Languages().Name(b)] = b.String()
			}
		}
	}
	return g.languages[name]
}
