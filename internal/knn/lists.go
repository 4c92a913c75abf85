package knn

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// lists search dense rows in those of the lists that they lie in whose centres are the
// nearest. The lists are found by a few rounds of k-means on a sample. Within lists all rows
// are compared, at the speed of blocked products, some ten times that of single ones.
type lists struct {
	*cosines
	centres *vec.Panels
	slots   []int32     // rows list by list; -1 where a list is filled up to whole panels
	start   []int       // of each list among the slots
	centre  []int32     // of each list
	first   []int32     // list of each centre's first; one past the last list at the end
	panels  *vec.Panels // the rows by slots
	inverse []float32   // by slots
}

const (
	meanList = 128 // rows of a list
	longList = 512 // longer ones are cut
	rounds   = 4
)

func newLists(ctx context.Context, c *cosines, workers int) (*lists, error) {
	l := &lists{cosines: c}
	centres, err := c.means(ctx, min(c.n/meanList, int(4*math.Sqrt(float64(c.n)))), workers)
	if err != nil {
		return nil, err
	}
	l.centres = centres
	nearest, err := c.assign(ctx, c.all(), centres, workers)
	if err != nil {
		return nil, err
	}
	l.cut(nearest)
	l.panels, l.inverse = vec.NewPanels(len(l.slots), c.dense.Cols), make([]float32, len(l.slots))
	for slot, i := range l.slots {
		if i >= 0 {
			l.panels.Set(slot, c.dense.Row(int(i)))
			l.inverse[slot] = c.inverse[i]
		}
	}
	return l, ctx.Err()
}

// means finds centres of rows by k-means on their directions.
func (c *cosines) means(ctx context.Context, count, workers int) (*vec.Panels, error) {
	rng := rand.New(rand.NewPCG(uint64(c.n), 2))
	sample := c.sample(min(c.n, 32*count), rng)
	centres := vec.NewPanels(count, c.dense.Cols)
	for m := range count {
		centres.Set(m, c.direction(sample[m]))
	}
	for range rounds {
		of, err := c.assign(ctx, sample, centres, workers)
		if err != nil {
			return nil, err
		}
		sums := make([]float64, count*c.dense.Cols)
		for s, i := range sample {
			for d, v := range c.direction(i) {
				sums[int(of[s])*c.dense.Cols+d] += float64(v)
			}
		}
		for m := range count {
			if mean := unit(sums[m*c.dense.Cols:][:c.dense.Cols]); mean != nil {
				centres.Set(m, mean)
			}
		}
	}
	return centres, nil
}

// direction is a dense row scaled to unit length.
func (c *cosines) direction(i int32) []float32 {
	row := slices.Clone(c.dense.Row(int(i)))
	for d := range row {
		row[d] *= c.inverse[i]
	}
	return row
}

// unit is v scaled to unit length; nil if it has none.
func unit(v []float64) []float32 {
	var square float64
	for _, x := range v {
		square += x * x
	}
	if square == 0 {
		return nil
	}
	out := make([]float32, len(v))
	for d, x := range v {
		out[d] = float32(x / math.Sqrt(square))
	}
	return out
}

// assign returns for each of some rows the centre of the largest product.
func (c *cosines) assign(ctx context.Context, rows []int32, centres *vec.Panels, workers int) ([]int32, error) {
	of := make([]int32, len(rows))
	err := parallel.Blocks(ctx, len(rows), 4*rowsAtOnce, workers, func(from, to int) {
		products := make([]float32, (to-from)*centres.Width())
		centres.Products(products, c.gather(nil, rows[from:to]), nil)
		for r := range to - from {
			at, _, _ := vec.Greatest(products[r*centres.Width():][:centres.Count()])
			of[from+r] = int32(at)
		}
	})
	return of, err
}

// cut lays the rows out by their centres, in lists that are not too long.
func (l *lists) cut(of []int32) {
	members := make([][]int32, l.centres.Count())
	for i, m := range of {
		if l.cosines.inverse[i] > 0 {
			members[m] = append(members[m], int32(i))
		}
	}
	for m, rows := range members {
		l.first = append(l.first, int32(len(l.start)))
		for list := range slices.Chunk(rows, longList) {
			l.start, l.centre = append(l.start, len(l.slots)), append(l.centre, int32(m))
			l.slots = append(l.slots, list...)
			for len(l.slots)%vec.Panel > 0 {
				l.slots = append(l.slots, -1)
			}
		}
	}
	l.first = append(l.first, int32(len(l.start)))
	l.start = append(l.start, len(l.slots))
}

func (l *lists) order() []int32 {
	return slices.DeleteFunc(slices.Clone(l.slots), func(i int32) bool { return i < 0 })
}

func (l *lists) together() int { return 256 }

// efforts are numbers of lists to look into.
func (l *lists) efforts() (least, most int) { return min(8, len(l.centre)), len(l.centre) * 2 / 3 }

func (l *lists) find(best []nearest, rows []int32, effort int) {
	of := l.nearestLists(rows, effort)
	var given, products []float32
	var some []int32
	for list, who := range of {
		if len(who) == 0 {
			continue
		}
		some = some[:0]
		for _, b := range who {
			some = append(some, rows[b])
		}
		given = l.gather(given[:0], some)
		from, to := l.start[list], l.start[list+1]
		products = slices.Grow(products[:0], len(who)*(to-from))[:len(who)*(to-from)]
		l.panels.Part(from, to).Products(products, given, nil)
		for s, b := range who {
			l.offer(&best[b], some[s], from, products[s*(to-from):][:to-from])
		}
	}
}

// nearestLists returns for each list which of the rows are to be searched for in it.
func (l *lists) nearestLists(rows []int32, effort int) [][]int32 {
	of := make([][]int32, len(l.centre))
	width := l.centres.Width()
	products := make([]float32, len(rows)*width)
	l.centres.Products(products, l.gather(nil, rows), nil)
	top := nearest{k: effort, least: float32(math.Inf(-1))}
	for b := range rows {
		top.heap = top.heap[:0]
		for m, dot := range products[b*width:][:l.centres.Count()] {
			if len(top.heap) == effort && dot < top.heap[0].cosine {
				continue
			}
			for list := l.first[m]; list < l.first[m+1]; list++ {
				top.offer(neighbour{list, dot})
			}
		}
		for _, n := range top.heap {
			of[n.row] = append(of[n.row], int32(b))
		}
	}
	return of
}

// offer is that of cosines, for slots.
func (l *lists) offer(best *nearest, i int32, from int, products []float32) {
	scale, inverse, rows := l.cosines.inverse[i], l.inverse[from:from+len(products)], l.slots[from:from+len(products)]
	floor := best.floor() - slack
	for o, dot := range products {
		if dot*scale*inverse[o] < floor || rows[o] < 0 || rows[o] == i {
			continue
		}
		best.offer(neighbour{rows[o], l.cosine(int(i), int(rows[o]), dot)})
		floor = best.floor() - slack
	}
}
