package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-9405df2f/assay/spec"
)

// VectorTable is vectors with the ids of their articles, row by row.
type VectorTable struct {
	IDs  []string  // numbers from 1 if the file names no articles
	Dim  int       // length of a vector
	Data []float32 // len(IDs) × Dim
}

// Vectors reads vectors from a Parquet file: a column of lists of numbers, all as long, and
// the ids beside it. column is the name of the lists; empty if there is only one.
func Vectors(ctx context.Context, name, column string) (v *VectorTable, err error) {
	src, err := locate(ctx, name)
	if err != nil {
		return nil, err
	}
	f, err := openParquet(src)
	if err != nil {
		return nil, err
	}
	defer f.close(&err)
	defer f.unreadable(&err)
	lists, ids, err := f.vectorColumns(column)
	if err != nil {
		return nil, err
	}
	v = &VectorTable{}
	for _, group := range f.file.RowGroups() {
		if err := v.read(ctx, f, group, lists, ids); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// vectorColumns finds the column of the vectors, and that of the ids or nil.
func (f *parquetFile) vectorColumns(name string) (lists, ids *parquetColumn, err error) {
	var found []*parquetColumn
	var names []string
	best := 1 << 30
	for _, c := range f.columns {
		k := c.column.Type().Kind()
		if len(c.lists) == 1 && (k == parquet.Float || k == parquet.Double || k == parquet.Int32 || k == parquet.Int64) &&
			(name == "" || c.path == name) {
			found = append(found, c)
		}
		if len(c.lists) == 1 {
			names = append(names, c.path)
		}
		if r, ok := classify(c.path); ok && r.role == idRole && len(c.lists) == 0 && r.rank < best {
			ids, best = c, r.rank
		}
	}
	switch {
	case len(found) == 1:
		return found[0], ids, nil
	case len(found) > 1:
		return nil, nil, fmt.Errorf("%s: each of %s may hold the vectors: name one", f.src.name, listed(names))
	}
	hint := ""
	if near := spec.Nearest(name, names); near != "" {
		hint = "; did you mean " + near + "?"
	}
	return nil, nil, fmt.Errorf("%s: no column %s holds lists of numbers (lists: %s)%s", f.src.name, name, listed(names), hint)
}

// read reads the rows of a row group.
func (v *VectorTable) read(ctx context.Context, f *parquetFile, group parquet.RowGroup, lists, ids *parquetColumn) error {
	numbers := lists.cursor(group)
	defer numbers.close()
	var names *parquetCursor
	if ids != nil {
		names = ids.cursor(group)
		defer names.close()
	}
	for n := range group.NumRows() {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		id := strconv.Itoa(len(v.IDs) + 1)
		if names != nil {
			value, err := names.next()
			if err != nil {
				return err
			}
			text, _ := ids.append(nil, value)
			id = string(text)
		}
		from := len(v.Data)
		for {
			value, err := numbers.next()
			if err != nil {
				return err
			}
			if !value.IsNull() {
				v.Data = append(v.Data, float32Of(value))
			}
			if !numbers.more() {
				break
			}
		}
		if n := len(v.Data) - from; len(v.IDs) == 0 {
			v.Dim = n
		} else if n != v.Dim {
			return fmt.Errorf("row %d has a vector of %d numbers, those before of %d", len(v.IDs)+1, n, v.Dim)
		}
		v.IDs = append(v.IDs, id)
	}
	if _, err := numbers.next(); err == nil || errors.Is(err, io.EOF) {
		return errors.New("the column of vectors is longer than the rows")
	}
	return nil
}

func float32Of(v parquet.Value) float32 {
	switch v.Kind() {
	case parquet.Float:
		return v.Float()
	case parquet.Double:
		return float32(v.Double())
	case parquet.Int32:
		return float32(v.Int32())
	}
	return float32(v.Int64())
}
