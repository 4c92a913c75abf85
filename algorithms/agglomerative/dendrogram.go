package agglomerative

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// A Merge joins two clusters. Articles are clusters 0 to n−1, and the i-th merge
// makes cluster n+i.
type Merge struct {
	A, B   int     // A < B
	Height float64 // the distance between them
	Size   int     // articles of both
}

// A Dendrogram is how articles were joined, down to one cluster: one merge less
// than there are articles, by height. Merges of equal height are in the order
// in which they were found, which starts from the first articles; with centroid
// and median, where a merge can be lower than one inside it, all do.
type Dendrogram struct {
	Articles int
	Merges   []Merge
}

// CutAt returns k clusters: the last k−1 merges are undone, also where others
// have the same height, or a greater one. A k above the number of articles
// leaves each alone; one below 1 counts as 1.
func (d *Dendrogram) CutAt(k int) corpus.Labels {
	merges := d.Articles - min(max(k, 1), d.Articles)
	return d.labels(func(merge int) bool { return merge < merges })
}

// CutBy returns the largest clusters with no merge inside above the given height.
func (d *Dendrogram) CutBy(height float64) corpus.Labels {
	heights := make([]float64, len(d.Merges))
	for i, m := range d.Merges {
		heights[i] = m.Height
	}
	return d.upTo(height, heights)
}

// upTo returns the largest clusters in which no merge has a value above most.
func (d *Dendrogram) upTo(most float64, values []float64) corpus.Labels {
	whole := make([]bool, d.Articles+len(d.Merges)) // clusters with no value above most
	for i := range d.Articles {
		whole[i] = true
	}
	for i, m := range d.Merges {
		whole[d.Articles+i] = whole[m.A] && whole[m.B] && values[i] <= most
	}
	return d.labels(func(merge int) bool { return whole[d.Articles+merge] })
}

// labels returns the clusters that some merges make, numbered by their first
// articles. A merge that is made comes after those inside it, which are made too.
func (d *Dendrogram) labels(made func(merge int) bool) corpus.Labels {
	sets := unionfind.New(d.Articles)
	member := make([]int, d.Articles, d.Articles+len(d.Merges)) // an article of each cluster
	for i := range member {
		member[i] = i
	}
	for i, m := range d.Merges {
		if made(i) {
			sets.Union(member[m.A], member[m.B])
		}
		member = append(member, member[m.A])
	}
	return sets.Labels()
}

// An edge joins the clusters of articles a and b.
type edge struct {
	a, b   int
	height float64
}

// dendrogram makes merges of the edges of a tree over n articles, in their order.
func dendrogram(n int, edges []edge) *Dendrogram {
	d := &Dendrogram{Articles: n, Merges: make([]Merge, len(edges))}
	sets := unionfind.New(n)
	cluster := make([]int, n) // of each set, at its root
	for i := range cluster {
		cluster[i] = i
	}
	for i, e := range edges {
		a, b := cluster[sets.Find(e.a)], cluster[sets.Find(e.b)]
		sets.Union(e.a, e.b)
		cluster[sets.Find(e.a)] = n + i
		d.Merges[i] = Merge{A: min(a, b), B: max(a, b), Height: e.height, Size: sets.Size(e.a)}
	}
	return d
}

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
