package kmeans

import (
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// maxSquared bounds the squared length of rows, so that no float32 distance
// overflows.
const maxSquared = 1e30

// items are the rows to cluster, with what their distances need.
type items struct {
	dense     *features.Dense // or sparse
	sparse    *features.CSR
	n, cols   int
	spherical bool
	scale     []float64 // brings a row to unit length if spherical (0 for a row of zeros), else 1
	square    []float64 // squared length of the row as scaled; 1 if spherical
	usable    []int     // the rows that may be centres, in order
	share     float64   // what rounding takes from a sum over a row: this share of its terms
	slack     float64   // a computed squared distance is off by at most this
	workers   int
}

func newItems(s *features.Space, spherical bool, workers int) (*items, error) {
	x := &items{dense: s.Dense, sparse: s.Sparse, n: s.Rows(), cols: s.Cols(), spherical: spherical, workers: workers}
	x.scale, x.square = make([]float64, x.n), make([]float64, x.n)
	reach, terms := 0.0, 0 // the largest squared length, and the most values of a row
	for i := range x.n {
		_, row := x.row(i)
		square := vec.SquaredNorm(row)
		if !(square <= maxSquared) {
			return nil, fmt.Errorf("row %d holds a value that is NaN, infinite or too large", i)
		}
		x.scale[i], x.square[i] = 1, square
		if spherical {
			x.scale[i], x.square[i] = 0, 1
			if square > 0 {
				x.scale[i] = 1 / math.Sqrt(square)
			}
		}
		if x.scale[i] > 0 {
			x.usable = append(x.usable, i)
		}
		reach, terms = max(reach, x.square[i]), max(terms, len(row))
	}
	if x.direct() {
		reach = 0
		for i := range x.n {
			reach = max(reach, 4*float64(vec.SquaredDistance(x.dense.Row(0), x.dense.Row(i))))
		}
	}
	// Rows and centres lie within a ball of squared radius reach, so squared
	// distances are at most four times that. The last term stands for numbers too
	// small for full precision.
	x.share = (float64(terms)/4 + 16) / (1 << 24)
	x.slack = 4*reach*x.share + 1e-37
	return x, nil
}

// direct says whether distances are made of differences, not of inner products.
func (x *items) direct() bool { return x.dense != nil && !x.spherical }

// row returns the columns (nil = all) and values of row i.
func (x *items) row(i int) ([]int32, []float32) {
	if x.sparse != nil {
		return x.sparse.Row(i)
	}
	return nil, x.dense.Row(i)
}

// A centre is a point among the rows, dense always.
type centre struct {
	at     []float32
	square float64 // squared length
}

// squared is the squared distance of row i from c.
func (x *items) squared(i int, c *centre) float64 {
	if x.direct() {
		return float64(vec.SquaredDistance(x.dense.Row(i), c.at))
	}
	index, value := x.row(i)
	var dot float32
	if x.sparse != nil {
		dot = vec.DotSparse(index, value, c.at)
	} else {
		dot = vec.Dot(value, c.at)
	}
	return x.fromDot(i, c, dot)
}

func (x *items) fromDot(i int, c *centre, dot float32) float64 {
	return max(0, x.square[i]+c.square-2*x.scale[i]*float64(dot))
}

// squaredAll is the squared distances of row i from the centres named by which,
// whose coordinates lie one after the other in at. Their last bits need not be
// those of squared, but do not depend on what other centres are named.
func (x *items) squaredAll(w *work, i int, centres []centre, which []int32, at []float32) []float64 {
	squared := w.squared[:len(which)]
	if x.dense == nil || !x.spherical {
		for t, j := range which {
			squared[t] = x.squared(i, &centres[j])
		}
		return squared
	}
	dots := w.dots[:len(which)]
	vec.Dots(dots, at, x.dense.Row(i))
	for t, j := range which {
		squared[t] = x.fromDot(i, &centres[j], dots[t])
	}
	return squared
}

// differs says whether row i is farther from c than rounding alone explains,
// given their squared distance.
func (x *items) differs(i int, c *centre, squared float64) bool {
	if x.direct() {
		return squared > 0
	}
	return squared > 2*x.share*(x.square[i]+c.square)
}

// addTo adds row i, scaled, to sum.
func (x *items) addTo(sum []float64, i int) {
	index, value := x.row(i)
	scale := x.scale[i]
	if x.sparse == nil {
		for c, v := range value {
			sum[c] += scale * float64(v)
		}
		return
	}
	for j, c := range index {
		sum[c] += scale * float64(value[j])
	}
}

// put writes the centre of a sum of count rows into c, and returns how far c
// moved. Rows that cancel each other have no direction: if spherical, they leave
// c where it is.
func (x *items) put(c *centre, sum []float64, count int) float64 {
	factor := 1 / float64(count)
	if x.spherical {
		var square float64
		for _, v := range sum {
			square += v * v
		}
		if square == 0 {
			return 0
		}
		factor = 1 / math.Sqrt(square)
	}
	var moved, square float64
	for i, v := range sum {
		at := float32(v * factor)
		d := float64(at) - float64(c.at[i])
		moved += d * d
		square += float64(at) * float64(at)
		c.at[i] = at
	}
	if c.square = square; x.spherical {
		c.square = 1
	}
	return math.Sqrt(moved)
}

// centreAt returns a centre at row i.
func (x *items) centreAt(i int) centre {
	c := centre{at: make([]float32, x.cols), square: x.square[i]}
	index, value := x.row(i)
	for j, v := range value {
		at := j
		if x.sparse != nil {
			at = int(index[j])
		}
		c.at[at] = float32(x.scale[i] * float64(v))
	}
	return c
}

// variance is the variance of a dimension over the rows as scaled, the mean of
// all dimensions.
func (x *items) variance() float64 {
	if x.n == 0 || x.cols == 0 {
		return 0
	}
	mean := make([]float64, x.cols)
	var square, ofMean float64
	for _, i := range x.usable {
		x.addTo(mean, i)
		square += x.square[i]
	}
	n := float64(x.n)
	for _, sum := range mean {
		ofMean += (sum / n) * (sum / n)
	}
	return max(0, square/n-ofMean) / float64(x.cols)
}
