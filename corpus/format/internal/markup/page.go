// Package markup turns HTML and XML into text: it takes tags and character references
// out, and finds the article in a page.
package markup

import (
	"encoding/json"
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Page is what a web page says of its article.
type Page struct {
	Title, Text, Lang, Image string
	Published                string // as the page writes it; empty if it does not
	Canonical                string // the address that the page gives itself
}

// maxNesting bounds the depth of pages that are read.
const maxNesting = 512

// ReadPage finds the article in a page. address is that of the page.
func ReadPage(page, address string) (Page, error) {
	doc, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return Page{}, err
	}
	var h head
	h.walk(doc, 0)
	p := Page{Title: first(h.headline, h.meta["og:title"], h.meta["twitter:title"]), Lang: first(h.lang, h.meta["og:locale"]),
		Canonical: h.canonical}
	p.Published = first(h.meta["article:published_time"], h.published, h.meta["datepublished"], h.meta["date"], h.meta["dc.date.issued"],
		h.meta["dc.date"], h.meta["pubdate"], h.meta["parsely-pub-date"], h.time)
	p.Image = first(h.meta["og:image"], h.meta["twitter:image"])
	if p.Title == "" {
		p.Title = withoutSite(h.title, h.h1)
	}
	p.Title = Line(p.Title)
	for _, t := range h.times { // datelines are no text
		t.Parent.RemoveChild(t)
	}
	if !h.deep {
		p.Text = body(doc, address)
	}
	if p.Text == "" {
		p.Text = strings.Join(h.paragraphs, "\n")
	}
	p.Text = strings.TrimPrefix(p.Text, p.Title+"\n")
	return p, nil
}

// body is the text of the article as readability finds it.
func body(doc *html.Node, address string) string {
	base, err := url.Parse(address)
	if err != nil {
		base = nil
	}
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	article, err := parser.ParseDocument(doc, base)
	if err != nil || article.Node == nil {
		return ""
	}
	var b strings.Builder
	if article.RenderHTML(&b) != nil {
		return ""
	}
	return Plain(b.String())
}

func first(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// withoutSite takes the name of the site from the end of a page's title if the
// first heading shows where the headline ends.
func withoutSite(title, h1 string) string {
	title, h1 = Line(title), Line(h1)
	if h1 != "" && (title == "" || strings.HasPrefix(title, h1)) {
		return h1
	}
	return title
}

// A head collects what a page holds beside its article.
type head struct {
	meta                       map[string]string
	title, h1, lang, canonical string
	headline, published, time  string
	times                      []*html.Node // outside of sentences
	paragraphs                 []string
	deep                       bool
}

func (h *head) walk(n *html.Node, depth int) {
	if depth > maxNesting {
		h.deep = true
		return
	}
	if n.Type == html.ElementNode {
		h.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		h.walk(c, depth+1)
	}
}

func (h *head) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		h.lang = attr(n, "lang")
	case atom.Title:
		if h.title == "" && (n.Parent == nil || n.Parent.DataAtom != atom.Svg) {
			h.title = content(n)
		}
	case atom.H1:
		if h.h1 == "" {
			h.h1 = content(n)
		}
	case atom.Meta:
		name := strings.ToLower(first(attr(n, "property"), attr(n, "name"), attr(n, "itemprop")))
		if h.meta == nil {
			h.meta = map[string]string{}
		}
		if _, ok := h.meta[name]; !ok {
			h.meta[name] = attr(n, "content")
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = attr(n, "href")
		}
	case atom.Time:
		if h.time == "" && !within(n, atom.Aside, atom.Footer, atom.Nav) {
			h.time = attr(n, "datetime")
		}
		if !within(n, atom.P, atom.Li, atom.Blockquote, atom.Td, atom.H1, atom.H2, atom.H3) && n.Parent != nil {
			h.times = append(h.times, n)
		}
	case atom.Script:
		if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
			h.linked(n.FirstChild.Data)
		}
	case atom.P:
		if text := Line(content(n)); text != "" && !within(n, atom.Aside, atom.Footer, atom.Nav, atom.Header) {
			h.paragraphs = append(h.paragraphs, text)
		}
	}
}

// linked reads a JSON-LD block: the first article in it.
func (h *head) linked(raw string) {
	var any any
	if json.Unmarshal([]byte(raw), &any) == nil {
		h.find(any, 0)
	}
}

func (h *head) find(v any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			h.find(e, depth+1)
		}
	case map[string]any:
		if date, ok := v["datePublished"].(string); ok && h.published == "" {
			h.published = date
		}
		if title, ok := v["headline"].(string); ok && h.headline == "" {
			h.headline = title
		}
		if graph, ok := v["@graph"]; ok {
			h.find(graph, depth+1)
		}
	}
}

func within(n *html.Node, list ...atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		for _, a := range list {
			if p.DataAtom == a {
				return true
			}
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if strings.EqualFold(a.Key, name) {
			return a.Val
		}
	}
	return ""
}

// content is the text of a node and of those below it.
func content(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
