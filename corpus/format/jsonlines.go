package format

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
)

// sampleSize is how much of a file is looked at before its fields are mapped.
const sampleSize = 1 << 20

// nativeRoles are the fields of assay's own form, where no other names are looked for.
var nativeRoles = map[string]role{"id": idRole, "title": titleRole, "text": textRole, "source": sourceRole,
	"url": urlRole, "published": publishedRole,
	"lang": langRole, "story": storyRole, "distractor": distractorRole, "image": imageRole}

// nativeMapping maps the fields of assay's own form.
func nativeMapping(fields []*field) *mapping {
	m := &mapping{fields: fields}
	hasID := false
	for _, f := range fields {
		f.role = nativeRoles[f.path]
		hasID = hasID || f.role == idRole
		if f.role == storyRole {
			f.gold, m.gold = true, f
		}
	}
	if !hasID {
		m.fields = append(m.fields, &field{path: "id", role: idRole})
	}
	return m
}

// readJSONLines reads articles, one JSON object a line. fixed is for assay's own form.
func readJSONLines(ctx context.Context, src Source, report Reporter, params *fieldParams, fixed bool) (*corpus.Corpus, error) {
	text, err := src.openText(params.Encoding)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	in := bufio.NewReaderSize(text, sampleSize)
	head, err := in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	if !fixed && len(bytes.TrimSpace(head)) > 0 && !jsonLinesHead(head, errors.Is(err, io.EOF)) {
		raw, err := io.ReadAll(in)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", src.name, err)
		}
		return readJSONDocument(ctx, src, raw, text.notes(), report, params)
	}
	shape := &jsonShape{}
	if fixed {
		shape.fixed = nativeRoles
	}
	lines := shape.learnLines(head)
	out, err := shape.records(src, "jsonl", report, params)
	if err != nil {
		return nil, err
	}
	if lines > 0 {
		out.expect(int(text.size(len(head)) / float64(len(head)) * float64(lines) * 1.02))
	}
	if err := shape.readLines(ctx, in, text.Reader, src); err != nil {
		return nil, err
	}
	out.absent = append(out.absent, text.notes()...)
	return out.finish()
}

// records maps the fields that were learnt and returns what makes the corpus.
func (j *jsonShape) records(src Source, form string, report Reporter, params *fieldParams) (*records, error) {
	fields := j.fields()
	var m *mapping
	if j.fixed != nil {
		m = nativeMapping(fields)
	} else {
		var err error
		if m, err = params.mapFields(src.name, form, fields); err != nil {
			return nil, err
		}
	}
	for _, f := range fields {
		if f.role == noRole && j.levels != nil && j.levels(f.path) != "" {
			f.level = j.levels(f.path)
		}
	}
	j.settle(m)
	j.out = newRecords(params, form, src, report, m)
	return j.out, nil
}

// learnLines learns from the whole lines of a sample and counts them.
func (j *jsonShape) learnLines(head []byte) (lines int) {
	for len(head) > 0 {
		line, rest, whole := bytes.Cut(head, lineEnd)
		line, head = bytes.TrimPrefix(line, bom), rest
		if len(bytes.TrimSpace(line)) == 0 || !whole && lines > 0 {
			continue
		}
		if lines++; lines <= 5000 {
			s := jsonScanner{b: line}
			_ = j.learn(&s, &j.root, 0) // what is wrong with it is told when it is read
		}
	}
	return lines
}

func (j *jsonShape) readLines(ctx context.Context, in *bufio.Reader, text *charset.Reader, src Source) error {
	s := jsonScanner{}
	for number := 1; ; number++ {
		line, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", corpus.Pos{File: src.name, Line: number}, err)
		}
		if number%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, bom)); len(line) > 0 {
			s.b, s.i = line, 0
			if err := j.readLine(&s, number, text.Mixed); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// readLine reads the record of one line, or reports what is wrong with it.
func (j *jsonShape) readLine(s *jsonScanner, number int, mixed bool) error {
	pos := corpus.Pos{File: j.out.src.name, Line: number}
	if mixed {
		if bad := charset.Invalid(s.b); bad >= 0 {
			return j.out.refuse(corpus.Fault{Pos: pos, Kind: corpus.BadEncoding, Severity: corpus.Error,
				Message: fmt.Sprintf("byte %d of the line is not UTF-8: convert the file to UTF-8", bad+1)})
		}
	}
	j.out.begin(number)
	err := errJSON
	if s.space() == '{' {
		err = j.fill(s, &j.root, 0)
	}
	if err == nil && s.space() == 0 && s.i >= len(s.b) {
		return j.out.end()
	}
	var object map[string]json.RawMessage
	fault := decode(s.b, &object, pos)
	if fault == nil {
		fault = &corpus.Fault{Pos: pos, Kind: corpus.BadSyntax, Severity: corpus.Error,
			Message: fmt.Sprintf("not a JSON object at character %d", s.i+1)}
	}
	return j.out.refuse(*fault)
}

// jsonLinesHead reports whether the beginning of a file is that of JSON lines, and not of
// one document.
func jsonLinesHead(head []byte, whole bool) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(head, []byte("{")) {
		return false
	}
	s := jsonScanner{b: head}
	raw, err := s.skip(0)
	if err != nil {
		first, _, more := bytes.Cut(head, []byte("\n"))
		if !more {
			return whole || articleKeys(head) && !holdsRecords(head)
		}
		line := jsonScanner{b: first}
		if _, err := line.skip(0); err == nil {
			return true // a later line is bad
		}
		// The object goes on after the line: a document that is printed over several lines,
		// or a line that is cut.
		rest := bytes.TrimLeft(head[len(first):], " \t\r\n")
		return bytes.HasPrefix(rest, []byte("{")) && !bytes.HasSuffix(bytes.TrimSpace(first), []byte("[")) && len(first) > 2
	}
	if s.space() != 0 { // one behind the other, with line ends between them or without
		return bytes.IndexByte(raw, '\n') < 0 && (s.b[s.i] != '{' || bytes.IndexByte(head[len(raw):s.i], '\n') >= 0)
	}
	return bytes.IndexByte(raw, '\n') < 0 && articleKeys(raw) && !holdsRecords(raw)
}

// holdsRecords reports whether an object, which may be cut, has a list of objects under a
// name of a list of records.
func holdsRecords(raw []byte) bool {
	s := jsonScanner{b: raw}
	found := false
	_ = s.object(0, func(key []byte) error {
		if slices.Contains(recordLists, plainName(string(key))) && s.space() == '[' {
			inner := jsonScanner{b: s.b, i: s.i + 1}
			found = found || inner.space() == '{'
		}
		_, err := s.skip(1)
		return err
	})
	return found
}

// articleKeys reports whether an object has a field of an article itself.
func articleKeys(raw []byte) bool {
	s := jsonScanner{b: raw}
	found := false
	_ = s.object(0, func(key []byte) error {
		r, ok := classify(string(key))
		plain := s.space() == '"' || s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9'
		if ok && plain && (r.role <= urlRole || r.role == storyRole) {
			found = true
		}
		_, err := s.skip(1)
		return err
	})
	return found
}
