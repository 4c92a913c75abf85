package density

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/internal/vec"
)

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

// remove removes a row.
func (z *block) remove(row int32) {
	at, _ := slices.BinarySearch(z.rows, row)
	z.rows = slices.Delete(z.rows, at, at+1)
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
	case x.dense.Cols >= wide:
		var all [ballSize]float32
		found := all[:z.ball.to-z.ball.from]
		row := x.dense.Row(i)
		b.distances(row, vec.SquaredNorm(row), z.ball, found)
		for k, d := range found {
			out[b.order[z.ball.from+k]] = d
		}
	default:
		row, cols := x.dense.Row(i), x.dense.Cols
		for _, j := range z.rows {
			out[j] = vec.SquaredDistance(row, x.dense.Data[int(j)*cols:int(j+1)*cols])
		}
	}
}
