package density

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// rowsAtOnce is the number of sparse rows that a goroutine takes at a time.
const rowsAtOnce = 32

// within calls visit for every row that keep selects, with the rows at most eps away,
// itself included, in no particular order, or with enough of them or more. visit runs
// on several goroutines and must not keep the list. Distances that float32 cannot
// separate from eps are computed again in float64.
func (x *points) within(
	ctx context.Context, b *pivotIndex, eps float64, enough int, keep func(i int) bool, visit func(i int, near []int32),
) error {
	limit := x.squared(eps)
	if x.sparse != nil {
		return parallel.Blocks(ctx, x.n, rowsAtOnce, x.workers, func(from, to int) {
			row, near := make([]float32, x.n), []int32(nil)
			for i := from; i < to; i++ {
				if keep(i) && ctx.Err() == nil {
					near = x.sparseWithin(i, eps, limit, row, near[:0])
					visit(i, near)
				}
			}
		})
	}
	reach := x.reach(eps)
	err := parallel.Each(ctx, len(b.list), x.workers, func(l int) {
		o := &b.list[l]
		steps, near := b.near(o, reach, nil), []int32(nil)
		for at := o.from; at < o.to; at++ {
			if i := int(b.order[at]); keep(i) && ctx.Err() == nil {
				near = x.denseWithin(b, at, eps, enough, steps, near[:0])
				if eps >= 1 && len(near) < enough {
					near = append(near, x.zeros...)
				}
				visit(i, near)
			}
		}
	})
	if err != nil {
		return err
	}
	return parallel.Blocks(ctx, len(x.zeros), rowsAtOnce, x.workers, func(from, to int) {
		for _, i := range x.zeros[from:to] {
			if !keep(int(i)) {
				continue
			}
			near := []int32{i}
			if eps >= 1 {
				near = x.all()
			}
			visit(int(i), near)
		}
	})
}

// margin bounds the rounding error of a dense squared distance near the limit.
func (x *points) margin(limit float64) float64 {
	margin := 2*x.share*limit + tiny
	if x.cosine { // the scaled rows are rounded, too
		margin += x.share * (math.Sqrt(limit) + x.share)
	}
	return margin
}

// reach is a distance from above that rows at most eps away have as computed.
func (x *points) reach(eps float64) float64 {
	limit := x.squared(eps)
	return math.Sqrt(limit + x.margin(limit))
}

// denseWithin appends the rows at most eps away from row at of the index, of the balls
// of steps, until there are enough.
func (x *points) denseWithin(b *pivotIndex, at int, eps float64, enough int, steps []step, near []int32) []int32 {
	row, i, limit, reach := b.rows.Row(at), int(b.order[at]), x.squared(eps), x.reach(eps)
	margin := x.margin(limit)
	if len(row) >= wide {
		margin += 2 * x.share * (b.square[at] + b.most)
	}
	var out [ballSize]float32
	sure, most := float32(limit-margin), float32(limit+margin)
	for _, s := range steps {
		if len(near) >= enough {
			return near
		}
		if b.apart(row, s.ball, reach) {
			continue
		}
		for k, d := range b.distances(row, b.square[at], s.ball, &out) {
			j := b.order[s.ball.from+k]
			if d < sure || d <= most && x.exact(i, int(j)) <= eps {
				near = append(near, j)
			}
		}
	}
	return near
}

func (x *points) sparseWithin(i int, eps, limit float64, row []float32, near []int32) []int32 {
	x.products(i, 0, row)
	for j, dot := range row {
		d := float64(x.ofProduct(i, j, dot))
		margin := x.margin(limit) + 2*x.share*(x.square[i]+x.square[j])
		if d < limit-margin || d <= limit+margin && x.exact(i, j) <= eps {
			near = append(near, int32(j))
		}
	}
	return near
}

// all lists every row.
func (x *points) all() []int32 {
	list := make([]int32, x.n)
	for i := range list {
		list[i] = int32(i)
	}
	return list
}

// products writes the inner products of row i with rows from, from+1, … to out. The
// explicit conversions keep the sum of equal rows equal to their squared length on
// machines that fuse multiplication and addition.
func (x *points) products(i, from int, out []float32) {
	clear(out)
	index, value := x.sparse.Row(i)
	for t, term := range index {
		rows, weights := x.terms.Row(int(term))
		first, _ := slices.BinarySearch(rows, int32(from))
		for p, j := range rows[first:] {
			if int(j) >= from+len(out) {
				break
			}
			out[int(j)-from] += float32(value[t] * weights[first+p])
		}
	}
}

// cores returns the squared core distance of each row: that of its k-th nearest row,
// itself counted first; +Inf if there are fewer than k rows.
func (x *points) cores(ctx context.Context, b *pivotIndex, k int) ([]float32, error) {
	if k > x.n {
		return slices.Repeat([]float32{float32(math.Inf(1))}, x.n), nil
	}
	core := make([]float32, x.n)
	if x.sparse != nil {
		return core, parallel.Blocks(ctx, x.n, rowsAtOnce, x.workers, func(from, to int) {
			row := make([]float32, x.n)
			for i := from; i < to && ctx.Err() == nil; i++ {
				x.products(i, 0, row)
				nearest := newNearest(k)
				for j, dot := range row {
					nearest.add(x.ofProduct(i, j, dot))
				}
				core[i] = nearest.last()
			}
		})
	}
	if k > 1 {
		for _, i := range x.zeros {
			core[i] = farthest
		}
	}
	return core, parallel.Each(ctx, len(b.list), x.workers, func(l int) {
		o := &b.list[l]
		steps := b.near(o, math.Inf(1), nil)
		for at := o.from; at < o.to && ctx.Err() == nil; at++ {
			core[b.order[at]] = x.denseCore(b, at, k, steps)
		}
	})
}

func (x *points) denseCore(b *pivotIndex, at, k int, steps []step) float32 {
	nearest, row := newNearest(k), b.rows.Row(at)
	var out [ballSize]float32
	for range min(k, len(x.zeros)) {
		nearest.add(farthest)
	}
	for _, s := range steps {
		reach := upper(nearest.last(), b.share)
		if s.bound > reach {
			break
		}
		if b.apart(row, s.ball, reach) {
			continue
		}
		for _, d := range b.distances(row, b.square[at], s.ball, &out) {
			nearest.add(d)
		}
	}
	return nearest.last()
}

// nearest keeps the k smallest values, ascending; missing ones are +Inf.
type nearest []float32

func newNearest(k int) nearest {
	return slices.Repeat(nearest{float32(math.Inf(1))}, k)
}

func (n nearest) last() float32 { return n[len(n)-1] }

func (n nearest) add(v float32) {
	if v >= n.last() {
		return
	}
	at, _ := slices.BinarySearch(n, v)
	copy(n[at+1:], n[at:])
	n[at] = v
}
