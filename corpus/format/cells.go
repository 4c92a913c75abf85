package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// cellColumns are the columns of a table of cells.
var cellColumns = []string{"gold", "found", "count"}

// ReadCells reads the cells of a contingency table that was counted elsewhere: CSV or Parquet with the
// columns gold, found and count, in any order and no others. It calls f for each. ok is
// false if the file is no such table.
func ReadCells(ctx context.Context, name string, f func(gold, found []byte, count uint64) error) (ok bool, err error) {
	n, src, err := find(ctx, name, strict(ctx), nil)
	if err != nil {
		return false, err
	}
	c := cellReader{f: f}
	switch r := n.reader.(type) {
	case *csvReader:
		return c.csv(ctx, r, src)
	case *parquetReader:
		return c.parquet(ctx, src)
	}
	return false, nil
}

// A cellReader takes rows of cells.
type cellReader struct {
	f       func(gold, found []byte, count uint64) error
	columns [3]int
	cells   [3][]byte
}

// find finds the columns, and reports whether they are those of cells.
func (c *cellReader) find(names []string) bool {
	for i, want := range cellColumns {
		c.columns[i] = -1
		for k, name := range names {
			if strings.EqualFold(strings.TrimSpace(name), want) {
				c.columns[i] = k
			}
		}
		if c.columns[i] < 0 {
			return false
		}
	}
	return len(names) == len(cellColumns)
}

func (c *cellReader) row() error {
	count, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(string(c.cells[2])), ".0"), 10, 64)
	if err != nil || count == 0 {
		return fmt.Errorf("the count %q is no whole number from 1", c.cells[2])
	}
	return c.f(c.cells[0], c.cells[1], count)
}

func (c *cellReader) csv(ctx context.Context, r *csvReader, src Source) (bool, error) {
	text, err := src.openText(r.Encoding)
	if err != nil {
		return false, err
	}
	defer text.Close()
	t, err := r.open(src, text.Reader)
	if err != nil || !t.header || !c.find(t.head.rows[0]) {
		return false, err
	}
	for n := 0; ; n++ {
		cells, err := t.rows.row()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err == nil && n%1024 == 0 {
			err = ctx.Err()
		}
		if err == nil && len(cells) != len(cellColumns) {
			err = fmt.Errorf("the row has %d columns, the header 3", len(cells))
		}
		if err == nil && !t.repeatsHeader(cells) {
			for i, k := range c.columns {
				c.cells[i] = cells[k]
			}
			err = c.row()
		}
		if err != nil {
			return true, explain(fmt.Errorf("%s:%d: %w", src.name, t.rows.line, err))
		}
	}
}

func (c *cellReader) parquet(ctx context.Context, src Source) (ok bool, err error) {
	f, err := openParquet(src)
	if err != nil {
		return false, err
	}
	defer f.close(&err)
	defer f.unreadable(&err)
	var names []string
	for _, column := range f.columns {
		names = append(names, column.path)
	}
	if !c.find(names) {
		return false, nil
	}
	row := 0
	for _, group := range f.file.RowGroups() {
		if err := c.parquetGroup(ctx, f, group, &row); err != nil {
			return true, fmt.Errorf("%s: row %d: %w", src.name, row, err)
		}
	}
	return true, nil
}

func (c *cellReader) parquetGroup(ctx context.Context, f *parquetFile, group parquet.RowGroup, row *int) error {
	var cursors [3]*parquetCursor
	for i, k := range c.columns {
		cursors[i] = f.columns[k].cursor(group)
		defer cursors[i].close()
	}
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
			c.cells[i] = c.cells[i][:0]
			if !v.IsNull() {
				c.cells[i], _ = cursor.append(c.cells[i], v)
			}
		}
		if err := c.row(); err != nil {
			return err
		}
	}
	return nil
}
