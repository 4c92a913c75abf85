package storyline

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

const (
	fewMates   = 3  // nearest articles with which one is put together, at least
	enoughText = 60 // different words of articles together, beyond which no more are needed
)

// matesOf returns the number of mates of each article of a space, given the median of their words and the mean size of its
// stories. A headline has few words, and shares none with many others of its story: it gets as many mates as have the words of
// a report, and no more than its story has.
func matesOf(words float64, size int) int {
	return max(fewMates, min(size, int(enoughText/max(words, 1))))
}

// medianWords is the median number of different words of an article: enoughText in a space that knows no words.
func medianWords(space *features.Space) float64 {
	if space.Words == nil {
		return enoughText
	}
	words := countWords(space)
	slices.Sort(words)
	return words[len(words)/2]
}

// A mate is an article near another one, and its similarity.
type mate struct {
	article int
	share   float32
}

// smooth replaces each article by the sum of itself and its nearest articles, times
// their similarities, and writes the distances of these sums to another matrix (database
// augmentation, Turcot & Lowe 2009). Two reports of an event that share no word are
// near to each other if both are near to a third, as is common among headlines.
// The time is articles² × mates.
func smooth(ctx context.Context, from, to *agglomerative.Matrix, n, mates, workers int) error {
	near := make([][]mate, n)
	length := make([]float64, n) // of each sum
	spare := sync.Pool{New: func() any { return &[2][]float32{make([]float32, n), make([]float32, n)} }}
	rows, err := newRowReader(ctx, from, n, workers)
	if err != nil {
		return err
	}
	err = parallel.Each(ctx, n, workers, func(i int) {
		room := spare.Get().(*[2][]float32)
		defer spare.Put(room)
		near[i] = nearest(rows.row(i, room[0]), i, mates)
	})
	if err != nil {
		return err
	}
	// similar returns the similarities of the sum of article i with each article.
	similar := func(i int, room *[2][]float32) []float32 {
		row, sum := room[0], room[1]
		clear(sum)
		for _, m := range near[i] {
			for j, distance := range rows.row(m.article, row) {
				sum[j] += m.share * (1 - distance)
			}
		}
		return sum
	}
	product := func(similar []float32, j int) (sum float64) {
		for _, m := range near[j] {
			sum += float64(m.share) * float64(similar[m.article])
		}
		return sum
	}
	err = parallel.Blocks(ctx, n, 64, workers, func(first, end int) {
		for i := first; i < end; i++ {
			length[i] = math.Sqrt(squareOfSum(from, near[i]))
		}
	})
	if err != nil {
		return err
	}
	return to.Fill(ctx, workers, func(i, first int, out []float32) {
		room := spare.Get().(*[2][]float32)
		defer spare.Put(room)
		sum := similar(i, room)
		for o := range out {
			distance := float32(1 - product(sum, first+o)/(length[i]*length[first+o]))
			if out[o] = distance; distance < rounding {
				out[o] = 0
			}
		}
	})
}

// squareOfSum is the product of a sum of articles with itself, rounded just as products with
// others are.
func squareOfSum(distances *agglomerative.Matrix, list []mate) (square float64) {
	for _, m := range list {
		similar := float32(0)
		for _, o := range list {
			similar += o.share * (1 - distances.At(o.article, m.article))
		}
		square += float64(m.share) * float64(similar)
	}
	return square
}

// A rowReader reads the rows of a matrix, which mates do several times. Few articles' are
// laid out for that at first.
type rowReader struct {
	matrix *agglomerative.Matrix
	n      int
	all    []float32 // nil for many articles
}

func newRowReader(ctx context.Context, m *agglomerative.Matrix, n, workers int) (*rowReader, error) {
	const few = 4096 // 64 MB
	r := &rowReader{matrix: m, n: n}
	if n > few {
		return r, nil
	}
	r.all = make([]float32, n*n)
	return r, parallel.Each(ctx, n, workers, func(i int) { m.Row(i, r.all[i*n:(i+1)*n]) })
}

// row returns the distances of article i from all, maybe in spare.
func (r *rowReader) row(i int, spare []float32) []float32 {
	if r.all != nil {
		return r.all[i*r.n : (i+1)*r.n]
	}
	r.matrix.Row(i, spare)
	return spare
}

// nearest returns an article and its nearest ones, those with a similarity above 0, given
// its distances; ties are broken by their order.
func nearest(row []float32, i, mates int) []mate {
	list := make([]mate, 0, mates+1)
	for j, distance := range row {
		m := mate{j, 1 - distance}
		if j == i || m.share <= 0 || len(list) == mates && m.share <= list[mates-1].share {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, m, func(a, b mate) int { return cmp.Or(cmp.Compare(b.share, a.share), -1) })
		list = slices.Insert(list[:min(len(list), mates-1)], at, m)
	}
	return append(list, mate{i, 1})
}
