package format

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/compressed"
	"github.com/seed-9405df2f/assay/spec"
)

var conll = Format{
	Name:  "conll",
	Title: "CoNLL coreference",
	Doc: "The .key or .response file of a coreference task, in CoNLL's columns or CorefUD's CoNLL-U, or a folder of such files. The " +
		"mentions are the items, named by document and span; " +
		"their entities are the gold. A response of the same documents may be read beside a key, with response=FILE: its entities " +
		"are the level @response, " +
		"and mentions that the key lacks have no gold.",
	Detect: alsoFolders(isCoNLL),
	New:    func() Reader { return spec.Defaults(new(conllReader)) },
}

type conllReader struct {
	Response string `spec:"response" default:"" doc:"a response to read beside the key, by its path, or by its name in the key's folder"`
}

// conllU finds a line of CoNLL-U: ten columns, the first a number.
var conllU = regexp.MustCompile(`(?m)^\d+(\t[^\t\n]*){9}\r?$`)

func isCoNLL(_ Source, head []byte) bool {
	return bytes.HasPrefix(head, []byte("#begin document")) || bytes.HasPrefix(head, []byte("#")) && conllU.Match(head)
}

// A mention is a span of a document and the entity that it belongs to.
type mention struct {
	id, entity, words string
	doc, start, end   int
	opened            int // its place among all that were opened
	pos               corpus.Pos
}

// ReadCoNLL reads a key and a response. The articles are the mentions of both; those
// that the key lacks have no story, those that the response lacks no label.
func ReadCoNLL(ctx context.Context, key, response string) (c *corpus.Corpus, found corpus.Labels, err error) {
	src, err := locate(ctx, key)
	if err != nil {
		return nil, nil, err
	}
	r := &conllReader{Response: response}
	if c, err = r.Read(ctx, src, strict(ctx)); err != nil {
		return nil, nil, err
	}
	c.AddMissingStories()
	level, err := c.AtLevel("response")
	if err != nil {
		return nil, nil, err
	}
	return c, level.Gold(), nil
}

// Read reads the mentions.
func (r *conllReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := newCollector(src, report)
	err := c.each(ctx, isCoNLL, func(file Source) error {
		prefix := ""
		if src.Dir() {
			if strings.HasSuffix(compressed.Plain(file.path), ".response") {
				c.note(corpus.Pos{File: file.name}, corpus.Note, corpus.Decision, "a response is no gold: it is left out; read it beside "+
					"its key, as in conll(response=a.response):a.key")
				return nil
			}
			prefix = file.path + "/"
		}
		list, err := readMentions(ctx, c, file)
		for _, m := range list {
			if err == nil {
				err = c.add(corpus.Article{ID: prefix + m.id, Title: m.words, Story: prefix + m.entity, Pos: m.pos})
			}
		}
		return err
	})
	if err == nil && r.Response != "" {
		err = r.response(ctx, c)
	}
	if err != nil {
		return nil, err
	}
	c.corpus.Card.Level, c.corpus.Card.Documents = "entity", true
	return c.finish("mentions")
}

// response adds the entities of a response to the mentions of the key.
func (r *conllReader) response(ctx context.Context, c *collector) error {
	if c.src.Dir() {
		return fmt.Errorf("%s: a response needs the key of its documents: name the file", c.src.name)
	}
	file, err := c.src.find(path.Join(path.Dir(c.src.path), r.Response))
	if err != nil {
		if file, err = locate(ctx, r.Response); err != nil {
			return err
		}
	}
	list, err := readMentions(ctx, c, file)
	if err != nil {
		return err
	}
	for _, m := range list {
		if !c.has(m.id) {
			c.note(m.pos, corpus.Note, corpus.Decision, "a mention of the response is not in the key: it has no gold")
			if err := c.add(corpus.Article{ID: m.id, Title: m.words, Pos: m.pos}); err != nil {
				return err
			}
		}
		c.get(m.id).Extra = extra("response", m.entity)
	}
	c.corpus.Card.Levels = map[string]string{"response": "response"}
	return nil
}

// A mentionReader collects the mentions of a file.
type mentionReader struct {
	name   string // of the document
	doc    int
	token  int // of the document, from 0
	words  []string
	open   map[string][]mention // by entity, the last opened last
	opened int
	list   []mention
}

// readMentions lists the mentions of a file by their places; a span that is given
// twice belongs to the entity that was opened first.
func readMentions(ctx context.Context, c *collector, file Source) ([]mention, error) {
	m := &mentionReader{open: map[string][]mention{}}
	entityField := 0
	err := file.Lines(ctx, c.report, func(pos corpus.Pos, line []byte) error {
		s := string(line)
		switch {
		case strings.HasPrefix(s, "#begin document"):
			return m.begin(c, pos, conllDocument(s))
		case strings.HasPrefix(s, "#end document"):
			return m.end(c, pos)
		case strings.HasPrefix(s, "# newdoc"):
			_, id, _ := strings.Cut(s, "=")
			return m.begin(c, pos, strings.TrimSpace(id))
		case strings.HasPrefix(s, "# global.Entity"):
			_, fields, _ := strings.Cut(s, "=")
			entityField = max(slices.Index(strings.Split(strings.TrimSpace(fields), "-"), "eid"), 0)
			return nil
		case strings.HasPrefix(s, "#"):
			return nil
		}
		if m.name == "" {
			if err := m.begin(c, pos, stem(file.path)); err != nil {
				return err
			}
		}
		columns := strings.Split(s, "\t")
		if len(columns) == 10 && wordNumber.MatchString(columns[0]) {
			return m.universal(c, pos, columns, entityField)
		}
		return m.columns(c, pos, strings.Fields(s))
	})
	if err == nil {
		err = m.end(c, corpus.Pos{File: file.name})
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(m.list, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.opened,
			b.opened))
	})
	kept := m.list[:0]
	for _, x := range m.list {
		if n := len(kept); n > 0 && kept[n-1].id == x.id {
			c.note(x.pos, corpus.Note, corpus.Decision, "a span is marked more than once: it belongs to the entity that was opened first")
			continue
		}
		kept = append(kept, x)
	}
	return kept, nil
}

var documentLine = regexp.MustCompile(`^#begin document\s*\(?(.*?)\)?\s*;\s*(?:part\s*(\S+))?\s*$`)

// conllDocument is the name of a document with its part.
func conllDocument(line string) string {
	m := documentLine.FindStringSubmatch(line)
	if m == nil {
		return strings.TrimSpace(strings.TrimPrefix(line, "#begin document"))
	}
	if m[2] != "" {
		return m[1] + "/" + m[2]
	}
	return m[1]
}

func (m *mentionReader) begin(c *collector, pos corpus.Pos, name string) error {
	if err := m.end(c, pos); err != nil {
		return err
	}
	m.name, m.token, m.words = orElse(name, "document"), 0, nil
	m.doc++
	return nil
}

// end closes a document. Mentions that are open still are errors.
func (m *mentionReader) end(c *collector, pos corpus.Pos) error {
	for _, entity := range slices.Sorted(maps.Keys(m.open)) {
		if list := m.open[entity]; len(list) > 0 {
			if err := c.fault(list[0].pos, corpus.BadSyntax, "the mention of entity %s that begins here never ends: write %[1]s) "+
				"where it does", entity); err != nil {
				return err
			}
		}
	}
	clear(m.open)
	return nil
}

// columns reads a line of CoNLL: the last column holds the mentions.
func (m *mentionReader) columns(c *collector, pos corpus.Pos, columns []string) error {
	word := ""
	if len(columns) >= 5 {
		word = columns[3]
	}
	m.words = append(m.words, word)
	rest := columns[len(columns)-1]
	if strings.Trim(rest, "-_*") == "" {
		rest = ""
	}
	for _, part := range brackets.FindAllString(rest, -1) {
		entity := strings.Trim(part, "()")
		if part[0] == '(' {
			m.start(pos, entity)
		}
		if strings.HasSuffix(part, ")") {
			if err := m.stop(c, pos, entity); err != nil {
				return err
			}
		}
	}
	if left := brackets.ReplaceAllString(rest, ""); strings.Trim(left, "| ") != "" {
		return c.fault(pos, corpus.BadSyntax, "%q is no list of mentions: write (0, 0), (0) or -", rest)
	}
	m.token++
	return nil
}

var (
	brackets   = regexp.MustCompile(`\([^()|\s]+\)?|[^()|\s]+\)`)
	wordNumber = regexp.MustCompile(`^\d+([-.]\d+)?$`)
	entityPart = regexp.MustCompile(`^(.*?)(?:\[(\d+)/(\d+)\])?$`)
)

// universal reads a line of CoNLL-U: the attribute Entity holds the mentions.
func (m *mentionReader) universal(c *collector, pos corpus.Pos, columns []string, entityField int) error {
	if strings.Contains(columns[0], "-") {
		return nil // several words in one token
	}
	word := columns[1]
	if word == "_" {
		word = ""
	}
	m.words = append(m.words, word)
	for attribute := range strings.SplitSeq(columns[9], "|") {
		value, ok := strings.CutPrefix(attribute, "Entity=")
		if !ok {
			continue
		}
		for _, part := range brackets.FindAllString(value, -1) {
			fields := strings.Split(strings.Trim(part, "()"), "-")
			entity := fields[0]
			if part[0] == '(' && entityField < len(fields) {
				entity = fields[entityField]
			}
			p := entityPart.FindStringSubmatch(entity)
			if p[2] != "" {
				c.note(pos, corpus.Note, corpus.Decision, "a mention in several parts is read as the span from its first to its last")
			}
			if part[0] == '(' && (p[2] == "" || p[2] == "1") {
				m.start(pos, p[1])
			}
			if strings.HasSuffix(part, ")") && p[2] == p[3] {
				if err := m.stop(c, pos, p[1]); err != nil {
					return err
				}
			}
		}
	}
	m.token++
	return nil
}

func (m *mentionReader) start(pos corpus.Pos, entity string) {
	m.opened++
	m.open[entity] = append(m.open[entity], mention{entity: m.name + ":" + entity, doc: m.doc, start: m.token, opened: m.opened,
		pos: pos})
}

func (m *mentionReader) stop(c *collector, pos corpus.Pos, entity string) error {
	list := m.open[entity]
	if len(list) == 0 {
		return c.fault(pos, corpus.BadSyntax, "a mention of entity %s ends here and never began: write (%[1]s where it does", entity)
	}
	x := list[len(list)-1]
	m.open[entity] = list[:len(list)-1]
	x.end = m.token
	x.id = fmt.Sprintf("%s:%d-%d", m.name, x.start, x.end)
	x.words = strings.Join(strings.Fields(strings.Join(m.words[x.start:x.end+1], " ")), " ")
	m.list = append(m.list, x)
	return nil
}
