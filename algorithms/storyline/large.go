package storyline

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

const (
	most   = 10_000 // articles in a tree of all; for more, all distances take too much time and memory
	chosen = 5_000  // articles of a larger corpus for which linkage and cut are chosen, at most
	atOnce = 2_500  // articles of a group of a larger corpus, at most
)

// A cut is that of a tree into a number of clusters.
type cut struct {
	trees  []*agglomerative.Dendrogram // by linkage
	chosen int                         // of them
	number int
}

func (c cut) labels() corpus.Labels { return c.trees[c.chosen].CutAt(c.number) }

// height is that of the highest merge below the cut, -1 if there is none.
func (c cut) height() float64 {
	tree := c.trees[c.chosen]
	if below := tree.Articles - c.number; below > 0 {
		return tree.Merges[below-1].Height
	}
	return -1
}

// large clusters articles in groups of at most size, which are much larger than stories,
// along the graph of nearest neighbours. Linkage and cut are chosen for some of the
// groups, at most so many articles, as for a corpus of these alone; the others are joined
// by that linkage up to the same height.
func (s *Storyline) large(ctx context.Context, p *algorithms.Problem, e *embedding, size, choosing int) (corpus.Labels, error) {
	list, err := neighbourhoods(ctx, p, size)
	if err != nil {
		return nil, err
	}
	mean := meanOf(p.Space)
	around := func(p *algorithms.Problem) *rows { return rowsAround(p.Space, p.Articles, mean) }
	some, others := sampleOf(together(list, size), choosing)
	first := sub(p, some)
	c, err := s.best(ctx, first, around(first), e.of(some))
	if err != nil {
		return nil, err
	}
	labels, next := make(corpus.Labels, len(p.Articles)), int32(0)
	number := func(rows []int, found corpus.Labels) {
		for k, i := range rows {
			labels[i] = next + found[k]
		}
		next += int32(len(rows))
	}
	number(some, c.labels())
	for _, part := range others {
		trees, err := s.trees(ctx, s.workspace(len(part), p.Workers), measure(around(sub(p, part)), e.of(part)), p.Workers)
		if err != nil {
			return nil, err
		}
		number(part, trees[c.chosen].CutBy(c.height()))
	}
	return labels.Canonical(), nil
}

// sampleOf returns the articles of some parts, at equal steps, at most so many, and the
// other parts.
func sampleOf(parts [][]int, articles int) (some []int, others [][]int) {
	all := 0
	for _, part := range parts {
		all += len(part)
	}
	seen := 0
	for _, part := range parts {
		seen += len(part)
		if len(some)+len(part) <= articles && len(some)*all < seen*articles {
			some = append(some, part...)
		} else {
			others = append(others, part)
		}
	}
	slices.Sort(some)
	return some, others
}

// neighbourhoods returns groups of at most size articles: those that edges of the graph of
// nearest neighbours join, the most similar pairs first, unless a group would be too
// large. So the pairs of different groups are those that are least alike.
func neighbourhoods(ctx context.Context, p *algorithms.Problem, size int) ([][]int, error) {
	const nearest = 15
	near, _, err := p.Space.Nearest(ctx, nearest, 0, p.Workers)
	if err != nil {
		return nil, err
	}
	type edge struct {
		a, b   int32
		cosine float32
	}
	n := p.Space.Rows()
	edges := make([]edge, 0, len(near.Index))
	for i := range n {
		others, cosines := near.Row(i)
		for k, j := range others {
			edges = append(edges, edge{int32(i), j, cosines[k]})
		}
	}
	slices.SortFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.cosine, x.cosine), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	sets, count := unionfind.New(n), slices.Repeat([]int{1}, n) // of each set, at its root
	for _, e := range edges {
		a, b := sets.Find(int(e.a)), sets.Find(int(e.b))
		if both := count[a] + count[b]; a != b && both <= size {
			sets.Union(a, b)
			count[sets.Find(a)] = both
		}
	}
	return corpus.Labels(sets.Labels()).Members(), ctx.Err()
}

// together packs groups into parts of at most size articles, the largest first, each
// into the first part with room (first fit).
func together(groups [][]int, size int) [][]int {
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	var parts [][]int
	for _, group := range groups {
		at := slices.IndexFunc(parts, func(p []int) bool { return len(p)+len(group) <= size })
		if at < 0 {
			at, parts = len(parts), append(parts, nil)
		}
		parts[at] = append(parts[at], group...)
	}
	for _, part := range parts {
		slices.Sort(part)
	}
	return parts
}

// sub returns the problem restricted to some rows.
func sub(p *algorithms.Problem, rows []int) *algorithms.Problem {
	out := &algorithms.Problem{Seed: p.Seed, Workers: p.Workers, Space: p.Space.Reorder(rows), Articles: make([]corpus.Article, len(rows))}
	for k, i := range rows {
		out.Articles[k] = p.Articles[i]
	}
	return out
}
