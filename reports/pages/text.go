package pages

import (
	"fmt"
	"io"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

var textFormat = Format{
	Name: "text", Ext: "txt",
	Doc:   "the text form of a news digest, which is a corpus as well: articles whole",
	Whole: true,
	page:  writeText,
	index: writeTextIndex,
}

// writeText writes the page as package format reads it.
func writeText(w io.Writer, p *Digest) error {
	c := &corpus.Corpus{}
	for i := range p.Stories {
		s := &p.Stories[i]
		c.Stories = append(c.Stories, corpus.Story{
			ID: s.ID, Title: s.Title, Summary: s.Summary, KeyPoints: s.KeyPoints, Image: s.Image, Extra: s.Extra,
		})
		for k := range s.Articles {
			a, err := s.Articles[k].original()
			if err != nil {
				return err
			}
			a.Story = s.ID
			c.Articles = append(c.Articles, a)
		}
	}
	return format.WritePages(w, c)
}

// original is the article as the corpus has it.
func (a *Article) original() (corpus.Article, error) {
	published, err := corpus.ParseMoment(a.Published)
	if err != nil {
		return corpus.Article{}, fmt.Errorf("article %s: %w", a.ID, err)
	}
	source := a.Outlet
	if source == unknown {
		source = ""
	}
	return corpus.Article{
		ID: a.ID, Title: a.Title, Text: a.Text, Source: source, URL: a.URL, Published: published, Lang: a.Lang, Extra: a.Extra,
	}, nil
}

func writeTextIndex(w io.Writer, x *Index) error {
	for _, d := range x.Days {
		if _, err := fmt.Fprintf(w, "%s\t%d\t%d\n", d.File, d.Stories, d.Articles); err != nil {
			return err
		}
	}
	return nil
}
