package storyline

import (
	"context"
	"math"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// rows are the rows of a space less their mean: what all articles have in common
// separates none of them, and would bring long ones near to all. Distances are 1−cos,
// the cosine times the nearness in time.
type rows struct {
	space  *features.Space
	terms  *features.CSR // the rows of each column, if sparse
	toMean []float64     // the inner product of each row with the mean
	mean   float64       // the squared length of the mean
	scale  []float64     // 1 / length of each row less the mean; 0 if that is 0
	days   []float64     // of each article since 1970, NaN = unknown; nil if all are
	spare  sync.Pool     // of *[]float64, a number a row
}

// newRows reads the times of the articles, if any are given.
func newRows(space *features.Space, articles []corpus.Article) *rows {
	mean := meanOf(space)
	return rowsAround(space, articles, mean, squareOf(mean))
}

// rowsAround takes the rows less another mean, with its squared length.
func rowsAround(space *features.Space, articles []corpus.Article, mean []float64, square float64) *rows {
	n := space.Rows()
	r := &rows{space: space, days: daysOf(articles), toMean: make([]float64, n), mean: square, scale: make([]float64, n)}
	r.spare.New = func() any {
		products := make([]float64, n)
		return &products
	}
	for i := range n {
		square := 0.0
		r.each(i, func(c int, v float64) {
			r.toMean[i] += v * mean[c]
			square += v * v
		})
		if square > 0 {
			if left := square - 2*r.toMean[i] + r.mean; left > 1e-9*square {
				r.scale[i] = 1 / math.Sqrt(left)
			}
		}
	}
	if space.Sparse != nil {
		r.terms = space.Sparse.Transpose()
	}
	return r
}

func meanOf(space *features.Space) []float64 {
	r, mean := &rows{space: space}, make([]float64, space.Cols())
	for i := range space.Rows() {
		r.each(i, func(c int, v float64) { mean[c] += v / float64(space.Rows()) })
	}
	return mean
}

func squareOf(mean []float64) (square float64) {
	for _, v := range mean {
		square += v * v
	}
	return square
}

// daysOf returns the days since 1970 at which the articles were published, nil if no
// time is known.
func daysOf(articles []corpus.Article) []float64 {
	days, known := make([]float64, len(articles)), false
	for i, a := range articles {
		if days[i] = math.NaN(); !a.Published.IsZero() {
			days[i], known = float64(a.Published.Time.Unix())/(24*60*60), true
		}
	}
	if !known {
		return nil
	}
	return days
}

// inTime is a Gaussian of the days between two articles, as in Miranda et al. (2018).
func inTime(days float64) float64 {
	const deviation = 3
	return math.Exp(-days * days / (2 * deviation * deviation))
}

// nearness is the factor of the similarity of two rows: 1 at the same time, and a half
// if they are many days apart. Thus time strengthens what words say, and says nothing by
// itself. If a time is unknown the factor is in the middle.
func (r *rows) nearness(i, j int) float64 {
	if r.days == nil {
		return 1
	}
	near := 0.5
	if apart := r.days[i] - r.days[j]; !math.IsNaN(apart) {
		near = inTime(apart)
	}
	return (1 + near) / 2
}

// each visits the stored values of row i.
func (r *rows) each(i int, visit func(column int, value float64)) {
	if m := r.space.Dense; m != nil {
		for c, v := range m.Row(i) {
			visit(c, float64(v))
		}
		return
	}
	index, data := r.space.Sparse.Row(i)
	for t, c := range index {
		visit(int(c), float64(data[t]))
	}
}

// rounding bounds the computed distance of equal rows; smaller ones count as 0.
const rounding = 1e-6

// distances writes the distances of row i from the rows from, from+1, …, 0 from
// itself. A row of zeros, and one equal to the mean, is at 1 from all others.
func (r *rows) distances(i, from int, out []float32) {
	spare := r.spare.Get().(*[]float64)
	defer r.spare.Put(spare)
	products := (*spare)[from:]
	r.products(i, from, products)
	out, toMean, scale := out[:len(products)], r.toMean[from:][:len(products)], r.scale[from:][:len(products)]
	own, ownScale := r.toMean[i], r.scale[i]
	for o, product := range products {
		cosine := (product - own - toMean[o] + r.mean) * ownScale * scale[o] * r.nearness(i, from+o)
		if out[o] = float32(min(1-cosine, 2)); out[o] < rounding {
			out[o] = 0
		}
	}
	if i >= from {
		out[i-from] = 0
	}
}

// products writes the inner products of row i with the rows from, from+1, …
func (r *rows) products(i, from int, out []float64) {
	if m := r.space.Dense; m != nil {
		for o := range out {
			out[o] = float64(vec.Dot(m.Row(i), m.Row(from+o)))
		}
		return
	}
	clear(out)
	index, data := r.space.Sparse.Row(i)
	for t, c := range index {
		others, values := r.terms.Row(int(c))
		v := float64(data[t])
		for p := len(others) - 1; p >= 0 && int(others[p]) >= from; p-- {
			out[int(others[p])-from] += v * float64(values[p])
		}
	}
}

// copies groups rows with a cosine of at least least, directly or through others. It
// returns the group of each row and the first row of each group. A note says where not all
// rows were compared.
func copies(
	ctx context.Context, space *features.Space, least float64, workers int,
) (group corpus.Labels, first []int, note string, err error) {
	const nearest = 10 // of a row that are looked at: enough to tie a group together
	near, note, err := space.Nearest(ctx, nearest, least, workers)
	if err != nil {
		return nil, nil, "", err
	}
	sets := unionfind.New(space.Rows())
	for i := range space.Rows() {
		others, _ := near.Row(i)
		for _, j := range others {
			sets.Union(i, int(j))
		}
	}
	group = sets.Labels()
	for i, g := range group {
		if int(g) == len(first) {
			first = append(first, i)
		}
	}
	return group, first, note, nil
}
