package geometry

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// sums adds up, for the row at each place, its distances from the rows at all
// places in their order: those before it as its column in blocks of rows that come
// earlier, the others as a row of its own block. So each distance serves both its
// rows, and every sum has one order.
type sums struct {
	*distances
	sum  []float64 // over the cluster that has been begun
	own  []float64 // over the row's cluster
	best []float64 // least mean over another cluster
}

func newSums(p *points) *sums {
	n := len(p.label)
	s := &sums{newDistances(p), make([]float64, n), make([]float64, n), make([]float64, n)}
	for place := range s.best {
		s.best[place] = math.Inf(1)
	}
	return s
}

// silhouettes sets the silhouette of each row.
func (s *sums) silhouettes(ctx context.Context, each []float64) error {
	err := s.blocks(ctx, func(first int, far [][]float32) error {
		if err := s.columns(ctx, first, far); err != nil {
			return err
		}
		return parallel.Each(ctx, len(far), s.workers, func(r int) { s.row(first, first+r, far[r]) })
	})
	for place, i := range s.order {
		size := s.size[s.cluster(place)]
		each[i] = silhouette(s.own[place]/float64(size-1), s.best[place], size)
	}
	return err
}

// columns adds the distances of a block to the sums of the places behind it.
func (s *sums) columns(ctx context.Context, first int, far [][]float32) error {
	behind := first + len(far)
	return parallel.Blocks(ctx, len(s.order)-behind, 1024, s.workers, func(from, to int) {
		from, to = behind+from, behind+to
		sum := s.sum[from:to]
		for r := range far {
			for c, v := range far[r][from-first : to-first] {
				sum[c] += float64(v)
			}
			if k := s.cluster(first + r); first+r+1 == s.start[k+1] {
				for place := from; place < to; place++ {
					s.end(place, k)
				}
			}
		}
	})
}

// row adds the distances of a row from the places first, first+1, … to its sums.
func (s *sums) row(first, place int, far []float32) {
	for at := first; at < len(s.order); {
		k := s.cluster(at)
		sum := s.sum[place]
		for _, v := range far[at-first : s.start[k+1]-first] {
			sum += float64(v)
		}
		s.sum[place] = sum
		s.end(place, k)
		at = s.start[k+1]
	}
}

// end takes the sum of the row at a place over the whole of cluster k.
func (s *sums) end(place, k int) {
	if k == s.cluster(place) {
		s.own[place] = s.sum[place]
	} else {
		s.best[place] = min(s.best[place], s.sum[place]/float64(s.size[k]))
	}
	s.sum[place] = 0
}
