package tensor

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// idNames are the names of columns of ids beside vectors, the best first.
var idNames = strings.Fields("id doc_id document_id article_id docid _id uid uuid guid key url")

// ReadParquet reads the one column of lists of numbers of a Parquet file, a row of the array
// each, and the ids beside it; ids is nil if no column has the name of one.
func ReadParquet(r io.ReaderAt, size int64) (ids []string, shape []int, data []float32, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the Parquet file is damaged: %v", p)
		}
	}()
	f, err := parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("the Parquet file cannot be read: %w", err)
	}
	lists, names, err := vectorColumns(f.Root())
	if err != nil {
		return nil, nil, nil, err
	}
	rows, cols := 0, -1
	uneven := func() error {
		return fmt.Errorf("row %d has a vector of another length than the first, which has %d numbers", rows, cols)
	}
	err = eachValue(f, lists, func(v parquet.Value) error {
		if v.RepetitionLevel() == 0 {
			if cols < 0 && rows == 1 {
				cols = len(data)
			}
			if cols >= 0 && len(data) != rows*cols {
				return uneven()
			}
			rows++
		}
		if v.IsNull() {
			return fmt.Errorf("row %d has no vector, or one with a null in it", rows)
		}
		data = append(data, float32Of(v))
		return nil
	})
	if err == nil && cols < 0 {
		cols = len(data)
	}
	if err == nil && len(data) != rows*cols {
		err = uneven()
	}
	if err == nil && names != nil {
		err = eachValue(f, names, func(v parquet.Value) error {
			if v.IsNull() {
				return fmt.Errorf("row %d has no id", len(ids)+1)
			}
			ids = append(ids, v.String())
			return nil
		})
	}
	return ids, []int{rows, cols}, data, err
}

// vectorColumns finds the one column of lists of numbers, and that of the ids or nil.
func vectorColumns(root *parquet.Column) (lists, ids *parquet.Column, err error) {
	var found []*parquet.Column
	var paths []string
	best := len(idNames)
	var walk func(c *parquet.Column)
	walk = func(c *parquet.Column) {
		for _, child := range c.Columns() {
			switch {
			case !child.Leaf():
				walk(child)
			case child.MaxRepetitionLevel() == 1 && isNumber(child.Type()):
				found, paths = append(found, child), append(paths, child.Path()[0])
			case child.MaxRepetitionLevel() == 0 && c == root:
				if at := slices.Index(idNames, strings.ToLower(child.Name())); at >= 0 && at < best {
					ids, best = child, at
				}
			}
		}
	}
	walk(root)
	switch len(found) {
	case 1:
		return found[0], ids, nil
	case 0:
		return nil, nil, errors.New("no column of the Parquet file holds lists of numbers")
	}
	return nil, nil, fmt.Errorf("each of the columns %s may hold the vectors: leave one in the Parquet file", strings.Join(paths, ", "))
}

// isNumber reports whether a column holds numbers; half floats are two bytes.
func isNumber(t parquet.Type) bool {
	switch t.Kind() {
	case parquet.Float, parquet.Double, parquet.Int32, parquet.Int64:
		return true
	}
	return t.Kind() == parquet.FixedLenByteArray && t.Length() == 2
}

func float32Of(v parquet.Value) float32 {
	switch v.Kind() {
	case parquet.Float:
		return v.Float()
	case parquet.Double:
		return float32(v.Double())
	case parquet.Int32:
		return float32(v.Int32())
	case parquet.Int64:
		return float32(v.Int64())
	}
	return float32(Half(binary.LittleEndian.Uint16(v.ByteArray())))
}

// eachValue calls each for every value of a column.
func eachValue(f *parquet.File, c *parquet.Column, each func(v parquet.Value) error) error {
	buffer := make([]parquet.Value, 1024)
	for _, group := range f.RowGroups() {
		pages := group.ColumnChunks()[c.Index()].Pages()
		err := eachOfPages(pages, buffer, each)
		if err = errors.Join(err, pages.Close()); err != nil {
			return err
		}
	}
	return nil
}

func eachOfPages(pages parquet.Pages, buffer []parquet.Value, each func(v parquet.Value) error) error {
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		values := page.Values()
		for {
			n, err := values.ReadValues(buffer)
			for _, v := range buffer[:n] {
				if err := each(v); err != nil {
					return err
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
		}
		parquet.Release(page)
	}
}
