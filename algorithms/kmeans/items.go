package kmeans

import (
	"math"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// items are the rows to cluster, with what their distances need.
type items struct {
	dense     *features.Dense // or sparse
	sparse    *features.CSR
	n, cols   int
	spherical bool
	scale     []float64 // brings a row to unit length if spherical (0 for a row of zeros), else 1
	square    []float64 // squared length of the row as scaled; 1 if spherical
	usable    []int     // the rows that may be centres, in order
	slack     float64   // largest error of a squared distance from a score
	workers   int

	// What scores are made of: the rows, or these less shift.
	products []float32 // if dense
	length   []float64 // squared lengths
	shift    []float32 // about the mean of dense rows that lie far from the origin; else nil
}

func newItems(s *features.Space, spherical bool, workers int) (*items, error) {
	x := &items{dense: s.Dense, sparse: s.Sparse, n: s.Rows(), cols: s.Cols(), spherical: spherical, workers: workers}
	var err error
	if x.square, err = s.Squares(); err != nil {
		return nil, err
	}
	x.scale = make([]float64, x.n)
	terms := 0 // the most values of a row
	for i, square := range x.square {
		_, row := x.row(i)
		if x.scale[i] = 1; spherical {
			x.scale[i], x.square[i] = 0, 1
			if square > 0 {
				x.scale[i] = 1 / math.Sqrt(square)
			}
		}
		if x.scale[i] > 0 {
			x.usable = append(x.usable, i)
		}
		terms = max(terms, len(row))
	}
	x.length = x.square
	if x.dense != nil {
		x.products = x.dense.Data
	}
	if x.direct() {
		x.centre()
	}
	share := float64(terms) / (1 << 24)
	if x.dense != nil {
		share = vec.ProductShare(terms)
	}
	share += 16. / (1 << 24)
	// Rows and centres lie within a ball of squared radius reach, so squared
	// distances are at most four times that. The last term stands for numbers too
	// small for full precision.
	reach := 0.0
	for _, square := range x.length {
		reach = max(reach, square)
	}
	x.slack = 4*reach*share + 1e-37
	return x, nil
}

// centre shifts what scores are made of where the rows lie far from the origin
// compared to how far they lie from one another: less is then lost to rounding.
func (x *items) centre() {
	mean := make([]float64, x.cols)
	var far float64 // the largest squared length
	for i := range x.n {
		x.add(mean, i, 1)
		far = max(far, x.square[i])
	}
	shift := make([]float32, x.cols)
	for c, sum := range mean {
		shift[c] = float32(sum / float64(x.n))
	}
	var near float64 // the largest squared distance from there
	for i := range x.n {
		near = max(near, float64(vec.SquaredDistance(x.dense.Row(i), shift)))
	}
	if far <= 4*near {
		return
	}
	x.shift, x.products, x.length = shift, make([]float32, 0, len(x.dense.Data)), make([]float64, x.n)
	for i := range x.n {
		for c, v := range x.dense.Row(i) {
			x.products = append(x.products, v-shift[c])
		}
		x.length[i] = vec.SquaredNorm(x.products[i*x.cols:])
	}
}

// direct reports whether distances are made of differences, not of inner products.
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
	at     []float64
	square float64 // squared length

	// What scores are made of, brought up to date by round:
	rough []float32 // at in float32, less the shift of the rows
	bias  float32   // what is added to inner products
}

// squared is the squared distance of row i from c.
func (x *items) squared(i int, c *centre) float64 {
	index, value := x.row(i)
	switch {
	case x.direct():
		return vec.WideSquaredDistance(value, c.at)
	case x.sparse != nil:
		return x.fromDot(i, c, vec.WideDotSparse(index, value, c.at))
	}
	return x.fromDot(i, c, vec.WideDot(value, c.at))
}

// near is squared in float32, off by the slack at most.
func (x *items) near(i int, c *centre) float64 {
	if x.sparse != nil {
		return x.squared(i, c)
	}
	return x.fromScore(i, vec.Dot(x.products[i*x.cols:(i+1)*x.cols], c.rough)+c.bias)
}

// round brings what scores are made of up to date with c.
func (x *items) round(c *centre) {
	if c.rough == nil {
		c.rough = make([]float32, len(c.at))
	}
	for i, v := range c.at {
		if x.shift != nil {
			v -= float64(x.shift[i])
		}
		c.rough[i] = float32(v)
	}
	if !x.spherical {
		c.bias = float32(-vec.SquaredNorm(c.rough) / 2)
	}
}

func (x *items) fromDot(i int, c *centre, dot float64) float64 {
	return max(0, x.square[i]+c.square-2*x.scale[i]*dot)
}

// differs reports whether row i is farther from c than rounding explains, given
// their squared distance: that of the rows' values to float32 where they are
// scaled, else that of the sums.
func (x *items) differs(i int, c *centre, squared float64) bool {
	rounding := 1e-13
	if x.direct() {
		rounding = 1e-26
	}
	return squared > rounding*(x.square[i]+c.square)
}

// add adds row i, scaled, to sum, times times.
func (x *items) add(sum []float64, i int, times float64) {
	index, value := x.row(i)
	scale := times * x.scale[i]
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

// nothing is the length a row, of the sum of rows of unit length, that stands for
// none at all: adding and taking away rows leaves crumbs.
const nothing = 1e-9

// put writes the centre of a sum of count rows into c, and returns how far c
// moved. Rows that cancel each other have no direction: if spherical, they leave
// c where it is.
func (x *items) put(c *centre, sum []float64, count int) float64 {
	divisor := float64(count)
	if x.spherical {
		var square float64
		for _, v := range sum {
			square += v * v
		}
		if square <= nothing*nothing*float64(count)*float64(count) {
			return 0
		}
		divisor = math.Sqrt(square)
	}
	var moved, square float64
	for i, v := range sum {
		at := v / divisor
		d := at - c.at[i]
		moved += d * d
		square += at * at
		c.at[i] = at
	}
	if c.square = square; x.spherical {
		c.square = 1
	}
	return math.Sqrt(moved)
}

// centreAt returns a centre at row i.
func (x *items) centreAt(i int) centre {
	c := centre{at: make([]float64, x.cols), square: x.square[i]}
	index, value := x.row(i)
	for j, v := range value {
		at := j
		if x.sparse != nil {
			at = int(index[j])
		}
		c.at[at] = x.scale[i] * float64(v)
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
		x.add(mean, i, 1)
		square += x.square[i]
	}
	n := float64(x.n)
	for _, sum := range mean {
		ofMean += (sum / n) * (sum / n)
	}
	return max(0, square/n-ofMean) / float64(x.cols)
}
