package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-9405df2f/assay/spec"
)

// OpenSource finds a file or a folder; of an archive, what is in it. The name - is standard input, as for [Open].
func OpenSource(ctx context.Context, path string) (Source, error) {
	src, err := locate(ctx, path)
	if err != nil {
		return src, err
	}
	return src.unpack(strict(ctx))
}

// Head returns the first bytes of a file, unpacked, without a byte order mark and leading white space; nil for a folder.
func (s Source) Head() ([]byte, error) { return s.head() }

// Text opens the source as text: unpacked, and in UTF-8 whatever its encoding is.
func (s Source) Text() (io.ReadCloser, error) {
	text, err := s.openText("")
	if err != nil {
		return nil, err
	}
	return text, nil
}

// Rows are what takes the rows of a table.
type Rows struct {
	Begin func(columns []string) error // is called once, first
	// Row takes the cells of a row, nil for null, which are valid until the next call. Line is that of the file,
	// or of Parquet the number of the row, from 1.
	Row func(line int, cells [][]byte) error
}

// ReadRows reads a table with a header: Parquet, or text as the format csv knows it. Columns of lists are left out. Errors
// of Row get the file and the line.
func (s Source) ReadRows(ctx context.Context, rows Rows) error {
	head, err := s.head()
	if err != nil {
		return err
	}
	if parquetTable.Detect(s, head) {
		return s.parquetRows(ctx, rows)
	}
	r := spec.Defaults(new(csvReader))
	r.Header = "yes"
	_, err = r.tableRows(ctx, s, rows)
	return err
}

// tableRows reads a table of text. ok is false if it has no header.
func (r *csvReader) tableRows(ctx context.Context, src Source, rows Rows) (ok bool, err error) {
	text, err := src.openText(r.Encoding)
	if err != nil {
		return false, err
	}
	defer text.Close()
	t, err := r.open(src, text.Reader)
	if err != nil || !t.header || len(t.fields) == 0 {
		return false, err
	}
	names := make([]string, len(t.fields))
	for i, f := range t.fields {
		names[i] = f.path
	}
	if err := rows.Begin(names); err != nil {
		return true, err
	}
	for n := 0; ; n++ {
		cells, err := t.rows.row()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err == nil && n%1024 == 0 {
			err = ctx.Err()
		}
		for err == nil && len(cells) > len(names) && len(bytes.TrimSpace(cells[len(cells)-1])) == 0 {
			cells = cells[:len(cells)-1]
		}
		if err == nil && len(cells) != len(names) {
			err = fmt.Errorf("the row has %d columns, the header %d: put fields that hold the separator in quotation marks",
				len(cells), len(names))
		}
		if err == nil && !t.repeatsHeader(cells) {
			err = rows.Row(t.rows.line, cells)
		}
		if err != nil {
			return true, explain(fmt.Errorf("%s:%d: %w", src.name, t.rows.line, err))
		}
	}
}

// parquetRows reads a Parquet file.
func (s Source) parquetRows(ctx context.Context, rows Rows) (err error) {
	f, err := openParquet(s)
	if err != nil {
		return err
	}
	defer f.close(&err)
	var columns []*parquetColumn
	var names []string
	for _, c := range f.columns {
		if len(c.lists) == 0 {
			columns, names = append(columns, c), append(names, c.path)
		}
	}
	if err := rows.Begin(names); err != nil {
		return err
	}
	defer f.unreadable(&err)
	row := 0
	for _, group := range f.file.RowGroups() {
		if err := parquetGroupRows(ctx, columns, group, &row, rows.Row); err != nil {
			return fmt.Errorf("%s: row %d: %w", s.name, row, err)
		}
	}
	return nil
}

// parquetGroupRows reads a row group; row is the number of the last row.
func parquetGroupRows(
	ctx context.Context, columns []*parquetColumn, group parquet.RowGroup, row *int, take func(int, [][]byte) error,
) error {
	cursors, cells := make([]*parquetCursor, len(columns)), make([][]byte, len(columns))
	for i, c := range columns {
		cursors[i] = c.cursor(group)
		defer cursors[i].close()
	}
	values := make([][]byte, len(columns))
	for n := range group.NumRows() {
		*row++
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i, cursor := range cursors {
			v, err := cursor.next()
			if err != nil {
				return err
			}
			cells[i] = nil
			if !v.IsNull() {
				values[i], _ = cursor.append(values[i][:0], v)
				cells[i] = values[i]
			}
		}
		if err := take(*row, cells); err != nil {
			return err
		}
	}
	return nil
}
