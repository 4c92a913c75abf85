package agglomerative

import (
	"cmp"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms/internal/unionfind"
	"github.com/seed-9405df2f/assay/corpus"
)

// A Merge joins two clusters. Articles are clusters 0 to n−1, and the i-th merge
// makes cluster n+i.
type Merge struct {
	A, B   int     // A < B
	Height float64 // the distance between them
	Size   int     // articles of both
}

// A Dendrogram is how articles were joined, down to one cluster: one merge less
// than there are articles, by height. Merges of equal height stand in the order
// in which they were found, which starts from the first articles.
type Dendrogram struct {
	Articles int
	Merges   []Merge
}

// CutAt returns k clusters: the last k−1 merges are undone, also where others
// have the same height. A k above the number of articles leaves each alone; one
// below 1 counts as 1.
func (d *Dendrogram) CutAt(k int) corpus.Labels {
	return d.after(d.Articles - min(max(k, 1), d.Articles))
}

// CutBy returns the clusters that merges up to the given height make.
func (d *Dendrogram) CutBy(height float64) corpus.Labels {
	count := 0
	for count < len(d.Merges) && d.Merges[count].Height <= height {
		count++
	}
	return d.after(count)
}

// after returns the clusters after the first merges, numbered by their first articles.
func (d *Dendrogram) after(merges int) corpus.Labels {
	sets := unionfind.New(d.Articles)
	member := make([]int, d.Articles, d.Articles+merges) // an article of each cluster
	for i := range member {
		member[i] = i
	}
	for _, m := range d.Merges[:merges] {
		sets.Union(member[m.A], member[m.B])
		member = append(member, member[m.A])
	}
	return sets.Labels()
}

// An edge joins the clusters of articles a and b.
type edge struct {
	a, b   int
	height float64
}

// dendrogram sorts the edges of a tree over n articles into merges.
func dendrogram(n int, edges []edge) *Dendrogram {
	slices.SortStableFunc(edges, func(x, y edge) int { return cmp.Compare(x.height, y.height) })
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
