package agglomerative

import (
	"context"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

const (
	side   = 48 // articles that a tile of a matrix has in rows and columns: whole tiles of products, and panels
	square = 4  // articles that a square within a tile has: 16 distances, which fill a cache line
)

// A Matrix holds the distances of all pairs i < j. They lie in tiles, row by row
// of tiles, without those wholly below the diagonal, and within a
// tile in squares, row by row of squares: the distances from one article to those
// before it, a column, are then on no more cache lines than a row, and on a few
// pages for each tile, not a page for each.
type Matrix struct {
	n           int
	row, column []int // by article, to the end of the last tile: the distance of i < j is at row[i] + column[j]
	data        []float32
}

// NewMatrix has room for the distances of n articles, 2·n² bytes.
func NewMatrix(n int) *Matrix {
	const tile = side * side
	tiles := (n + side - 1) / side
	m := &Matrix{n: n, row: make([]int, tiles*side), column: make([]int, tiles*side), data: make([]float32, tiles*(tiles+1)/2*tile)}
	for i := range m.row {
		down, in := i/side, i%side
		m.row[i] = down*(2*tiles-down-1)/2*tile + in/square*square*side + in%square*square
		m.column[i] = down*tile + in/square*square*square + in%square
	}
	return m
}

// matrixOf computes all distances of a space.
func matrixOf(ctx context.Context, d *distances, workers int) (*Matrix, error) {
	m := NewMatrix(d.n)
	width := (d.n + side - 1) / side * side // articles compared at a time
	if d.panels != nil {
		width = 10 * side // what stays in the cache
	}
	spare := sync.Pool{New: func() any {
		out := make([]float32, side*width)
		return &out
	}}
	count := progress.Counter(ctx, "distances", d.n)
	err := parallel.Blocks(ctx, d.n, side, workers, func(from, to int) {
		defer count(to - from)
		room := spare.Get().(*[]float32)
		defer spare.Put(room)
		out := *room
		for first := from; first < d.n; first += width {
			stride := d.block(from, to, first, width, out)
			for i := from; i < to; i++ {
				row := out[(i-from)*stride:]
				m.set(i, first, row[:min(width, d.n-first)])
			}
		}
	})
	return m, err
}

// Fill takes the distances from a function that writes those of article i from the
// articles from one on, i itself among them. It is called from several goroutines,
// as often as there are workers.
func (m *Matrix) Fill(ctx context.Context, workers int, distances func(i, from int, out []float32)) error {
	return parallel.Blocks(ctx, m.n, side, workers, func(from, to int) {
		out := make([]float32, m.n-from)
		for i := from; i < to; i++ {
			distances(i, from, out)
			m.set(i, from, out) // from is where the tile of i begins
		}
	})
}

// Copy takes the distances of another matrix of as many articles.
func (m *Matrix) Copy(from *Matrix) { copy(m.data, from.data) }

// Row writes the distances of article i from all articles, 0 from itself.
func (m *Matrix) Row(i int, out []float32) {
	column, row := m.column[i], m.row[i]
	for j, at := range m.row[:i] {
		out[j] = m.data[at+column]
	}
	out[i] = 0
	after := out[i+1 : m.n]
	for t, at := range m.column[i+1 : m.n] {
		after[t] = m.data[row+at]
	}
}

// set writes the distances of i from the articles from first on, where a square
// begins.
func (m *Matrix) set(i, first int, distances []float32) {
	for len(distances) >= square {
		*(*[square]float32)(m.data[m.at(i, first):]) = [square]float32(distances)
		first, distances = first+square, distances[square:]
	}
	if len(distances) > 0 {
		copy(m.data[m.at(i, first):], distances)
	}
}

// at is the position of the distance of i and j, for i < j.
func (m *Matrix) at(i, j int) int { return m.row[i] + m.column[j] }

// At returns the distance of two articles, 0 of one from itself.
func (m *Matrix) At(i, j int) float32 {
	if i == j {
		return 0
	}
	return *m.between(i, j)
}

// between returns the position of the distance of two different articles.
func (m *Matrix) between(i, j int) *float32 {
	return &m.data[m.at(min(i, j), max(i, j))]
}

// gather writes the distances of x from ascending articles into out. Where x is
// among them it writes anything.
func (m *Matrix) gather(out []float32, x int, articles []int) {
	at, _ := slices.BinarySearch(articles, x)
	pick(out, m.data, m.row, m.column[x], articles[:at])
	pick(out[at:], m.data, m.column, m.row[x], articles[at:])
}

// pick writes the values at own + place of each article into out. Cache lines come
// from memory side by side: of some articles at a time it first asks for one in
// each square, and then finds the others there.
func pick(out, data []float32, place []int, own int, articles []int) {
	const some = 32 * square
	for from := 0; from < len(articles); from += some {
		part := articles[from:min(from+some, len(articles))]
		out := out[from:][:len(part)]
		for t := 0; t < len(part); t += square {
			out[t] = data[own+place[part[t]]]
		}
		for t, i := range part {
			out[t] = data[own+place[i]]
		}
	}
}

// scatter sets what gather reads.
func (m *Matrix) scatter(distances []float32, x int, articles []int) {
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
func (m *Matrix) pairs(ctx context.Context, f func(i, first int, distances []float32)) error {
	row := make([]float32, side)
	for top := 0; top < m.n; top += side {
		if err := ctx.Err(); err != nil {
			return err
		}
		for left := top; left < m.n; left += side {
			to := min(left+side, m.n)
			for i := top; i < min(top+side, m.n); i++ {
				if first := max(left, i+1); first < to {
					for j := left; j < left+side; j += square {
						*(*[square]float32)(row[j-left:]) = [square]float32(m.data[m.at(i, j):])
					}
					f(i, first, row[first-left:to-left])
				}
			}
		}
	}
	return nil
}

// multiply brings the distance of each pair i < j times a factor.
func (m *Matrix) multiply(ctx context.Context, factor func(i, j int) float64) error {
	for i := range m.n {
		if err := ctx.Err(); err != nil {
			return err
		}
		for j := i + 1; j < m.n; j++ {
			m.data[m.at(i, j)] *= float32(factor(i, j))
		}
	}
	return nil
}
