package bert

import "math"

// poolings make one vector of the rows of a text's tokens.
var poolings = map[string]func(out, rows []float32){
	"mean": func(out, rows []float32) { scaledSum(out, rows, 1/float64(len(rows)/len(out))) },
	"mean_sqrt_len": func(out, rows []float32) {
		scaledSum(out, rows, 1/math.Sqrt(float64(len(rows)/len(out))))
	},
	"cls": func(out, rows []float32) { copy(out, rows) },
	"max": func(out, rows []float32) {
		copy(out, rows)
		for i, v := range rows {
			out[i%len(out)] = max(out[i%len(out)], v)
		}
	},
}

func scaledSum(out, rows []float32, scale float64) {
	for c := range out {
		total := 0.
		for i := c; i < len(rows); i += len(out) {
			total += float64(rows[i])
		}
		out[c] = float32(total * scale)
	}
}

// unit scales a vector to length 1, if it has any.
func unit(v []float32) {
	total := 0.
	for _, x := range v {
		total += float64(x) * float64(x)
	}
	if total > 0 {
		scale := 1 / math.Sqrt(total)
		for i := range v {
			v[i] = float32(float64(v[i]) * scale)
		}
	}
}
