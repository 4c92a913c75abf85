package vec

import "math"

// RowStep is the number of values by which the rows of a matrix for [AddRows] are
// long: that of a stripe, whose sums stay in registers.
const RowStep = 32

// AddRows adds to out the rows of a matrix whose numbers are in index, each times its
// value. The rows lie in data one after the other, width values each; out has at most
// as many, and a multiple of RowStep. A sum begins with the value in out, and its
// terms are added one after the other, each by one fused multiplication, so that it does
// not matter how the terms are shared out among calls.
//
// To sum up parts of rows, data begins with the part of the first row.
func AddRows(out []float64, index []int32, value, data []float64, width int) {
	if len(index) > 0 {
		addRows(out, index, value[:len(index)], data, width)
	}
}

// A List is the values of a sparse row, and their columns.
type List struct {
	Index []int32
	Value []float64
}

// AddLists is AddRows of a matrix whose rows are lists: a sum has the same bits where
// zeros of the matrix, which AddRows adds, are not in them.
func AddLists(out []float64, index []int32, value []float64, rows []List) {
	if len(index) > 0 {
		addLists(out, index, value[:len(index)], rows)
	}
}

// plainLists is AddLists in plain Go.
func plainLists(out []float64, index []int32, value []float64, rows []List) {
	for p, i := range index {
		row, v := rows[i], value[p]
		for q, at := range row.Index {
			out[at] = math.FMA(v, row.Value[q], out[at])
		}
	}
}

// plainRows is AddRows in plain Go.
func plainRows(out []float64, index []int32, value, data []float64, width int) {
	for from := 0; from < len(out); from += RowStep {
		sum := (*[RowStep]float64)(out[from:])
		for t, at := range index {
			v, row := value[t], (*[RowStep]float64)(data[int(at)*width+from:])
			for j := range sum {
				sum[j] = math.FMA(v, row[j], sum[j])
			}
		}
	}
}
