package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/spec"
)

var reuters = Format{
	Name:  "reuters",
	Title: "Reuters-21578 SGML",
	Doc: "One file reut2-NNN.sgm, or a folder of them. TOPICS are the gold; a document with several has none unless labels= decides. " +
		"The splits train, test and unused are those of ModApte (#test).",
	Detect: alsoFolders(isReuters),
	New:    func() Reader { return spec.Defaults(new(reutersReader)) },
}

type reutersReader struct {
	Labels string `spec:"labels" default:"none" oneof:"none,first,majority" doc:"which of several topics; majority: the most frequent"`
}

func isReuters(_ Source, head []byte) bool {
	return bytes.HasPrefix(head, []byte("<!DOCTYPE lewis")) || bytes.HasPrefix(head, []byte("<REUTERS "))
}

const reutersEnd = "</REUTERS>"

// maxDocument bounds one document.
const maxDocument = 16 << 20

// Read reads the documents one by one.
func (r *reutersReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := newCollector(src, report)
	var topics [][]string
	err := c.each(ctx, isReuters, func(file Source) error {
		in, err := file.Open()
		if err != nil {
			return err
		}
		defer in.Close()
		docs := bufio.NewScanner(in)
		docs.Buffer(make([]byte, 1<<16), maxDocument)
		docs.Split(upTo(reutersEnd))
		line := 1
		for docs.Scan() {
			if err := ctx.Err(); err != nil {
				return err
			}
			raw := docs.Bytes()
			start := max(bytes.Index(raw, []byte("<REUTERS")), 0)
			pos := corpus.Pos{File: file.name, Line: line + bytes.Count(raw[:start], []byte("\n"))}
			line += bytes.Count(raw, []byte("\n"))
			if raw = raw[start:]; !bytes.HasPrefix(raw, []byte("<REUTERS")) {
				continue
			}
			if !bytes.HasSuffix(raw, []byte(reutersEnd)) {
				c.note(pos, corpus.Warning, corpus.Decision, "a document breaks off: it is left out; fetch the file again")
				continue
			}
			if err := readReuters(c, pos, raw, &topics); err != nil {
				return err
			}
		}
		if err := docs.Err(); err != nil {
			return fmt.Errorf("%s: %w", corpus.Pos{File: file.name, Line: line}, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	chooseLabels(c, topics, r.Labels)
	c.corpus.Card.Lang, c.corpus.Card.Level, c.corpus.Card.Splits = "en", "topic", []string{"train", "test", "unused"}
	return c.finish("documents")
}

// upTo splits at the end of a mark.
func upTo(mark string) bufio.SplitFunc {
	return func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.Index(data, []byte(mark)); i >= 0 {
			return i + len(mark), data[:i+len(mark)], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, nil
		}
		if atEOF {
			return 0, nil, io.EOF
		}
		return 0, nil, nil
	}
}

// chooseLabels gives each article the one of its labels that choice says, and notes
// how many have several.
func chooseLabels(c *collector, labels [][]string, choice string) {
	count := map[string]int{}
	for _, list := range labels {
		for _, l := range list {
			count[l]++
		}
	}
	for i, list := range labels {
		a := &c.corpus.Articles[i]
		switch {
		case len(list) == 0:
		case len(list) == 1 || choice == "first":
			a.Story = list[0]
		case choice == "majority":
			for _, l := range list {
				if a.Story == "" || count[l] > count[a.Story] {
					a.Story = l
				}
			}
		}
		if len(list) > 1 {
			c.note(a.Pos, corpus.Note, corpus.Decision, map[string]string{
				"none":     "an article with several labels has none: labels=first or labels=majority decides%s",
				"first":    "of several labels of an article the first is taken%s",
				"majority": "of several labels of an article that which most articles have is taken%s",
			}[choice], "")
		}
	}
}

var (
	sgmlAttribute = regexp.MustCompile(`([A-Z]+)="([^"]*)"`)
	sgmlItem      = regexp.MustCompile(`(?s)<D>(.*?)</D>`)
	reutersSign   = regexp.MustCompile(`(?i)\s+reuter$`)
	sgmlControl   = regexp.MustCompile(`&#([0-9]|[12][0-9]|3[01]|127);`)
)

// element is the content of an SGML element.
func element(doc, name string) string {
	start := strings.Index(doc, "<"+name)
	if start < 0 {
		return ""
	}
	open := strings.IndexByte(doc[start:], '>')
	end := strings.Index(doc[start:], "</"+name+">")
	if open < 0 || end <= open {
		return ""
	}
	return doc[start+open+1 : start+end]
}

// sgmlText is the text of an element, its references resolved.
func sgmlText(s string) string {
	return strings.TrimSpace(html.UnescapeString(sgmlControl.ReplaceAllString(s, "")))
}

func sgmlList(s string) (list []string) {
	for _, m := range sgmlItem.FindAllStringSubmatch(s, -1) {
		if v := sgmlText(m[1]); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// readReuters reads one document.
func readReuters(c *collector, pos corpus.Pos, raw []byte, topics *[][]string) error {
	doc := charset.Decode(raw, "").Text
	tag, _, _ := strings.Cut(doc, ">")
	attributes := map[string]string{}
	for _, m := range sgmlAttribute.FindAllStringSubmatch(tag, -1) {
		attributes[m[1]] = m[2]
	}
	a := corpus.Article{ID: attributes["NEWID"], Source: "reuters.com", Pos: pos}
	if a.ID == "" {
		return c.fault(pos, corpus.MissingID, "the document has no NEWID")
	}
	body := element(doc, "TEXT")
	a.Title = strings.Join(strings.Fields(sgmlText(element(body, "TITLE"))), " ")
	a.Text = sgmlText(element(body, "BODY"))
	a.Text = strings.TrimSpace(reutersSign.ReplaceAllString(a.Text, ""))
	if !strings.Contains(body, "<BODY>") && strings.Contains(doc, `<TEXT TYPE="UNPROC">`) {
		a.Text = sgmlText(body)
	}
	a.Published, _ = reutersDate(element(doc, "DATE"))
	if a.Published.IsZero() {
		c.note(pos, corpus.Note, corpus.Decision, "a document's date cannot be read, so it has none: %q",
			strings.TrimSpace(element(doc, "DATE")))
	} else {
		c.dates.NoZone++
	}
	list := sgmlList(element(doc, "TOPICS"))
	split := "unused"
	if attributes["TOPICS"] == "YES" {
		switch attributes["LEWISSPLIT"] {
		case "TRAIN":
			split = "train"
		case "TEST":
			split = "test"
		}
	}
	a.Extra = extra("topics", list, "places", sgmlList(element(doc, "PLACES")), "people", sgmlList(element(doc, "PEOPLE")),
		"orgs", sgmlList(element(doc, "ORGS")), "exchanges", sgmlList(element(doc, "EXCHANGES")), "split", split,
		"lewis_split", attributes["LEWISSPLIT"], "cgi_split", attributes["CGISPLIT"], "old_id", attributes["OLDID"],
		"author", sgmlText(element(body, "AUTHOR")), "dateline", sgmlText(element(body, "DATELINE")))
	n := len(c.corpus.Articles)
	if err := c.add(a); err != nil {
		return err
	}
	if len(c.corpus.Articles) > n {
		*topics = append(*topics, list)
	}
	return nil
}

var reutersForm = regexp.MustCompile(`(\d{1,2}-[A-Z]{3}-\d{4})\s+(\d\d:\d\d:\d\d(?:\.\d+)?)`)

// reutersDate reads dates such as 19-OCT-1987 15:37:46.03.
func reutersDate(s string) (corpus.Moment, error) {
	m := reutersForm.FindStringSubmatch(s)
	if m == nil {
		return corpus.Moment{}, errors.New("no date")
	}
	return corpus.ParseMoment(strings.ReplaceAll(m[1], "-", " ") + " " + m[2])
}
