package agglomerative

import (
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
