package bert

import "math"

// Products and sums are written so that no compiler joins them into one rounding: all
// processors give the same bits.

// activations are the functions between the two matrices of a layer.
var activations = map[string]func([]float32){
	"gelu":     func(v []float32) { gelu.apply(v) },
	"gelu_new": func(v []float32) { geluNew.apply(v) }, "gelu_pytorch_tanh": func(v []float32) { geluNew.apply(v) },
	"relu": relu,
}

func relu(v []float32) {
	for i, x := range v {
		v[i] = max(x, 0)
	}
}

// A gate is a function x·f(x), where f goes from 0 to 1 and is tabulated: between two
// entries it is a line. Beyond the table it is 0 or 1.
type gate []float32

// The table covers −reach to reach in steps of 1/steps: the error of f is under 2·10⁻⁷.
const (
	reach = 6
	steps = 512
)

func newGate(f func(float64) float64) gate {
	g := make(gate, 2*reach*steps+2)
	for i := range g {
		g[i] = float32(f(float64(i)/steps - reach))
	}
	return g
}

var (
	// gelu is the Gaussian error linear unit (Hendrycks & Gimpel 2016): x times the normal
	// distribution function.
	gelu = newGate(func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 })
	// geluNew is its approximation by the hyperbolic tangent.
	geluNew = newGate(func(x float64) float64 { return (1 + math.Tanh(math.Sqrt(2/math.Pi)*(x+.044715*x*x*x))) / 2 })
)

func (g gate) apply(v []float32) {
	table := g[:2*reach*steps+2]
	for i, x := range v {
		switch {
		case x >= reach:
		case x > -reach:
			at := float32((x + reach) * steps)
			n := int(at)
			low := table[n]
			v[i] = x * (low + float32((at-float32(n))*(table[n+1]-low)))
		case x <= -reach:
			v[i] = 0
		}
	}
}

// apply shifts a row to mean 0 and scales it to variance 1, then by its own factors.
func (n *layerNorm) apply(row []float32) {
	scale, shift := n.scale[:len(row)], n.shift[:len(row)]
	mean := sum(row) / float32(len(row))
	var a, b, c, d float32
	i := 0
	for ; i+4 <= len(row); i += 4 {
		w, x, y, z := row[i]-mean, row[i+1]-mean, row[i+2]-mean, row[i+3]-mean
		a, b, c, d = a+float32(w*w), b+float32(x*x), c+float32(y*y), d+float32(z*z)
	}
	for ; i < len(row); i++ {
		a += float32((row[i] - mean) * (row[i] - mean))
	}
	variance := float64((a+b)+(c+d)) / float64(len(row))
	factor := float32(1 / math.Sqrt(variance+n.epsilon))
	for i, x := range row {
		row[i] = float32((x-mean)*factor*scale[i]) + shift[i]
	}
}

func sum(row []float32) float32 {
	var a, b, c, d float32
	i := 0
	for ; i+4 <= len(row); i += 4 {
		a, b, c, d = a+row[i], b+row[i+1], c+row[i+2], d+row[i+3]
	}
	for ; i < len(row); i++ {
		a += row[i]
	}
	return (a + b) + (c + d)
}
