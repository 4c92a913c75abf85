package stream

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/vec"
)

// sums holds dense columns, one after the other. If there are many, near finds them by
// groups around centres.
type sums struct {
	*vectors
	columns []float32

	effort  int // columns that near looks at, about
	grouped int // columns when the groups were made
	centres []float32
	groups  [][]int32
	scratch []float32
}

func (x *sums) count() int { return len(x.columns) / x.dense.Cols }

func (x *sums) column(k int) []float32 { return x.columns[k*x.dense.Cols:][:x.dense.Cols] }

func (x *sums) add(i, column int) {
	fresh := column == x.count()
	if fresh {
		x.columns = append(x.columns, make([]float32, x.dense.Cols)...)
	}
	sum := x.column(column)
	for c, v := range x.dense.Row(i) {
		sum[c] += float32(x.scale[i] * float64(v))
	}
	if fresh && len(x.groups) > 0 {
		at := x.nearestCentre(sum)
		x.groups[at] = append(x.groups[at], int32(column))
	}
}

func (x *sums) products(i int, out []float32) {
	vec.Dots(out, x.columns, x.dense.Row(i))
	for c := range out {
		out[c] = float32(x.scale[i] * float64(out[c]))
	}
}

func (x *sums) product(i, column int) float32 {
	return float32(x.scale[i] * float64(vec.Dot(x.column(column), x.dense.Row(i))))
}

// near looks at the columns of the groups whose centres are the most similar.
func (x *sums) near(i int, c *clusters) []int32 {
	if x.count() >= 2*x.grouped {
		x.group(c.closed)
	}
	order := make([]int, len(x.groups))
	x.scratch = slices.Grow(x.scratch[:0], len(x.groups))[:len(x.groups)]
	vec.Dots(x.scratch, x.centres, x.dense.Row(i))
	for g := range order {
		order[g] = g
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x.scratch[b], x.scratch[a]), cmp.Compare(a, b)) })
	var found top
	left := x.effort
	for _, g := range order {
		for _, column := range x.groups[g] {
			if square := c.square[column]; square > 0 && !c.closed[column] {
				found.offer(candidate{column, float64(x.product(i, int(column))) / math.Sqrt(square)})
			}
		}
		if left -= len(x.groups[g]); left < 0 {
			break
		}
	}
	return found.columns()
}

func (x *sums) harder() { x.effort += x.effort / 2 }

// drop leaves the columns where they are; group leaves out those that are closed.
func (x *sums) drop([]bool) {}

// group makes groups around centres, found by k-means on some of the columns.
func (x *sums) group(closed []bool) {
	var open []int32
	for k := range x.count() {
		if !closed[k] {
			open = append(open, int32(k))
		}
	}
	x.grouped = x.count()
	count := 2 * int(math.Sqrt(float64(len(open))))
	x.centres = make([]float32, count*x.dense.Cols)
	centre := func(g int) []float32 { return x.centres[g*x.dense.Cols:][:x.dense.Cols] }
	for g := range count {
		direct(centre(g), x.column(int(open[g*len(open)/count])))
	}
	const rounds, perCentre = 3, 16
	step := max(1, len(open)/(perCentre*count))
	for range rounds {
		sums := make([]float32, len(x.centres))
		one := make([]float32, x.dense.Cols)
		for k := 0; k < len(open); k += step {
			sum := x.column(int(open[k]))
			direct(one, sum)
			at := x.nearestCentre(sum)
			for d, v := range one {
				sums[at*x.dense.Cols+d] += v
			}
		}
		for g := range count {
			direct(centre(g), sums[g*x.dense.Cols:][:x.dense.Cols])
		}
	}
	x.groups = make([][]int32, count)
	for _, k := range open {
		at := x.nearestCentre(x.column(int(k)))
		x.groups[at] = append(x.groups[at], k)
	}
}

func (x *sums) nearestCentre(v []float32) int {
	x.scratch = slices.Grow(x.scratch[:0], len(x.centres)/x.dense.Cols)[:len(x.centres)/x.dense.Cols]
	vec.Dots(x.scratch, x.centres, v)
	at, _, _ := vec.Greatest(x.scratch)
	return at
}

// direct writes a vector scaled to unit length; of zeros nothing.
func direct(to, v []float32) {
	square := vec.SquaredNorm(v)
	if square == 0 {
		return
	}
	for d, value := range v {
		to[d] = float32(float64(value) / math.Sqrt(square))
	}
}
