// Package pages writes digests: the pages of a corpus or of its days, each page with
// the outlets that it rests on. A [Digest] is data, made by a [Builder]; a [Format]
// writes it.
package pages

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of a digest in JSON, which is a contract.
const Schema = "assay/digest/2"

// A Digest is pages, the largest group first; ties are broken by the earliest article.
type Digest struct {
	Schema     string  `json:"schema"`
	Corpus     Corpus  `json:"corpus"`
	Grouping   string  `json:"grouping"`   // what made the groups: gold, labels, an algorithm
	Summarizer string  `json:"summarizer"` // of the texts that gold has not
	Day        string  `json:"day"`        // as 2031-05-06; empty if it is not of one day
	Stories    []Page  `json:"stories"`
	Also       []Brief `json:"also,omitempty"` // groups without a page, in the order of pages

	Links    *Links    `json:"-"` // to the other files of a folder
	Pictures *Pictures `json:"-"` // nil: none are shown
}

// Links are the names of files beside a digest; empty if there is none.
type Links struct{ Index, Earlier, Later string }

// Corpus describes where the articles come from.
type Corpus struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"` // of the content
	Lang        string `json:"lang,omitempty"`
}

// A Page is what readers are told of one group of articles, with its sources.
type Page struct {
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Day       string        `json:"day"`     // of the last article; empty if none has a time
	Sources   []Source      `json:"sources"` // the most frequent first
	Image     *corpus.Image `json:"image"`   // null if there is none
	Summary   string        `json:"summary"`
	Sentences []Sentence    `json:"sentences"` // of the summary, in order
	KeyPoints []string      `json:"key_points"`
	// PointSources are the articles that the key points were taken from; none if that is not known.
	PointSources []Support  `json:"key_point_sources,omitempty"`
	Conflicts    []Conflict `json:"conflicts"`
	// Developments are counts of people for which later articles give other figures.
	Developments []Development `json:"developments,omitempty"`
	Articles     []Article     `json:"articles"` // in the order of the corpus

	Extra map[string]json.RawMessage `json:"-"` // for the text form to come out as it was read
}

// A Source is an outlet and its part of the story.
type Source struct {
	Outlet   string  `json:"outlet"` // as the corpus names it most often, or "unknown"
	Articles int     `json:"articles"`
	Share    float64 `json:"share"` // of the story's articles
}

// A Sentence of a summary, and the articles it rests on, the largest share first;
// none if that is not known.
type Sentence struct {
	Text    string    `json:"text"`
	Sources []Support `json:"sources"`
}

// A Support is the part of an article in a sentence. The shares of a sentence are
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

// A Development is a count that articles gave differently as time went by.
type Development struct {
	About   string   `json:"about"`   // such as "dead"
	Figures []Figure `json:"figures"` // the latest first
}

// A Figure is one answer in a development.
type Figure struct {
	Text      string  `json:"figure"` // such as "at least 9"
	Number    float64 `json:"number"`
	Published string  `json:"published"` // when it was told first: RFC 3339, or a day
	Articles  []int   `json:"articles"`  // positions in the story's articles, from 0, the first one first
}

// A Value is what some of the articles give.
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
	Published string `json:"published"` // RFC 3339, or a day; empty if unknown
	Lang      string `json:"lang"`
	Extract   string `json:"extract"` // the first sentences, one paragraph

	Text  string                     `json:"-"` // the whole
	Extra map[string]json.RawMessage `json:"-"`
}

// A Format is one way to write a digest.
type Format struct {
	Name string // as --format takes it
	Ext  string // of files
	Doc  string

	Whole    bool // read by programs as all there is: each group has a page
	Pictures bool // shown as [Pictures] has them; other formats have their addresses

	indexFile string // of a folder; index with Ext if empty

	page  func(io.Writer, *Digest) error
	index func(io.Writer, *Index) error
}

// IndexFile is the name of the index of a folder.
func (f Format) IndexFile() string { return cmp.Or(f.indexFile, "index."+f.Ext) }

// Formats is the one list of formats.
var Formats = []Format{textFormat, markdownFormat, htmlFormat, jsonFormat, kiteFormat}

// Named returns the format with the given name.
func Named(name string) (Format, error) {
	return spec.Find("format", Formats, func(f Format) string { return f.Name }, name)
}

// Write writes a digest as one document.
func (f Format) Write(w io.Writer, p *Digest) error {
	if err := f.page(w, p); err != nil {
		return fmt.Errorf("writing the digest as %s: %w", f.Name, err)
	}
	return nil
}

// pointSources are the articles that a key point was taken from.
func (s *Page) pointSources(i int) []Support {
	if i < len(s.PointSources) {
		return s.PointSources[i : i+1]
	}
	return nil
}

// articles counts those of all pages.
func (p *Digest) articles() (n int) {
	for i := range p.Stories {
		n += len(p.Stories[i].Articles)
	}
	return n
}

// name is what an article is called on one line.
func (a *Article) name() string {
	switch {
	case strings.TrimSpace(a.Title) != "":
		return a.Title
	case a.Extract != "":
		return shorten(a.Extract, 80)
	}
	return a.ID
}
