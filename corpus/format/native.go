package format

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/spec"
)

var native = Format{
	Name:  "native",
	Title: "assay's own form",
	Doc:   "A folder with articles.jsonl and, if there are any, stories.jsonl and the card corpus.json, each plain or with .gz or .zst.",
	Detect: func(src Source, head []byte) bool {
		_, err := src.find("articles.jsonl")
		if err != nil {
			_, err = src.find("corpus.json")
		}
		return head == nil && err == nil
	},
	New: func() Reader { return nativeReader{} },
}

type nativeReader struct{}

var jsonLines = Format{
	Name:  "jsonl",
	Title: "JSON lines",
	Doc: "One file of articles, a JSON object a line, with the fields of assay's own form or others: what is not named " +
		"by a parameter is found by its name. " +
		"Story texts are in a file beside it: news.stories.jsonl beside news.jsonl.",
	Endings: []string{".jsonl"},
	Detect:  func(_ Source, head []byte) bool { return jsonLinesHead(head, len(head) < headSize) },
	New:     func() Reader { return spec.Defaults(new(linesReader)) },
}

type linesReader struct{ fieldParams }

// Read reads one file of articles.
func (l *linesReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	return readJSONLines(ctx, src, report, &l.fieldParams, false)
}

// Read reads a folder.
func (nativeReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := &corpus.Corpus{}
	card, err := src.find("corpus.json")
	switch {
	case err == nil:
		if err := readCard(card, &c.Card); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if c.Card.Name == "" {
		c.Card.Name = src.BaseName()
	}
	articles, err := src.find("articles.jsonl")
	if err != nil {
		return nil, err
	}
	read, err := readJSONLines(ctx, articles, report, new(fieldParams), true)
	if err != nil {
		return nil, err
	}
	c.Articles = read.Articles
	stories, err := src.find("stories.jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	c.Stories, err = readStories(ctx, stories, report)
	return c, err
}

func readCard(src Source, card *corpus.Card) error {
	raw, err := src.bytes()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(bytes.TrimPrefix(raw, bom), card); err != nil {
		return fmt.Errorf("%s: %w", place(src, raw, err), err)
	}
	return nil
}

// place returns the line of a JSON error.
func place(src Source, raw []byte, err error) corpus.Pos {
	pos := corpus.Pos{File: src.name, Line: 1}
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		pos.Line += bytes.Count(raw[:min(int(syntax.Offset), len(raw))], []byte("\n"))
	}
	return pos
}

// Articles reads the articles of a corpus in assay's own form one by one, in the
// memory of one article. path is a folder or a JSON-lines file. Ids are not checked
// to be unique.
func Articles(ctx context.Context, path string) iter.Seq2[corpus.Article, error] {
	return func(yield func(corpus.Article, error) bool) {
		src, err := locate(ctx, path)
		if err == nil && src.path == "." {
			src, err = src.find("articles.jsonl")
		}
		stop := errors.New("stop")
		if err == nil {
			err = eachArticle(ctx, src, strict(ctx), func(a corpus.Article) error {
				if !yield(a, nil) {
					return stop
				}
				return nil
			})
		}
		if err != nil && !errors.Is(err, stop) {
			yield(corpus.Article{}, explain(err))
		}
	}
}

func eachArticle(ctx context.Context, src Source, report Reporter, each func(corpus.Article) error) error {
	return src.Lines(ctx, report, func(pos corpus.Pos, line []byte) error {
		a := corpus.Article{Pos: pos}
		if fault := decode(line, &a, pos); fault != nil {
			return report(*fault)
		}
		switch {
		case a.ID == "":
			return report(noID(pos, "article"))
		case a.Distractor && a.Story != "":
			return report(corpus.Fault{Pos: pos, Kind: corpus.Contradiction, Severity: corpus.Error,
				Message: fmt.Sprintf("article %s is a distractor and belongs to story %s: keep one of the two", a.ID, a.Story)})
		}
		return each(a)
	})
}

// decode reads a line of JSON. It returns a fault that explains a syntax error.
func decode(line []byte, into any, pos corpus.Pos) *corpus.Fault {
	err := json.Unmarshal(line, into)
	if err == nil {
		return nil
	}
	kind, message := corpus.BadSyntax, err.Error()
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		message = fmt.Sprintf("not a JSON object at character %d: %s", syntax.Offset, err)
		if strings.HasPrefix(err.Error(), "unexpected end") {
			message = "the JSON object is cut off: each line must hold a whole one"
		}
	} else if strings.Contains(message, "is no date") {
		kind = corpus.BadDate
	}
	return &corpus.Fault{Pos: pos, Kind: kind, Severity: corpus.Error, Message: message}
}

func noID(pos corpus.Pos, what string) corpus.Fault {
	return corpus.Fault{Pos: pos, Kind: corpus.MissingID, Severity: corpus.Error,
		Message: fmt.Sprintf(`the %s has no id: give it a field "id"`, what)}
}

func duplicate(pos corpus.Pos, what, id string, at corpus.Pos) corpus.Fault {
	place := fmt.Sprintf("in line %d", at.Line)
	if at.File != pos.File || at.Line == 0 {
		place = fmt.Sprintf("at %s", at)
	}
	return corpus.Fault{Pos: pos, Kind: corpus.DuplicateID, Severity: corpus.Error,
		Message: fmt.Sprintf("the id %q is that of the %s %s: each needs an id of its own", id, what, place)}
}

func readStories(ctx context.Context, src Source, report Reporter) ([]corpus.Story, error) {
	var list []corpus.Story
	first := map[string]corpus.Pos{}
	err := src.Lines(ctx, report, func(pos corpus.Pos, line []byte) error {
		s := corpus.Story{Pos: pos}
		if fault := decode(line, &s, pos); fault != nil {
			return report(*fault)
		}
		if s.ID == "" {
			return report(noID(pos, "story"))
		}
		if at, ok := first[s.ID]; ok {
			return report(duplicate(pos, "story", s.ID, at))
		}
		first[s.ID] = pos
		list = append(list, s)
		return nil
	})
	return list, err
}

// Write writes a folder, all or nothing.
func (nativeReader) Write(path string, c *corpus.Corpus) error {
	card, err := json.MarshalIndent(c.Card, "", "  ")
	if err != nil {
		return err
	}
	files := map[string]func(io.Writer) error{
		"articles.jsonl": func(w io.Writer) error { return WriteArticles(w, each(c.Articles)) },
		"corpus.json": func(w io.Writer) error {
			_, err := w.Write(append(card, '\n'))
			return err
		},
	}
	if slices.ContainsFunc(c.Stories, hasTexts) {
		files["stories.jsonl"] = func(w io.Writer) error { return writeLines(w, each(c.Stories)) }
	}
	return atomicfile.WriteFolder(path, func(dir string) error {
		for name, write := range files {
			if err := atomicfile.Write(filepath.Join(dir, name), write); err != nil {
				return err
			}
		}
		return nil
	})
}

// hasTexts reports whether a story has more than an id.
func hasTexts(s corpus.Story) bool {
	return s.Title != "" || s.Summary != "" || len(s.KeyPoints) > 0 || len(s.References) > 0 || s.Image != nil || len(s.Extra) > 0
}

// WriteArticles writes articles as JSON lines, which Articles reads. It stops at the
// first error of the sequence.
func WriteArticles(w io.Writer, articles iter.Seq2[corpus.Article, error]) error {
	return writeLines(w, articles)
}

func writeLines[T any](w io.Writer, list iter.Seq2[T, error]) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for v, err := range list {
		if err != nil {
			return err
		}
		if err := e.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// Write writes one file of articles, and one of the story texts.
func (*linesReader) Write(path string, c *corpus.Corpus) error {
	return writeArticles(path, c, func(w io.Writer) error { return WriteArticles(w, each(c.Articles)) })
}
