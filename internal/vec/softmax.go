package vec

import "math"

// exponential has what e to the power of x is made of: 2 to the power of the integer nearest to
// x·log₂e, times a polynomial of the rest (Cephes, S. Moshier).
var exponential = [...]float32{
	1.5 * (1 << 23), math.Log2E, math.Ln2, -86, 1, // adding the first rounds to an integer; the fourth is the least x
	1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
}

// Softmax makes shares of values: e to the power of each times scale, over the sum of those. No value
// may be NaN or infinite. A share is off by at most (3 + scale·distance to the greatest value)·10⁻⁷ of
// itself, and those under e⁻⁸⁶ of the greatest are that.
func Softmax(v []float32, scale float32) {
	head := len(v) &^ (lanes - 1)
	_, most, _ := Greatest(v[:head])
	for _, x := range v[head:] {
		most = max(most, x)
	}
	var sums [lanes]float32
	if head > 0 {
		exponentials(&sums, v[:head], most, scale)
	}
	plainExponentials(&sums, v[head:], most, scale)
	share := 1 / fold(sums[:])
	for i := range v {
		v[i] *= share
	}
}

// plainExponentials makes each value e to the power of (value − most)·scale, which is at most 0, and
// adds value i to sum i modulo lanes.
func plainExponentials(sums *[lanes]float32, v []float32, most, scale float32) {
	round, least, one, c := exponential[0], exponential[3], exponential[4], exponential[5:]
	for i, x := range v {
		x = float32((x - most) * scale)
		if !(x > least) {
			x = least
		}
		t := float32(x * exponential[1])
		u := t + round
		r := float32((t - (u - round)) * exponential[2])
		p := c[0]
		for _, next := range c[1:] {
			p = float32(p*r) + next
		}
		p = float32((float32(p*r)+one)*r) + one
		e := math.Float32frombits(math.Float32bits(p) + math.Float32bits(u)<<23)
		v[i] = e
		sums[i%lanes] += e
	}
}
