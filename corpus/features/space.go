// Package features turns articles into vectors: a [Space], built once for a
// corpus and shared by all that ask for it.
package features

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/knn"
	"github.com/seed-9405df2f/assay/internal/vec"
	"github.com/seed-9405df2f/assay/spec"
)

// A Space holds one vector an article, in the order of the articles: sparse or
// dense, never both. Rows are finite; those of tfidf, lsa and the channels have
// unit length, or are all zero where an article has nothing of the kind. Others say
// in their docs what length their rows have.
type Space struct {
	Name   string   // the canonical spec that it was built from
	Notes  []string // what a reader of its rows should know, such as texts that were cut
	Sparse *CSR
	Dense  *Dense
	// Words are hashes of the words that the terms of the columns begin with, by which
	// columns of one word in several channels are found; 0 is a column that is no term, and
	// nil means that all are none.
	Words []uint32
	// Parts are the columns at which the spaces begin that concat joined; nil if it did not.
	Parts []int
}

// CSR is a sparse matrix by compressed rows: row i holds Data[Start[i]:Start[i+1]]
// in the columns Index[Start[i]:Start[i+1]], which ascend.
type CSR struct {
	Rows, Cols int
	Start      []int
	Index      []int32
	Data       []float32
}

// Row returns the columns and values of row i.
func (m *CSR) Row(i int) ([]int32, []float32) {
	from, to := m.Start[i], m.Start[i+1]
	return m.Index[from:to], m.Data[from:to]
}

// Transpose returns the matrix with rows and columns exchanged; its rows ascend.
func (m *CSR) Transpose() *CSR { return (*CSR)((*knn.Sparse)(m).Transpose()) }

// Union returns the symmetric matrix that has an edge where m, which is square, has
// one in either direction, with the larger weight of the two.
func (m *CSR) Union() *CSR { return (*CSR)((*knn.Sparse)(m).Union()) }

// Dense is a matrix by rows.
type Dense struct {
	Rows, Cols int
	Data       []float32
}

// Row returns row i.
func (m *Dense) Row(i int) []float32 { return m.Data[i*m.Cols : (i+1)*m.Cols] }

// csr returns the matrix by its values other than zero.
func (m *Dense) csr() *CSR {
	out := &CSR{Rows: m.Rows, Cols: m.Cols, Start: make([]int, 1, m.Rows+1)}
	for i := range m.Rows {
		for c, v := range m.Row(i) {
			if v != 0 {
				out.Index, out.Data = append(out.Index, int32(c)), append(out.Data, v)
			}
		}
		out.Start = append(out.Start, len(out.Data))
	}
	return out
}

// Rows is the number of vectors.
func (s *Space) Rows() int {
	if s.Sparse != nil {
		return s.Sparse.Rows
	}
	return s.Dense.Rows
}

// Cols is the number of dimensions.
func (s *Space) Cols() int {
	if s.Sparse != nil {
		return s.Sparse.Cols
	}
	return s.Dense.Cols
}

// Empty returns the number of rows that are all zero.
func (s *Space) Empty() (n int) {
	for i := range s.Rows() {
		var row []float32
		if s.Sparse != nil {
			_, row = s.Sparse.Row(i)
		} else {
			row = s.Dense.Row(i)
		}
		if !slices.ContainsFunc(row, func(x float32) bool { return x != 0 }) {
			n++
		}
	}
	return n
}

// Nearest returns for each row the k others of the largest cosine among those whose
// cosine is above 0 and at least least; k = 0 means no limit, and ties are broken by
// the order of the rows. Row i of the matrix holds their numbers, ascending, and
// cosines. A row of zeros has no neighbours and is none.
//
// Up to 10,000 rows, and where k is 0, all pairs are compared: time is rows² × dimensions
// for a dense space, and for a sparse one the sum over columns of their squared counts of
// values, plus rows². Of more rows the nearest are searched for, in time that grows about
// as the rows where these have near ones, and some may be missed: then the note says what
// share is found, as estimated on a sample of the rows. It is at least .97. Without such an
// approximation the note is empty.
func (s *Space) Nearest(ctx context.Context, k int, least float64, workers int) (near *CSR, note string, err error) {
	if _, err := s.Squares(); err != nil {
		return nil, "", err
	}
	m, recall, err := knn.Nearest(ctx, knn.Rows{Sparse: (*knn.Sparse)(s.Sparse), Dense: (*knn.Dense)(s.Dense)}, k, least, workers)
	if err != nil {
		return nil, "", err
	}
	if recall < 1 {
		note = fmt.Sprintf("the %d nearest of each of %d articles were searched for, not found by comparing all: about %.1f %% of them are right",
			k, s.Rows(), 100*recall)
	}
	return (*CSR)(m), note, nil
}

// Vector returns row i with all its zeros. It is part of a dense space, and a copy of a
// sparse one.
func (s *Space) Vector(i int) []float32 {
	if s.Dense != nil {
		return s.Dense.Row(i)
	}
	row := make([]float32, s.Cols())
	index, data := s.Sparse.Row(i)
	for t, c := range index {
		row[c] = data[t]
	}
	return row
}

// Part returns one of the spaces that concat joined, times its weight; it is sparse if the
// whole is.
func (s *Space) Part(k int) *Space {
	from, to := s.Parts[k], s.Cols()
	if k+1 < len(s.Parts) {
		to = s.Parts[k+1]
	}
	out := &Space{}
	if s.Words != nil {
		out.Words = s.Words[from:to]
	}
	if m := s.Dense; m != nil {
		out.Dense = &Dense{Rows: m.Rows, Cols: to - from, Data: make([]float32, 0, m.Rows*(to-from))}
		for i := range m.Rows {
			out.Dense.Data = append(out.Dense.Data, m.Row(i)[from:to]...)
		}
		return out
	}
	m := s.Sparse
	out.Sparse = &CSR{Rows: m.Rows, Cols: to - from, Start: make([]int, 1, m.Rows+1)}
	for i := range m.Rows {
		index, data := m.Row(i)
		for t, c := range index {
			if int(c) >= from && int(c) < to {
				out.Sparse.Index, out.Sparse.Data = append(out.Sparse.Index, c-int32(from)), append(out.Sparse.Data, data[t])
			}
		}
		out.Sparse.Start = append(out.Sparse.Start, len(out.Sparse.Index))
	}
	return out
}

// Dot is the scalar product of rows i and j.
func (s *Space) Dot(i, j int) (sum float64) {
	a, x := s.Row(i)
	b, y := s.Row(j)
	if s.Dense != nil {
		return float64(vec.Dot(x, y))
	}
	for p, q := 0, 0; p < len(a) && q < len(b); {
		switch {
		case a[p] < b[q]:
			p++
		case b[q] < a[p]:
			q++
		default:
			sum += float64(x[p]) * float64(y[q])
			p, q = p+1, q+1
		}
	}
	return sum
}

// Reorder returns the space of the same articles in another order: row i is what
// row order[i] was.
func (s *Space) Reorder(order []int) *Space {
	out := &Space{Name: s.Name, Notes: s.Notes, Words: s.Words, Parts: s.Parts}
	if m := s.Dense; m != nil {
		out.Dense = &Dense{Rows: len(order), Cols: m.Cols, Data: make([]float32, 0, len(order)*m.Cols)}
		for _, i := range order {
			out.Dense.Data = append(out.Dense.Data, m.Row(i)...)
		}
		return out
	}
	m := s.Sparse
	out.Sparse = &CSR{Rows: len(order), Cols: m.Cols, Start: make([]int, 1, len(order)+1)}
	for _, i := range order {
		index, data := m.Row(i)
		out.Sparse.Index = append(out.Sparse.Index, index...)
		out.Sparse.Data = append(out.Sparse.Data, data...)
		out.Sparse.Start = append(out.Sparse.Start, len(out.Sparse.Index))
	}
	return out
}

// Input is what a feature is built from.
type Input struct {
	Articles []corpus.Article
	Seed     uint64
	Workers  int // goroutines at most; 0 = one a processor. The result does not depend on it
	// Batches lists the positions of the articles in the order in which they came in,
	// where the space is for a stream: then no row depends on articles of later
	// batches. nil = all are known at once. A feature that cannot be built so gives an
	// error.
	Batches [][]int
}

// atOnce is an error where a feature that is fitted on all articles is asked for a
// stream.
func (in *Input) atOnce(feature string) error {
	if in.Batches == nil {
		return nil
	}
	return fmt.Errorf("%s is fitted on all articles at once, and a stream knows none of those to come: "+
		"take a space such as tfidf or static", feature)
}

// Seed is the seed of every space that benches, metrics and commands build: other
// seeds vary the algorithms alone, and all share the space.
const Seed = 1

// A Builder turns articles into a space. Its exported fields are its parameters.
// One that reads files lists them by a method Files() []string: its space is
// another when their content is.
type Builder interface {
	Build(ctx context.Context, in *Input) (*Space, error)
}

// An Entry describes one kind of feature.
type Entry struct {
	Name, Title, Doc, Cost string
	Was                    []string // former names, under which it is still found
	Cite                   []string
	Transductive           bool // fitted on the very articles that it describes, weights and all
	Seeded                 bool // the space depends on the seed
	New                    func() Builder
}

// Entries is the one list of features.
var Entries = []Entry{tfidfEntry, lsaEntry, entitiesEntry, numbersEntry, timeEntry, staticEntry, bertEntry, httpEntry, fileEntry,
	concatEntry}

// Parse returns the builder that a spec asks for, and the spec's canonical form.
func Parse(s spec.Spec) (Builder, spec.Spec, error) {
	if s.Name == "" {
		return nil, s, fmt.Errorf("no space is named: give one, such as tfidf or lsa")
	}
	e, err := spec.Find("feature", Entries, func(e Entry) string { return e.Name }, s.Name, func(e Entry) []string { return e.Was })
	if err != nil {
		return nil, s, err
	}
	b := e.New()
	if err := spec.Bind(s, b); err != nil {
		return nil, s, err
	}
	return b, spec.Of(e.Name, b), nil
}

// Canonical brings the spec of a space into canonical form. One that names no space
// stays as it is.
func Canonical(s *spec.Spec) (err error) {
	if s.Name != "" {
		_, *s, err = Parse(*s)
	}
	return err
}

// Files lists the files that the builders of specs read.
func Files(specs ...spec.Spec) []string {
	var list []string
	for _, s := range specs {
		if b, _, err := Parse(s); err == nil {
			if reader, ok := b.(interface{ Files() []string }); ok {
				list = append(list, reader.Files()...)
			}
		}
	}
	return list
}

// ReadsTexts reports whether any builder of the specs reads titles and texts: without them
// its rows say nothing. Such a builder says so by a method ReadsTexts() bool.
func ReadsTexts(specs ...spec.Spec) bool {
	return slices.ContainsFunc(specs, func(s spec.Spec) bool {
		b, _, err := Parse(s)
		reader, ok := b.(interface{ ReadsTexts() bool })
		return err == nil && ok && reader.ReadsTexts()
	})
}

// Build returns the space of a spec: from the cache where the context carries one
// (Cache.Context) and it has the space, else built, and then kept there.
func Build(ctx context.Context, s spec.Spec, in *Input) (*Space, error) {
	if c, ok := ctx.Value(cacheKey{}).(*Cache); ok {
		space, _, err := c.Build(ctx, s, in)
		return space, err
	}
	return buildNew(ctx, s, in)
}

// buildNew builds the space of a spec. Builders call it for the spaces inside of
// theirs, so that the time that a space took is that of all its parts.
func buildNew(ctx context.Context, s spec.Spec, in *Input) (*Space, error) {
	b, name, err := Parse(s)
	if err != nil {
		return nil, err
	}
	space, err := b.Build(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("building %s: %w", name, err)
	}
	space.Name = name.String()
	return space, nil
}
