package vec

import (
	"math"

	"github.com/viterin/vek"
	"github.com/viterin/vek/vek32"
)

// accelerated reports whether vek has instructions for this machine.
var accelerated = vek.Info().Acceleration

// dotLanes is the inner product of two vectors of whole steps of lane values.
func dotLanes(a, b []float32) float32 {
	if accelerated && level >= avx2 {
		return vek32.Dot(a, b)
	}
	return plainLanes(a, b)
}

// plainLanes sums as vek does: value i goes to partial sum i modulo lane.
func plainLanes(a, b []float32) float32 {
	var sum [lane]float32
	for ; len(a) >= lane; a, b = a[lane:], b[lane:] {
		x, y := (*[lane]float32)(a), (*[lane]float32)(b)
		for j := range sum {
			sum[j] = fma(x[j], y[j], sum[j])
		}
	}
	const side = lane / 4 // values of a register
	for j := range side {
		sum[j] = sum[j] + sum[side+j] + sum[2*side+j] + sum[3*side+j]
	}
	return fold(sum[:side])
}

// plainDots sums as vek does: what does not fill a step is added to the sum.
func plainDots(out, rows, v []float32) {
	n := len(v)
	head := n &^ (lane - 1)
	for r := range out {
		row := rows[r*n : (r+1)*n]
		out[r] = plainLanes(row[:head], v[:head])
		for i := head; i < n; i++ {
			out[r] = fma(row[i], v[i], out[r])
		}
	}
}

// plainDots64 is plainDots in float64, with half as many partial sums.
func plainDots64(out, rows, v []float64) {
	const lanes = lane / 2
	const side = lanes / 4
	n := len(v)
	head := n &^ (lanes - 1)
	for r := range out {
		row := rows[r*n : (r+1)*n]
		var sum [lanes]float64
		for i := 0; i < head; i += lanes {
			for j := range sum {
				sum[j] = math.FMA(row[i+j], v[i+j], sum[j])
			}
		}
		for j := range side {
			sum[j] = sum[j] + sum[side+j] + sum[2*side+j] + sum[3*side+j]
		}
		out[r] = fold(sum[:side])
		for i := head; i < n; i++ {
			out[r] = math.FMA(row[i], v[i], out[r])
		}
	}
}

// fold adds up a register: its upper half to the lower one, until one value is left.
func fold[T float32 | float64](sum []T) T {
	for len(sum) > 1 {
		half := len(sum) / 2
		for j := range half {
			sum[j] += sum[half+j]
		}
		sum = sum[:half]
	}
	return sum[0]
}
