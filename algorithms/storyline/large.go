package storyline

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/graph"
	"github.com/seed-9405df2f/assay/corpus"
)

const (
	most   = 10_000 // articles clustered as a whole; for more, all distances take too much memory
	atOnce = 5_000  // articles of a part of a larger corpus, at most
)

// large clusters articles in parts of at most size. A part is several groups of
// nearest articles (Leiden), which are much larger than stories.
func (s *Storyline) large(ctx context.Context, p *algorithms.Problem, size int) (corpus.Labels, error) {
	groups, err := communities(ctx, p, size, 1)
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, len(p.Articles))
	next := int32(0)
	for _, part := range together(groups, size) {
		found, err := s.best(ctx, sub(p, part))
		if err != nil {
			return nil, err
		}
		for k, i := range part {
			labels[i] = next + found[k]
		}
		next += int32(len(part))
	}
	return labels.Canonical(), nil
}

// communities returns groups of at most size articles: those of Leiden, larger ones
// split at a finer resolution.
func communities(ctx context.Context, p *algorithms.Problem, size int, resolution float64) ([][]int, error) {
	leiden := graph.NewLeiden()
	leiden.Resolution = resolution
	labels, err := leiden.Cluster(ctx, &algorithms.Problem{Articles: p.Articles, Space: p.Space, Seed: 1, Workers: p.Workers})
	if err != nil {
		return nil, err
	}
	var list [][]int
	for _, group := range labels.Members() {
		if len(group) <= size || resolution > 1000 {
			list = append(list, group)
			continue
		}
		finer, err := communities(ctx, sub(p, group), size, 4*resolution)
		if err != nil {
			return nil, err
		}
		for _, part := range finer {
			for k, i := range part {
				part[k] = group[i]
			}
			list = append(list, part)
		}
	}
	return list, nil
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
