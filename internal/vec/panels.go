package vec

// The blocked product compares many vectors with many others at once. Values
// that are loaded once then serve a whole tile of products, so the sums run at
// the speed of the multipliers, not of the memory: about four times as many
// products a second as by [Dots].
const (
	tileRows = 6   // rows of a tile
	tallRows = 12  // rows of a tall one, for processors with 32 registers
	Panel    = 16  // vectors of a panel, which is how wide a tile is
	depth    = 256 // values of a vector that are added up before the sum is added to the others
)

// Panels are vectors laid out for products with many others: panels of 16
// vectors, whose first values lie side by side, then their second values, and
// so on. The last panel is filled up with zeros.
type Panels struct {
	count, dims, width int
	data               []float32 // panel by panel, value by value
}

// NewPanels returns panels for count vectors of dims values each, all zeros.
// They take as much memory as the vectors, rounded up to whole panels.
func NewPanels(count, dims int) *Panels {
	p := new(Panels)
	p.Resize(count, dims)
	return p
}

// Resize makes them panels for count vectors of dims values each, all zeros, in the memory
// that they have if it is enough.
func (p *Panels) Resize(count, dims int) {
	p.count, p.dims, p.width = count, dims, (count+Panel-1)/Panel*Panel
	if n := p.width * dims; n <= cap(p.data) {
		p.data = p.data[:n]
		clear(p.data)
	} else {
		p.data = make([]float32, n)
	}
}

// Count is the number of vectors.
func (p *Panels) Count() int { return p.count }

// Width is the number of vectors rounded up to whole panels.
func (p *Panels) Width() int { return p.width }

// Part is those of the panels that hold the vectors from one on and before
// another, both multiples of 16. It shares their memory.
func (p *Panels) Part(from, to int) *Panels {
	return &Panels{count: min(to, p.count) - from, dims: p.dims, width: to - from, data: p.data[from*p.dims : to*p.dims]}
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
// multiplication, then the sum of such sums: it is off by at most about (min(n, 256) + n/256 + 1)·2⁻²⁴ of the sum of the absolute
// values of its n terms, and depends only on the two vectors, which may
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
		g := grid{out: out, width: p.width, base: bias, rows: rows[first:], stride: p.dims}
		if first > 0 {
			g.base, g.step = out, p.width // the sums so far
		}
		part := func(panel int) []float32 { return p.data[panel*p.dims+first*Panel:][:terms*Panel] }
		for panel := 0; panel < p.width; panel += 2 * Panel {
			if panel+Panel == p.width {
				g.at(0, panel).fill(n, part(panel), nil)
			} else {
				g.at(0, panel).fill(n, part(panel), part(panel+Panel))
			}
		}
	}
}

// A grid is where products go, and what they are made of: parts of rows that begin
// stride values from each other, and base, to whose values they are added. The rows
// of out begin width values from each other, those of base step values.
type grid struct {
	out    []float32
	width  int
	base   []float32
	step   int
	rows   []float32
	stride int
}

// at is the grid from a row and a column on.
func (g grid) at(row, column int) grid {
	g.out, g.base, g.rows = g.out[row*g.width+column:], g.base[row*g.step+column:], g.rows[row*g.stride:]
	return g
}

// fill writes the products of n rows with a panel and, unless it is nil, the next.
func (g grid) fill(n int, panel, next []float32) {
	done := 0
	for ; done+tallRows <= n && tall(g.at(done, 0), panel, next); done += tallRows {
	}
	for column := 0; panel != nil; column, panel, next = Panel, next, nil {
		row := done
		for ; row+tileRows <= n; row += tileRows {
			tile(g.at(row, column), panel)
		}
		for ; row < n; row++ {
			r := g.at(row, column)
			strip((*[Panel]float32)(r.out), (*[Panel]float32)(r.base), r.rows[:len(panel)/Panel], panel)
		}
	}
}

// plainTile is tile row by row.
func plainTile(g grid, panel []float32) {
	for row := range tileRows {
		r := g.at(row, 0)
		plainStrip((*[Panel]float32)(r.out), (*[Panel]float32)(r.base), r.rows[:len(panel)/Panel], panel)
	}
}

// plainStrip writes into out base and the products of a part of one row with that
// of a panel.
func plainStrip(out, base *[Panel]float32, row, panel []float32) {
	var sum [Panel]float32
	for c, v := range row {
		side := (*[Panel]float32)(panel[c*Panel:])
		for j := range sum {
			sum[j] = fma(v, side[j], sum[j])
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
