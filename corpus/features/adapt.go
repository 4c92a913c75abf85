package features

import (
	"context"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A Vectoriser has the shape of the vectorisers and pipelines of
// github.com/james-bowman/nlp: it learns from documents, and turns documents into
// a matrix with a column for each. V is whatever its Fit returns.
type Vectoriser[V any] interface {
	Fit(docs ...string) V
	Transform(docs ...string) (mat.Matrix, error)
}

// Adapt makes a builder of a vectoriser that is fitted on the corpus itself:
// title and text of each article, joined by a line end. If v has a method
// FitTransform of the shape of Transform, that is called instead of Fit and
// Transform. The space is sparse where the matrix is a [mat.NonZeroDoer], and its
// rows are the matrix's columns as they are. Build leaves v fitted, so two builds
// must not run at once.
func Adapt[V any](name string, v Vectoriser[V]) Builder {
	fit := func(docs []string) (mat.Matrix, error) {
		v.Fit(docs...)
		return v.Transform(docs...)
	}
	if both, ok := v.(interface {
		FitTransform(docs ...string) (mat.Matrix, error)
	}); ok {
		fit = func(docs []string) (mat.Matrix, error) { return both.FitTransform(docs...) }
	}
	return &adapted{name, fit}
}

type adapted struct {
	name string
	fit  func(docs []string) (mat.Matrix, error)
}

// ReadsTexts is true.
func (*adapted) ReadsTexts() bool { return true }

// Build fits the vectoriser, which cannot be stopped while it runs.
func (f *adapted) Build(ctx context.Context, in *Input) (*Space, error) {
	docs := make([]string, len(in.Articles))
	for i := range docs {
		docs[i] = articleText(&in.Articles[i])
	}
	if len(docs) == 0 || ctx.Err() != nil {
		return &Space{Name: f.name, Dense: &Dense{Cols: 1}}, ctx.Err()
	}
	m, err := f.fit(docs)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("building %s: %w", f.name, err)
	}
	if dims, n := m.Dims(); n != len(docs) || dims == 0 {
		return nil, fmt.Errorf("building %s: the matrix is %d × %d for %d articles, which should be its columns", f.name, dims, n, len(docs))
	}
	s := &Space{Name: f.name}
	values := &Dense{Cols: 1}
	if nonZero, ok := m.(mat.NonZeroDoer); ok {
		s.Sparse = sparseColumns(m, nonZero)
		values.Data = s.Sparse.Data
	} else {
		s.Dense = denseColumns(m)
		values = s.Dense
	}
	if err := finite(values); err != nil {
		return nil, fmt.Errorf("building %s: %w", f.name, err)
	}
	return s, nil
}

func denseColumns(m mat.Matrix) *Dense {
	dims, n := m.Dims()
	out := &Dense{Rows: n, Cols: dims, Data: make([]float32, n*dims)}
	for i := range n {
		for k := range dims {
			out.Data[i*dims+k] = float32(m.At(k, i))
		}
	}
	return out
}

func sparseColumns(m mat.Matrix, nonZero mat.NonZeroDoer) *CSR {
	type value struct {
		column int32
		v      float32
	}
	dims, n := m.Dims()
	rows := make([][]value, n)
	nonZero.DoNonZero(func(k, i int, v float64) { rows[i] = append(rows[i], value{int32(k), float32(v)}) })
	out := &CSR{Rows: n, Cols: dims, Start: make([]int, 1, n+1)}
	for _, row := range rows {
		slices.SortFunc(row, func(a, b value) int { return int(a.column - b.column) })
		for _, e := range row {
			out.Index = append(out.Index, e.column)
			out.Data = append(out.Data, e.v)
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return out
}
