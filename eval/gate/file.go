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
	fault := func(offset int64, format string, args ...any) error {
		return &Usage{path, b.line(int(offset)), fmt.Errorf(format, args...)}
	}
	err := b.decode(d)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil && d.More():
		return nil, fault(d.InputOffset(), "there is more after the end of the baseline: remove it")
	case err == nil:
		return b, b.valid()
	case errors.As(err, &syntax):
		return nil, fault(syntax.Offset, "this is no JSON: %w (JSON has no comments; a constraint takes a field \"why\")", err)
	case errors.As(err, &kind):
		return nil, fault(kind.Offset, "field %q cannot be a %s: write a %s", kind.Field, kind.Value, kindName(kind.Type.Kind().String()))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fault(int64(len(raw)), "the file ends too early: restore it from version control, or make it anew with assay check --update")
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

// encode returns the content of the file.
func (b *Baseline) encode() ([]byte, error) {
	raw, err := quote(b)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := layOut(&out, "", "\n", raw); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// spread are the objects and lists of which each part has a line of its own, since it changes by
// itself. The baseline has no name, and an entry of a list that of the list with a dot.
var spread = []string{
	"", "metrics", "constraints", "must_link", "cannot_link", "one_story", "corpora", "corpora.", "scores", "stories", "unlabelled",
}

// layOut writes compact JSON with lines for the parts of what is spread. line begins a new line.
func layOut(out *bytes.Buffer, name, line string, raw json.RawMessage) error {
	if !slices.Contains(spread, name) || len(raw) <= len("[]") {
		out.Write(raw)
		return nil
	}
	out.WriteByte(raw[0])
	d := json.NewDecoder(bytes.NewReader(raw))
	_, err := d.Token()
	for comma := ""; err == nil && d.More(); comma = "," {
		out.WriteString(comma + line + "  ")
		part := name + "."
		if raw[0] == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			part = key.(string)
			fmt.Fprintf(out, "%q: ", part)
		}
		var value json.RawMessage
		if err = d.Decode(&value); err == nil {
			err = layOut(out, part, line+"  ", value)
		}
	}
	out.WriteString(line)
	out.WriteByte(raw[len(raw)-1])
	return err
}

// quote is compact JSON that leaves <, > and & as they are.
func quote(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
