package storyline

import (
	"cmp"
	"context"
	"errors"
	"math"
	"runtime"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/ami"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// best returns the clusters of the best cut of the trees of all rows or, if these are more than
// size, of parts of at most as many. Ties are broken by the last tree. The
// vectors of e, if not nil, help to build the trees. The cut is chosen by words alone:
// vectors are alike in events of one kind, and would join them.
//
// The number of mates depends on the size of stories, which is not known beforehand: a first cut, with
// few mates, tells it.
func (s *Storyline) best(ctx context.Context, p *algorithms.Problem, e *embedding, size, views int) (corpus.Labels, error) {
	g := &grower{Storyline: s, size: size, mates: fewMates, workers: p.Workers}
	if n, words := p.Space.Rows(), medianWords(p.Space); matesOf(words, n) > fewMates {
		first, err := g.best(ctx, p, e, min(views, 1))
		if err != nil {
			return nil, err
		}
		g.mates = matesOf(words, n/first.Groups())
	}
	return g.best(ctx, p, e, views)
}

func (g *grower) best(ctx context.Context, p *algorithms.Problem, e *embedding, views int) (corpus.Labels, error) {
	n := p.Space.Rows()
	cuts := numbers(n, g.size)
	if len(cuts) == 0 {
		return alone(n), nil // one or two articles: nothing to compare
	}
	w, err := g.grow(ctx, p, e, true)
	if err != nil {
		return nil, err
	}
	apart := make([][]float64, len(w.forests)) // the mean silhouettes
	for t, trees := range w.forests {
		if apart[t], err = silhouettes(ctx, trees, w.shown, cuts, p.Workers); err != nil {
			return nil, err
		}
	}
	w.shown = nil
	agree, err := g.agreement(ctx, p.Space, byColumn, views, cuts)
	if err != nil {
		return nil, err
	}
	const agreeing = 5 // from 3 to 6 there is little difference
	chosen, number, silhouette, most := 0, 0, 0., -1.
	for t := range w.forests {
		score := slices.Clone(apart[t])
		for i := range cuts {
			if views > 0 {
				score[i] *= math.Pow(agree[t][i], agreeing)
			}
		}
		if top := slices.Max(score); top >= most {
			chosen, number, silhouette, most = t, middle(cuts, score), apart[t][slices.Index(score, top)], top
		}
	}
	some, count := w.some(w.forests[chosen], number)
	if len(some) < n {
		p = sub(p, some)
	}
	chance, err := g.isChance(ctx, p, views, count, silhouette)
	if chance || err != nil {
		return alone(n), err
	}
	return w.tree(chosen).CutAt(number), nil
}

// alone leaves each of the articles alone.
func alone(articles int) corpus.Labels {
	labels := make(corpus.Labels, articles)
	for i := range labels {
		labels[i] = int32(i)
	}
	return labels
}

// isChance reports whether clusters with a mean silhouette are no better than those of
// unrelated articles, which share a word here and there. Such clusters have a positive
// silhouette, too, but the trees of two halves of the words do not agree on them.
// Unlike halves of the columns, these halves never have the same word.
func (g *grower) isChance(ctx context.Context, p *algorithms.Problem, views, number int, silhouette float64) (bool, error) {
	// One article of each story of ten labelled corpora, in full or its headline alone, had
	// .02 to .09 in 12 cases and .10 to .3 in four, where events are alike; all articles of
	// such corpora had .12 (headlines) and more. Clusters of chance are small, and in a large
	// corpus silhouettes are: hence the root of the articles a cluster.
	const least = 0.1
	if views == 0 || number >= p.Space.Rows() {
		return false, nil
	}
	average := &grower{Storyline: &Storyline{}, size: p.Space.Rows(), mates: g.mates, workers: g.workers, room: g.room}
	agree, err := average.agreement(ctx, p.Space, byWord(p.Space.Words), views, []int{number})
	if err != nil {
		return false, err
	}
	size := float64(p.Space.Rows()) / float64(number)
	return agree[0][0]*silhouette*math.Sqrt(size) < least, nil
}

// sharpness is the power of the scores by which middle weights numbers: with 4, a score
// a tenth below the best has a weight of .66, and one at half of it 1/16.
const sharpness = 4

// middle returns the number in the middle of those with the best scores, on a
// logarithmic scale, since the peak of a flat top is chance. If no score is above 0
// it is one above the largest number tried.
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

// numbers lists the numbers of clusters to try for n articles, from n−1 down to 2, in
// steps of 3 %, and if there are trees of parts of at most size articles, down to as many
// parts as there may be: all but one are more than half full.
func numbers(n, size int) []int {
	least := 2
	if n > size {
		least = 2*n/size + 2
	}
	var list []int
	for k := n - 1; k >= least; k = min(k-1, int(float64(k)/1.03)) {
		list = append(list, k)
	}
	return list
}

// agreement returns, by linkage and number of clusters, the mean over some views of
// the adjusted mutual information of the trees of two halves, at least 0. The trees know
// no times, on which both would agree. If they are of parts, each half has parts of its
// own, lest the trees agree on these.
func (g *grower) agreement(ctx context.Context, space *features.Space, halves splitter, views int, cuts []int) ([][]float64, error) {
	agree := make([][]float64, len(g.betas()))
	for t := range agree {
		agree[t] = make([]float64, len(cuts))
	}
	for view := range views {
		left, err := g.grow(ctx, &algorithms.Problem{Space: half(space, halves, view, 0), Workers: g.workers}, nil, false)
		if err != nil {
			return nil, err
		}
		right, err := g.grow(ctx, &algorithms.Problem{Space: half(space, halves, view, 1), Workers: g.workers}, nil, false)
		if err != nil {
			return nil, err
		}
		for t := range agree {
			x, y := levels(left.tree(t), cuts), levels(right.tree(t), cuts)
			err := parallel.Each(ctx, len(cuts), g.workers, func(i int) {
				agree[t][i] += ami.Adjusted(x[i].of, y[i].of) / float64(views)
			})
			if err != nil {
				return nil, err
			}
		}
	}
	for t := range agree {
		for i := range agree[t] {
			agree[t][i] = max(agree[t][i], 0)
		}
	}
	return agree, nil
}

// A splitter reports whether a column is on one of the two sides of a view.
type splitter func(view, side, column int) bool

func byColumn(view, side, column int) bool {
	return int(mix(uint64(view)<<32|uint64(column))&1) == side
}

// byWord splits the columns by the words that their terms begin with. Columns of no word
// are on neither side, unless there are no others.
func byWord(words []uint32) splitter {
	if !slices.ContainsFunc(words, func(w uint32) bool { return w != 0 }) {
		return byColumn
	}
	return func(view, side, column int) bool {
		return words[column] != 0 && byColumn(view, side, int(words[column]))
	}
}

// half returns the space with the columns of one side of a view.
func half(space *features.Space, halves splitter, view, side int) *features.Space {
	keep := func(column int) bool { return halves(view, side, column) }
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
	out.Index, out.Data = make([]int32, 0, len(m.Index)/2+len(m.Index)/64), make([]float32, 0, len(m.Index)/2+len(m.Index)/64)
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

// A level is one cut of a ladder of ever coarser ones. Its clusters are named by the
// first of the finest clusters in them.
type level struct {
	of       corpus.Labels // of each article, numbered by the first articles
	joins    [][2]int32    // since the level before: the second cluster joins the first
	clusters []int32       // ascending
}

// levels returns the cuts into the given numbers of clusters, which descend.
func levels(tree *agglomerative.Dendrogram, cuts []int) []level {
	n := tree.Articles
	article := make([]int, n, n+len(tree.Merges)) // one of each cluster of the tree
	for i := range article {
		article[i] = i
	}
	for _, m := range tree.Merges {
		article = append(article, article[m.A])
	}
	finest := tree.CutAt(cuts[0])
	sets := unionfind.New(cuts[0])
	first := make([]int32, cuts[0]) // of each set, at its root
	for c := range first {
		first[c] = int32(c)
	}
	number := make([]int32, cuts[0]) // of the cluster that each of the finest is in
	list := []level{{of: finest, clusters: slices.Clone(first)}}
	for t, k := range cuts[1:] {
		l := level{of: make(corpus.Labels, n), clusters: make([]int32, 0, k)}
		for _, m := range tree.Merges[n-cuts[t] : n-k] {
			a, b := sets.Find(int(finest[article[m.A]])), sets.Find(int(finest[article[m.B]]))
			join := [2]int32{min(first[a], first[b]), max(first[a], first[b])}
			l.joins = append(l.joins, join)
			sets.Union(a, b)
			first[sets.Find(a)] = join[0]
		}
		for c := range number {
			if f := first[sets.Find(c)]; int(f) < c {
				number[c] = number[f]
			} else {
				number[c] = int32(len(l.clusters))
				l.clusters = append(l.clusters, f)
			}
		}
		for i, c := range finest {
			l.of[i] = number[c]
		}
		list = append(list, l)
	}
	return list
}

// betas returns the betas of the linkages to try; 0 is average linkage.
func (s *Storyline) betas() []float64 {
	if s.Flexible {
		return []float64{0, -0.05, -0.1}
	}
	return []float64{0}
}

// A workspace holds the distances of one space at a time, and copies of them, which
// the trees overwrite.
type workspace struct {
	articles  int
	mates     int // of each article
	distances *agglomerative.Matrix
	copies    chan *agglomerative.Matrix
}

// workspace allocates a copy for each tree built at a time.
func (g *grower) workspace(rows int) *workspace {
	workers := g.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	trees := min(len(g.betas()), workers)
	w := &workspace{rows, g.mates, agglomerative.NewMatrix(rows), make(chan *agglomerative.Matrix, trees)}
	for range trees {
		w.copies <- agglomerative.NewMatrix(rows)
	}
	return w
}

// fill puts the smooth distances of a metric into the workspace.
func (w *workspace) fill(ctx context.Context, m metric, workers int) error {
	plain := <-w.copies
	defer func() { w.copies <- plain }()
	if err := plain.Fill(ctx, workers, m.distances); err != nil {
		return err
	}
	return smooth(ctx, plain, w.distances, w.articles, w.mates, workers)
}

// trees joins articles by each linkage. Their smooth distances remain in the workspace.
func (s *Storyline) trees(ctx context.Context, w *workspace, m metric, workers int) ([]*agglomerative.Dendrogram, error) {
	err := w.fill(ctx, m, workers)
	if err != nil {
		return nil, err
	}
	betas := s.betas()
	list, failed := make([]*agglomerative.Dendrogram, len(betas)), make([]error, len(betas))
	err = parallel.Each(ctx, len(betas), workers, func(t int) {
		linkage := agglomerative.Agglomerative{Linkage: "flexible", Beta: betas[t]}
		if betas[t] == 0 {
			linkage.Linkage = "average"
		}
		m := <-w.copies
		defer func() { w.copies <- m }()
		m.Copy(w.distances)
		list[t], failed[t] = linkage.Join(ctx, m)
	})
	return list, cmp.Or(err, errors.Join(failed...))
}
