package features

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/spec"
)

var lsaEntry = Entry{
	Name:  "lsa",
	Title: "Latent semantic analysis",
	Doc: "The strongest dimensions of a space by randomized truncated singular value decomposition; " +
		"rows of unit length. It is fitted on the corpus itself. Of a dense space, such as embeddings, it keeps the directions of " +
		"most weight, as a principal component analysis without centring.",
	Cost:         "O(iterations · dims · non-zeros) time; n·dims numbers",
	Cite:         []string{"Deerwester et al. 1990, JASIS 41", "Halko, Martinsson & Tropp 2011, SIAM Review 53"},
	Transductive: true,
	Seeded:       true,
	New:          func() Builder { return NewLSA() },
}

// LSA projects a space on its strongest right singular vectors.
type LSA struct {
	Dims       int       `spec:"dims" default:"100" range:"1:" doc:"dimensions; fewer where articles or terms are fewer"`
	Iterations int       `spec:"iterations" default:"5" range:"0:" doc:"power iterations"`
	Space      spec.Spec `spec:"space" default:"tfidf" doc:"the space that is reduced"`
}

// NewLSA returns latent semantic analysis with every parameter at its default.
func NewLSA() *LSA { return spec.Defaults(new(LSA)) }

// oversampling is how many more directions than asked for are followed, which
// Halko et al. advise for accuracy.
const oversampling = 10

// Valid checks the inner space and brings its spec into canonical form.
func (f *LSA) Valid() error {
	_, s, err := Parse(f.Space)
	f.Space = s
	return err
}

// Files lists the files of the inner space.
func (f *LSA) Files() []string { return Files(f.Space) }

// ReadsTexts reports whether the inner space does.
func (f *LSA) ReadsTexts() bool { return ReadsTexts(f.Space) }

// Build reduces the inner space.
func (f *LSA) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("lsa", f); err != nil {
		return nil, err
	}
	if err := in.atOnce("lsa"); err != nil {
		return nil, err
	}
	inner, err := buildNew(ctx, f.Space, in)
	if err != nil {
		return nil, err
	}
	m := inner.Sparse
	if m == nil {
		if _, err := inner.Squares(); err != nil {
			return nil, err
		}
		m = inner.Dense.csr()
	}
	left, values, err := svd(ctx, m, f.Dims, f.Iterations, in)
	if err != nil {
		return nil, err
	}
	return &Space{Notes: inner.Notes, Dense: project(left, values, m.Rows)}, nil
}

// project scales the left singular vectors by the singular values, and each row
// to unit length.
func project(left *mat.Dense, values []float64, rows int) *Dense {
	out := &Dense{Rows: rows, Cols: len(values), Data: make([]float32, rows*len(values))}
	if len(values) == 0 {
		out.Cols, out.Data = 1, make([]float32, rows)
		return out
	}
	for i := range rows {
		norm := 0.0
		for k, s := range values {
			w := left.At(i, k) * s
			norm += w * w
		}
		if norm = math.Sqrt(norm); norm < 1e-12 {
			continue
		}
		for k, s := range values {
			out.Row(i)[k] = float32(left.At(i, k) * s / norm)
		}
	}
	return out
}

// svd returns the strongest left singular vectors of m, as columns, and their
// singular values, falling; at most dims, fewer where the rank is less. Each
// vector's sign makes its largest entry positive.
func svd(ctx context.Context, m *CSR, dims, iterations int, in *Input) (*mat.Dense, []float64, error) {
	width := min(dims+oversampling, m.Rows, m.Cols)
	if width == 0 {
		return nil, nil, nil
	}
	columns := m.Transpose()
	if width == m.Rows { // few articles: what they span is known, and needs no search
		return strongest(ctx, columns, identity(width), dims, in)
	}
	random := rand.New(rand.NewPCG(in.Seed, 0x6c7361))
	z := mat.NewDense(m.Cols, width, nil)
	for i := range z.RawMatrix().Data {
		z.RawMatrix().Data[i] = random.NormFloat64()
	}
	q, err := m.multiply(ctx, in.Workers, z)
	for i := range iterations {
		progress.Report(ctx, "lsa", i, iterations)
		if err != nil {
			return nil, nil, err
		}
		if q = orthonormal(q); q == nil {
			return nil, nil, nil
		}
		if z, err = columns.multiply(ctx, in.Workers, q); err != nil {
			return nil, nil, err
		}
		q, err = m.multiply(ctx, in.Workers, orthonormal(z))
	}
	if err != nil {
		return nil, nil, err
	}
	if q = orthonormal(q); q == nil {
		return nil, nil, nil
	}
	q = orthonormal(q) // a second pass removes what rounding left of the first
	return strongest(ctx, columns, q, dims, in)
}

// strongest returns what svd does, of the matrix whose columns are given, within the
// span of q's orthonormal columns.
func strongest(ctx context.Context, columns *CSR, q *mat.Dense, dims int, in *Input) (*mat.Dense, []float64, error) {
	z, err := columns.multiply(ctx, in.Workers, q)
	if err != nil {
		return nil, nil, err
	}
	vectors, squares := gram(z)
	var values []float64
	for k := len(squares) - 1; k >= 0 && len(values) < dims && squares[k] > 1e-12*squares[len(squares)-1]; k-- {
		values = append(values, math.Sqrt(squares[k]))
	}
	width, _ := vectors.Dims()
	chosen := mat.NewDense(width, len(values), nil)
	for k := range values {
		chosen.SetCol(k, mat.Col(nil, width-1-k, vectors))
	}
	left := new(mat.Dense)
	left.Mul(q, chosen)
	flipSigns(left)
	return left, values, nil
}

func identity(n int) *mat.Dense {
	m := mat.NewDense(n, n, nil)
	for i := range n {
		m.Set(i, i, 1)
	}
	return m
}

// gram returns the eigenvectors of zᵀz and its eigenvalues, which ascend.
func gram(z *mat.Dense) (*mat.Dense, []float64) {
	_, width := z.Dims()
	product := new(mat.Dense)
	product.Mul(z.T(), z)
	symmetric := mat.NewSymDense(width, nil)
	for i := range width {
		for j := i; j < width; j++ {
			symmetric.SetSym(i, j, product.At(i, j))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(symmetric, true) {
		return mat.NewDense(width, width, nil), make([]float64, width)
	}
	vectors := new(mat.Dense)
	eigen.VectorsTo(vectors)
	return vectors, eigen.Values(nil)
}

// orthonormal returns orthonormal columns that span those of z: z·V·Λ^(−1/2) of
// its Gram matrix, without the directions that are null. nil where all are.
func orthonormal(z *mat.Dense) *mat.Dense {
	vectors, squares := gram(z)
	width := len(squares)
	first := 0
	for first < width && squares[first] <= 1e-13*squares[width-1] {
		first++
	}
	if squares[width-1] <= 0 {
		return nil
	}
	scaled := mat.NewDense(width, width-first, nil)
	for k := first; k < width; k++ {
		for i := range width {
			scaled.Set(i, k-first, vectors.At(i, k)/math.Sqrt(squares[k]))
		}
	}
	q := new(mat.Dense)
	q.Mul(z, scaled)
	return q
}

func flipSigns(m *mat.Dense) {
	rows, cols := m.Dims()
	for k := range cols {
		largest := 0.0
		for i := range rows {
			if v := m.At(i, k); math.Abs(v) > math.Abs(largest) {
				largest = v
			}
		}
		if largest < 0 {
			for i := range rows {
				m.Set(i, k, -m.At(i, k))
			}
		}
	}
}

// multiply returns m·z. Every row is summed by one goroutine in order.
func (m *CSR) multiply(ctx context.Context, workers int, z *mat.Dense) (*mat.Dense, error) {
	_, width := z.Dims()
	out := mat.NewDense(m.Rows, width, nil)
	err := parallel.Each(ctx, m.Rows, workers, func(i int) {
		row := out.RawRowView(i)
		index, data := m.Row(i)
		for k, c := range index {
			w := float64(data[k])
			for j, v := range z.RawRowView(int(c)) {
				row[j] += w * v
			}
		}
	})
	return out, err
}
