package agglomerative

import (
	"math"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// A measure is what is computed of two rows.
type measure int

const (
	cosine    measure = iota // 1−cos
	euclidean                // the distance
	euclideanSquared
	inner // 1 less the inner product
)

func (d *distances) euclidean() bool { return d.measure == euclidean || d.measure == euclideanSquared }

// few is the number of columns below which dense rows are compared one by one.
const few = 16

// distances computes how far articles are from each other: in float64, except that
// those of long dense rows are made of products in float32 where these tell them
// to within about 1e-4 of themselves. Equal rows are at 0 exactly.
type distances struct {
	n       int
	measure measure
	dense   *features.Dense
	sparse  *features.CSR
	square  []float64 // squared length of each row
	inverse []float64 // of its length; else 1

	// What inner products are made of: the panels of dense rows, which are shifted to
	// their mean if what is wanted does not depend on the origin; or the articles of
	// each column, ascending; or nothing if the rows are short.
	panels *vec.Panels
	rows   []float32
	terms  *features.CSR
	length []float64 // squared length of the rows that the products are of
	sums   sync.Pool // of *[]float64, n long
}

func newDistances(s *features.Space, m measure) (*distances, error) {
	d := &distances{n: s.Rows(), measure: m, dense: s.Dense, sparse: s.Sparse}
	var err error
	if d.square, err = s.Squares(); err != nil {
		return nil, err
	}
	d.inverse = make([]float64, d.n)
	for i, square := range d.square {
		if d.inverse[i] = 1; m == cosine && square > 0 {
			d.inverse[i] = 1 / math.Sqrt(square)
		}
	}
	d.length = d.square
	switch {
	case d.sparse != nil:
		d.terms = d.sparse.Transpose()
		d.sums.New = func() any {
			sums := make([]float64, d.n)
			return &sums
		}
	case d.dense.Cols >= few:
		d.pack()
	}
	return d, nil
}

// pack lays dense rows out for products of many with many.
func (d *distances) pack() {
	cols := d.dense.Cols
	if d.rows = d.dense.Data; d.euclidean() {
		d.rows = centred(d.dense)
		d.length = make([]float64, d.n)
		for i := range d.length {
			d.length[i] = vec.SquaredNorm(d.rows[i*cols : (i+1)*cols])
		}
	}
	d.panels = vec.NewPanels(d.n, cols)
	for i := range d.n {
		d.panels.Set(i, d.rows[i*cols:(i+1)*cols])
	}
}

// centred are the rows less their mean.
func centred(m *features.Dense) []float32 {
	mean := make([]float64, m.Cols)
	for i := range m.Rows {
		for c, v := range m.Row(i) {
			mean[c] += float64(v) / float64(m.Rows)
		}
	}
	rows := make([]float32, 0, len(m.Data))
	for i := range m.Rows {
		for c, v := range m.Row(i) {
			rows = append(rows, float32(float64(v)-mean[c]))
		}
	}
	return rows
}

// block writes the distances of articles from, … to−1 from articles first, …
// first+width−1, as far as there are such, into out, and returns how far the
// rows of out begin from each other; first and width are multiples of vec.Panel.
// Whatever the block, each distance comes out the same.
func (d *distances) block(from, to, first, width int, out []float32) (stride int) {
	last := min(first+width, d.n)
	stride = (last - first + vec.Panel - 1) / vec.Panel * vec.Panel
	if d.panels != nil {
		d.panels.Part(first, first+stride).Products(out, d.rows[from*d.dense.Cols:to*d.dense.Cols], nil)
	}
	for i := from; i < to; i++ {
		row := out[(i-from)*stride:][:last-first]
		switch {
		case d.sparse != nil:
			d.indexed(i, first, row)
		case d.panels != nil:
			for o, product := range row {
				row[o] = d.rough(i, first+o, product)
			}
		default:
			for o := range row {
				row[o] = d.exact(i, first+o)
			}
		}
	}
	return stride
}

// indexed fills out with the distances of article i from those from first on,
// from products that it sums in float64 by the inverted index.
func (d *distances) indexed(i, first int, out []float32) {
	spare := d.sums.Get().(*[]float64)
	defer d.sums.Put(spare)
	products := (*spare)[:len(out)]
	clear(products)
	index, value := d.sparse.Row(i)
	for t, term := range index {
		articles, weights := d.terms.Row(int(term))
		begin, _ := slices.BinarySearch(articles, int32(first))
		for p, j := range articles[begin:] {
			if int(j) >= first+len(out) {
				break
			}
			products[int(j)-first] += float64(value[t]) * float64(weights[begin+p])
		}
	}
	for o, product := range products {
		out[o] = d.ofProduct(i, first+o, product)
	}
}

// near is the share of what they are made of below which distances are computed
// from the rows themselves.
const near = 1. / 128

// rough is the distance of two articles from the product of their rows in
// float32, if that is precise enough.
func (d *distances) rough(i, j int, product float32) float32 {
	if !d.euclidean() {
		if apart := 1 - float64(product)*d.inverse[i]*d.inverse[j]; apart >= near && apart <= 2 {
			return float32(apart)
		}
		return d.exact(i, j)
	}
	both := d.length[i] + d.length[j]
	if apart := both - 2*float64(product); apart >= near*both {
		return d.ofSquared(apart)
	}
	return d.exact(i, j)
}

// exact is the distance of two articles with dense rows from these, in float64.
func (d *distances) exact(i, j int) float32 {
	var product, apart float64
	b := d.dense.Row(j)
	if !d.euclidean() {
		for c, v := range d.dense.Row(i) {
			product += float64(v) * float64(b[c])
		}
		return d.ofProduct(i, j, product)
	}
	for c, v := range d.dense.Row(i) {
		off := float64(v) - float64(b[c])
		apart += off * off
	}
	return d.ofSquared(apart)
}

// ofProduct is the distance of two articles from the product of their rows. That
// of equal rows is their squared length, and the distance 0.
func (d *distances) ofProduct(i, j int, product float64) float32 {
	a, b := d.square[i], d.square[j]
	switch {
	case d.euclidean():
		return d.ofSquared(max(0, a+b-2*product))
	case d.measure == inner:
		return float32(max(0, 1-product))
	case a == 0 || b == 0:
		return 1
	}
	return float32(min(max(0, 1-product/math.Sqrt(a*b)), 2))
}

func (d *distances) ofSquared(apart float64) float32 {
	if d.measure == euclidean {
		apart = math.Sqrt(apart)
	}
	return float32(apart)
}
