package format

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
)

var newsML = Format{
	Name:  "newsml",
	Title: "NewsML-G2 and NITF",
	Doc: "News items of NewsML-G2, alone or in a message, with NITF, XHTML or plain text inside; bare NITF; or a folder of such files. " +
		"Of several versions of a guid the highest is kept. published is the first of contentCreated and versionCreated. There is " +
		"no gold.",
	Detect: alsoFolders(isNewsML),
	New:    func() Reader { return newsMLReader{} },
}

type newsMLReader struct{}

func isNewsML(_ Source, head []byte) bool {
	name, _ := root(head)
	switch name {
	case "newsitem", "newsmessage", "contentset", "nitf", "packageitem":
		return true
	}
	return false
}

// Read reads the items.
func (newsMLReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	n := &newsMLReading{collector: newCollector(src, report), version: map[string]int{}}
	if err := n.each(ctx, isNewsML, n.file); err != nil {
		return nil, err
	}
	return n.finish("articles")
}

type newsMLReading struct {
	*collector
	version map[string]int // by guid
}

func (n *newsMLReading) file(file Source) error {
	raw, err := file.bytes()
	if err != nil {
		return err
	}
	pos := corpus.Pos{File: file.name, Line: 1}
	tree, d, err := parseXML(raw)
	if d.Note != "" {
		n.note(pos, corpus.Note, corpus.Decision, "%s", d.Note)
	}
	if err != nil {
		return n.fault(pos, corpus.BadSyntax, "the file is not well-formed: %s", err)
	}
	items := tree.all("newsItem")
	if len(items) == 0 {
		if items = tree.all("contentSet"); len(items) == 0 {
			items = tree.all("nitf")
		}
	}
	for i, item := range items {
		pos.Line = item.line
		if err := n.item(pos, item, i, len(items)); err != nil {
			return err
		}
	}
	if len(items) == 0 {
		n.note(pos, corpus.Warning, corpus.Decision, "a file holds a package without items")
	}
	return nil
}

// item reads one news item.
func (n *newsMLReading) item(pos corpus.Pos, item *xmlNode, number, of int) error {
	meta, nitf := item.first("contentMeta"), item.first("nitf")
	if item.name == "nitf" {
		nitf = item
	}
	a := corpus.Article{ID: orElse(item.attr("guid"), nitf.first("head", "docdata", "doc-id").attr("id-string")), Pos: pos}
	for _, title := range []*xmlNode{meta.first("headline"), nitf.first("body", "hedline", "hl1"), nitf.first("head", "title"),
		item.first("inlineXML", "title")} {
		if a.Title == "" {
			a.Title = title.oneLine()
		}
	}
	a.Text = itemText(item, nitf)
	class := item.first("itemMeta", "itemClass").attr("qcode")
	if a.Title == "" && a.Text == "" {
		n.note(pos, corpus.Warning, corpus.NoText, "an item is a stub without headline and text: it is left out")
		return nil
	}
	if a.ID == "" {
		if a.ID = stem(pos.File); of > 1 {
			a.ID = numberedID(pos.File, number)
		}
		n.note(pos, corpus.Note, corpus.Decision, "an item has no guid: it is named by its file")
	}
	status := item.first("itemMeta", "pubStatus").attr("qcode")
	if strings.HasSuffix(status, ":canceled") || strings.HasSuffix(status, ":withheld") {
		n.note(pos, corpus.Warning, corpus.Decision, "an item was taken back by its publisher (%s): it is read all the same", status)
	}
	if a.Text == "" {
		n.note(pos, corpus.Note, corpus.NoText, "an item has no text, as it is a picture or the like (%s): it is read with its "+
			"headline alone", class)
	}
	if err := n.published(pos, item, meta, nitf, &a); err != nil {
		return err
	}
	a.Lang = languageTag(orElse(meta.first("language").attr("tag"), orElse(item.attr("lang"), nitf.attr("lang"))))
	a.Source = itemSource(item, meta, nitf)
	a.URL = itemURL(item)
	var subjects []string
	for _, s := range meta.all("subject") {
		if name := s.first("name").oneLine(); name != "" {
			subjects = append(subjects, name)
		}
	}
	if strings.HasSuffix(class, ":picture") {
		for _, r := range item.all("remoteContent") {
			if a.Image == nil {
				credit := orElse(meta.first("creditline").oneLine(), a.Source)
				a.Image = &corpus.Image{URL: r.attr("href"), Content: meta.first("description").oneLine(), Source: credit}
			}
		}
	}
	version, _ := strconv.Atoi(item.attr("version"))
	a.Extra = extra("version", item.attr("version"), "class", class, "subjects", subjects, "slugline", meta.first("slugline").oneLine(),
		"byline", nitf.first("byline").oneLine())
	if n.has(a.ID) {
		n.note(pos, corpus.Note, corpus.Decision, "a guid comes in several versions: the highest is kept")
		if version > n.version[a.ID] {
			*n.get(a.ID), n.version[a.ID] = a, version
		}
		return nil
	}
	n.version[a.ID] = version
	return n.add(a)
}

// published finds when an item was published.
func (n *newsMLReading) published(pos corpus.Pos, item, meta, nitf *xmlNode, a *corpus.Article) (err error) {
	docdata := nitf.first("head", "docdata")
	for _, date := range []string{meta.first("contentCreated").oneLine(), item.first("itemMeta", "versionCreated").oneLine(),
		docdata.first("date.issue").attr("norm"), docdata.first("date.release").attr("norm"), nitf.first("dateline", "story.date").attr("norm"),
		nitf.first("head", "pubdata").attr("date.publication")} {
		if a.Published.IsZero() && date != "" {
			if a.Published, err = n.moment(pos, date); err != nil {
				return err
			}
		}
	}
	return nil
}

// itemText is the text of an item: the paragraphs of its NITF or XHTML, or its plain
// text.
func itemText(item, nitf *xmlNode) string {
	var parts []string
	add := func(list []*xmlNode) {
		for _, p := range list {
			if s := p.oneLine(); s != "" {
				parts = append(parts, s)
			}
		}
	}
	if nitf != nil {
		for _, block := range []*xmlNode{nitf.first("abstract"), nitf.first("body.content")} {
			if list := block.all("p"); len(list) > 0 {
				add(list)
			} else if block != nil {
				add([]*xmlNode{block})
			}
		}
		return strings.Join(parts, "\n")
	}
	for _, inline := range item.all("inlineXML") {
		if list := inline.first("body").all("p"); len(list) > 0 {
			add(list)
		} else if body := inline.first("body"); body != nil {
			parts = append(parts, markup.Plain(body.content()))
		}
	}
	for _, inline := range item.all("inlineData") {
		parts = append(parts, markup.Plain(inline.content()))
	}
	return strings.Join(parts, "\n")
}

// itemSource is who published an item: its source of information, provider or
// credit, by name, else by address.
func itemSource(item, meta, nitf *xmlNode) string {
	for _, node := range []*xmlNode{meta.first("infoSource"), item.first("itemMeta", "provider")} {
		if name := node.first("name").oneLine(); name != "" {
			return name
		}
		if host := outletOf(node.attr("uri")); host != "" {
			return host
		}
		if literal := node.attr("literal"); literal != "" {
			return literal
		}
	}
	return orElse(meta.first("creditline").oneLine(), nitf.first("head", "pubdata").attr("name"))
}

var webAddress = regexp.MustCompile(`^https?://`)

// itemURL is the address of the page of an item, if it names one.
func itemURL(item *xmlNode) string {
	for _, link := range item.all("link") {
		if href := link.attr("href"); webAddress.MatchString(href) && strings.Contains(link.attr("contenttype")+link.attr("rel"),
			"html") {
			return href
		}
	}
	if guid := item.attr("guid"); webAddress.MatchString(guid) {
		return guid
	}
	return ""
}
