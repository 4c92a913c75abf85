package format

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var jsonDocument = Format{
	Name:  "json",
	Title: "JSON",
	Doc: "One JSON document: a list of articles, also inside rows, data, articles, results, …; by columns or split into " +
		"columns and data as pandas writes it; " +
		"groups with their articles inside. What is not named by a parameter is found by its name.",
	Endings: []string{".json"},
	Detect: func(_ Source, head []byte) bool {
		return bytes.HasPrefix(head, []byte("[")) || bytes.HasPrefix(head, []byte("{"))
	},
	New: func() Reader { return spec.Defaults(new(jsonReader)) },
}

type jsonReader struct{ fieldParams }

// Read reads a document. Its records are found in it, wherever they are.
func (r *jsonReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	raw, notes, err := src.readText(r.Encoding)
	if err != nil {
		return nil, err
	}
	return readJSONDocument(ctx, src, raw, notes, report, &r.fieldParams)
}

func readJSONDocument(ctx context.Context, src Source, raw []byte, notes []string, report Reporter,
	params *fieldParams) (*corpus.Corpus, error) {
	if params.labels == nil {
		s := jsonScanner{b: raw}
		if top, err := s.skip(0); err == nil && s.space() == 0 {
			if err := labelsInDocument(src, top); err != nil {
				return nil, err
			}
		}
	}
	d, err := parseDocument(src, raw)
	if err != nil {
		return nil, err
	}
	d.notes = append(d.notes, notes...)
	return d.read(ctx, "json", report, params, nil)
}

// read makes a corpus of the records. levels gives fields that are gold levels by more
// than their names.
func (d *document) read(ctx context.Context, form string, report Reporter, params *fieldParams,
	levels func(path string) string) (*corpus.Corpus, error) {
	shape := &jsonShape{}
	seen := 0
	if err := d.each(func(rec jsonRecord) error {
		if seen++; seen > 5000 {
			return errStop
		}
		return rec.visit(shape.learn, &shape.root)
	}); err != nil && !errors.Is(err, errStop) {
		return nil, d.errorf(0, "%w", err)
	}
	shape.levels = levels
	out, err := shape.records(d.src, form, report, params)
	if err != nil {
		return nil, err
	}
	out.expect(d.count)
	out.classes = d.classes
	line, at := 1, 0
	err = d.each(func(rec jsonRecord) error {
		if rec.at > at {
			line += bytes.Count(d.raw[at:rec.at], []byte("\n"))
			at = rec.at
		}
		if out.done%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		out.begin(line)
		if err := rec.visit(shape.fill, &shape.root); err != nil {
			return err
		}
		return out.end()
	})
	if err != nil {
		return nil, err
	}
	out.absent = append(out.absent, d.notes...)
	return out.finish()
}

var errStop = errors.New("enough")

// A member is a key of an object with its value.
type member struct {
	key string
	raw []byte
}

// A jsonRecord is one record of a document: an object, and members from around it.
type jsonRecord struct {
	at    int // where it begins
	raw   []byte
	outer []member
}

// visit calls what learns or reads a place for the parts of a record.
func (rec jsonRecord) visit(do func(s *jsonScanner, n *node, depth int) error, root *node) error {
	root.next = 0
	for _, m := range rec.outer {
		n, _ := root.child([]byte(m.key))
		if err := do(&jsonScanner{b: m.raw}, n, 1); err != nil {
			return err
		}
	}
	if rec.raw == nil {
		return nil
	}
	return do(&jsonScanner{b: rec.raw}, root, 0)
}

// A document is a JSON document whose records were found.
type document struct {
	src     Source
	raw     []byte
	each    func(func(jsonRecord) error) error
	count   int
	classes map[string][]string // names of numbered classes, by field
	notes   []string
}

// recordsOf gives a document one record for each of a list.
func recordsOf[T any](d *document, list []T, record func(T) jsonRecord) bool {
	d.count = len(list)
	d.each = func(yield func(jsonRecord) error) error {
		for _, v := range list {
			if err := yield(record(v)); err != nil {
				return err
			}
		}
		return nil
	}
	return true
}

func (d *document) errorf(at int, format string, args ...any) error {
	line := 1 + bytes.Count(d.raw[:min(at, len(d.raw))], []byte("\n"))
	return fmt.Errorf("%s: %w", corpus.Pos{File: d.src.name, Line: line}, fmt.Errorf(format, args...))
}

// parseDocument finds the records of a document.
func parseDocument(src Source, raw []byte) (*document, error) {
	d := &document{src: src, raw: raw}
	s := jsonScanner{b: raw}
	top, err := s.skip(0)
	if err == nil && s.space() == '{' && isObject(top) { // one object behind the other
		list := [][]byte{top}
		for err == nil && s.space() != 0 {
			var next []byte
			if next, err = s.skip(0); err == nil {
				list = append(list, next)
			}
		}
		if err == nil && objects(list) && d.list(list, nil) {
			return d, nil
		}
	}
	if err == nil && (s.space() != 0 || s.i < len(raw)) {
		err = errJSON
	}
	if err != nil {
		var v any
		if errors.Is(err, errJSON) {
			if jerr := json.Unmarshal(raw, &v); jerr != nil {
				if jerr.Error() == "unexpected end of JSON input" {
					return nil, d.errorf(len(raw), "the JSON document is cut off: fetch or write it again")
				}
				return nil, d.errorf(s.i, "not a JSON document: %w", jerr)
			}
		}
		return nil, d.errorf(s.i, "%w", err)
	}
	if !d.find(top, 0) {
		return nil, d.errorf(0, "no records were found in the JSON document: it may hold a list of articles, a table by "+
			"columns, or groups of articles")
	}
	return d, nil
}

// elements lists the values of a list; nil if raw is none.
func elements(raw []byte) (list [][]byte) {
	s := jsonScanner{b: raw}
	if s.space() != '[' {
		return nil
	}
	_ = s.list(0, func() error {
		s.space()
		v, err := s.skip(1)
		list = append(list, v)
		return err
	})
	return list
}

// members lists the members of an object; nil if raw is none.
func members(raw []byte) (list []member) {
	s := jsonScanner{b: raw}
	if s.space() != '{' {
		return nil
	}
	_ = s.object(0, func(key []byte) error {
		m := member{key: string(key)}
		s.space()
		var err error
		m.raw, err = s.skip(1)
		list = append(list, m)
		return err
	})
	return list
}

func isObject(raw []byte) bool { return len(raw) > 0 && raw[0] == '{' }
func isList(raw []byte) bool   { return len(raw) > 0 && raw[0] == '[' }
func isScalar(raw []byte) bool { return len(raw) > 0 && raw[0] != '{' && raw[0] != '[' }

// offset is the place of a part of the document in it.
func (d *document) offset(part []byte) int { return cap(d.raw) - cap(part) }

// find looks for records in a value, and reports whether there are any.
func (d *document) find(raw []byte, depth int) bool {
	if isList(raw) {
		return d.list(elements(raw), nil)
	}
	all := members(raw)
	if d.split(all) || d.columns(all) || d.index(all) {
		return true
	}
	if articleKeys(raw) && depth == 0 && d.inside(all) == nil {
		return d.list([][]byte{raw}, nil)
	}
	d.classNames(all)
	if d.keyedGroups(all) {
		return true
	}
	if list := d.inside(all); list != nil {
		return d.list(elements(list), nil)
	}
	if depth < 3 {
		for _, m := range all {
			if isObject(m.raw) && d.find(m.raw, depth+1) {
				return true
			}
		}
	}
	return false
}

// recordLists are the names under which documents hold their records.
var recordLists = strings.Fields("rows data articles results items documents docs records news hits stories clusters events entries")

// inside is the list of objects that an object holds: the one with a known name, else the
// longest.
func (d *document) inside(all []member) (best []byte) {
	for _, name := range recordLists {
		for _, m := range all {
			if plainName(m.key) == name && isList(m.raw) && objects(elements(m.raw)) {
				return m.raw
			}
		}
	}
	for _, m := range all {
		if isList(m.raw) && len(m.raw) > len(best) && objects(elements(m.raw)) && articleKeys(elements(m.raw)[0]) {
			best = m.raw
		}
	}
	return best
}

// objects reports whether a list holds objects alone.
func objects(list [][]byte) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(v []byte) bool { return !isObject(v) })
}
