package knn

import "github.com/seed-9405df2f/assay/internal/vec"

const (
	rowsAtOnce = 24  // rows of a block: whole tiles of products
	tile       = 256 // dense rows that a block meets at a time: whole panels
)

// allPairs compares with all rows.
type allPairs struct {
	*cosines
	panels *vec.Panels // of dense rows
}

func newAllPairs(c *cosines) *allPairs {
	a := &allPairs{cosines: c}
	if c.dense != nil {
		a.panels = vec.NewPanels(c.n, c.dense.Cols)
		for i := range c.n {
			a.panels.Set(i, c.dense.Row(i))
		}
	}
	return a
}

func (a *allPairs) order() []int32 { return a.all() }

func (a *allPairs) together() int { return rowsAtOnce }

func (a *allPairs) efforts() (least, most int) { return 1, 1 }

func (a *allPairs) find(best []nearest, rows []int32, _ int) {
	if a.sparse != nil {
		products := make([]float32, a.n)
		for b, i := range rows {
			a.sparseProducts(int(i), products)
			a.offer(&best[b], int(i), 0, products)
		}
		return
	}
	given := a.gather(nil, rows)
	products := make([]float32, len(rows)*tile)
	for at := 0; at < a.n; at += tile {
		stride := min(tile, a.panels.Width()-at)
		a.panels.Part(at, at+stride).Products(products[:len(rows)*stride], given, nil)
		for b, i := range rows {
			a.offer(&best[b], int(i), at, products[b*stride:][:min(tile, a.n-at)])
		}
	}
}

// gather appends dense rows to a matrix.
func (c *cosines) gather(to []float32, rows []int32) []float32 {
	for _, i := range rows {
		to = append(to, c.dense.Row(int(i))...)
	}
	return to
}

// slack is what a quick estimate of a cosine may be off.
const slack = 1e-5

// offer takes the rows at, at+1, … with their products with row i. The cosine is
// computed only if a quicker estimate comes near to the floor.
func (c *cosines) offer(best *nearest, i, at int, products []float32) {
	if c.inverse[i] == 0 {
		return
	}
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
