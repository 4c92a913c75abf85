// Package knn finds which rows are alike: for each its nearest by cosine, or all
// from a similarity on. Few rows are compared pair by pair. Of many, the nearest are
// searched for, so that time grows about as the rows do, and some may be missed.
package knn

import (
	"context"
	"math"
)

// Exact is the number of rows up to which all pairs are compared.
const Exact = 10_000

// Nearest returns for each row the k others of the largest cosine among those whose
// cosine is above 0 and at least least; k = 0 means no limit, and ties are broken by
// the order of the rows. Row i of the matrix holds their numbers, ascending, and
// cosines. A row of zeros has no neighbours and is none.
//
// The rows are finite, and so small that no float32 product of two overflows.
//
// Recall is the share of these neighbours that are found. It is 1 up to [Exact] rows, and
// with k = 0. Of more rows the search takes as much effort as a sample of the rows shows
// to be needed for a recall of [Wanted], and recall is the estimate from that sample, below
// 1: up to all pairs, where nothing less will do. The cosines are exact in any case.
//
// The time of all pairs is rows² × dimensions if rows are dense, and if sparse the sum
// over columns of their squared counts of values, plus rows². Memory beyond the result is
// a few numbers a row, and a copy of the rows.
func Nearest(ctx context.Context, x Rows, k int, least float64, workers int) (m *Sparse, recall float64, err error) {
	c := newCosines(x)
	w := wanted{k: k, least: max(float32(least), math.SmallestNonzeroFloat32), workers: workers}
	if k == 0 {
		w.k = c.n
	}
	var found [][]neighbour
	if k > 0 && c.n > Exact {
		found, recall, err = c.search(ctx, w)
	} else {
		found, err = c.each(ctx, newAllPairs(c), w, 0)
		recall = 1
	}
	if err != nil {
		return nil, 0, err
	}
	return matrix(found), recall, nil
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
	if len(h.heap) < h.k {
		return h.least
	}
	return max(h.least, h.heap[0].cosine)
}

func (h *nearest) offer(n neighbour) {
	switch {
	case n.cosine < h.least:
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
