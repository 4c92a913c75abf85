package format

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
)

// A parquetCursor reads the values of a column one by one.
type parquetCursor struct {
	*parquetColumn
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    []parquet.Value
	at, n  int
	err    error
}

const cursorBuffer = 256

func (c *parquetColumn) cursor(group parquet.RowGroup) *parquetCursor {
	return &parquetCursor{parquetColumn: c, pages: group.ColumnChunks()[c.column.Index()].Pages(), buf: make([]parquet.Value, cursorBuffer)}
}

func (c *parquetCursor) close() {
	parquet.Release(c.page)
	c.pages.Close()
}

// fill reads more values. Those before are not valid any more.
func (c *parquetCursor) fill() error {
	for c.at >= c.n {
		if c.err != nil {
			return c.err
		}
		if c.values == nil {
			page, err := c.pages.ReadPage()
			if err != nil {
				return err
			}
			parquet.Release(c.page)
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buf)
		c.at, c.n = 0, n
		if errors.Is(err, io.EOF) {
			c.values = nil
		} else if err != nil {
			c.err = err
		}
	}
	return nil
}

// next returns the next value.
func (c *parquetCursor) next() (parquet.Value, error) {
	if c.at >= c.n {
		if err := c.fill(); err != nil {
			if errors.Is(err, io.EOF) {
				err = errors.New("the column ends before the rows do")
			}
			return parquet.Value{}, err
		}
	}
	c.at++
	return c.buf[c.at-1], nil
}

// more reports whether the next value belongs to the same row.
func (c *parquetCursor) more() bool {
	if c.at >= c.n && c.fill() != nil {
		return false
	}
	return c.buf[c.at].RepetitionLevel() > 0
}

// row gives the record the values of a column.
func (c *parquetCursor) row(out *records, text []byte) ([]byte, error) {
	v, err := c.next()
	if err != nil {
		return text, err
	}
	if len(c.lists) == 0 {
		if v.IsNull() {
			return text, nil
		}
		if c.write == nil {
			c.set(out, v.ByteArray(), textValue)
			return text, nil
		}
		var k kind
		text, k = c.write(text[:0], v)
		c.set(out, text, k)
		return text, nil
	}
	if c.field.role != noRole || c.field.level != "" {
		return c.members(out, text, v)
	}
	text = text[:0]
	depth, null := 0, true
	for {
		text, depth = c.nested(text, v, depth)
		null = null && v.IsNull()
		if !c.more() {
			break
		}
		if v, err = c.next(); err != nil {
			return text, err
		}
	}
	for ; depth > 0; depth-- {
		text = append(text, ']')
	}
	if !null {
		out.set(c.field, text, jsonValue)
	}
	return text, nil
}

// members gives the record the values of a list, such as paragraphs.
func (c *parquetCursor) members(out *records, text []byte, v parquet.Value) ([]byte, error) {
	for {
		if !v.IsNull() {
			var k kind
			if text, k = c.append(text[:0], v); k == textValue || k == numberValue {
				k = listValue
			}
			c.set(out, text, k)
		}
		if !c.more() {
			return text, nil
		}
		var err error
		if v, err = c.next(); err != nil {
			return text, err
		}
	}
}

// nested writes a value of lists in lists as JSON; depth is how many are open.
func (c *parquetCursor) nested(text []byte, v parquet.Value, depth int) ([]byte, int) {
	if r := v.RepetitionLevel(); r > 0 {
		for ; depth > r; depth-- {
			text = append(text, ']')
		}
		text = append(text, ',')
	}
	for depth < len(c.lists) {
		if v.DefinitionLevel() < c.lists[depth] {
			if v.DefinitionLevel() < c.lists[depth]-1 {
				return append(text, "null"...), depth
			}
			return append(text, "[]"...), depth
		}
		text = append(text, '[')
		depth++
	}
	if v.IsNull() {
		return append(text, "null"...), depth
	}
	value, k := c.append(nil, v)
	return append(text, quoted(value, k)...), depth
}

// set gives the record a value. Bytes that are no text are kept as an extra only.
func (c *parquetCursor) set(out *records, v []byte, k kind) {
	if k <= textValue && !utf8.Valid(v) {
		if c.field.role == noRole {
			out.extra(c.field.path, string(quoted(bytes.ToValidUTF8(v, []byte("\ufffd")), textValue)))
			return
		}
		out.fault(corpus.BadEncoding, "byte %d of the column %s is not UTF-8: convert the texts to UTF-8", charset.Invalid(v)+1, c.path)
		return
	}
	out.set(c.field, v, k)
}
