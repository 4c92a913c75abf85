// Package pages writes story pages: what a digest tells its readers of each
// story, with the outlets it rests on. A [Page] is data, made by a [Builder]; a
// format writes it.
package pages

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of a page in JSON, which is a contract.
const Schema = "assay/digest/1"

// A Page is stories, the largest first, of equals the earliest.
type Page struct {
	Schema     string  `json:"schema"`
	Corpus     Corpus  `json:"corpus"`
	Grouping   string  `json:"grouping"`   // what made the stories: gold, labels, an algorithm
	Summarizer string  `json:"summarizer"` // that wrote what gold has no texts for
	Day        string  `json:"day"`        // as 2031-05-06; empty where the page is not of one day
	Stories    []Story `json:"stories"`

	Links *Links `json:"-"` // to the other files of a folder
}

// Links are the names of files beside a page; empty where there is none.
type Links struct{ Index, Earlier, Later string }

// Corpus says what the articles are of.
type Corpus struct {
	Name   string `json:"name"`
	Digest string `json:"digest"` // of the content
	Lang   string `json:"lang,omitempty"`
}

// A Story is a group of articles and what is told of it.
type Story struct {
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Day       string        `json:"day"`     // of the last article; empty where none has a time
	Sources   []Source      `json:"sources"` // the most frequent first
	Image     *corpus.Image `json:"image"`   // null where there is none
	Summary   string        `json:"summary"`
	Sentences []Sentence    `json:"sentences"` // of the summary, in order
	KeyPoints []string      `json:"key_points"`
	Conflicts []Conflict    `json:"conflicts"`
	Articles  []Article     `json:"articles"` // in the order of the corpus

	Extra map[string]json.RawMessage `json:"-"` // what the text form needs to come out as it was read
}

// A Source is an outlet and how much of the story is its.
type Source struct {
	Outlet   string  `json:"outlet"` // as the corpus names it, or "unknown"
	Articles int     `json:"articles"`
	Share    float64 `json:"share"` // of the story's articles
}

// A Sentence of a summary, and the articles it rests on, the largest share
// first: none where that is not known.
type Sentence struct {
	Text    string    `json:"text"`
	Sources []Support `json:"sources"`
}

// A Support is what an article gives to a sentence. The shares of a sentence are
// at most 1 in all.
type Support struct {
	Article int     `json:"article"` // position in the story's articles, from 0
	Outlet  string  `json:"outlet"`
	Share   float64 `json:"share"`
}

// A Conflict is a matter on which articles give different values.
type Conflict struct {
	About     string  `json:"about"` // such as "people killed"
	Values    []Value `json:"values"`
	Sentences []int   `json:"sentences"` // of the summary that state one of the values, from 0
}

// A Value is what some of the articles say.
type Value struct {
	Text     string `json:"value"`
	Articles []int  `json:"articles"` // positions in the story's articles, from 0
}

// An Article of a story. URL is as the corpus has it, of any scheme.
type Article struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	URL       string `json:"url"`
	Published string `json:"published"` // RFC 3339, or a day; empty where unknown
	Lang      string `json:"lang"`
	Extract   string `json:"extract"` // the first sentences, one paragraph

	Text  string                     `json:"-"` // the whole
	Extra map[string]json.RawMessage `json:"-"`
}

// A Format is one way to write a page.
type Format struct {
	Name string // as --format takes it
	Ext  string // of files
	Doc  string

	page  func(io.Writer, *Page) error
	index func(io.Writer, *Index) error
}

// Formats is the one list of formats.
var Formats = []Format{textFormat, markdownFormat, htmlFormat, jsonFormat}

// Named returns the format with the given name.
func Named(name string) (Format, error) {
	return spec.Find("format", Formats, func(f Format) string { return f.Name }, name)
}

// Write writes a page as one document.
func (f Format) Write(w io.Writer, p *Page) error {
	if err := f.page(w, p); err != nil {
		return fmt.Errorf("writing the page as %s: %w", f.Name, err)
	}
	return nil
}

// articles counts those of all stories.
func (p *Page) articles() (n int) {
	for i := range p.Stories {
		n += len(p.Stories[i].Articles)
	}
	return n
}

// name is what an article is called where only a line fits.
func (a *Article) name() string {
	switch {
	case strings.TrimSpace(a.Title) != "":
		return a.Title
	case a.Extract != "":
		return shorten(a.Extract, 80)
	}
	return a.ID
}
