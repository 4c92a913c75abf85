package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// kiteCategory is a category's file.
type kiteCategory struct {
	Category  string        `json:"category"`
	Timestamp int64         `json:"timestamp"`
	Read      int           `json:"read"`
	Clusters  []kiteCluster `json:"clusters"`
}

type kiteCluster struct {
	ID       string           `json:"id"`
	Number   int              `json:"cluster_number"`
	Domains  int              `json:"unique_domains"`
	Titles   int              `json:"number_of_titles"`
	Category string           `json:"category"`
	Title    string           `json:"title"`
	Summary  string           `json:"short_summary"`
	Points   []string         `json:"talking_points"`
	Image    *kiteOutImage    `json:"primary_image,omitempty"`
	Names    []kiteDomain     `json:"domains"`
	Articles []kiteOutArticle `json:"articles"`
}

type kiteOutImage struct {
	URL     string `json:"url"`
	Caption string `json:"caption"`
	Credit  string `json:"credit,omitempty"`
}

type kiteDomain struct {
	Name string `json:"name"`
}

type kiteOutArticle struct {
	ID      string `json:"id,omitempty"` // if it is not the link
	Title   string `json:"title"`
	Link    string `json:"link"`
	Domain  string `json:"domain"`
	Date    string `json:"date"`
	Image   string `json:"image,omitempty"`
	Caption string `json:"image_caption,omitempty"`
}

// A KiteGroup is what [WriteKite] writes as one cluster.
type KiteGroup struct {
	ID   string
	Page corpus.Page
	// Sentences and Points are the articles that each sentence of the summary and each
	// key point cites, by their places in the group. Without Sentences, a sentence cites
	// the article that it was taken from; without Points, key points cite none.
	Sentences, Points [][]int
	Articles          []corpus.Article
}

// WriteKite writes groups of articles with their pages as the file of one category of
// Kite, the first group first. Sentences of a summary that were taken from an article
// cite it. The time of the file is that of the latest article.
func WriteKite(w io.Writer, category string, groups []KiteGroup) error {
	if category == "" {
		return errors.New("the category of a Kite file needs a name")
	}
	file := kiteCategory{Category: category, Clusters: []kiteCluster{}}
	for i, g := range groups {
		if len(g.Articles) == 0 {
			continue
		}
		file.Read += len(g.Articles)
		file.Clusters = append(file.Clusters, g.cluster(category, i+1))
		for _, a := range g.Articles {
			if !a.Published.IsZero() {
				file.Timestamp = max(file.Timestamp, a.Published.Time.Unix())
			}
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(file)
}

// WriteKiteIndex writes the file kite.json that names the files of categories.
func WriteKiteIndex(w io.Writer, when time.Time, files map[string]string) error {
	type entry struct {
		Name string `json:"name"`
		File string `json:"file"`
	}
	index := struct {
		Timestamp  int64   `json:"timestamp"`
		Categories []entry `json:"categories"`
	}{when.Unix(), []entry{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		index.Categories = append(index.Categories, entry{name, files[name]})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(index)
}

// noLink begins the link of an article that has no address on the web.
const noLink = "urn:assay:"

func (g *KiteGroup) cluster(category string, number int) kiteCluster {
	c := kiteCluster{ID: g.ID, Number: number, Titles: len(g.Articles), Category: category, Title: uncited(g.Page.Title),
		Points: []string{}}
	var marks []string
	counts := map[string]int{}
	for _, a := range g.Articles {
		out := kiteOutArticle{Title: a.Title, Link: a.URL, Domain: kiteHost(a), Date: a.Published.String()}
		if !webAddress.MatchString(out.Link) { // page readers make links of it
			out.Link = noLink + url.PathEscape(a.ID)
		}
		if out.Link != a.ID {
			out.ID = a.ID
		}
		if a.Image != nil {
			out.Image, out.Caption = a.Image.URL, a.Image.Content
		}
		if counts[out.Domain]++; counts[out.Domain] == 1 {
			c.Names = append(c.Names, kiteDomain{out.Domain})
		}
		marks = append(marks, fmt.Sprintf("[%s#%d]", out.Domain, counts[out.Domain]))
		c.Articles = append(c.Articles, out)
	}
	c.Domains = len(c.Names)
	var summary []string
	for i, s := range g.Page.Summary {
		articles := []int{s.Article}
		if i < len(g.Sentences) {
			articles = g.Sentences[i]
		}
		summary = append(summary, cite(uncited(s.Text), marks, articles...))
	}
	c.Summary = strings.Join(summary, " ")
	for i, point := range g.Page.KeyPoints {
		var articles []int
		if i < len(g.Points) {
			articles = g.Points[i]
		}
		c.Points = append(c.Points, cite(uncited(point), marks, articles...))
	}
	if image := g.Page.Image; image != nil && image.URL != "" {
		c.Image = &kiteOutImage{image.URL, uncited(image.Content), image.Source}
	}
	return c
}

// uncited keeps what looks like a citation in a text from being one.
func uncited(s string) string {
	return citation.ReplaceAllStringFunc(s, func(m string) string { return strings.NewReplacer("[", "(", "]", ")").Replace(m) })
}

// cite puts the marks of articles before the end of a sentence.
func cite(s string, marks []string, articles ...int) string {
	var list strings.Builder
	for i, a := range articles {
		if a >= 0 && a < len(marks) && !slices.Contains(articles[:i], a) && !strings.HasPrefix(marks[a], "[#") {
			list.WriteString(marks[a])
		}
	}
	if list.Len() == 0 {
		return s
	}
	body := strings.TrimRight(s, ".!?。！？")
	return body + " " + list.String() + s[len(body):]
}

// kiteHost is the outlet of an article as Kite names it.
func kiteHost(a corpus.Article) string {
	if host := outletOf(a.URL); host != "" && !aggregator(a.URL) {
		return host
	}
	return strings.NewReplacer("#", "", "[", "", "]", "").Replace(text.Outlet(a.Source))
}

// Write writes the gold stories of a corpus, with their texts, as one category.
func (r *kiteReader) Write(path string, c *corpus.Corpus) error {
	groups := make([]KiteGroup, len(c.Stories))
	for i, s := range c.Stories {
		groups[i] = KiteGroup{ID: s.ID, Page: corpus.Page{Title: s.Title, KeyPoints: s.KeyPoints, Image: s.Image}}
		for _, sentence := range text.Sentences(s.Summary, c.Card.Lang) {
			groups[i].Page.Summary = append(groups[i].Page.Summary, corpus.Sentence{Text: sentence, Article: -1})
		}
	}
	for i, story := range c.Gold() {
		if story != corpus.None {
			groups[story].Articles = append(groups[story].Articles, c.Articles[i])
		}
	}
	return writeFile(path, func(w io.Writer) error { return WriteKite(w, c.Name(), groups) })
}
