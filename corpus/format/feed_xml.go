package format

import (
	"errors"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
)

var (
	// illegal finds the control characters that XML forbids, as they are or by number.
	illegal = regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]|` +
		`&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));`)
	declaration = regexp.MustCompile(`<\?xml[^>]*\?>`)
	itemStart   = regexp.MustCompile(`(?is)<(?:[a-z0-9]+:)?(item|entry)(?:\s[^>]*)?>`)
	aboutName   = regexp.MustCompile(`(?i)\babout\s*=\s*["']([^"']*)["']`)
)

// parseXMLFeed reads RSS or Atom. A feed that breaks off is read as far as it goes.
func parseXMLFeed(c *collector, pos corpus.Pos, text string) (*feedFile, error) {
	text = illegal.ReplaceAllString(declaration.ReplaceAllString(text, ""), "")
	text = `<?xml version="1.0" encoding="utf-8"?>` + strings.TrimLeft(text, " \t")
	name, _ := root([]byte(text[:min(len(text), 1<<16)]))
	parse := parseRSS
	if name == "feed" {
		parse = parseAtom
	}
	f, err := parse(text)
	if err != nil {
		text = bareSign.ReplaceAllString(text, "&lt;$1")
		f, err = parse(text)
	}
	if closed, cut := closeElements(text); err != nil && cut {
		var again error
		if f, again = parse(closed); again == nil {
			err = nil
			c.note(pos, corpus.Warning, corpus.Decision, "the feed breaks off: it is read as far as it goes; fetch it again")
		}
	}
	if err != nil {
		if f = oneByOne(c, pos, text, parse); len(f.items) == 0 {
			return nil, err
		}
	}
	starts := itemStart.FindAllStringIndex(text, -1)
	if len(starts) == len(f.items) {
		line, at := 1, 0
		for i, s := range starts {
			line += strings.Count(text[at:s[0]], "\n")
			at = s[0]
			f.items[i].line = line
			if m := aboutName.FindStringSubmatch(text[s[0]:s[1]]); m != nil && f.items[i].id == "" {
				f.items[i].id = m[1]
			}
		}
	}
	return f, nil
}

// bareSign is a < that begins no tag.
var bareSign = regexp.MustCompile(`<([^A-Za-z_/!?])`)

var itemWhole = regexp.MustCompile(`(?is)<(item|entry)(?:\s[^>]*)?>.*?</(?:item|entry)>`)

// oneByOne reads the items of a feed that is not well-formed each on its own, and
// leaves out those that cannot be read.
func oneByOne(c *collector, pos corpus.Pos, text string, parse func(string) (*feedFile, error)) *feedFile {
	all := &feedFile{}
	m := rootName.FindStringSubmatch(text)
	if m == nil {
		return all
	}
	for _, at := range itemWhole.FindAllStringIndex(text, -1) {
		pos.Line = 1 + strings.Count(text[:at[0]], "\n")
		f, err := parse("<" + m[1] + m[2] + "><channel>" + text[at[0]:at[1]] + "</channel></" + m[1] + ">")
		if err == nil && len(f.items) == 0 {
			f, err = parse("<" + m[1] + m[2] + ">" + text[at[0]:at[1]] + "</" + m[1] + ">")
		}
		if err != nil || len(f.items) != 1 {
			c.note(pos, corpus.Warning, corpus.Decision, "an item is not well-formed, so it is left out: %v", err)
			continue
		}
		f.items[0].line = pos.Line
		all.items = append(all.items, f.items[0])
	}
	return all
}

// step finds the next tag, comment or section of character data in XML.
var step = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[?!][^>]*>|</\s*([\w.:-]+)\s*>|` +
	`<([A-Za-z_][\w.:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(/?)>`)

// wholeOnly finds the elements whose text says something else, or nothing, once it is cut.
var wholeOnly = regexp.MustCompile(`(?i)^(?:\w+:)?(?:link|origlink|guid|id|pubdate|date|published|updated|issued|modified|language)$`)

// closeElements appends the end tags that a file that breaks off lacks, after what
// is whole of it. cut is false if none are lacking.
func closeElements(text string) (whole string, cut bool) {
	var open []string
	end := 0
	for _, m := range step.FindAllStringSubmatchIndex(text, -1) {
		end = m[1]
		switch {
		case m[2] >= 0:
			name := text[m[2]:m[3]]
			for i := len(open) - 1; i >= 0; i-- {
				if open[i] == name {
					open = open[:i]
					break
				}
			}
		case m[4] >= 0 && m[8] == m[9]:
			if open = append(open, text[m[4]:m[5]]); len(open) > maxDepth {
				return text, false
			}
		}
	}
	if len(open) == 0 {
		return text, false
	}
	rest := text[end:]
	var b strings.Builder
	b.WriteString(text[:end])
	if before, inside, ok := strings.Cut(rest, "<![CDATA["); ok {
		b.WriteString(before)
		b.WriteString("<![CDATA[" + inside + "]]>")
	} else {
		before, _, _ := strings.Cut(rest, "<")
		if !wholeOnly.MatchString(open[len(open)-1]) {
			b.WriteString(before)
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString("</" + open[i] + ">")
	}
	return b.String(), true
}

func parseRSS(text string) (*feedFile, error) {
	r, err := (&rss.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	f := &feedFile{title: r.Title, lang: r.Language, link: r.Link}
	if f.lang == "" && r.DublinCoreExt != nil {
		f.lang = firstOf(r.DublinCoreExt.Language)
	}
	for _, i := range r.Items {
		f.items = append(f.items, rssItem(i))
	}
	return f, nil
}

func rssItem(i *rss.Item) feedItem {
	item := feedItem{title: i.Title, link: i.Link, published: i.PubDate, texts: []string{i.Content, i.Description}, author: i.Author}
	if i.GUID != nil {
		item.id = i.GUID.Value
		if item.link == "" && !strings.EqualFold(i.GUID.IsPermalink, "false") && strings.Contains(i.GUID.Value, "://") {
			item.link = i.GUID.Value
		}
	}
	if dc := i.DublinCoreExt; dc != nil {
		item.title, item.author = orElse(item.title, firstOf(dc.Title)), orElse(item.author, firstOf(dc.Creator))
		item.published, item.lang = orElse(item.published, firstOf(dc.Date)), firstOf(dc.Language)
		item.texts = append(item.texts, firstOf(dc.Description))
	}
	if i.ITunesExt != nil {
		item.texts = append(item.texts, i.ITunesExt.Summary)
	}
	for _, e := range i.Extensions["atom"]["link"] {
		if rel := e.Attrs["rel"]; item.link == "" && (rel == "" || rel == "alternate") {
			item.link = e.Attrs["href"]
		}
	}
	item.id = orElse(item.id, extensionText(i.Extensions, "atom", "id"))
	item.published = orElse(item.published, extensionText(i.Extensions, "atom", "published"))
	item.updated = orElse(extensionText(i.Extensions, "atom", "updated"), extensionText(i.Extensions, "dcterms", "modified"))
	item.texts = append(item.texts, extensionText(i.Extensions, "atom", "summary"), extensionText(i.Extensions, "atom", "content"))
	item.link = orElse(extensionText(i.Extensions, "feedburner", "origLink"), item.link)
	if i.Source != nil {
		item.outlet = i.Source.URL
	}
	for _, c := range i.Categories {
		item.categories = append(item.categories, c.Value)
	}
	item.image = mediaImage(i.Extensions["media"])
	for _, e := range i.Enclosures {
		if item.image == nil && strings.HasPrefix(e.Type, "image/") {
			item.image = &corpus.Image{URL: e.URL}
		}
	}
	return item
}

// mediaImage is the first picture of Media RSS with its caption.
func mediaImage(media map[string][]ext.Extension) *corpus.Image {
	if media == nil {
		return nil
	}
	list := append([]ext.Extension{}, media["content"]...)
	for _, g := range media["group"] {
		list = append(list, g.Children["content"]...)
	}
	list = append(list, media["thumbnail"]...) // small pictures, without captions
	for _, g := range media["group"] {
		list = append(list, g.Children["thumbnail"]...)
	}
	for _, e := range list {
		address := e.Attrs["url"]
		kind := e.Attrs["type"]
		medium := orElse(strings.Split(kind, "/")[0], orElse(e.Attrs["medium"], "image"))
		if address == "" || medium != "image" {
			continue
		}
		image := &corpus.Image{URL: address}
		for _, d := range append(append([]ext.Extension{}, e.Children["description"]...), media["description"]...) {
			image.Content = orElse(image.Content, markup.Line(d.Value))
		}
		for _, d := range append(append([]ext.Extension{}, e.Children["credit"]...), media["credit"]...) {
			image.Source = orElse(image.Source, markup.Line(d.Value))
		}
		return image
	}
	return nil
}

// extensionText is the text of the first element of an extension.
func extensionText(list ext.Extensions, space, name string) string {
	for _, e := range list[space][name] {
		if v := strings.TrimSpace(e.Value); v != "" {
			return v
		}
	}
	return ""
}

func parseAtom(text string) (*feedFile, error) {
	r, err := (&atom.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, errors.New("there is no feed in it")
	}
	f := &feedFile{title: r.Title, lang: r.Language}
	for _, l := range r.Links {
		if f.link == "" && (l.Rel == "" || l.Rel == "alternate" || l.Rel == "self") {
			f.link = l.Href
		}
	}
	for _, e := range r.Entries {
		item := feedItem{id: e.ID, title: e.Title, published: e.Published, updated: e.Updated}
		if e.Content != nil {
			item.texts = []string{e.Content.Value}
		}
		item.texts = append(item.texts, e.Summary)
		for _, l := range e.Links {
			switch {
			case item.link == "" && (l.Rel == "" || l.Rel == "alternate"):
				item.link = l.Href
			case l.Rel == "enclosure" && strings.HasPrefix(l.Type, "image/"):
				item.image = &corpus.Image{URL: l.Href}
			}
		}
		item.link = orElse(extensionText(e.Extensions, "feedburner", "origLink"), item.link)
		if dc := e.Extensions["dc"]; dc != nil {
			item.published = orElse(item.published, extensionText(e.Extensions, "dc", "date"))
		}
		if image := mediaImage(e.Extensions["media"]); image != nil {
			item.image = image
		}
		if len(e.Authors) > 0 {
			item.author = e.Authors[0].Name
		}
		if e.Source != nil && len(e.Source.Links) > 0 {
			item.outlet = e.Source.Links[0].Href
		}
		for _, c := range e.Categories {
			item.categories = append(item.categories, orElse(c.Label, c.Term))
		}
		f.items = append(f.items, item)
	}
	return f, nil
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func orElse(a, b string) string {
	if strings.TrimSpace(a) != "" {
		return a
	}
	return b
}
