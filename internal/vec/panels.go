package vec

// The blocked product compares many vectors with many others at once. Values
// that are loaded once then serve a whole tile of products, so the sums run at
// the speed of the multipliers, not of the memory: about four times as many
// products a second as by [Dots].
const (
	tileRows = 6   // rows of a tile
	Panel    = 16  // vectors of a panel, which is how wide a tile is
	depth    = 256 // values of a vector that are added up before the sum is added to the others
)

// Panels are vectors laid out for products with many others: panels of 16
// vectors, whose first values lie side by side, then their second values, and
// so on. The last panel is filled up with zeros.
type Panels struct {
	dims, width int
	data        []float32 // panel by panel, value by value
}

// NewPanels returns panels for count vectors of dims values each, all zeros.
// They take as much memory as the vectors, rounded up to whole panels.
func NewPanels(count, dims int) *Panels {
	width := (count + Panel - 1) / Panel * Panel
	return &Panels{dims: dims, width: width, data: make([]float32, width*dims)}
}

// Width is the number of vectors rounded up to whole panels.
func (p *Panels) Width() int { return p.width }

// Part is those of the panels that hold the vectors from one on and before
// another, both multiples of 16. It shares their memory.
func (p *Panels) Part(from, to int) *Panels {
	return &Panels{dims: p.dims, width: to - from, data: p.data[from*p.dims : to*p.dims]}
}

// Set makes vector i a copy of v.
func (p *Panels) Set(i int, v []float32) {
	first := i/Panel*Panel*p.dims + i%Panel
	for c, value := range v[:p.dims] {
		p.data[first+c*Panel] = value
	}
}

// Products writes into out the inner products of rows with all vectors, each
// added to what stands for its vector in bias, which has Width values; nil stands
// for zeros. Rows holds vectors of the same length as those of the panels, one
// after the other, and out has Width values for each. The products of what is
// past the last vector are 0.
//
// A product is the sum of up to 256 terms in a row, each added by one fused
// multiplication where the machine has it, then the sum of such sums: it is off
// by at most about (min(n, 256) + n/256 + 1)·2⁻²⁴ of the sum of the absolute
// values of its n terms, and depends on nothing but the two vectors, which may
// change places.
func (p *Panels) Products(out, rows, bias []float32) {
	if bias == nil {
		bias = make([]float32, p.width)
	}
	if p.dims == 0 {
		for len(out) > 0 {
			out = out[copy(out, bias):]
		}
	}
	n := len(rows) / max(p.dims, 1)
	if n == 0 {
		return
	}
	for first := 0; first < p.dims; first += depth {
		terms := min(depth, p.dims-first)
		for panel := 0; panel < p.width; panel += Panel {
			at := p.data[panel*p.dims+first*Panel:][:terms*Panel]
			base, step := bias[panel:], 0
			if first > 0 {
				base, step = out[panel:], p.width // the sums so far
			}
			row := 0
			for ; row+tileRows <= n; row += tileRows {
				tile(out[row*p.width+panel:], p.width, base[row*step:], step, rows[row*p.dims+first:], p.dims, at)
			}
			for ; row < n; row++ {
				strip((*[Panel]float32)(out[row*p.width+panel:]), (*[Panel]float32)(base[row*step:]), rows[row*p.dims+first:][:terms], at)
			}
		}
	}
}

// plainTile is tile row by row.
func plainTile(out []float32, width int, base []float32, step int, rows []float32, stride int, panel []float32) {
	for r := range tileRows {
		plainStrip((*[Panel]float32)(out[r*width:]), (*[Panel]float32)(base[r*step:]), rows[r*stride:][:len(panel)/Panel], panel)
	}
}

// plainStrip writes into out base and the products of a part of one row with that
// of a panel.
func plainStrip(out, base *[Panel]float32, row, panel []float32) {
	var sum [Panel]float32
	for c, v := range row {
		side := (*[Panel]float32)(panel[c*Panel:])
		for j := range sum {
			sum[j] += v * side[j]
		}
	}
	for j := range sum {
		out[j] = base[j] + sum[j]
	}
}

// ProductShare bounds what rounding does to a product of n terms as Products sums
// them: it is this share of the sum of their absolute values.
func ProductShare(n int) float64 {
	return float64(min(n, depth)+n/depth+1) / (1 << 24)
}
