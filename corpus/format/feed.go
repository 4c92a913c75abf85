package format

import (
	"bytes"
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

var feed = Format{
	Name:  "feed",
	Title: "feeds",
	Doc: "RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, or a list of feeds as OPML whose files are in its own folder; a folder of such " +
		"files. " +
		"An article's id is its guid or atom:id, else its link; its outlet is the host of the article, not of the feed; its text " +
		"the fullest that the feed has. " +
		"A feed has no stories. Nothing is fetched.",
	Detect: func(src Source, head []byte) bool {
		if head == nil {
			return src.Dir() && mostFiles(src, isFeed)
		}
		return isFeed(src, head) || isOPML(head)
	},
	New: func() Reader { return spec.Defaults(new(feedReader)) },
}

type feedReader struct{ dateOrder }

// A feedFile is a feed in any of its forms.
type feedFile struct {
	title, lang, link string
	items             []feedItem
}

// A feedItem is what a feed says of one article.
type feedItem struct {
	id, link, title, lang string
	texts                 []string // of which the fullest is the text
	published, updated    string
	author                string
	outlet                string // an address of the outlet, if the feed is not its own
	categories            []string
	image                 *corpus.Image
	line                  int
}

// rootName finds the name of the first element of an XML file and the rest
// of its tag.
var rootName = regexp.MustCompile(`(?s)^(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>)*<([A-Za-z_][\w.:-]*)([^>]*)`)

// root returns the local name of the first element of an XML file, in lower case, and
// its attributes as they are written.
func root(head []byte) (name, attributes string) {
	if bytes.IndexByte(head[:min(len(head), 64)], 0) >= 0 || bytes.HasPrefix(head, []byte("\xff\xfe")) {
		head = []byte(charset.Decode(head[:len(head)&^1], "").Text)
	}
	m := rootName.FindSubmatch(head)
	if m == nil {
		return "", ""
	}
	name = strings.ToLower(string(m[1]))
	if _, local, ok := strings.Cut(name, ":"); ok {
		name = local
	}
	return name, string(m[2])
}

func isOPML(head []byte) bool {
	name, _ := root(head)
	return name == "opml"
}

func isFeed(_ Source, head []byte) bool {
	if isJSONFeed(head) {
		return true
	}
	name, attributes := root(head)
	switch name {
	case "rss":
		return true
	case "rdf":
		return strings.Contains(attributes, "purl.org/rss") || strings.Contains(attributes, "rdf/simple")
	case "feed":
		return strings.Contains(attributes, "Atom") || strings.Contains(attributes, "purl.org/atom") || bytes.Contains(head,
			[]byte("<entry"))
	}
	return false
}

// Read reads a feed, a list of feeds, or a folder of feeds.
func (r *feedReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := newCollector(src, report)
	c.dates.Order, c.ordered = r.order(), true
	if !src.Dir() {
		head, err := src.head()
		if err != nil {
			return nil, err
		}
		if isOPML(head) {
			if err := readOPML(ctx, c); err != nil {
				return nil, err
			}
			return c.finish("articles")
		}
	}
	if err := c.each(ctx, isFeed, func(file Source) error { return readFeed(c, file) }); err != nil {
		return nil, err
	}
	return c.finish("articles")
}

// readFeed reads one feed.
func readFeed(c *collector, file Source) error {
	raw, err := file.bytes()
	if err != nil {
		return err
	}
	pos := corpus.Pos{File: file.name}
	d := charset.Decode(raw, charset.Declared(raw))
	if d.Note != "" {
		severity := corpus.Note
		if d.Guessed {
			severity = corpus.Warning
		}
		c.note(pos, severity, corpus.Decision, "%s", d.Note)
	}
	var f *feedFile
	if strings.HasPrefix(strings.TrimSpace(d.Text), "{") {
		f, err = parseJSONFeed(d.Text)
	} else {
		f, err = parseXMLFeed(c, pos, d.Text)
	}
	if err != nil {
		return c.fault(pos, corpus.BadSyntax, "the feed cannot be read: %s", err)
	}
	dated := false
	for i, item := range f.items {
		pos.Line = item.line
		if err := addItem(c, f, item, i, pos); err != nil {
			return err
		}
		dated = dated || item.published != "" || item.updated != ""
	}
	if len(f.items) > 0 && !dated {
		c.note(corpus.Pos{File: file.name}, corpus.Note, corpus.MissingField, "no item of the feed has a date: the time of the feed "+
			"itself is not taken for it")
	}
	return nil
}

// addItem makes an article of an item.
func addItem(c *collector, f *feedFile, item feedItem, number int, pos corpus.Pos) error {
	repair := func(s string) string {
		s, ok := charset.Repair(s)
		if ok {
			c.note(pos, corpus.Warning, corpus.BadEncoding, "a title or text was encoded twice: it is repaired")
		}
		return s
	}
	a := corpus.Article{ID: strings.TrimSpace(item.id), Title: markup.Line(repair(item.title)),
		URL: unwrap(absolute(f.link, strings.TrimSpace(item.link))), Image: item.image, Pos: pos}
	for _, t := range item.texts {
		if t = markup.Plain(repair(t)); len(t) > len(a.Text) {
			a.Text = t
		}
	}
	if a.ID == "" {
		a.ID = a.URL
	}
	if a.ID == "" {
		a.ID = numberedID(pos.File, number)
		c.note(pos, corpus.Note, corpus.Decision, "the item has neither id nor link: it is named by the feed and its place")
	}
	dated := ""
	var err error
	if a.Published, err = c.moment(pos, item.published); err != nil {
		return err
	}
	if a.Published.IsZero() && item.updated != "" {
		if a.Published, err = c.moment(pos, item.updated); err != nil {
			return err
		}
		if !a.Published.IsZero() {
			dated = "updated"
			c.note(pos, corpus.Note, corpus.Decision, "the item does not tell when it was published: the time of its last change is taken")
		}
	}
	if item.outlet != "" && aggregator(a.URL) {
		a.Source = outletOf(item.outlet)
	} else {
		a.Source = outletOf(a.URL)
	}
	a.Lang = languageTag(item.lang)
	if a.Lang == "" {
		a.Lang = languageTag(f.lang)
	}
	a.Extra = extra("feed", markup.Line(f.title), "author", markup.Line(item.author), "categories", item.categories, "dated", dated)
	link := a.URL + "\n" + a.Title
	if from, ok := c.links[link]; ok && from != pos.File && a.URL != "" {
		c.note(pos, corpus.Note, corpus.Decision, "an item comes again in another feed: the first is kept")
		return nil
	}
	c.links[link] = pos.File
	if c.has(a.ID) {
		if old := c.get(a.ID); old.Title == a.Title || old.URL == a.URL && a.URL != "" {
			c.note(pos, corpus.Note, corpus.Decision, "an item comes again: the first is kept")
			return nil
		}
		c.note(pos, corpus.Note, corpus.Decision, "an id is that of another item: the name of the feed is put before it")
		if a.ID = stem(pos.File) + "/" + a.ID; c.has(a.ID) {
			a.ID = numberedID(pos.File, number)
		}
	}
	return c.add(a)
}

func numberedID(file string, number int) string {
	return stem(file) + "#" + strconv.Itoa(number+1)
}

// absolute completes an address that leaves out what the feed's own address has.
func absolute(base, address string) string {
	b, err := url.Parse(strings.TrimSpace(base))
	u, err2 := url.Parse(address)
	if err != nil || err2 != nil || address == "" || u.IsAbs() {
		return address
	}
	if b.Scheme == "" {
		b.Scheme = "http"
	}
	if u.Host == "" && b.Host == "" {
		return address
	}
	return b.ResolveReference(u).String()
}

// outletOf is the outlet of an address, by its host; "" if it has none.
func outletOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	return text.Outlet(address)
}

// languageTag is a language as BCP 47 writes it; "" if it is none.
func languageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if s == "" {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// redirects are pages that lead on to the address in one of their parameters, by
// host (and the hosts below it) and path.
var redirects = []struct {
	host, path string
	names      []string
}{
	{"google.com", "/url", []string{"url", "q"}},
	{"bing.com", "/news/apiclick.aspx", []string{"url"}},
	{"facebook.com", "/l.php", []string{"u"}},
	{"reddit.com", "/", []string{"url"}},
	{"tumblr.com", "/redirect", []string{"z"}},
	{"youtube.com", "/redirect", []string{"q"}},
	{"vk.com", "/away.php", []string{"to"}},
	{"linkedin.com", "/safety/go", []string{"url"}},
	{"flipboard.com", "/redirect", []string{"url"}},
	{"duckduckgo.com", "/l/", []string{"uddg"}},
}

// unwrap returns the address that a known redirect leads to; any other as it is.
func unwrap(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	if _, target, ok := strings.Cut(address, "/*http"); ok && strings.HasSuffix(u.Hostname(), "yahoo.com") {
		return "http" + target
	}
	host := text.Outlet(u.Hostname())
	if strings.HasPrefix(host, "google.") {
		host = "google.com"
	}
	for _, r := range redirects {
		if host != r.host || u.Path != r.path {
			continue
		}
		for _, name := range r.names {
			if target := u.Query().Get(name); strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "https://") {
				return target
			}
		}
	}
	return address
}

// aggregator reports whether an address is that of a page that gathers articles of
// other outlets, so that its host is not the outlet.
func aggregator(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	switch host := u.Hostname(); host {
	case "news.google.com", "feedproxy.google.com", "feeds.feedburner.com", "news.yahoo.com", "www.msn.com", "":
		return true
	default:
		return strings.HasSuffix(host, ".feedburner.com")
	}
}
