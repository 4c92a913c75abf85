package density

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// A walk visits all rows, each time the one that is nearest to those visited.
type walk struct {
	order []int32   // of the visits
	from  []int32   // by row: the visited one that it is nearest to, -1 = none
	reach []float32 // by row: how near, squared; +Inf = none
}

// A reach says what near means for a walk.
type reach struct {
	core   []float32 // squared core distances
	limit  float32   // squared distance: no row reaches farther
	mutual bool      // core distances count at both ends, else at the visited one alone
}

// walk goes through the rows as Prim (1957) does, and computes the n²/2
// distances on the way instead of keeping them. Of rows equally near it takes
// the first, and ties each to the one that was so near first.
func (x *points) walk(ctx context.Context, r reach) (*walk, error) {
	block := 1024
	if x.sparse != nil {
		block = 4096 // each block seeks its place in every list of the inverted index
	}
	w := &walk{order: make([]int32, 0, x.n), from: make([]int32, x.n), reach: make([]float32, x.n)}
	for i := range w.from {
		w.from[i], w.reach[i] = -1, float32(math.Inf(1))
	}
	outside, products := x.all(), make([]float32, x.n)
	best := make([]int32, (x.n+block-1)/block)
	for tip := int32(0); ; {
		w.order = append(w.order, tip)
		at, _ := slices.BinarySearch(outside, tip)
		outside = slices.Delete(outside, at, at+1)
		if len(outside) == 0 {
			return w, ctx.Err()
		}
		err := parallel.Blocks(ctx, len(outside), block, x.workers, func(from, to int) {
			best[from/block] = x.extend(w, r, int(tip), outside[from:to], products)
		})
		if err != nil {
			return nil, err
		}
		tip = best[0]
		for _, i := range best[1 : (len(outside)+block-1)/block] {
			if w.reach[i] < w.reach[tip] {
				tip = i
			}
		}
	}
}

// extend brings the reach of rows, which ascend, up to date with a visit to tip,
// and returns the nearest of them. It uses products where the rows stand.
func (x *points) extend(w *walk, r reach, tip int, rows []int32, products []float32) int32 {
	best := rows[0]
	if x.sparse != nil {
		from := int(rows[0])
		x.products(tip, from, products[from:rows[len(rows)-1]+1])
	}
	for _, j := range rows {
		floor := r.core[tip]
		if r.mutual {
			floor = max(floor, r.core[j])
		}
		if floor < w.reach[j] && floor <= r.limit {
			var d float32
			if x.sparse != nil {
				d = x.ofProduct(tip, int(j), products[j])
			} else {
				d = x.between(tip, int(j))
			}
			if d <= r.limit && max(d, floor) < w.reach[j] {
				w.reach[j], w.from[j] = max(d, floor), int32(tip)
			}
		}
		if w.reach[j] < w.reach[best] {
			best = j
		}
	}
	return best
}
