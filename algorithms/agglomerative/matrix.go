package agglomerative

import (
	"context"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// side is how many articles a tile of a matrix has in rows and columns: whole
// tiles of products, and panels.
const side = 48

// A matrix holds the distances of all pairs i < j. They lie in square tiles, row
// by row of tiles, of which those wholly below the diagonal are left out: the
// distances from one article to those before it, a column, are then as near to
// each other in memory as a few pages for each tile, not a page for each.
type matrix struct {
	n           int
	row, column []int // by article: the distance of i < j stands at row[i] + column[j]
	data        []float32
}

func emptyMatrix(n int) *matrix {
	const tile = side * side
	tiles := (n + side - 1) / side
	m := &matrix{n: n, row: make([]int, n), column: make([]int, n), data: make([]float32, tiles*(tiles+1)/2*tile)}
	for i := range n {
		down, in := i/side, i%side
		m.row[i] = down*(2*tiles-down-1)/2*tile + in*side
		m.column[i] = down*tile + in
	}
	return m
}

// newMatrix computes all distances.
func newMatrix(ctx context.Context, d *distances, workers int) (*matrix, error) {
	m := emptyMatrix(d.n)
	width := d.width()
	spare := sync.Pool{New: func() any {
		out := make([]float32, side*width)
		return &out
	}}
	err := parallel.Blocks(ctx, d.n, side, workers, func(from, to int) {
		room := spare.Get().(*[]float32)
		defer spare.Put(room)
		out := *room
		for first := from; first < d.n; first += width {
			stride := d.block(from, to, first, width, out)
			for i := from; i < to; i++ {
				row := out[(i-from)*stride:]
				for j := first; j < min(first+width, d.n); j += side {
					copy(m.data[m.at(i, j):], row[j-first:min(j-first+side, d.n-first)])
				}
			}
		}
	})
	return m, err
}

// filledMatrix takes all distances from a function that writes those of an article
// from all articles; it is called from several goroutines.
func filledMatrix(ctx context.Context, n, workers int, distances func(i int, out []float32)) (*matrix, error) {
	m := emptyMatrix(n)
	err := parallel.Blocks(ctx, n, side, workers, func(from, to int) {
		out := make([]float32, n)
		for i := from; i < to; i++ {
			distances(i, out)
			for j := from; j < n; j += side { // from is where the tile of i begins
				copy(m.data[m.at(i, j):], out[j:min(j+side, n)])
			}
		}
	})
	return m, err
}

// at is where the distance of i and j stands, for i < j.
func (m *matrix) at(i, j int) int { return m.row[i] + m.column[j] }

// between returns where the distance of two different articles stands.
func (m *matrix) between(i, j int) *float32 {
	return &m.data[m.at(min(i, j), max(i, j))]
}

// gather writes the distances of x from ascending articles into out: all loads at
// once, so that the processor need not wait for one after the other. Where x is
// among them it writes anything.
func (m *matrix) gather(out []float32, x int, articles []int) {
	at, _ := slices.BinarySearch(articles, x)
	column, row := m.column[x], m.row[x]
	for t, i := range articles[:at] {
		out[t] = m.data[m.row[i]+column]
	}
	after := out[at:]
	for t, i := range articles[at:] {
		after[t] = m.data[row+m.column[i]]
	}
}

// scatter sets what gather reads.
func (m *matrix) scatter(distances []float32, x int, articles []int) {
	at, _ := slices.BinarySearch(articles, x)
	column, row := m.column[x], m.row[x]
	for t, i := range articles[:at] {
		m.data[m.row[i]+column] = distances[t]
	}
	after := distances[at:]
	for t, i := range articles[at:] {
		m.data[row+m.column[i]] = after[t]
	}
}

// pairs calls f with the distances of each article from some of those after it,
// the first of which is given, until all pairs were there once.
func (m *matrix) pairs(ctx context.Context, f func(i, first int, distances []float32)) error {
	for top := 0; top < m.n; top += side {
		if err := ctx.Err(); err != nil {
			return err
		}
		for left := top; left < m.n; left += side {
			to := min(left+side, m.n)
			for i := top; i < min(top+side, m.n); i++ {
				if first := max(left, i+1); first < to {
					at := m.at(i, first)
					f(i, first, m.data[at:at+to-first])
				}
			}
		}
	}
	return nil
}
