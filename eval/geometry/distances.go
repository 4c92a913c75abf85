package geometry

import (
	"context"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// distances computes Euclidean distances between rows: all of them, none of them
// kept.
type distances struct {
	*points
	square32 []float32     // squared length of each row
	terms    *features.CSR // the rows of each column, of a sparse space
}

func newDistances(p *points) *distances {
	d := &distances{points: p, square32: make([]float32, len(p.square))}
	for i, v := range p.square {
		d.square32[i] = float32(v)
	}
	if p.space.Sparse != nil {
		d.terms = p.space.Sparse.Transpose()
	}
	return d
}

const (
	blockRows = 32 // rows that one goroutine compares with all others
	tileRows  = 64 // rows that it takes from the others at a time, to find them in the cache
)

// blocks calls compare for blocks of rows, in several goroutines.
func (d *distances) blocks(ctx context.Context, compare func(from, to int)) error {
	return parallel.Blocks(ctx, len(d.label), blockRows, d.workers, compare)
}

// scan gives the distances of the rows from … to−1 from every row from first on:
// it calls visit with a row, the first of the rows compared, and the distances of
// those that follow each other from there. It stops when ctx is done.
func (d *distances) scan(ctx context.Context, from, to, first int, visit func(i, at int, far []float32)) {
	if d.terms != nil {
		d.scanSparse(ctx, from, to, first, visit)
		return
	}
	var tile [tileRows]float32
	for at := first; at < len(d.label) && ctx.Err() == nil; at += tileRows {
		far := tile[:min(tileRows, len(d.label)-at)]
		for i := from; i < to; i++ {
			d.fill(i, at, far)
			visit(i, at, far)
		}
	}
}

// fill writes the distances of dense row i from the rows at, at+1, … into far.
// They come from inner products, which is fast, or where those nearly cancel with
// the lengths from the differences.
func (d *distances) fill(i, at int, far []float32) {
	const cancels = 1.0 / 16
	m := d.space.Dense
	row := m.Row(i)
	vec.Dots(far, m.Data[at*m.Cols:], row)
	own := d.square32[i]
	for o, square := range d.square32[at:][:len(far)] {
		both := own + square
		v := both - 2*far[o]
		if v < both*cancels {
			v = vec.SquaredDistance(row, m.Row(at+o))
		}
		far[o] = v
	}
	vec.Sqrt(far)
}

// scanSparse goes through the rows that share a column with row i. Sums in
// float64 cancel without harm.
func (d *distances) scanSparse(ctx context.Context, from, to, first int, visit func(i, at int, far []float32)) {
	products := make([]float64, len(d.label))
	far := make([]float32, len(d.label))
	for i := from; i < to && ctx.Err() == nil; i++ {
		clear(products)
		index, row := d.space.Sparse.Row(i)
		for n, t := range index {
			rows, values := d.terms.Row(int(t))
			v := float64(row[n])
			for m, j := range rows {
				products[j] += v * float64(values[m])
			}
		}
		for j := first; j < len(far); j++ {
			far[j] = float32(between(d.square[i], d.square[j], products[j]))
		}
		visit(i, first, far[first:])
	}
}
