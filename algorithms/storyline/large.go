package storyline

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

const (
	most   = 10_000 // articles in a tree of all; for more, all distances take too much time and memory
	atOnce = 2_500  // articles of a part of a larger corpus, at most
	viewed = 30_000 // articles of the views of a larger corpus: the more in one, the less chance is in its agreement
)

// divided puts articles into parts of at most size, if they are more. Parts are much larger
// than stories and found along the graph of nearest neighbours. Trees join articles by their average similarity;
// so do the groups that make up parts, since by the most similar pair alone chains of
// articles would soon be one group, without room for the rest of their stories.
func divided(ctx context.Context, p *algorithms.Problem, size int) ([][]int, error) {
	const nearest = 15
	if p.Space.Rows() <= size {
		return [][]int{all(p.Space.Rows())}, nil
	}
	near, _, err := p.Space.Nearest(ctx, nearest, 0, p.Workers)
	if err != nil {
		return nil, err
	}
	groups, err := neighbourhoods(ctx, near.Union(), size)
	if err != nil {
		return nil, err
	}
	return together(groups, size), nil
}

// neighbourhoods returns groups of at most size articles: those of average linkage, in which
// articles that the graph does not join have a similarity of 0, and clusters that
// would be too large together are not joined.
//
// It goes along chains of nearest clusters (see package agglomerative): clusters too large
// to be joined count as not similar, so that no join is more similar to a third cluster
// than its parts were, and the order of joining does not matter.
func neighbourhoods(ctx context.Context, graph *features.CSR, size int) ([][]int, error) {
	l := newLinker(graph, size)
	var chain []int
	for i := range graph.Rows {
		for chain = append(chain[:0], l.sets.Find(i)); len(chain) > 0; {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			tip, before := chain[len(chain)-1], -1
			if len(chain) > 1 {
				before = chain[len(chain)-2]
			}
			switch next := l.nearest(tip, before); {
			case next < 0:
				chain = chain[:0] // it has no neighbours, and will have none
			case next == before:
				both := l.join(tip, next)
				if chain = chain[:len(chain)-2]; len(chain) == 0 {
					chain = append(chain, both)
				}
			default:
				chain = append(chain, next)
			}
		}
	}
	return corpus.Labels(l.sets.Labels()).Members(), nil
}

// A linker joins clusters, each named by its root among the sets.
type linker struct {
	size int
	sets *unionfind.Sets
	near [][]link
	sums []int64 // by cluster: scratch
}

// A link is the sum of the similarities of two clusters, in whole units, so that it does not
// depend on the order of summing. The cluster may have been joined to others since, and
// there may be several links to it.
type link struct {
	to  int32
	sum int64
}

func newLinker(graph *features.CSR, size int) *linker {
	const units = 1 << 20
	l := &linker{size: size, sets: unionfind.New(graph.Rows), near: make([][]link, graph.Rows), sums: make([]int64, graph.Rows)}
	for i := range l.near {
		others, similar := graph.Row(i)
		l.near[i] = make([]link, len(others))
		for k, j := range others {
			l.near[i][k] = link{j, 1 + int64(units*similar[k])}
		}
	}
	return l
}

// nearest returns the cluster of the largest mean similarity to one with which there is
// room for it, -1 if there is none. Ties are broken in favour of a cluster given, then by
// the order of roots.
func (l *linker) nearest(of, before int) int {
	l.tidy(of)
	best, sum, pairs := -1, int64(0), int64(1)
	own := l.sets.Size(of)
	for _, k := range l.near[of] {
		to := int(k.to)
		size := l.sets.Size(to)
		if own+size > l.size {
			continue
		}
		// Fractions are compared exactly: sums have 20 bits more than pairs in the graph.
		more := cmp.Compare(k.sum*pairs, sum*int64(own*size))
		if more > 0 || more == 0 && best != before && (to == before || to < best) {
			best, sum, pairs = to, k.sum, int64(own*size)
		}
	}
	return best
}

// tidy sums up the links of a cluster.
func (l *linker) tidy(of int) {
	list := l.near[of]
	kept := list[:0]
	for _, k := range list {
		to := l.sets.Find(int(k.to))
		if to == of {
			continue
		}
		if l.sums[to] == 0 {
			kept = append(kept, link{to: int32(to)})
		}
		l.sums[to] += k.sum
	}
	for k := range kept {
		kept[k].sum = l.sums[kept[k].to]
		l.sums[kept[k].to] = 0
	}
	l.near[of] = kept
}

// join joins two clusters and returns the name of both.
func (l *linker) join(a, b int) int {
	links := append(l.near[a], l.near[b]...)
	l.near[a], l.near[b] = nil, nil
	l.sets.Union(a, b)
	both := l.sets.Find(a)
	l.near[both] = links
	return both
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
