package kmeans

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// references is the number of spaces without clusters that gap compares with.
const references = 10

// estimate finds k by a run of k-means for each of some k: every k up to 20, then
// every tenth part more, up to max_k.
func (m *KMeans) estimate(ctx context.Context, x *items, seed uint64) (int, error) {
	most := min(m.MaxK, len(x.usable))
	if m.MaxK == 0 {
		most = len(x.usable) / 2
	}
	if m.K.By == "gap" {
		return m.gap(ctx, x, most, seed)
	}
	best, highest := 1, math.Inf(-1)
	for k := 2; k <= most; k += 1 + k/20*2 {
		r, err := m.once(ctx, x, k, seed, 0)
		if err != nil {
			return 0, err
		}
		s, err := r.silhouette(ctx, x)
		if err != nil {
			return 0, err
		}
		if s > highest {
			best, highest = k, s
		}
	}
	return best, nil
}

// silhouette is the simplified silhouette (Hruschka, de Castro and Campello
// 2004), the mean over all articles of (b−a)/max(a,b), where a is the distance
// from the own centre and b that from the next one; 0 for an article alone in its
// cluster. It is from −1 to 1.
func (r *result) silhouette(ctx context.Context, x *items) (float64, error) {
	count := make([]int, len(r.centres))
	for _, j := range r.labels {
		count[j]++
	}
	table := x.newTable(len(r.centres))
	for j := range r.centres {
		table.put(x, j, &r.centres[j])
	}
	sums := make([]float64, (x.n+block-1)/block)
	err := parallel.Blocks(ctx, x.n, block, x.workers, func(from, to int) {
		var s scores
		s.of(x, table, span(from, to))
		for i := from; i < to; i++ {
			list, own := s.at(i-from), r.labels[i]
			if count[own] == 1 {
				continue
			}
			list[own] = float32(math.Inf(-1))
			_, next, _ := vec.Greatest(list)
			a, b := math.Sqrt(r.own[i]), math.Sqrt(x.fromScore(i, next))
			if longer := max(a, b); longer > 0 {
				sums[from/block] += (b - a) / longer
			}
		}
	})
	return floats.Sum(sums) / float64(x.n), err
}

// gap finds k by the gap statistic (Tibshirani, Walther and Hastie 2001): the
// first whose inertia is as far below that of rows spread evenly over the same
// range as that of the next, allowing for one standard error.
func (m *KMeans) gap(ctx context.Context, x *items, most int, seed uint64) (int, error) {
	if x.dense == nil {
		return 0, fmt.Errorf("k=gap needs a dense space, such as lsa: take k=silhouette for a sparse one")
	}
	var spread []*items
	for b := range references {
		s, err := x.evenly(rand.New(rand.NewPCG(seed, uint64(b))))
		if err != nil {
			return 0, err
		}
		spread = append(spread, s)
	}
	last, above := 0, 0.
	for k := 1; k <= most; k += 1 + k/20*2 {
		r, err := m.once(ctx, x, k, seed, 0)
		if err != nil {
			return 0, err
		}
		if r.inertia == 0 {
			return k, nil
		}
		logs := make([]float64, references)
		for b, s := range spread {
			even, err := m.once(ctx, s, k, seed, 0)
			if err != nil {
				return 0, err
			}
			logs[b] = math.Log(even.inertia)
		}
		mean, deviation := stat.PopMeanStdDev(logs, nil)
		gap := mean - math.Log(r.inertia)
		if last > 0 && above >= gap-deviation*math.Sqrt(1+1./references) {
			return last, nil
		}
		last, above = k, gap
	}
	return max(last, 1), nil
}

// evenly are as many rows drawn evenly from the range of each column.
func (x *items) evenly(rng *rand.Rand) (*items, error) {
	least, most := slices.Repeat([]float64{math.Inf(1)}, x.cols), slices.Repeat([]float64{math.Inf(-1)}, x.cols)
	for _, i := range x.usable {
		for c, v := range x.dense.Row(i) {
			least[c], most[c] = min(least[c], x.scale[i]*float64(v)), max(most[c], x.scale[i]*float64(v))
		}
	}
	d := &features.Dense{Rows: len(x.usable), Cols: x.cols, Data: make([]float32, 0, len(x.usable)*x.cols)}
	for range x.usable {
		for c := range x.cols {
			d.Data = append(d.Data, float32(least[c]+rng.Float64()*(most[c]-least[c])))
		}
	}
	return newItems(&features.Space{Name: "even", Dense: d}, x.spherical, x.workers)
}
