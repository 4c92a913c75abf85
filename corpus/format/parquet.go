package format

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var parquetTable = Format{
	Name:  "parquet",
	Title: "Parquet",
	Doc: "Parquet files with any columns and codecs, as pandas, Spark, DuckDB and the Hugging Face hub write them. " +
		"What is not named by a parameter is found by the names of the columns. Story texts are in a file beside it, as with jsonl.",
	Endings: []string{".parquet"},
	Detect: func(_ Source, head []byte) bool {
		return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("PARE"))
	},
	New: func() Reader { return spec.Defaults(new(parquetReader)) },
}

type parquetReader struct{ fieldParams }

// Read reads a file.
func (r *parquetReader) Read(ctx context.Context, src Source, report Reporter) (c *corpus.Corpus, err error) {
	f, err := openParquet(src)
	if err != nil {
		return nil, err
	}
	defer f.close(&err)
	fields, err := f.fields()
	if err != nil {
		return nil, err
	}
	m, err := r.mapFields(src.name, "parquet", fields)
	if err != nil {
		return nil, err
	}
	out := newRecords(&r.fieldParams, "parquet", src, report, m)
	out.alone = out.alone || m.goldAlone(&r.fieldParams)
	out.expect(int(min(f.file.NumRows(), f.file.Size()/16+1000)))
	out.classes = f.classes()
	for _, group := range f.file.RowGroups() {
		if err := f.readGroup(ctx, group, out); err != nil {
			return nil, err
		}
	}
	return out.finish()
}

// A parquetFile is one that is open.
type parquetFile struct {
	src     Source
	from    io.Closer
	file    *parquet.File
	columns []*parquetColumn
}

// openParquet opens a file, which may be compressed as a whole.
func openParquet(src Source) (_ *parquetFile, err error) {
	f := &parquetFile{src: src}
	defer func() {
		if err != nil {
			f.close(&err)
		}
	}()
	defer f.unreadable(&err)
	raw, err := src.fsys.Open(src.path)
	if err != nil {
		return nil, err
	}
	f.from = raw
	at, plain := raw.(io.ReaderAt)
	info, err := raw.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	head := make([]byte, 4)
	if plain {
		_, err := at.ReadAt(head, 0)
		plain = err == nil && (string(head) == "PAR1" || string(head) == "PARE")
	}
	if !plain {
		in, err := src.Open()
		if err != nil {
			return nil, err
		}
		defer in.Close()
		all, err := io.ReadAll(in)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", src.name, err)
		}
		at, size = bytes.NewReader(all), int64(len(all))
		copy(head, all)
	}
	switch {
	case string(head) == "PARE":
		return nil, fmt.Errorf("%s: the Parquet file is encrypted: decrypt it first", src.name)
	case string(head) != "PAR1":
		return nil, fmt.Errorf("%s: it is no Parquet file", src.name)
	}
	f.file, err = parquet.OpenFile(at, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	var leaves []*format.SchemaElement
	for i, e := range f.file.Metadata().Schema {
		if e.Type.Valid {
			leaves = append(leaves, &f.file.Metadata().Schema[i])
		}
		if e.Type.Valid && (e.Type.V < 0 || e.Type.V > format.FixedLenByteArray) {
			return nil, fmt.Errorf("column %s has a type that Parquet does not have: the file is damaged", e.Name)
		}
	}
	f.walk(f.file.Root(), leaves, nil, nil)
	return f, nil
}

// close closes the file and puts errors and panics of reading into one sentence.
func (f *parquetFile) close(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s: the Parquet file is damaged: %v", f.src.name, p)
	}
	if f.from != nil {
		f.from.Close()
	}
}

// unreadable names the file in errors of the library, and turns its panics into errors.
func (f *parquetFile) unreadable(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s: the Parquet file is damaged: %v", f.src.name, p)
	} else if *err != nil && !strings.HasPrefix((*err).Error(), f.src.name) {
		*err = fmt.Errorf("%s: the Parquet file cannot be read: %w", f.src.name, *err)
	}
}

// A parquetColumn is a column of plain values.
type parquetColumn struct {
	column *parquet.Column
	path   string
	lists  []int                                            // definition levels from which the lists around a value have members
	write  func(dst []byte, v parquet.Value) ([]byte, kind) // nil for texts
	field  *field
}

// walk lists the columns of plain values. Groups that only make lists are left out of
// paths.
func (f *parquetFile) walk(c *parquet.Column, leaves []*format.SchemaElement, path []string, lists []int) {
	for _, child := range c.Columns() {
		name := child.Name()
		below := lists
		if child.Repeated() {
			below = append(lists[:len(lists):len(lists)], child.MaxDefinitionLevel())
		}
		inList := len(below) > 0
		part := append(path[:len(path):len(path)], name)
		if inList && len(path) > 0 && listPart(name) {
			part = path
		}
		if !child.Leaf() {
			if len(part) < 50 {
				f.walk(child, leaves, part, below)
			}
			continue
		}
		f.columns = append(f.columns, &parquetColumn{column: child, path: strings.Join(part, "."), lists: below,
			write: valueWriter(child, leaves[child.Index()])})
	}
}

// listPart reports whether a group or a member only makes its parent a list or a map.
func listPart(name string) bool {
	switch name {
	case "list", "bag", "array", "array_element", "element", "item", "key_value":
		return true
	}
	return false
}

// fields reads some values of each column, for the mapping.
func (f *parquetFile) fields() (list []*field, err error) {
	defer f.unreadable(&err)
	groups := f.file.RowGroups()
	for _, c := range f.columns {
		c.field = &field{path: c.path}
		list = append(list, c.field)
		if len(groups) == 0 || len(c.lists) > 0 {
			continue
		}
		cursor := c.cursor(groups[0])
		var text []byte
		for range 30 {
			v, err := cursor.next()
			if err != nil {
				break // it is told when it is read
			}
			if !v.IsNull() {
				text, _ = c.append(text[:0], v)
				c.field.sample = append(c.field.sample, string(text))
			}
		}
		cursor.close()
	}
	return list, nil
}

// classes are the names of numbered classes, which the Hugging Face hub keeps beside the
// schema.
func (f *parquetFile) classes() map[string][]string {
	text, ok := f.file.Lookup("huggingface")
	if !ok {
		return nil
	}
	var hub struct {
		Info struct {
			Features map[string]json.RawMessage `json:"features"`
		} `json:"info"`
	}
	if json.Unmarshal([]byte(text), &hub) != nil {
		return nil
	}
	classes := map[string][]string{}
	for name, raw := range hub.Info.Features {
		if names := classNamesOf(raw); names != nil {
			classes[name] = names
		}
	}
	return classes
}

// readGroup reads the rows of a row group.
func (f *parquetFile) readGroup(ctx context.Context, group parquet.RowGroup, out *records) (err error) {
	defer f.unreadable(&err)
	cursors := make([]*parquetCursor, len(f.columns))
	for i, c := range f.columns {
		cursors[i] = c.cursor(group)
		defer cursors[i].close()
	}
	var text []byte
	for n := range group.NumRows() {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		out.begin(out.done + 1)
		for _, c := range cursors {
			if text, err = c.row(out, text); err != nil {
				return fmt.Errorf("column %s, row %d: %w", c.path, n+1, err)
			}
		}
		if err := out.end(); err != nil {
			return err
		}
	}
	return nil
}

// append writes a value as text.
func (c *parquetColumn) append(dst []byte, v parquet.Value) ([]byte, kind) {
	if c.write == nil {
		return append(dst, v.ByteArray()...), textValue
	}
	return c.write(dst, v)
}
