package stream

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// vectors are the rows, with the factor that scales each to unit length.
type vectors struct {
	dense  *features.Dense
	sparse *features.CSR
	scale  []float64 // 0 for a row of zeros
}

func newVectors(s *features.Space) (*vectors, error) {
	v := &vectors{dense: s.Dense, sparse: s.Sparse, scale: make([]float64, s.Rows())}
	squares, err := s.Squares()
	if err != nil {
		return nil, err
	}
	for i, square := range squares {
		if square > 0 {
			v.scale[i] = 1 / math.Sqrt(square)
		}
	}
	return v, nil
}

// An index holds columns, each the sum of rows of unit length.
type index interface {
	// add adds row i to a column; the column after the last is a new one.
	add(i, column int)
	// products writes the products of row i, scaled to unit length, with all columns to
	// out. Those of closed columns are undefined.
	products(i int, out []float32, closed []bool)
}

func (v *vectors) index() index {
	if v.sparse != nil {
		return &inverted{vectors: v, terms: make([][]posting, v.sparse.Cols)}
	}
	return &sums{vectors: v}
}

// inverted lists, by term, the columns that have it. Products and additions cost the
// lists of the row's terms.
type inverted struct {
	*vectors
	terms   [][]posting
	columns int
}

type posting struct {
	column int32
	value  float32
}

func (x *inverted) add(i, column int) {
	index, value := x.sparse.Row(i)
	for t, term := range index {
		v := float32(x.scale[i] * float64(value[t]))
		list := x.terms[term]
		at := -1
		if column < x.columns {
			at = slices.IndexFunc(list, func(p posting) bool { return p.column == int32(column) })
		}
		if at >= 0 {
			list[at].value += v
		} else {
			x.terms[term] = append(list, posting{int32(column), v})
		}
	}
	x.columns = max(x.columns, column+1)
}

func (x *inverted) products(i int, out []float32, closed []bool) {
	clear(out)
	index, value := x.sparse.Row(i)
	for t, term := range index {
		v := float32(x.scale[i] * float64(value[t]))
		list := x.terms[term]
		kept := list[:0] // drops closed columns
		for _, p := range list {
			if !closed[p.column] {
				out[p.column] += v * p.value
				kept = append(kept, p)
			}
		}
		x.terms[term] = kept
	}
}

// sums holds dense columns, one after the other.
type sums struct {
	*vectors
	columns []float32
}

func (x *sums) add(i, column int) {
	cols := x.dense.Cols
	if column*cols == len(x.columns) {
		x.columns = append(x.columns, make([]float32, cols)...)
	}
	sum := x.columns[column*cols:][:cols]
	for c, v := range x.dense.Row(i) {
		sum[c] += float32(x.scale[i] * float64(v))
	}
}

func (x *sums) products(i int, out []float32, _ []bool) {
	vec.Dots(out, x.columns, x.dense.Row(i))
	for c := range out {
		out[c] = float32(x.scale[i] * float64(out[c]))
	}
}
