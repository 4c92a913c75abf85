package format

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
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
	rows := Rows{c.begin, c.row}
	switch r := n.reader.(type) {
	case *csvReader:
		ok, err = r.tableRows(ctx, src, rows)
	case *parquetReader:
		ok, err = true, src.parquetRows(ctx, rows)
	}
	if errors.Is(err, errOtherTable) {
		return false, nil
	}
	return ok, err
}

// A cellReader takes rows of cells.
type cellReader struct {
	f       func(gold, found []byte, count uint64) error
	columns [3]int
}

// errOtherTable is the error of a table that is not one of cells.
var errOtherTable = errors.New("a table of something else")

// begin finds the columns, and is an error if they are not those of cells.
func (c *cellReader) begin(names []string) error {
	for i, want := range cellColumns {
		c.columns[i] = -1
		for k, name := range names {
			if strings.EqualFold(strings.TrimSpace(name), want) {
				c.columns[i] = k
			}
		}
		if c.columns[i] < 0 {
			return errOtherTable
		}
	}
	if len(names) != len(cellColumns) {
		return errOtherTable
	}
	return nil
}

func (c *cellReader) row(_ int, cells [][]byte) error {
	text := cells[c.columns[2]]
	count, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(string(text)), ".0"), 10, 64)
	if err != nil || count == 0 {
		return fmt.Errorf("the count %q is no whole number from 1", text)
	}
	return c.f(cells[c.columns[0]], cells[c.columns[1]], count)
}
