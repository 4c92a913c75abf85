package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// Read reads a baseline. known are the metrics that it may name; nil means eval.Partition. Errors
// name the file and, if it is known, the line.
func Read(path string, known []eval.Metric) (*Baseline, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(raw, path, known)
}

// Parse parses the content of a baseline file as Read does; errors name path as the file.
func Parse(raw []byte, path string, known []eval.Metric) (*Baseline, error) {
	b := &Baseline{path: path, raw: raw, known: known}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := b.decode(d)
	if err == nil && d.More() {
		return nil, &Usage{path, b.line(int(d.InputOffset())), errors.New("there is more after the end of the baseline: remove it")}
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return b, b.valid()
	case errors.As(err, &syntax):
		return nil, &Usage{path, b.line(int(syntax.Offset)),
			fmt.Errorf("this is no JSON: %w (JSON has no comments; a constraint takes a field \"why\")", err)}
	case errors.As(err, &kind):
		return nil, &Usage{path, b.line(int(kind.Offset)),
			fmt.Errorf("field %q cannot be a %s: write a %s", kind.Field, kind.Value, kindName(kind.Type.Kind().String()))}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, &Usage{path, b.line(len(raw)),
			errors.New("the file ends too early: restore it from version control, or make it anew with assay check --update")}
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return nil, b.at(strings.Trim(field, `"`), "unknown field %s: mend its name or remove it", field)
	}
	return nil, &Usage{path, 0, err}
}

// decode reads a file of this version or the one before.
func (b *Baseline) decode(d *json.Decoder) error {
	var form struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(b.raw, &form) != nil || form.Schema != schema1 {
		return d.Decode(b)
	}
	// The fields here hide those of the same names in what is embedded.
	old := struct {
		*Baseline
		Outlets *struct {
			Path   string `json:"path"`
			Digest string `json:"digest"`
		} `json:"outlets"`
		Corpora []struct {
			Entry
			Digest string `json:"digest"`
		} `json:"corpora"`
	}{Baseline: b}
	if err := d.Decode(&old); err != nil {
		return err
	}
	b.Schema = Schema
	if o := old.Outlets; o != nil {
		b.Outlets = &Outlets{o.Path, o.Digest}
	}
	for _, e := range old.Corpora {
		e.Entry.Fingerprint = e.Digest
		b.Corpora = append(b.Corpora, e.Entry)
	}
	return nil
}

func kindName(kind string) string {
	switch {
	case strings.HasPrefix(kind, "float"):
		return "number"
	case strings.HasPrefix(kind, "uint"), strings.HasPrefix(kind, "int"):
		return "whole number"
	case kind == "bool":
		return "true or false"
	case kind == "slice":
		return "list"
	case kind == "map", kind == "struct":
		return "object"
	}
	return kind
}

func (b *Baseline) valid() error {
	switch {
	case b.Schema != Schema:
		return b.at("schema", "schema %q: this assay reads %q; make the baseline anew with assay check --update", b.Schema, Schema)
	case !(b.Alpha > 0 && b.Alpha < 0.5):
		return b.at("alpha", "alpha %g: it must be over 0 and under 0.5, such as %g", b.Alpha, Alpha)
	case !(b.Power > 0 && b.Power < 1):
		return b.at("power", "power %g: it must be over 0 and under 1, such as %g", b.Power, Power)
	case len(b.Corpora) == 0:
		return b.at("corpora", "no corpora: make the baseline anew with assay check --update")
	}
	if err := b.Policy.Valid(); err != nil {
		return b.at("policy", "%w", err)
	}
	for _, m := range b.Metrics {
		if !(m.Margin > 0) {
			return b.at(m.Metric, "the margin of %s is %g: it must be over 0", m.Metric, m.Margin)
		}
	}
	measures, err := b.measures()
	if err != nil {
		return err
	}
	for i, m := range measures {
		b.Metrics[i].Metric = m.Spec.String()
	}
	return b.Constraints.valid(b.known, b.inConstraints)
}

// at returns an error at the first line that has the word in quotes; without a line if none has.
func (b *Baseline) at(word, format string, args ...any) error {
	return b.after(0, word, format, args...)
}

// inConstraints returns an error at the first line of the constraints that has the word.
func (b *Baseline) inConstraints(word, format string, args ...any) error {
	return b.after(max(0, bytes.Index(b.raw, []byte(`"constraints"`))), word, format, args...)
}

func (b *Baseline) after(from int, word, format string, args ...any) error {
	line := 0
	if quoted, err := quote(word); err == nil && word != "" {
		if i := bytes.Index(b.raw[from:], quoted); i >= 0 {
			line = b.line(from + i)
		}
	}
	return &Usage{b.path, line, fmt.Errorf(format, args...)}
}

func (b *Baseline) line(offset int) int {
	return 1 + bytes.Count(b.raw[:min(max(offset, 0), len(b.raw))], []byte("\n"))
}

// Write writes the baseline to a file, completely or not at all. Each story has a line, so that a
// diff shows what changed.
func (b *Baseline) Write(path string) error {
	raw, err := b.encode()
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	})
}

func (b *Baseline) encode() ([]byte, error) {
	w := &writer{}
	w.open("", "{")
	w.field("schema", b.Schema)
	w.field("version", b.Version)
	w.field("system", b.System)
	w.field("policy", b.Policy)
	if b.Outlets != nil {
		w.field("outlets", b.Outlets)
	}
	w.field("alpha", b.Alpha)
	w.field("power", b.Power)
	list(w, "metrics", b.Metrics)
	w.block("constraints", b.Constraints)
	w.open("corpora", "[")
	for _, e := range b.Corpora {
		w.open("", "{")
		w.field("path", e.Path)
		if e.Labels != "" {
			w.field("labels", e.Labels)
		}
		w.field("name", e.Name)
		w.field("fingerprint", e.Fingerprint)
		w.field("articles", e.Articles)
		list(w, "scores", e.Scores)
		list(w, "stories", e.Stories)
		list(w, "unlabelled", e.Unlabelled)
		w.close("}")
	}
	w.close("]")
	w.close("}")
	w.b.WriteByte('\n')
	return w.b.Bytes(), w.err
}

// A writer writes JSON with a line for each thing that changes by itself.
type writer struct {
	b     bytes.Buffer
	depth int
	begun bool // something stands in the list or object before
	err   error
}

func (w *writer) next(name string) {
	if w.begun {
		w.b.WriteByte(',')
	}
	if w.b.Len() > 0 {
		w.b.WriteString("\n" + strings.Repeat("  ", w.depth))
	}
	if name != "" {
		fmt.Fprintf(&w.b, "%q: ", name)
	}
}

func (w *writer) open(name, bracket string) {
	w.next(name)
	w.b.WriteString(bracket)
	w.depth++
	w.begun = false
}

func (w *writer) close(bracket string) {
	w.depth--
	if w.begun {
		w.b.WriteString("\n" + strings.Repeat("  ", w.depth))
	}
	w.b.WriteString(bracket)
	w.begun = true
}

// field writes a value on one line.
func (w *writer) field(name string, v any) {
	raw, err := quote(v)
	w.err = errors.Join(w.err, err)
	w.next(name)
	w.b.Write(raw)
	w.begun = true
}

// block writes an object with a line for each of its fields and, for lists of
// objects, for each of their entries.
func (w *writer) block(name string, v any) {
	raw, err := quote(v)
	w.err = errors.Join(w.err, err)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	_, _ = d.Token() // {
	w.open(name, "{")
	for d.More() {
		key, err := d.Token()
		if err != nil {
			break
		}
		var value json.RawMessage
		w.err = errors.Join(w.err, d.Decode(&value))
		var entries []json.RawMessage
		if json.Unmarshal(value, &entries) == nil && slices.ContainsFunc(entries, func(e json.RawMessage) bool { return e[0] == '{' }) {
			list(w, key.(string), entries)
		} else {
			w.field(key.(string), value)
		}
	}
	w.close("}")
}

// list writes each entry on a line of its own.
func list[T any](w *writer, name string, entries []T) {
	w.open(name, "[")
	for _, e := range entries {
		w.field("", e)
	}
	w.close("]")
}

// quote is compact JSON that leaves <, > and & as they are.
func quote(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
