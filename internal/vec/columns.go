package vec

import "slices"

// stripe is how many vectors of Columns a sparse row is multiplied with at a time.
const stripe = 32

// Columns are dense vectors laid out for products with sparse rows: for each
// dimension the values of all vectors side by side, rounded up to a multiple of
// 32 with zeros. A product then reads whole lines of memory where vectors laid
// out one after the other would give it one value of each.
type Columns struct {
	dims, width int
	data        []float32
}

// NewColumns returns columns for count vectors of dims values each, all zeros.
func NewColumns(count, dims int) *Columns {
	width := (count + stripe - 1) / stripe * stripe
	return &Columns{dims: dims, width: width, data: make([]float32, width*dims)}
}

// Width is the number of vectors rounded up.
func (c *Columns) Width() int { return c.width }

// Set makes vector i a copy of v.
func (c *Columns) Set(i int, v []float32) {
	for at, value := range v {
		c.data[at*c.width+i] = value
	}
}

// AddProducts adds to out, which has Width values, the inner products of a sparse
// row, given by its columns and their values, with all vectors. Those past the
// last vector stay as they are. A product is the sum of its terms one after the
// other, each added by one fused multiplication: it is off by at most about (n+1)·2⁻²⁴ of the sum of the absolute values of its n
// terms.
func (c *Columns) AddProducts(out []float32, index []int32, value []float32) {
	if len(index) == 0 || c.width == 0 {
		return
	}
	value = value[:len(index)]
	_ = c.data[int(slices.Max(index)+1)*c.width-1]
	for from := 0; from < c.width; from += stripe {
		addStripe((*[stripe]float32)(out[from:]), index, value, c.data[from:], c.width)
	}
}

// plainStripe adds to out the products of a sparse row with one stripe, whose
// dimensions begin width values from each other.
func plainStripe(out *[stripe]float32, index []int32, value, data []float32, width int) {
	var sum [stripe]float32
	for t, at := range index {
		v, side := value[t], (*[stripe]float32)(data[int(at)*width:])
		for j := range sum {
			sum[j] = fma(v, side[j], sum[j])
		}
	}
	for j := range sum {
		out[j] += sum[j]
	}
}
