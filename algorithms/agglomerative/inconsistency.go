package agglomerative

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
)

// CutByInconsistency returns the largest clusters in which no merge has an
// inconsistency above most.
func (d *Dendrogram) CutByInconsistency(ctx context.Context, most float64, depth int) (corpus.Labels, error) {
	values, err := d.Inconsistency(ctx, depth)
	if err != nil {
		return nil, err
	}
	return d.upTo(most, values), nil
}

// Inconsistency returns how much higher each merge is than those near below it
// (Zahn 1971): its height less their mean, in standard deviations of the sample,
// where they are the merge itself and those inside it on as many levels as depth
// says, the merge itself being the first. It is 0 where all are equally high, or
// there is one alone; otherwise, with a depth of 2 and no inversions, it is from
// 1/√3 to 2/√3, and 1/√2 if one part is a lone article. It takes time in
// proportion to merges × depth.
func (d *Dendrogram) Inconsistency(ctx context.Context, depth int) ([]float64, error) {
	near := make([]spread, len(d.Merges))
	for range min(depth, len(d.Merges)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// From the last merge, so that those inside are still one level behind.
		for i := len(d.Merges) - 1; i >= 0; i-- {
			m := d.Merges[i]
			near[i] = spread{count: 1, mean: m.Height}
			for _, part := range []int{m.A, m.B} {
				if part >= d.Articles {
					near[i] = near[i].and(near[part-d.Articles])
				}
			}
		}
	}
	values := make([]float64, len(d.Merges))
	for i, m := range d.Merges {
		if s := near[i]; s.squares > 0 {
			values[i] = (m.Height - s.mean) / math.Sqrt(s.squares/(s.count-1))
		}
	}
	return values, nil
}

// A spread is how many heights there are, their mean, and the sum of their
// squared differences from it.
type spread struct{ count, mean, squares float64 }

// and is the spread of both (Chan, Golub and LeVeque 1979). That of equal heights
// stays 0 exactly.
func (s spread) and(t spread) spread {
	if t.count == 0 {
		return s
	}
	n, apart := s.count+t.count, t.mean-s.mean
	return spread{n, s.mean + apart*t.count/n, s.squares + t.squares + apart*apart*s.count*t.count/n}
}
