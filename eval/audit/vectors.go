package audit

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus/features"
)

// vectors are the rows of a space, as directions.
type vectors struct {
	space *features.Space
	scale []float64 // what makes a row of length 1; 0 if it is all zeros
	rooms sync.Pool // of sums
}

// A vector is a sum of rows. index is nil if it is dense.
type vector struct {
	index []int32
	data  []float64
}

func newVectors(space *features.Space) (*vectors, error) {
	squares, err := space.Squares()
	if err != nil {
		return nil, err
	}
	for i, x := range squares {
		if x > 0 {
			squares[i] = 1 / math.Sqrt(x)
		}
	}
	return &vectors{space: space, scale: squares}, nil
}

// worded counts those of some rows that are not all zeros.
func (v *vectors) worded(rows []int) (n float64) {
	for _, i := range rows {
		if v.scale[i] > 0 {
			n++
		}
	}
	return n
}

// cosine of two rows, 0 if one is all zeros.
func (v *vectors) cosine(i, j int) float64 { return v.space.Dot(i, j) * v.scale[i] * v.scale[j] }

// sum adds rows of length 1.
func (v *vectors) sum(rows []int) (sum vector) {
	room := v.room()
	defer v.rooms.Put(room)
	var touched []int32
	for _, i := range rows {
		index, data := v.space.Row(i)
		for k, x := range data {
			c := k
			if index != nil {
				c = int(index[k])
				if (*room)[c] == 0 {
					touched = append(touched, int32(c))
				}
			}
			(*room)[c] += float64(x) * v.scale[i]
		}
	}
	if v.space.Dense != nil {
		sum.data = slices.Clone(*room)
		clear(*room)
		return sum
	}
	slices.Sort(touched)
	sum.index = slices.Compact(touched) // a column may be back at zero
	sum.data = make([]float64, len(sum.index))
	for k, c := range sum.index {
		sum.data[k], (*room)[c] = (*room)[c], 0
	}
	return sum
}

// room is a number for each column, all zero.
func (v *vectors) room() *[]float64 {
	if room, ok := v.rooms.Get().(*[]float64); ok {
		return room
	}
	room := make([]float64, v.space.Cols())
	return &room
}

func (a vector) dot(b vector) (sum float64) {
	if a.index == nil && b.index == nil {
		for c := range min(len(a.data), len(b.data)) {
			sum += a.data[c] * b.data[c]
		}
		return sum
	}
	for p, q := 0, 0; p < len(a.index) && q < len(b.index); {
		switch x, y := a.index[p], b.index[q]; {
		case x < y:
			p++
		case y < x:
			q++
		default:
			sum += a.data[p] * b.data[q]
			p, q = p+1, q+1
		}
	}
	return sum
}

// central orders rows by how like they are to the sum of all, the most first.
func (v *vectors) central(rows []int) []int {
	sum, room := v.sum(rows), v.room()
	defer v.rooms.Put(room)
	for k, x := range sum.data {
		if sum.index == nil {
			(*room)[k] = x
		} else {
			(*room)[sum.index[k]] = x
		}
	}
	like := make(map[int]float64, len(rows))
	for _, i := range rows {
		index, data := v.space.Row(i)
		for k, x := range data {
			c := k
			if index != nil {
				c = int(index[k])
			}
			like[i] += float64(x) * v.scale[i] * (*room)[c]
		}
	}
	clear(*room)
	order := slices.Clone(rows)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(like[b], like[a]) })
	return order
}

// part returns the space of some rows, in their order, without the columns in which none has a value.
func (v *vectors) part(rows []int) *features.Space {
	if m := v.space.Dense; m != nil {
		out := &features.Dense{Rows: len(rows), Cols: m.Cols}
		for _, i := range rows {
			out.Data = append(out.Data, m.Row(i)...)
		}
		return &features.Space{Dense: out}
	}
	var columns []int32
	for _, i := range rows {
		index, _ := v.space.Row(i)
		columns = append(columns, index...)
	}
	slices.Sort(columns)
	columns = slices.Compact(columns)
	out := &features.CSR{Rows: len(rows), Cols: len(columns), Start: make([]int, 1, len(rows)+1)}
	for _, i := range rows {
		index, data := v.space.Row(i)
		at := 0
		for _, c := range index {
			k, _ := slices.BinarySearch(columns[at:], c)
			at += k
			out.Index = append(out.Index, int32(at))
		}
		out.Data = append(out.Data, data...)
		out.Start = append(out.Start, len(out.Index))
	}
	return &features.Space{Sparse: out}
}
