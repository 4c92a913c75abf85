package geometry

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// distances computes the Euclidean distance of every two rows once. It goes
// through the rows cluster by cluster: places are positions in that order.
type distances struct {
	*points
	order  []int32       // the row at each place
	start  []int         // cluster k has the places start[k] … start[k+1]−1
	square []float32     // squared length of the row at each place
	terms  *features.CSR // the rows of each column, of a sparse space
	rows   sync.Pool     // copies of tileRows rows, one after the other
}

func newDistances(p *points) *distances {
	d := &distances{points: p, order: slices.Concat(p.members()...), start: make([]int, len(p.size)+1), square: make([]float32, len(p.label))}
	for k, size := range p.size {
		d.start[k+1] = d.start[k] + size
	}
	for place, i := range d.order {
		d.square[place] = float32(p.square[i])
	}
	if p.space.Sparse != nil {
		d.terms = p.space.Sparse.Transpose()
	}
	d.rows.New = func() any { return new(make([]float32, tileRows*p.space.Cols())) }
	return d
}

const (
	blockRows = 64 // rows whose distances are kept at a time
	tileRows  = 64 // rows that are compared with them at a time: few enough for the cache
)

// cluster is the cluster of the row at a place.
func (d *distances) cluster(place int) int { return int(d.label[d.order[place]]) }

// blocks calls visit for one block of places after the other: far[r] holds the
// distances of the row at first+r from the rows at first, first+1, … It is
// overwritten after visit has returned.
func (d *distances) blocks(ctx context.Context, visit func(first int, far [][]float32) error) error {
	n := len(d.order)
	kept := make([]float32, blockRows*n)
	for first := 0; first < n; first += blockRows {
		far := make([][]float32, min(blockRows, n-first))
		for r := range far {
			far[r] = kept[r*n:][: n-first : n]
		}
		fill := d.fillDense
		if d.terms != nil {
			fill = d.fillSparse
		}
		if err := fill(ctx, first, far); err != nil {
			return err
		}
		if err := visit(first, far); err != nil {
			return err
		}
	}
	return nil
}

// fillDense takes distances from inner products, which is fast, or where those
// nearly cancel with the lengths from the differences.
func (d *distances) fillDense(ctx context.Context, first int, far [][]float32) error {
	const cancels = 1.0 / 16
	m := d.space.Dense
	return parallel.Blocks(ctx, len(far[0]), tileRows, d.workers, func(from, to int) {
		kept := d.rows.Get().(*[]float32)
		defer d.rows.Put(kept)
		rows := (*kept)[:(to-from)*m.Cols]
		for c, j := range d.order[first+from : first+to] {
			copy(rows[c*m.Cols:], m.Row(int(j)))
		}
		squares := d.square[first+from : first+to]
		for r := range far {
			row, square, out := m.Row(int(d.order[first+r])), d.square[first+r], far[r][from:to]
			vec.Dots(out, rows, row)
			for c, other := range squares {
				both := square + other
				v := both - 2*out[c]
				if v < both*cancels {
					v = vec.SquaredDistance(row, rows[c*m.Cols:][:m.Cols])
				}
				out[c] = float32(math.Sqrt(float64(v)))
			}
		}
	})
}

// fillSparse goes through the rows that share a column with each row. Sums in
// float64 cancel without harm.
func (d *distances) fillSparse(ctx context.Context, first int, far [][]float32) error {
	return parallel.Blocks(ctx, len(far), blockRows/8, d.workers, func(from, to int) {
		products := make([]float64, len(d.label))
		for r := from; r < to && ctx.Err() == nil; r++ {
			clear(products)
			i := d.order[first+r]
			index, row := d.space.Sparse.Row(int(i))
			for n, t := range index {
				rows, values := d.terms.Row(int(t))
				v := float64(row[n])
				for m, j := range rows {
					products[j] += v * float64(values[m])
				}
			}
			for c, j := range d.order[first:] {
				far[r][c] = float32(between(d.points.square[i], d.points.square[j], products[j]))
			}
		}
	})
}
