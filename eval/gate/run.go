package gate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// Cluster returns the labels of the articles of a corpus, in their order. It must not use gold.
type Cluster func(ctx context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error)

// Collect runs a system on a corpus, once for each seed. There must be at least one seed.
func Collect(ctx context.Context, c *corpus.Corpus, cluster Cluster, seeds []uint64) (Clustering, error) {
	f := Clustering{Corpus: c, Path: c.Name(), Cluster: cluster, Seeds: seeds}
	for _, seed := range seeds {
		labels, err := cluster.run(ctx, c, seed)
		if err != nil {
			return f, err
		}
		f.Runs = append(f.Runs, labels.Canonical())
	}
	return f, nil
}

func (f Cluster) run(ctx context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
	labels, err := f(ctx, c, seed)
	if err == nil && len(labels) != len(c.Articles) {
		err = fmt.Errorf("%d labels for %d articles", len(labels), len(c.Articles))
	}
	return labels, err
}

// shuffled clusters the articles in another order and returns the labels in the order of the corpus.
func (f Cluster) shuffled(ctx context.Context, c *corpus.Corpus, seed, order uint64) (corpus.Labels, error) {
	positions := rand.New(rand.NewPCG(order, 0x67617465)).Perm(len(c.Articles))
	other := *c
	other.Articles = corpus.Pick(c.Articles, positions)
	labels, err := f.run(ctx, &other, seed)
	if err != nil {
		return nil, err
	}
	back := make(corpus.Labels, len(labels))
	for to, from := range positions {
		back[from] = labels[to]
	}
	return back.Canonical(), nil
}

// Degrees of determinism of a system.
const (
	Rerun = "rerun" // equal input, equal clusters
	Order = "order" // equal clusters for the articles in any order, too
)

// determinism returns which of the two holds, "" if neither does, and the ids of two articles that
// are together in only one of two runs.
func (f Clustering) determinism(ctx context.Context) (holds string, pair [2]string, err error) {
	seed := f.Seeds[0]
	again, err := f.Cluster.run(ctx, f.Corpus, seed)
	if err != nil {
		return "", pair, fmt.Errorf("running it again: %w", err)
	}
	if a, b := f.parted(f.Runs[0], again.Canonical()); a >= 0 {
		return "", f.ids(a, b), nil
	}
	other, err := f.Cluster.shuffled(ctx, f.Corpus, seed, 1)
	if err != nil {
		return "", pair, fmt.Errorf("running it on the articles in another order: %w", err)
	}
	if a, b := f.parted(f.Runs[0], other); a >= 0 {
		return Rerun, f.ids(a, b), nil
	}
	return Order, pair, nil
}

// parted returns two articles that are together in only one of two runs, -1 if the runs agree. Both
// are the same article if it is noise in one run only. Both runs number clusters by first
// appearance.
func (f Clustering) parted(x, y corpus.Labels) (a, b int) {
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if x[i] < 0 || y[i] < 0 {
			return i, i
		}
		return max(slices.Index(x[:i], x[i]), slices.Index(y[:i], y[i])), i
	}
	return -1, -1
}

func (f Clustering) ids(a, b int) [2]string {
	return [2]string{f.Corpus.Articles[a].ID, f.Corpus.Articles[b].ID}
}

// noise returns the standard deviation of each measure's goodness over reruns of the system, with
// other seeds if it depends on them, and with the articles in other orders.
func (f Clustering) noise(ctx context.Context, p eval.Policy, measures []eval.Measure, again int) ([]float64, error) {
	out := make([]float64, len(measures))
	if f.Cluster == nil || again < 2 {
		return out, nil
	}
	next := slices.Max(f.Seeds) + 1
	runs := make([]corpus.Labels, again)
	for n := range runs {
		seed := f.Seeds[0]
		if f.Seeded {
			seed = next + uint64(n)
		}
		var err error
		if runs[n], err = f.Cluster.shuffled(ctx, f.Corpus, seed, uint64(n+1)); err != nil {
			return nil, fmt.Errorf("running the system against itself: %w", err)
		}
	}
	cases, err := scored(ctx, p, f.Corpus, runs)
	if err != nil {
		return nil, err
	}
	list, err := values(cases, measures)
	if err != nil {
		return nil, err
	}
	for m := range measures {
		var good []float64
		for _, v := range list[m] {
			if g, _ := measures[m].Better.Goodness(v.Value); stats.Defined(g) != nil {
				good = append(good, g)
			}
		}
		if len(good) > 1 {
			out[m] = round(stat.StdDev(good, nil), 6)
		}
	}
	return out, nil
}
