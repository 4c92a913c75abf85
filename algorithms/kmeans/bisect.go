package kmeans

import (
	"context"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// A part is a cluster that bisecting k-means may split.
type part struct {
	rows    []int // in order
	inertia float64
	whole   bool // a split was tried and left all rows together
}

// bisect is bisecting k-means (Steinbach, Karypis and Kumar 2000): from one
// cluster of all rows on, it splits the one of largest inertia, the first of
// several, by k-means with k=2, until there are k or none can be split. Of the two
// halves the one with the first row keeps the label. Rows that may not be
// centres go to cluster 0. Each split copies its rows.
func (m *KMeans) bisect(ctx context.Context, x *items, k int, seed uint64) (corpus.Labels, error) {
	parts := []part{{rows: x.usable}}
	for split := uint64(0); len(parts) < k; split++ {
		p := widest(parts)
		if p == nil {
			break
		}
		halves, err := m.halve(ctx, x, p.rows, seed, split*uint64(m.NInit))
		if err != nil {
			return nil, err
		}
		if len(halves) < 2 {
			p.whole = true
			continue
		}
		*p = halves[0]
		parts = append(parts, halves[1])
	}
	labels := make(corpus.Labels, x.n)
	for j, p := range parts {
		for _, i := range p.rows {
			labels[i] = int32(j)
		}
	}
	return labels, nil
}

// widest is the part of largest inertia that may be split, nil if there is none.
func widest(parts []part) *part {
	var widest *part
	for i := range parts {
		p := &parts[i]
		if !p.whole && len(p.rows) > 1 && (widest == nil || p.inertia > widest.inertia) {
			widest = p
		}
	}
	return widest
}

// halve splits rows in two, or returns them as one part if they do not differ.
func (m *KMeans) halve(ctx context.Context, x *items, rows []int, seed, stream uint64) ([]part, error) {
	r, err := m.best(ctx, x.only(rows), 2, seed, stream)
	if err != nil {
		return nil, err
	}
	var halves [2]part
	for i, row := range rows {
		h := &halves[0]
		if r.labels[i] != r.labels[0] {
			h = &halves[1]
		}
		h.rows = append(h.rows, row)
		h.inertia += r.own[i]
	}
	if len(halves[1].rows) == 0 {
		return halves[:1], nil
	}
	return halves[:], nil
}

// only are the given rows, all of them usable. What bounds the rounding for all
// rows does so for these.
func (x *items) only(rows []int) *items {
	y := *x
	y.n, y.scale, y.square, y.length, y.usable, y.products = len(rows), nil, nil, nil, nil, nil
	if x.sparse != nil {
		y.sparse = &features.CSR{Rows: len(rows), Cols: x.cols, Start: []int{0}}
	} else {
		y.dense = &features.Dense{Rows: len(rows), Cols: x.cols, Data: make([]float32, 0, len(rows)*x.cols)}
	}
	for at, i := range rows {
		y.scale, y.square, y.length = append(y.scale, x.scale[i]), append(y.square, x.square[i]), append(y.length, x.length[i])
		y.usable = append(y.usable, at)
		index, value := x.row(i)
		if x.sparse == nil {
			y.dense.Data = append(y.dense.Data, value...)
			if x.shift != nil {
				y.products = append(y.products, x.products[i*x.cols:(i+1)*x.cols]...)
			}
			continue
		}
		y.sparse.Index, y.sparse.Data = append(y.sparse.Index, index...), append(y.sparse.Data, value...)
		y.sparse.Start = append(y.sparse.Start, len(y.sparse.Data))
	}
	if x.sparse == nil && x.shift == nil {
		y.products = y.dense.Data
	}
	return &y
}
