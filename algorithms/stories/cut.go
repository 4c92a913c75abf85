package stories

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/mutual"
)

// cut returns the number of clusters to cut the tree into.
func (s *Stories) cut(ctx context.Context, space *features.Space, tree *agglomerative.Dendrogram, p *algorithms.Problem) (int, error) {
	cuts := numbers(tree.Articles)
	if len(cuts) == 0 {
		return tree.Articles, nil // one or two articles, which nothing tells apart
	}
	score, err := silhouettes(ctx, space, tree, cuts, p.Workers)
	if err != nil {
		return 0, err
	}
	if s.Views > 0 {
		agree, err := s.agreement(ctx, space, cuts, p)
		if err != nil {
			return 0, err
		}
		for i, k := range cuts {
			score[i] *= agree[i] * agree[i] * math.Sqrt(math.Sqrt(float64(k)))
		}
	}
	return middle(cuts, score), nil
}

// sharpness is the power of the scores by which middle weighs numbers: with 50, a
// score a tenth below the best counts for 1 in 200.
const sharpness = 50

// middle is the number in the middle of those with the best scores, on a logarithmic
// scale: of a flat top the peak is chance. It is the largest, one above those tried,
// where no score is above 0.
func middle(cuts []int, score []float64) int {
	best := 0.0
	for _, v := range score {
		best = max(best, v)
	}
	if best == 0 {
		return cuts[0] + 1
	}
	sum, weights := 0.0, 0.0
	for i, v := range score {
		w := math.Pow(max(v, 0)/best, sharpness)
		sum, weights = sum+w*math.Log(float64(cuts[i])), weights+w
	}
	return int(math.Round(math.Exp(sum / weights)))
}

// numbers are the numbers of clusters that are tried for n articles, from n−1 down
// to 2, in steps of 3 %.
func numbers(n int) []int {
	var list []int
	for k := n - 1; k >= 2; k = min(k-1, int(float64(k)/1.03)) {
		list = append(list, k)
	}
	return list
}

// agreement is the mean over the views of the adjusted mutual information of the
// trees of two halves, for each number of clusters; 0 where it is below.
func (s *Stories) agreement(ctx context.Context, space *features.Space, cuts []int, p *algorithms.Problem) ([]float64, error) {
	agree := make([]float64, len(cuts))
	for view := range s.Views {
		part, err := s.agreementOf(ctx, space, cuts, p, view)
		if err != nil {
			return nil, err
		}
		for i, a := range part {
			agree[i] += a / float64(s.Views)
		}
	}
	for i := range agree {
		agree[i] = max(agree[i], 0)
	}
	return agree, nil
}

// agreementOf is the agreement of one view.
func (s *Stories) agreementOf(ctx context.Context, space *features.Space, cuts []int, p *algorithms.Problem, view int) ([]float64, error) {
	var trees [2]*agglomerative.Dendrogram
	for side := range trees {
		var err error
		if trees[side], err = s.tree(ctx, half(space, view, side), p); err != nil {
			return nil, err
		}
	}
	agree := make([]float64, len(cuts))
	for i, k := range cuts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		agree[i] = mutual.Adjusted(trees[0].CutAt(k), trees[1].CutAt(k))
	}
	return agree, nil
}

// half keeps the columns of one side of a view.
func half(space *features.Space, view, side int) *features.Space {
	keep := func(column int) bool { return int(mix(uint64(view)<<32|uint64(column))&1) == side }
	if m := space.Dense; m != nil {
		out := &features.Dense{Rows: m.Rows, Cols: m.Cols, Data: make([]float32, len(m.Data))}
		for i, v := range m.Data {
			if keep(i % m.Cols) {
				out.Data[i] = v
			}
		}
		return &features.Space{Name: space.Name, Dense: out}
	}
	m := space.Sparse
	out := &features.CSR{Rows: m.Rows, Cols: m.Cols, Start: make([]int, 1, m.Rows+1)}
	for i := range m.Rows {
		index, data := m.Row(i)
		for t, c := range index {
			if keep(int(c)) {
				out.Index, out.Data = append(out.Index, c), append(out.Data, data[t])
			}
		}
		out.Start = append(out.Start, len(out.Index))
	}
	return &features.Space{Name: space.Name, Sparse: out}
}

// mix spreads the bits of x (the finaliser of SplitMix64, Steele, Lea & Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// A level is one cut, seen from the finer one before it.
type level struct {
	of   corpus.Labels // of each article
	from []int32       // the cluster here of each cluster of the level before
	size []float64
}

func levels(tree *agglomerative.Dendrogram, cuts []int) []level {
	list := make([]level, len(cuts))
	for t, k := range cuts {
		l := level{of: tree.CutAt(k), size: make([]float64, k)}
		for _, c := range l.of {
			l.size[c]++
		}
		if t > 0 {
			l.from = make([]int32, cuts[t-1])
			for i, c := range list[t-1].of {
				l.from[c] = l.of[i]
			}
		}
		list[t] = l
	}
	return list
}

// silhouette of article i at a level, given the sums of its distances from the
// articles of each cluster; 0 for an article alone (Rousseeuw 1987).
func (l *level) silhouette(i int, sums []float64) float64 {
	own := l.of[i]
	if l.size[own] < 2 {
		return 0
	}
	within, nearest := sums[own]/(l.size[own]-1), math.Inf(1)
	for c, sum := range sums {
		if int32(c) != own {
			nearest = min(nearest, sum/l.size[c])
		}
	}
	if most := max(within, nearest); most > 0 {
		return (nearest - within) / most
	}
	return 0
}
