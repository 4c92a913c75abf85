package stories

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// silhouettes is the mean silhouette of each cut, by cosine. The distances of an
// article from all others are added up for the finest cut, and those sums for the
// next: time is that of the distances and about 35 articles², memory is linear.
func silhouettes(ctx context.Context, space *features.Space, tree *agglomerative.Dendrogram, cuts []int, workers int) ([]float64, error) {
	const block = 32
	n := space.Rows()
	r := newRows(space)
	ladder := levels(tree, cuts)
	parts := make([][]float64, (n+block-1)/block) // sums over the articles of a block, so that no order of threads shows
	err := parallel.Blocks(ctx, n, block, workers, func(from, to int) {
		part := make([]float64, len(cuts))
		products, sums := make([]float64, n), make([]float64, 2*cuts[0])
		for i := from; i < to; i++ {
			r.products(i, products)
			now, next := sums[:cuts[0]], sums[cuts[0]:]
			clear(now)
			for j, product := range products {
				if j != i {
					now[ladder[0].of[j]] += max(0, 1-product*r.inverse[i]*r.inverse[j])
				}
			}
			for t := range ladder {
				l := &ladder[t]
				if t > 0 {
					clear(next[:cuts[t]])
					for c, sum := range now {
						next[l.from[c]] += sum
					}
					now, next = next[:cuts[t]], now[:cap(now)]
				}
				part[t] += l.silhouette(i, now)
			}
		}
		parts[from/block] = part
	})
	if err != nil {
		return nil, err
	}
	means := make([]float64, len(cuts))
	for _, part := range parts {
		for t, sum := range part {
			means[t] += sum / float64(n)
		}
	}
	return means, nil
}

// rows are those of a space with what their products need.
type rows struct {
	space   *features.Space
	terms   *features.CSR // the rows of each column, if sparse
	inverse []float64     // of the lengths; 0 for a row of zeros
}

func newRows(space *features.Space) *rows {
	r := &rows{space: space, inverse: make([]float64, space.Rows())}
	if space.Sparse != nil {
		r.terms = space.Sparse.Transpose()
	}
	for i := range r.inverse {
		_, row := r.row(i)
		if square := vec.SquaredNorm(row); square > 0 {
			r.inverse[i] = 1 / math.Sqrt(square)
		}
	}
	return r
}

func (r *rows) row(i int) ([]int32, []float32) {
	if r.space.Sparse != nil {
		return r.space.Sparse.Row(i)
	}
	return nil, r.space.Dense.Row(i)
}

// products writes the inner products of row i with all rows.
func (r *rows) products(i int, out []float64) {
	index, row := r.row(i)
	if r.terms == nil {
		for j := range out {
			out[j] = float64(vec.Dot(row, r.space.Dense.Row(j)))
		}
		return
	}
	clear(out)
	for t, c := range index {
		others, values := r.terms.Row(int(c))
		for p, j := range others {
			out[j] += float64(row[t]) * float64(values[p])
		}
	}
}
