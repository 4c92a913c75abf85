package format

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

var kite = Format{
	Name:  "kite",
	Title: "Kite (Kagi News)",
	Doc: "A category's file, a list of stories, or kite.json with the files that it names. The articles' ids are their links. " +
		"The clusters are the service's own and no gold: each article has its own in the field cluster, which is a level (@cluster); " +
		"with clusters=gold they are read as stories, with their titles, summaries and key points.",
	Endings: []string{".kite.json"},
	Detect: func(src Source, head []byte) bool {
		if head == nil {
			_, err := src.find(kiteIndex)
			return src.Dir() && err == nil
		}
		return kiteStories.Match(head) || kiteCategories.Match(head)
	},
	New: func() Reader { return spec.Defaults(new(kiteReader)) },
}

// kiteIndex is the file that names the categories of a day.
const kiteIndex = "kite.json"

var (
	kiteStories = regexp.MustCompile(`(?s)^(\{.*"(clusters|stories)"\s*:\s*)?\[\s*\{.*` +
		`("(talking_points|number_of_titles|unique_domains)"\s*:|"short_summary"\s*:.*"articles"\s*:|"articles"\s*:.*"short_summary"\s*:)`)
	kiteCategories = regexp.MustCompile(`(?s)^\{.*"categories"\s*:\s*\[\s*\{[^}]*"file"\s*:`)
)

type kiteReader struct {
	Clusters string `spec:"clusters" default:"found" oneof:"found,gold" doc:"what the clusters are: found ones, or the gold stories"`
}

// A Kite is a day of a news service: articles, the clusters that it found, and the
// page that it wrote of each.
type Kite struct {
	Corpus *corpus.Corpus
	Labels corpus.Labels // the number of each article's cluster
	Pages  []KitePage    // by that number
}

// A KitePage is the page of one cluster. Its texts are without citations.
type KitePage struct {
	corpus.Page
	ID       string
	Category string
	Points   [][]int // for each key point the articles that it cites, by their places in the cluster
	Articles []int   // positions in the corpus, in the order of the page

	extra map[string]json.RawMessage
}

// ReadKite reads a file or a folder of Kite with its clusters and pages.
func ReadKite(ctx context.Context, path string) (*Kite, error) {
	src, err := locate(ctx, path)
	if err == nil {
		src, err = src.unpack(strict(ctx))
	}
	if err != nil {
		return nil, err
	}
	return readKite(ctx, src, strict(ctx))
}

// Read reads the articles; the clusters are a level, or the stories.
func (r *kiteReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	k, err := readKite(ctx, src, report)
	if err != nil {
		return nil, err
	}
	f := corpus.Fault{Pos: corpus.Pos{File: src.name}, Kind: corpus.Decision, Message: "the clusters are those that the service found: they " +
		"are the level @cluster, and no gold"}
	if r.Clusters == "gold" {
		f.Message = "the clusters that the service found are taken for gold stories"
	}
	if err := report(f); err != nil {
		return nil, err
	}
	c := k.Corpus
	for i := range c.Articles {
		a := &c.Articles[i]
		id := k.Pages[k.Labels[i]].ID
		if r.Clusters == "gold" {
			a.Story = id
		} else {
			a.Extra["cluster"] = mustJSON(id)
		}
	}
	if r.Clusters != "gold" {
		c.Card.Levels = map[string]string{"cluster": "cluster"}
		return c, nil
	}
	c.Card.Level = "cluster"
	for _, p := range k.Pages {
		c.Stories = append(c.Stories, corpus.Story{ID: p.ID, Title: p.Title, Summary: p.Text(), KeyPoints: p.KeyPoints,
			Image: p.Image, Extra: p.extra})
	}
	return c, nil
}

// ReadLabels reads the clusters as labels of the articles.
func (r *kiteReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	k, err := readKite(ctx, src, report)
	if err != nil {
		return nil, err
	}
	for i, cluster := range k.Labels {
		k.Corpus.Articles[i].Story = k.Pages[cluster].ID
	}
	return k.Corpus.LabelsFile(src.name), nil
}

type kiteReading struct {
	*collector
	kite                      *Kite
	ids                       map[string]bool
	resolved, common, dropped int
}

func readKite(ctx context.Context, src Source, report Reporter) (*Kite, error) {
	k := &kiteReading{collector: newCollector(src, report), kite: &Kite{}, ids: map[string]bool{}}
	index := src
	if src.Dir() {
		var err error
		if index, err = src.find(kiteIndex); err != nil {
			return nil, err
		}
	}
	files, err := k.categories(index)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := k.file(f); err != nil {
			return nil, err
		}
	}
	if k.resolved+k.common+k.dropped > 0 {
		k.note(corpus.Pos{File: src.name}, corpus.Note, corpus.Decision, "citations: %d name an article, %d common knowledge, %d cannot be "+
			"resolved and are left out",
			k.resolved, k.common, k.dropped)
	}
	if k.kite.Corpus, err = k.finish("articles"); err != nil {
		return nil, err
	}
	return k.kite, nil
}

// categories lists the files that an index names; a file that is no index is
// itself the list.
func (k *kiteReading) categories(index Source) ([]Source, error) {
	raw, err := index.bytes()
	if err != nil {
		return nil, err
	}
	if !kiteCategories.Match(bytes.TrimSpace(raw)) || kiteStories.Match(bytes.TrimSpace(raw)) {
		return []Source{index}, nil
	}
	var doc struct {
		Categories []struct{ Name, File loose }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", place(index, raw, err), err)
	}
	var list []Source
	for _, c := range doc.Categories {
		name := path.Join(path.Dir(index.path), path.Base(string(c.File)))
		if base := path.Base(string(c.File)); base != string(c.File) || base == "." || base == ".." {
			return nil, fmt.Errorf("%s: the category %s names the file %q, which is not in its folder", index.name, c.Name, c.File)
		}
		target, err := resolve(index.fsys, name)
		if err != nil {
			k.note(corpus.Pos{File: index.name}, corpus.Warning, corpus.Decision, "a category is left out, as its file is not there: %s", c.File)
			continue
		}
		list = append(list, Source{index.fsys, target, path.Join(path.Dir(index.name), string(c.File))})
	}
	return list, nil
}

// A kiteStory is the part of a story that is read; all else is kept as it is.
type kiteStory struct {
	ID           loose         `json:"id"`
	Number       loose         `json:"cluster_number"`
	Category     loose         `json:"category"`
	Title        loose         `json:"title"`
	ShortSummary loose         `json:"short_summary"`
	Summary      loose         `json:"summary"`
	Points       []loose       `json:"talking_points"`
	Image        *kiteImage    `json:"primary_image"`
	Articles     []kiteArticle `json:"articles"`
}

type kiteImage struct {
	URL     loose `json:"url"`
	Caption loose `json:"caption"`
	Credit  loose `json:"credit"`
}

type kiteArticle struct {
	ID      loose `json:"id"` // only in files that assay writes
	Title   loose `json:"title"`
	Link    loose `json:"link"`
	Domain  loose `json:"domain"`
	Date    loose `json:"date"`
	Image   loose `json:"image"`
	Caption loose `json:"image_caption"`
}

// file reads one file of stories.
func (k *kiteReading) file(src Source) error {
	raw, err := src.bytes()
	if err != nil {
		return err
	}
	pos := corpus.Pos{File: src.name}
	raw = bytes.TrimSpace([]byte(charset.Decode(raw, "").Text))
	var stories []json.RawMessage
	var doc struct {
		Category     loose             `json:"category"`
		CategoryName loose             `json:"categoryName"`
		Clusters     []json.RawMessage `json:"clusters"`
		Stories      []json.RawMessage `json:"stories"`
	}
	into := any(&doc)
	if bytes.HasPrefix(raw, []byte("[")) {
		into = &stories
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return k.fault(place(src, raw, err), corpus.BadSyntax, "the file is not of Kite's form: %s", err)
	}
	stories = append(append(stories, doc.Clusters...), doc.Stories...)
	category := orElse(string(doc.Category), string(doc.CategoryName))
	for i, raw := range stories {
		if err := k.story(pos, raw, category, i); err != nil {
			return err
		}
	}
	return nil
}

// story reads one cluster with its page.
func (k *kiteReading) story(pos corpus.Pos, raw json.RawMessage, category string, number int) error {
	var s kiteStory
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &s); err != nil {
		return k.fault(pos, corpus.BadSyntax, "story %d is not of Kite's form: %s", number+1, err)
	}
	if json.Unmarshal(raw, &all) != nil || len(s.Articles) == 0 {
		k.note(pos, corpus.Warning, corpus.Decision, "a story without articles is left out")
		return nil
	}
	category = orElse(category, string(s.Category))
	p := KitePage{Category: category, ID: k.storyID(s, category, number)}
	if err := k.articles(pos, s, &p); err != nil {
		return err
	}
	cite := newCiter(s.Articles)
	p.Title, _ = k.uncite(cite, string(s.Title))
	p.Summary = k.sentences(cite, orElse(string(s.ShortSummary), string(s.Summary)))
	for _, point := range s.Points {
		plain, cited := k.uncite(cite, string(point))
		if plain == "" {
			continue
		}
		p.KeyPoints = append(p.KeyPoints, plain)
		var places []int
		for _, c := range cited {
			places = append(places, c.article)
		}
		p.Points = append(p.Points, places)
	}
	if s.Image != nil && s.Image.URL != "" {
		caption, _ := k.uncite(cite, string(s.Image.Caption))
		p.Image = &corpus.Image{URL: string(s.Image.URL), Content: caption, Source: string(s.Image.Credit)}
	}
	for _, known := range []string{"id", "title", "short_summary", "summary", "talking_points", "primary_image", "articles"} {
		delete(all, known)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if name != "domains" {
			k.count(cite, all[name])
		}
	}
	p.extra = all
	k.kite.Pages = append(k.kite.Pages, p)
	return nil
}

// storyID is the id of a story, or one made of its category and rank.
func (k *kiteReading) storyID(s kiteStory, category string, number int) string {
	id := string(s.ID)
	if id == "" {
		id = category + "/" + orElse(string(s.Number), strconv.Itoa(number+1))
	}
	for base, n := id, 2; k.ids[id]; n++ {
		id = base + "#" + strconv.Itoa(n)
	}
	k.ids[id] = true
	return id
}

// articles adds the articles of a story. One that is in two stories belongs to
// the first.
func (k *kiteReading) articles(pos corpus.Pos, s kiteStory, p *KitePage) error {
	cluster := int32(len(k.kite.Pages))
	for _, raw := range s.Articles {
		link := strings.TrimSpace(string(raw.Link))
		a := corpus.Article{ID: orElse(string(raw.ID), link), Title: markup.Line(string(raw.Title)), Pos: pos}
		if !strings.HasPrefix(link, noLink) {
			a.URL = unwrap(link)
		}
		if a.ID == "" {
			k.note(pos, corpus.Warning, corpus.Decision, "an article without a link is left out")
			p.Articles = append(p.Articles, -1)
			continue
		}
		if i, ok := k.at[a.ID]; ok {
			k.note(pos, corpus.Warning, corpus.Decision, "an article is in two clusters: it is counted to the first")
			p.Articles = append(p.Articles, i)
			continue
		}
		if a.Source = text.Outlet(string(raw.Domain)); a.Source == "" {
			a.Source = outletOf(a.URL)
		}
		var err error
		if a.Published, err = k.moment(pos, string(raw.Date)); err != nil {
			return err
		}
		if raw.Image != "" {
			a.Image = &corpus.Image{URL: string(raw.Image), Content: string(raw.Caption)}
		}
		a.Extra = extra("category", p.Category)
		if a.Extra == nil {
			a.Extra = map[string]json.RawMessage{}
		}
		p.Articles = append(p.Articles, len(k.corpus.Articles))
		k.kite.Labels = append(k.kite.Labels, cluster)
		if err := k.add(a); err != nil {
			return err
		}
	}
	return nil
}

// mustJSON is a string as JSON.
func mustJSON(s string) json.RawMessage {
	raw, _ := json.Marshal(s)
	return raw
}
