package format

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

var mind = Format{
	Name:  "mind",
	Title: "MIND news",
	Doc: "news.tsv of MIND, or a folder with it: the abstract is the text, the category the gold, the subcategory a level " +
		"(@subcategory). " +
		"There are no dates and no outlets. behaviors.tsv holds what users read, and no articles.",
	Detect: func(src Source, head []byte) bool {
		if head == nil {
			return len(mindFiles(src)) > 0
		}
		return isMIND(src, head) || mindBehaviors.Match(head)
	},
	New: func() Reader { return mindReader{} },
}

type mindReader struct{}

var (
	mindNews      = regexp.MustCompile(`^N\d+\t[^\t\n]*\t[^\t\n]*\t[^\t\n]*\t[^\t\n]*\thttps?://[^\t\n]*(\t|\r?\n|$)`)
	mindBehaviors = regexp.MustCompile(`^\d+\tU\d+\t\d+/\d+/\d+ \d+:\d+:\d+ [AP]M\t`)
)

func isMIND(_ Source, head []byte) bool { return mindNews.Match(head) }

// mindFiles lists the files of articles in a folder, which may be parted into splits.
func mindFiles(src Source) (list []Source) {
	files, _, err := src.files(256)
	if err != nil {
		return nil
	}
	for _, f := range files {
		if path.Base(compressed.Plain(f.path)) != "news.tsv" {
			continue
		}
		if head, err := f.head(); err == nil && isMIND(f, head) {
			list = append(list, f)
		}
	}
	return list
}

// Read reads the articles.
func (mindReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := newCollector(src, report)
	list := []Source{src}
	if src.Dir() {
		list = mindFiles(src)
	} else if head, err := src.head(); err == nil && mindBehaviors.Match(head) {
		return nil, fmt.Errorf("%s: the file holds what users read, and no articles: name news.tsv instead", src.name)
	}
	for _, file := range list {
		split := ""
		if m := splitName.FindStringSubmatch(path.Dir(file.path)); m != nil {
			split = strings.ToLower(m[1])
		}
		err := file.Lines(ctx, report, func(pos corpus.Pos, line []byte) error { return readMIND(c, pos, string(line), split) })
		if err != nil {
			return nil, err
		}
	}
	c.corpus.Card.Level, c.corpus.Card.Levels = "category", map[string]string{"subcategory": "subcategory"}
	return c.finish("articles")
}

func readMIND(c *collector, pos corpus.Pos, line, split string) error {
	columns := strings.Split(line, "\t")
	if len(columns) < 6 || columns[0] == "" {
		return c.fault(pos, corpus.BadSyntax, "the line has %d columns: id, category, subcategory, title, abstract and url are "+
			"needed, parted by tabs", len(columns))
	}
	a := corpus.Article{ID: columns[0], Story: columns[1], Title: columns[3], Text: columns[4], URL: columns[5], Pos: pos}
	a.Extra = extra("subcategory", columns[2], "split", split)
	if a.Text == "" {
		c.note(pos, corpus.Note, corpus.NoText, "an article has no abstract: its title alone is read")
	}
	if c.has(a.ID) && c.get(a.ID).Title == a.Title {
		c.note(pos, corpus.Note, corpus.Decision, "an article is in several splits: the first is kept")
		return nil
	}
	return c.add(a)
}
