package vec

import "math"

// lanes is how many values are compared side by side to find the greatest.
const lanes = 8

// Greatest returns the index of the greatest value, the first of several, that value,
// and the greatest of the others, -Inf if there are none. None may be NaN.
func Greatest(v []float32) (at int, first, second float32) {
	if len(v) == 0 || len(v)%lanes != 0 {
		return plainGreatest(v)
	}
	return greatest(v)
}

func plainGreatest(v []float32) (at int, first, second float32) {
	first, second = float32(math.Inf(-1)), float32(math.Inf(-1))
	for i, x := range v {
		if x > first {
			at, first, second = i, x, first
		} else {
			second = max(second, x)
		}
	}
	return at, first, second
}
