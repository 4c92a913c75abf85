// Package knn finds which rows are alike: for each its nearest by cosine, or all
// from a similarity on. Nothing is approximate.
package knn

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

const (
	rowsAtOnce = 24  // rows of a block: whole tiles of products
	tile       = 256 // dense rows that a block meets at a time: whole panels
)

// Nearest returns for each row the k others of the largest cosine among those whose
// cosine is above 0 and at least least; k = 0 means no limit, and ties are broken by
// the order of the rows. Row i of the matrix holds their numbers, ascending, and
// cosines. A row of zeros has no neighbours and is none.
//
// The rows are finite, and so small that no float32 product of two overflows.
//
// Time is rows² × dimensions if rows are dense, and if sparse the sum over columns
// of their squared counts of values, plus rows². Memory beyond the result is a few
// numbers a row.
func Nearest(ctx context.Context, x Rows, k int, least float64, workers int) (*Sparse, error) {
	c := newCosines(x)
	if k == 0 {
		k = c.n
	}
	found := make([][]neighbour, c.n)
	count := progress.Counter(ctx, "neighbours", c.n)
	err := parallel.Blocks(ctx, c.n, rowsAtOnce, workers, func(from, to int) {
		c.block(found[from:to], from, k, least)
		count(to - from)
	})
	if err != nil {
		return nil, err
	}
	return matrix(found), nil
}

// block finds the neighbours of the rows that begin at from.
func (c *cosines) block(found [][]neighbour, from, k int, least float64) {
	best := make([]nearest, len(found))
	for b := range best {
		best[b] = nearest{k: k, least: float32(least)}
	}
	if c.sparse != nil {
		products := make([]float32, c.n)
		for b := range best {
			c.sparseProducts(from+b, products)
			c.offer(&best[b], from+b, 0, products)
		}
	} else {
		products := make([]float32, rowsAtOnce*tile)
		for at := 0; at < c.n; at += tile {
			stride := c.denseProducts(from, from+len(found), at, products)
			for b := range best {
				c.offer(&best[b], from+b, at, products[b*stride:][:min(tile, c.n-at)])
			}
		}
	}
	for b := range best {
		found[b] = best[b].heap
		slices.SortFunc(found[b], func(x, y neighbour) int { return cmp.Compare(x.row, y.row) })
	}
}

// offer takes the rows at, at+1, … with their products with row i. The cosine is
// computed only if a quicker estimate comes near to the floor.
func (c *cosines) offer(best *nearest, i, at int, products []float32) {
	if c.inverse[i] == 0 {
		return
	}
	const slack = 1e-5
	scale, inverse := c.inverse[i], c.inverse[at:at+len(products)]
	floor := best.floor() - slack
	for o, dot := range products {
		if dot*scale*inverse[o] < floor || at+o == i {
			continue
		}
		best.offer(neighbour{int32(at + o), c.cosine(i, at+o, dot)})
		floor = best.floor() - slack
	}
}

func matrix(rows [][]neighbour) *Sparse {
	m := &Sparse{Rows: len(rows), Cols: len(rows), Start: make([]int, len(rows)+1)}
	for i, row := range rows {
		m.Start[i+1] = m.Start[i] + len(row)
	}
	m.Index, m.Data = make([]int32, 0, m.Start[len(rows)]), make([]float32, 0, m.Start[len(rows)])
	for _, row := range rows {
		for _, n := range row {
			m.Index, m.Data = append(m.Index, n.row), append(m.Data, n.cosine)
		}
	}
	return m
}

// A neighbour is a row with its cosine.
type neighbour struct {
	row    int32
	cosine float32
}

// worse orders neighbours: a smaller cosine, or an equal one and a later row.
func worse(a, b neighbour) bool {
	return a.cosine < b.cosine || a.cosine == b.cosine && a.row > b.row
}

// nearest keeps the best k of the neighbours that it is offered, as a binary heap
// with the worst on top.
type nearest struct {
	k     int
	least float32
	heap  []neighbour
}

// floor is the cosine below which no offer is taken.
func (h *nearest) floor() float32 {
	if len(h.heap) < h.k || h.k == 0 {
		return h.least
	}
	return max(h.least, h.heap[0].cosine)
}

func (h *nearest) offer(n neighbour) {
	switch {
	case n.cosine <= 0 || n.cosine < h.least || h.k == 0:
	case len(h.heap) < h.k:
		h.heap = append(h.heap, n)
		h.up(len(h.heap) - 1)
	case worse(h.heap[0], n):
		h.heap[0] = n
		h.down()
	}
}

func (h *nearest) up(at int) {
	for at > 0 {
		parent := (at - 1) / 2
		if !worse(h.heap[at], h.heap[parent]) {
			return
		}
		h.heap[at], h.heap[parent] = h.heap[parent], h.heap[at]
		at = parent
	}
}

func (h *nearest) down() {
	for at := 0; ; {
		child := 2*at + 1
		if child >= len(h.heap) {
			return
		}
		if child+1 < len(h.heap) && worse(h.heap[child+1], h.heap[child]) {
			child++
		}
		if !worse(h.heap[child], h.heap[at]) {
			return
		}
		h.heap[at], h.heap[child] = h.heap[child], h.heap[at]
		at = child
	}
}
