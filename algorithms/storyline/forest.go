package storyline

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
)

// A forest is a tree of each part of the articles: of all, if these are not many. Cut at one
// height, it has clusters as a tree of all articles.
type forest []*agglomerative.Dendrogram

// numbers returns the number of clusters in each part of cuts with the given numbers of clusters,
// by part and cut. The cuts descend, to one cluster a part at least.
func (f forest) numbers(cuts []int) [][]int {
	order := f.order()
	list, left := make([][]int, len(f)), make([]int, len(f))
	for p, tree := range f {
		left[p], list[p] = tree.Articles, make([]int, len(cuts))
	}
	n, made := f.articles(), 0
	for c, k := range cuts {
		for ; made < n-k; made++ {
			left[order[made].part]--
		}
		for p := range f {
			list[p][c] = left[p]
		}
	}
	return list
}

// joined returns the merges of all parts, whose rows are given, as one tree, which lacks
// those of parts.
func (f forest) joined(parts [][]int) *agglomerative.Dendrogram {
	if len(f) == 1 {
		return f[0]
	}
	out := &agglomerative.Dendrogram{Articles: f.articles()}
	names := make([][]int, len(f)) // of each cluster of a part among all
	for p, rows := range parts {
		names[p] = slices.Clone(rows)
	}
	for _, o := range f.order() {
		m, name := f[o.part].Merges[o.at], names[o.part]
		a, b := name[m.A], name[m.B]
		names[o.part] = append(name, out.Articles+len(out.Merges))
		m.A, m.B = min(a, b), max(a, b)
		out.Merges = append(out.Merges, m)
	}
	return out
}

// A place is that of a merge: in a part, and among the merges of this.
type place struct {
	part, at int
	height   float64
}

// order lists all merges by height; of equal ones the first part's come first.
func (f forest) order() []place {
	var list []place
	for p, tree := range f {
		for at, m := range tree.Merges {
			list = append(list, place{p, at, m.Height})
		}
	}
	slices.SortStableFunc(list, func(a, b place) int { return cmp.Compare(a.height, b.height) })
	return list
}

func (f forest) articles() (n int) {
	for _, tree := range f {
		n += tree.Articles
	}
	return n
}

// A grower builds trees of parts of at most size articles, each put together with its mates.
type grower struct {
	*Storyline
	size, mates, workers int
	room                 *workspace // used again for a part of the same size
}

// A wood is the forests of a space, by linkage.
type wood struct {
	parts   [][]int
	forests []forest
	shown   []shown // by part
}

// shown are the distances of some articles of a part from all of the part.
type shown struct {
	articles []int
	rows     [][]float32
}

// grow builds the trees of a space. The vectors of e, if not nil, help to build them; shown
// are the distances by words alone.
func (g *grower) grow(ctx context.Context, p *algorithms.Problem, e *embedding, show bool) (*wood, error) {
	parts, err := divided(ctx, p, g.size)
	if err != nil {
		return nil, err
	}
	w := &wood{parts: parts, forests: make([]forest, len(g.betas()))}
	mean := meanOf(p.Space)
	square := squareOf(mean)
	samples := sample(p.Space.Rows(), parts)
	for at, some := range parts {
		r := partOf(p, some, mean, square)
		if g.room == nil || g.room.articles != len(some) {
			g.room = g.workspace(len(some))
		}
		g.room.mates = g.mates
		trees, err := g.trees(ctx, g.room, measure(r, e.of(some)), g.workers)
		if err != nil {
			return nil, err
		}
		for t, tree := range trees {
			w.forests[t] = append(w.forests[t], tree)
		}
		if !show {
			continue
		}
		if e != nil {
			if err := g.room.fill(ctx, r, g.workers); err != nil {
				return nil, err
			}
		}
		w.shown = append(w.shown, g.room.show(samples[at]))
	}
	return w, nil
}

// tree returns the tree by a linkage, which lacks the joins of parts.
func (w *wood) tree(linkage int) *agglomerative.Dendrogram { return w.forests[linkage].joined(w.parts) }

// some returns the articles of the parts to judge the clusters of a cut by, with their number:
// of all, if there is one part, else of two, which are as many as in a corpus of usual size.
func (w *wood) some(f forest, number int) (articles []int, clusters int) {
	step := max(len(w.parts)/2, 1)
	in := f.numbers([]int{number})
	for p := 0; p < len(w.parts) && p <= step; p += step {
		articles = append(articles, w.parts[p]...)
		clusters += in[p][0]
	}
	slices.Sort(articles)
	return articles, clusters
}

// sample draws up to a number of the articles at equal steps, as positions in each part.
func sample(n int, parts [][]int) [][]int {
	drawn := make([]bool, n)
	m := min(n, sampled)
	for at := range m {
		drawn[at*n/m] = true
	}
	list := make([][]int, len(parts))
	for p, rows := range parts {
		for k, i := range rows {
			if drawn[i] {
				list[p] = append(list[p], k)
			}
		}
	}
	return list
}

// show copies the distances of some articles.
func (w *workspace) show(articles []int) shown {
	out := shown{articles: articles}
	for _, i := range articles {
		row := make([]float32, w.articles)
		w.distances.Row(i, row)
		out.rows = append(out.rows, row)
	}
	return out
}
