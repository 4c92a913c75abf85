package scorefile

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/format"
)

// plainJSON reads JSON in which NaN and infinities may stand for numbers, as Python writes them: they become null.
type plainJSON struct {
	in              *bufio.Reader
	left            []byte
	quoted, escaped bool
}

func newPlainJSON(in io.Reader) *plainJSON { return &plainJSON{in: bufio.NewReaderSize(in, 1<<16)} }

var nanWords = []string{"NaN", "Infinity", "-Infinity"}

func (p *plainJSON) Read(to []byte) (n int, err error) {
	for n < len(to) {
		if len(p.left) > 0 {
			k := copy(to[n:], p.left)
			n, p.left = n+k, p.left[k:]
			continue
		}
		c, err := p.in.ReadByte()
		if err != nil {
			if n > 0 {
				return n, nil
			}
			return 0, err
		}
		switch {
		case p.escaped:
			p.escaped = false
		case p.quoted && c == '\\':
			p.escaped = true
		case c == '"':
			p.quoted = !p.quoted
		case !p.quoted && (c == 'N' || c == 'I' || c == '-'):
			if p.skipNaN(c) {
				p.left = []byte("null")
				continue
			}
		}
		to[n] = c
		n++
	}
	return n, nil
}

// skipNaN skips the rest of a word that begins with c.
func (p *plainJSON) skipNaN(c byte) bool {
	for _, word := range nanWords {
		if rest, _ := p.in.Peek(len(word) - 1); word[0] == c && string(rest) == word[1:] {
			_, _ = p.in.Discard(len(word) - 1)
			return true
		}
	}
	return false
}

// lines calls each for the JSON object of every line.
func lines(ctx context.Context, src format.Source, each func(line int, raw []byte) error) error {
	text, err := src.Text()
	if err != nil {
		return err
	}
	defer text.Close()
	in := bufio.NewReaderSize(newPlainJSON(text), 1<<16)
	for line := 1; ; line++ {
		raw, end := in.ReadBytes('\n')
		if end != nil && !errors.Is(end, io.EOF) {
			return fmt.Errorf("%s:%d: %w", src.Name(), line, broken(end))
		}
		if line%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if raw = bytes.TrimSpace(raw); len(raw) > 0 {
			if raw[0] != '{' || !json.Valid(raw) {
				return fmt.Errorf("%s:%d: no JSON object of one line: %s", src.Name(), line, clip(string(raw)))
			}
			if err := each(line, raw); err != nil {
				return err
			}
		}
		if end != nil {
			return nil
		}
	}
}

func broken(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file was cut off: fetch or write it again")
	}
	return err
}

// document calls each for every element of the list at a path of a JSON document, from 1, and other for every field beside the way,
// with its path.
func document(
	ctx context.Context, src format.Source, path []string, each func(n int, raw []byte) error, other func(path string, raw []byte),
) error {
	text, err := src.Text()
	if err != nil {
		return err
	}
	defer text.Close()
	w := walker{ctx: ctx, d: json.NewDecoder(newPlainJSON(text)), each: each, other: other}
	err = w.object(path, "")
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the JSON is damaged or cut off at byte %d: %w; write the file again", src.Name(), w.d.InputOffset(), err)
	case err != nil:
		return err
	case !w.found:
		return fmt.Errorf("%s: it has no list %s", src.Name(), strings.Join(path, "."))
	}
	return nil
}

type walker struct {
	ctx   context.Context
	d     *json.Decoder
	each  func(n int, raw []byte) error
	other func(path string, raw []byte)
	found bool
}

func (w *walker) delim(want json.Delim) error {
	t, err := w.d.Token()
	if err == nil && t != want {
		err = &json.SyntaxError{Offset: w.d.InputOffset()}
	}
	return err
}

// object goes through an object, down the path.
func (w *walker) object(path []string, at string) error {
	if len(path) == 0 {
		return w.list()
	}
	if err := w.delim('{'); err != nil {
		return err
	}
	for w.d.More() {
		key, err := w.d.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if name == path[0] {
			if err := w.object(path[1:], at+name+"."); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := w.d.Decode(&raw); err != nil {
			return err
		}
		w.other(at+name, raw)
	}
	return w.delim('}')
}

func (w *walker) list() error {
	if err := w.delim('['); err != nil {
		return err
	}
	w.found = true
	for n := 1; w.d.More(); n++ {
		if n%256 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		var raw json.RawMessage
		if err := w.d.Decode(&raw); err != nil {
			return err
		}
		if err := w.each(n, raw); err != nil {
			return err
		}
	}
	return w.delim(']')
}

// keys lists the names of the fields of an object that may be cut.
func keys(head []byte) (list []string) {
	d := json.NewDecoder(newPlainJSON(bytes.NewReader(head)))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return list
		}
		list = append(list, name)
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return list
		}
	}
}

func has(list []string, names ...string) bool {
	for _, name := range names {
		if !slices.Contains(list, name) {
			return false
		}
	}
	return true
}

// lookup returns the text of a field of an object, named by its path with dots; names may have dots themselves.
func lookup(raw []byte, path string) (string, bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return "", false
	}
	if v, ok := fields[path]; ok {
		return plainText(v)
	}
	for i, r := range path {
		if r != '.' {
			continue
		}
		if v, ok := fields[path[:i]]; ok {
			if text, ok := lookup(v, path[i+1:]); ok {
				return text, true
			}
		}
	}
	return "", false
}

// plainText is a text, a number or a truth value as text.
func plainText(raw json.RawMessage) (string, bool) {
	var text string
	switch {
	case len(raw) == 0, string(raw) == "null", raw[0] == '{', raw[0] == '[':
		return "", false
	case raw[0] == '"':
		err := json.Unmarshal(raw, &text)
		return text, err == nil
	}
	return string(raw), true
}

// scoreOf makes a value of JSON: numbers and truth values are scores, null is a missing one, anything else is none.
func scoreOf(metric string, raw json.RawMessage) value {
	text := strings.TrimSpace(string(raw))
	switch {
	case text == "" || text == "null":
		return value{metric: metric, number: missing}
	case text == "true" || text == "false":
		return number(metric, text)
	}
	if v, err := strconv.ParseFloat(text, 64); err == nil && text[0] != '"' {
		return value{metric: metric, number: v}
	}
	if plain, ok := plainText(raw); ok {
		text = plain
	}
	return value{metric: metric, number: missing, text: text}
}

// unitOf finds the unit of an item in its record, or in the objects within that are named.
func (b *builder) unitOf(raw []byte, within ...string) (string, error) {
	if b.options.Unit == "" {
		return "", nil
	}
	b.file.Unit = b.options.Unit
	for _, prefix := range append([]string{""}, within...) {
		if text, ok := lookup(raw, prefix+b.options.Unit); ok && strings.TrimSpace(text) != "" {
			return strings.TrimSpace(text), nil
		}
	}
	return "", fmt.Errorf("it has no unit: there is no field %s in it", b.options.Unit)
}
