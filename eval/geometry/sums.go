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
	sum  []float64 // over the cluster that the next block goes on with
	own  []float64 // over the row's own cluster
	best []float64 // the least mean over another cluster
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
		sum, best := s.sum[from:to], s.best[from:to]
		for r := range far {
			for c, v := range far[r][from-first : to-first] {
				sum[c] += float64(v)
			}
			k := s.cluster(first + r)
			if first+r+1 < s.start[k+1] {
				continue
			}
			size := float64(s.size[k])
			for c, v := range sum { // all of other clusters, since k has ended
				if mean := v / size; mean < best[c] {
					best[c] = mean
				}
				sum[c] = 0
			}
		}
	})
}

// row adds the distances of a row from the places first, first+1, … to its sums.
func (s *sums) row(first, place int, far []float32) {
	own, sum := s.cluster(place), s.sum[place]
	for at := first; at < len(s.order); sum = 0 {
		k := s.cluster(at)
		end := s.start[k+1]
		for _, v := range far[at-first : end-first] {
			sum += float64(v)
		}
		if k == own {
			s.own[place] = sum
		} else if mean := sum / float64(s.size[k]); mean < s.best[place] {
			s.best[place] = mean
		}
		at = end
	}
}
