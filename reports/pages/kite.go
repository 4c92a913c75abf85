package pages

import (
	"cmp"
	"io"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

var kiteFormat = Format{
	Name: "kite", Ext: "json", indexFile: "kite.json",
	Doc:   "the form of Kagi News (Kite), for page readers of that form: a category for each day",
	Whole: true,
	page:  writeKite,
	index: writeKiteIndex,
}

// writeKite writes the pages as one category. Sentences cite the articles that they
// rest on.
func writeKite(w io.Writer, p *Digest) error {
	groups := make([]format.KiteGroup, len(p.Stories))
	for i := range p.Stories {
		groups[i] = kiteGroup(&p.Stories[i])
	}
	return format.WriteKite(w, cmp.Or(p.Day, p.Corpus.Name, "news"), groups)
}

func kiteGroup(p *Page) format.KiteGroup {
	g := format.KiteGroup{ID: p.ID, Page: corpus.Page{Title: p.Title, KeyPoints: p.KeyPoints, Image: p.Image}}
	for _, s := range p.Sentences {
		var cited []int
		for _, support := range s.Sources {
			cited = append(cited, support.Article)
		}
		g.Page.Summary = append(g.Page.Summary, corpus.Sentence{Text: s.Text, Article: -1})
		g.Sentences = append(g.Sentences, cited)
	}
	if len(p.Sentences) == 0 && p.Summary != "" {
		g.Page.Summary = []corpus.Sentence{{Text: p.Summary, Article: -1}}
	}
	for _, a := range p.Articles {
		published, err := corpus.ParseMoment(a.Published)
		if err != nil {
			published = corpus.Moment{} // the digest writes none that cannot be read
		}
		g.Articles = append(g.Articles, corpus.Article{
			ID: a.ID, Title: a.name(), URL: a.URL, Source: a.Outlet, Published: published, Lang: a.Lang,
		})
	}
	return g
}

// writeKiteIndex writes kite.json, which names the days as categories. Its time is that
// of the last day.
func writeKiteIndex(w io.Writer, x *Index) error {
	files := map[string]string{}
	var last time.Time
	for _, d := range x.Days {
		files[cmp.Or(d.Day, x.Corpus.Name, "news")] = d.File
		if day, err := corpus.ParseMoment(d.Day); err == nil && day.Time.After(last) {
			last = day.Time
		}
	}
	if last.IsZero() {
		last = time.Unix(0, 0)
	}
	return format.WriteKiteIndex(w, last, files)
}
