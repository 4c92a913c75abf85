package summaries

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema names the form of a line of a pages file.
const Schema = "assay/page/1"

// Unnamed is the summarizer of pages that name none.
const Unnamed = "pages"

// A record is a line of a pages file. It names its cluster as the labels do, or by
// ids of articles that are all in it.
type record struct {
	Schema     string        `json:"schema,omitempty"`
	Summarizer string        `json:"summarizer,omitempty"`
	Cluster    label         `json:"cluster,omitempty"`
	Articles   []string      `json:"articles,omitempty"`
	Title      string        `json:"title,omitempty"`
	Summary    *summary      `json:"summary"`
	KeyPoints  []string      `json:"key_points,omitempty"`
	Image      *corpus.Image `json:"image,omitempty"`

	line int
}

// A label is the name of a cluster: a JSON string or number.
type label string

// UnmarshalJSON takes a number as it is written.
func (l *label) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		return json.Unmarshal(raw, (*string)(l))
	}
	return json.Unmarshal(raw, (*json.Number)(l))
}

// A summary is a list of sentences, or one text.
type summary struct {
	sentences []string
	text      string // not yet cut into sentences
}

// MarshalJSON writes the list.
func (s summary) MarshalJSON() ([]byte, error) { return json.Marshal(s.sentences) }

// UnmarshalJSON reads either form.
func (s *summary) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		return json.Unmarshal(raw, &s.text)
	}
	return json.Unmarshal(raw, &s.sentences)
}

// Clusters maps the id of each article to the name of its cluster, which is empty if
// the article is noise.
type Clusters map[string]string

// StoriesOf are the gold stories of a corpus as clusters.
func StoriesOf(c *corpus.Corpus) Clusters {
	c = c.WithArticles()
	clusters := make(Clusters, len(c.Articles))
	for i := range c.Articles {
		clusters[c.Articles[i].ID] = c.Articles[i].Story
	}
	return clusters
}

// ClustersOf are the groups of a labels file as clusters; those of StoriesOf if it is nil.
func ClustersOf(c *corpus.Corpus, labels *corpus.LabelsFile) Clusters {
	if labels == nil {
		return StoriesOf(c)
	}
	return labels.ByID()
}

// Write writes the pages that a case has of the summarizers, a line each, in the order
// of the stories that their clusters are matched to.
func Write(w io.Writer, c *eval.Case, clusters Clusters, summarizers []spec.Spec) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	matches, members := c.Matches(), c.Pred.Members()
	for _, s := range summarizers {
		pages, err := c.Pages(s)
		if err != nil {
			return err
		}
		for story, p := range pages {
			if p == nil {
				continue
			}
			r := record{Schema: Schema, Summarizer: s.String(), Title: p.Title, KeyPoints: p.KeyPoints, Image: p.Image}
			r.Summary = &summary{sentences: []string{}}
			articles := members[matches[story]]
			r.Cluster = label(clusters[c.Corpus.Articles[articles[0]].ID])
			for _, i := range articles {
				if r.Cluster == "" {
					r.Articles = append(r.Articles, c.Corpus.Articles[i].ID)
				}
			}
			for _, sentence := range p.Summary {
				r.Summary.sentences = append(r.Summary.sentences, sentence.Text)
			}
			if err := e.Encode(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// A File is the pages of clusters as a file has them.
type File struct {
	path    string
	records []record
}

// Read reads a pages file: JSON lines, plain or compressed (gzip, zstd). Each line has
// cluster (a name in the labels) or articles (ids of articles of one cluster), summary
// (a text, or a list of sentences), and may have summarizer, title, key_points and
// image. The error names the line.
func Read(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening pages: %w", err)
	}
	defer file.Close()
	return Parse(file, path)
}

// Parse reads the same from r; errors name path.
func Parse(r io.Reader, path string) (*File, error) {
	plain, err := compressed.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer plain.Close()
	f := &File{path: path}
	in := bufio.NewReader(plain)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: %w", corpus.Pos{File: path, Line: n}, err)
		}
		if strings.TrimSpace(string(line)) != "" {
			if err := f.add(line, n); err != nil {
				return nil, fmt.Errorf("%s: %w", corpus.Pos{File: path, Line: n}, err)
			}
		}
		if err != nil {
			break
		}
	}
	if len(f.records) == 0 {
		return nil, fmt.Errorf("%s: there are no pages in it", path)
	}
	return f, nil
}

func (f *File) add(line []byte, n int) error {
	r := record{line: n}
	if err := json.Unmarshal(line, &r); err != nil {
		return fmt.Errorf("this is no page: %w", err)
	}
	switch {
	case r.Schema != "" && r.Schema != Schema:
		return fmt.Errorf("the line has the form %q, this assay reads %q", r.Schema, Schema)
	case r.Cluster == "" && len(r.Articles) == 0:
		return errors.New("the page names no cluster: give cluster (its name in the labels) or articles (ids of its articles)")
	case r.Summary == nil:
		return errors.New("the page has no summary: give a text or a list of sentences")
	}
	r.Summarizer = cmp.Or(r.Summarizer, Unnamed)
	s, err := spec.Parse(r.Summarizer)
	if err != nil {
		return fmt.Errorf("summarizer: %w", err)
	}
	r.Summarizer = s.String()
	if eval.GoldPages(s) {
		return errors.New("summarizer: gold is the name of the gold pages, which the corpus has")
	}
	f.records = append(f.records, r)
	return nil
}

// Summarizers lists those of the pages, in the order of the file.
func (f *File) Summarizers() []spec.Spec {
	var list []spec.Spec
	for _, r := range f.records {
		if s, _ := spec.Parse(r.Summarizer); !slices.ContainsFunc(list, func(o spec.Spec) bool { return o.String() == r.Summarizer }) {
			list = append(list, s)
		}
	}
	return list
}

// Give gives a case the pages of the file. Every cluster that is matched to a gold
// story needs a page of each summarizer; pages of other clusters are checked, and
// left out. A page of an unknown cluster or article, a page whose articles are in
// different clusters, and a second page of a cluster are errors.
func (f *File) Give(c *eval.Case, clusters Clusters) error {
	if c.Corpus == nil {
		return fmt.Errorf("%s: pages are scored against texts, and the gold has none: give a corpus", f.path)
	}
	at := newIndex(c, clusters)
	for _, s := range f.Summarizers() {
		byCluster := map[int32]*record{}
		for i := range f.records {
			r := &f.records[i]
			if r.Summarizer != s.String() {
				continue
			}
			cluster, err := at.cluster(r)
			if err == nil && cluster >= 0 && byCluster[cluster] != nil {
				err = fmt.Errorf("a page of this cluster by %s is in line %d already: keep one of the two", s, byCluster[cluster].line)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", corpus.Pos{File: f.path, Line: r.line}, err)
			}
			byCluster[cluster] = r
		}
		pages, err := at.byStory(c, byCluster)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", f.path, s, err)
		}
		c.SetPages(s, pages)
	}
	return nil
}

// page is the content of a line about articles in a language.
func (r *record) page(lang string) *corpus.Page {
	p := &corpus.Page{Title: r.Title, KeyPoints: r.KeyPoints, Image: r.Image}
	for _, s := range append(r.Summary.sentences, text.Sentences(r.Summary.text, lang)...) {
		p.Summary = append(p.Summary, corpus.Sentence{Text: s, Article: -1})
	}
	return p
}

// Aim returns the measures with those of pages, but for the ones to keep, turned to the
// pages of the file, once for each of its summarizers.
func (f *File) Aim(measures []eval.Measure, keep func(eval.Measure) bool) ([]eval.Measure, error) {
	var list []eval.Measure
	for _, m := range measures {
		if p, ok := m.Scorer.(eval.PageScorer); !ok || keep(m) || eval.GoldPages(p.Summarizer()) {
			list = append(list, m)
			continue
		}
		for _, s := range f.Summarizers() {
			aimed, err := m.Of(s)
			if err != nil {
				return nil, err
			}
			list = append(list, aimed)
		}
	}
	return eval.Distinct(list), nil
}
