package density

import (
	"context"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// A primOrder is the order in which Prim's search visits all rows: next is always the
// row nearest to those visited.
type primOrder struct {
	order []int32   // of the visits
	from  []int32   // by row: the visited row nearest to it, -1 = none within the limit
	reach []float32 // by row: its squared distance from that; +Inf = none
}

// A reach is the distance of the search.
type reach struct {
	core   []float32 // squared core distances
	limit  float32   // maximum squared distance
	mutual bool      // core distances count at both ends, not only at the visited one
}

// maxPending is the maximum number of pending visits over all blocks, of 8 bytes each.
const maxPending = 1 << 24

// A prim is Prim's search (1957) for the minimum spanning tree. It postpones the
// comparison of rows with visited ones until the bound of their block admits that
// one of them comes next. In the worst case it computes n²/2 distances; it stores
// none. Ties are broken by the first row, and by the row visited first.
type prim struct {
	primOrder
	x         *points
	pivots    *pivotIndex // nil if sparse
	reaches   reach
	when      []int32   // by row: its place in the order
	distances []float32 // scratch, by row: from the row visited
	blocks    []*block
	pending   int // visits pending, over all blocks
	most      int // maximum of pending
}

// primOrder visits the rows of x. b is their index if they are dense.
func (x *points) primOrder(ctx context.Context, b *pivotIndex, r reach) (*primOrder, error) {
	w := newPrim(x, b, r)
	return &w.primOrder, w.run(ctx)
}

func newPrim(x *points, b *pivotIndex, r reach) *prim {
	w := &prim{
		x: x, pivots: b, reaches: r, when: make([]int32, x.n), distances: make([]float32, x.n),
		blocks: blocks(x, b, r), most: maxPending,
	}
	w.from, w.reach = slices.Repeat([]int32{-1}, x.n), slices.Repeat([]float32{float32(math.Inf(1))}, x.n)
	return w
}

func (w *prim) run(ctx context.Context) error {
	for len(w.order) < w.x.n {
		progress.Report(ctx, "spanning tree", len(w.order), w.x.n)
		if err := w.compare(ctx); err != nil {
			return err
		}
		w.visit(w.next())
	}
	return ctx.Err()
}

// next returns the block of the row that comes next.
func (w *prim) next() *block {
	var next *block
	for _, z := range w.blocks {
		if len(z.rows) > 0 && (next == nil || w.before(z.best, next.best)) {
			next = z
		}
	}
	return next
}

func (w *prim) before(i, j int32) bool {
	return w.reach[i] < w.reach[j] || w.reach[i] == w.reach[j] && i < j
}

// visit visits the best row of a block. It becomes pending at the blocks that have
// rows whose reach it may improve.
func (w *prim) visit(at *block) {
	tip := at.best
	w.when[tip] = int32(len(w.order))
	w.order = append(w.order, tip)
	place, _ := slices.BinarySearch(at.rows, tip)
	at.rows = slices.Delete(at.rows, place, place+1)
	w.survey(at)
	if w.reaches.core[tip] > w.reaches.limit {
		return
	}
	for _, z := range w.blocks {
		if len(z.rows) == 0 {
			continue
		}
		if bound := w.bound(tip, z); bound < z.most && bound <= w.reaches.limit {
			z.pending = append(z.pending, pending{tip, bound})
			z.low = min(z.low, bound)
			w.pending++
		}
	}
}

// bound returns a lower bound of the reach from tip to the rows of z.
func (w *prim) bound(tip int32, z *block) float32 {
	floor := max(w.reaches.core[tip], z.core)
	switch {
	case w.x.sparse != nil:
		return floor
	case w.x.zero[tip] || z.ball == nil: // dense blocks without a ball are of zeros
		return max(floor, farthest)
	}
	below := lower(vec.SquaredDistance(w.x.dense.Row(int(tip)), z.ball.centre), w.pivots.share) - z.ball.radius
	return max(floor, float32(max(0, below)*max(0, below)*(1-2*w.pivots.share)))
}

// compare makes the pending comparisons that may decide the next visit: a few dense
// blocks first, since what they give often spares the others.
func (w *prim) compare(ctx context.Context) error {
	first, atOnce := 4, 8 // fewer are not worth a goroutine
	if w.x.sparse != nil {
		first, atOnce = 0, 1
	}
	for range first {
		z, limit := w.lowest(), w.reach[w.next().best]
		if len(z.pending) == 0 || z.low > limit {
			break
		}
		w.pending -= w.catchUp(z, limit)
	}
	limit := w.reach[w.next().best]
	if w.pending > w.most {
		limit = float32(math.Inf(1))
	}
	var due []*block
	for _, z := range w.blocks {
		if len(z.pending) > 0 && z.low <= limit {
			due = append(due, z)
		}
	}
	done := make([]int, len(due))
	err := parallel.Blocks(ctx, len(due), atOnce, w.x.workers, func(from, to int) {
		for i, z := range due[from:to] {
			done[from+i] = w.catchUp(z, limit)
		}
	})
	for _, count := range done {
		w.pending -= count
	}
	return err
}

// lowest returns the block with the smallest pending bound.
func (w *prim) lowest() *block {
	lowest := w.blocks[0]
	for _, z := range w.blocks {
		if z.low < lowest.low {
			lowest = z
		}
	}
	return lowest
}

// catchUp compares the rows of a block with its pending visits whose bounds are within
// the limit. It returns the number of visits that are no longer pending.
func (w *prim) catchUp(z *block, limit float32) int {
	left, low := z.pending[:0], float32(math.Inf(1))
	for _, v := range z.pending {
		switch {
		case v.bound > z.most:
		case v.bound > limit:
			left, low = append(left, v), min(low, v.bound)
		default:
			w.extend(v.tip, z)
		}
	}
	done := len(z.pending) - len(left)
	z.pending, z.low = left, low
	w.survey(z)
	return done
}

// extend updates the reach of the rows of a block by a visited row.
func (w *prim) extend(tip int32, z *block) {
	w.x.fill(int(tip), w.pivots, z, w.distances)
	floor := w.reaches.core[tip]
	for _, j := range z.rows {
		d := max(w.distances[j], floor)
		if w.reaches.mutual {
			d = max(d, w.reaches.core[j])
		}
		if d > w.reach[j] || w.distances[j] > w.reaches.limit {
			continue
		}
		if d < w.reach[j] || w.from[j] >= 0 && w.when[tip] < w.when[w.from[j]] {
			w.reach[j], w.from[j] = d, tip
		}
	}
}

// survey updates the best row of a block and its largest reach.
func (w *prim) survey(z *block) {
	if len(z.rows) == 0 {
		w.pending -= len(z.pending)
		z.pending, z.low = nil, float32(math.Inf(1))
		return
	}
	z.best, z.most = z.rows[0], 0
	for _, j := range z.rows {
		if w.reach[j] < w.reach[z.best] {
			z.best = j
		}
		z.most = max(z.most, w.reach[j])
	}
}

// sparseBlock is the number of sparse rows of a block: each block costs a binary
// search in every list of the inverted index.
const sparseBlock = 4096

// A block is the rows of a ball, or of a range of rows without balls, in Prim's search.
type block struct {
	rows    []int32 // not visited yet, ascending
	ball    *ball   // nil for sparse rows and for rows of zeros
	core    float32 // smallest squared core distance of the rows, if mutual
	best    int32   // the row with the smallest reach so far
	most    float32 // largest reach of the rows
	pending []pending
	low     float32 // smallest bound of the pending visits; +Inf if there are none
}

// A pending visit has not been compared with the rows of a block.
type pending struct {
	tip   int32
	bound float32 // lower bound of the squared distance of the rows from tip
}

func blocks(x *points, b *pivotIndex, r reach) []*block {
	var list []*block
	add := func(rows []int32, o *ball) {
		z := &block{rows: slices.Clone(rows), ball: o, best: rows[0], most: float32(math.Inf(1)), low: float32(math.Inf(1))}
		if r.mutual {
			z.core = r.core[rows[0]]
			for _, i := range rows {
				z.core = min(z.core, r.core[i])
			}
		}
		list = append(list, z)
	}
	if b == nil {
		for part := range slices.Chunk(x.all(), sparseBlock) {
			add(part, nil)
		}
		return list
	}
	for i := range b.list {
		add(b.order[b.list[i].from:b.list[i].to], &b.list[i])
	}
	for part := range slices.Chunk(x.zeros, ballSize) {
		add(part, nil)
	}
	return list
}

// fill writes the squared distance of row i from each row of a block to out, at the
// row's index. Other elements within the block's range may change.
func (x *points) fill(i int, b *pivotIndex, z *block, out []float32) {
	switch {
	case x.sparse != nil:
		from, to := z.rows[0], z.rows[len(z.rows)-1]+1
		x.products(i, int(from), out[from:to])
		for _, j := range z.rows {
			out[j] = x.ofProduct(i, int(j), out[j])
		}
	case x.zero[i] || z.ball == nil:
		for _, j := range z.rows {
			out[j] = farthest
		}
	default:
		var all [ballSize]float32
		row, square := x.dense.Row(i), 0.0
		if b.panels == nil {
			square = vec.SquaredNorm(row)
		}
		for k, d := range b.distances(row, square, z.ball, &all) {
			out[b.order[z.ball.from+k]] = d
		}
	}
}
