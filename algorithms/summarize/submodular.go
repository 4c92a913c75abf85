package summarize

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

var submodularEntry = Entry{
	Name: "submodular", Title: "Submodular coverage and diversity",
	Doc: "One sentence after the other, each the one that adds most to how well the summary covers all sentences, up to a limit for each, " +
		"and to the number of groups of sentences that it takes from: " +
		"a monotone submodular function, for which greedy choice reaches at least 63 % of the optimum of as many sentences, but for the " +
		"repetitions that are skipped. Groups come from k-means. " +
		"It reads what lexrank reads, and skips repetitions as lexrank does.",
	Cost: "quadratic in the sentences, which are at most 2,000, and their k-means",
	Cite: []string{
		"Lin & Bilmes 2011, A class of submodular functions for document summarization, ACL",
		"Lin & Bilmes 2010, Multi-document summarization via budgeted maximization of submodular functions, NAACL",
	},
	New: func() Summarizer { return NewSubmodular() },
}

// Submodular maximises L(S) + λ·R(S): coverage L(S) = Σᵢ min(Σ_{j∈S} w(i,j), α·Σ_k w(i,k))
// with α = saturation/n, and diversity R(S) = Σ over groups of √(Σ_{j∈S in the
// group} r(j)), where r(j) is the mean over i of w(i,j); w are TF-IDF cosines.
type Submodular struct {
	Saturation float64 `spec:"saturation" default:"5" range:"0:" doc:"multiple of its mean cosine at which a sentence is covered in full"`
	Diversity  float64 `spec:"diversity" default:"6" range:"0:" doc:"weight of diversity against coverage"`
	Groups     float64 `spec:"groups" default:"0.2" range:"0:1" doc:"groups, as a share of the sentences; at least one"`
	Scaling    float64 `spec:"scaling" default:"0" range:"0:1" doc:"under a limit of words: power of the length that divides the gain"`
	Limits
}

// NewSubmodular returns it with every parameter at its default.
func NewSubmodular() *Submodular { return spec.Defaults(new(Submodular)) }

// Summarize takes the distinct sentences of the cluster one by one.
func (s *Submodular) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "submodular", s, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	rows := tfidf(termsOf(pool), c.words)
	g, err := link(ctx, rows, c.words, above(0))
	if err != nil {
		return corpus.Page{}, err
	}
	groups, err := s.groups(ctx, rows, c.words)
	if err != nil {
		return corpus.Page{}, err
	}
	m := &coverage{graph: g, groups: groups, saturation: min(1, s.Saturation/float64(max(len(pool), 1))), diversity: s.Diversity,
		covered: make([]float64, len(pool)), reward: make([]float64, len(pool))}
	if s.Limits.Words > 0 {
		m.scaling, m.pool = s.Scaling, pool
	}
	return c.grow(ctx, pool, s.Limits, m)
}

// groups clusters the rows by k-means, from a seed of its own.
func (s *Submodular) groups(ctx context.Context, rows []row, terms int) (corpus.Labels, error) {
	m := kmeans.New()
	m.K, m.NInit, m.MaxIter = algorithms.Clusters(max(1, int(s.Groups*float64(len(rows))))), 1, 20
	matrix := &features.CSR{Rows: len(rows), Cols: terms, Start: []int{0}}
	for _, r := range rows {
		matrix.Index = append(matrix.Index, r.index...)
		for _, v := range r.value {
			matrix.Data = append(matrix.Data, float32(v))
		}
		matrix.Start = append(matrix.Start, len(matrix.Index))
	}
	return m.Cluster(ctx, &algorithms.Problem{
		Articles: make([]corpus.Article, len(rows)), Space: &features.Space{Name: "sentences", Sparse: matrix}, Seed: 1, Workers: 1,
	})
}

// coverage chooses by the gain of the function. The graph has no links of nodes
// to themselves, which weigh 1 here.
type coverage struct {
	graph                 *graph
	groups                corpus.Labels
	saturation, diversity float64
	scaling               float64 // 0 = all sentences cost the same
	pool                  []sentence

	covered []float64 // Σ_{j∈S} w(i,j)
	reward  []float64 // Σ r(j) over the sentences taken from a group
}

func (m *coverage) choose(open []int) int {
	at, _ := largest(open, func(i int) float64 {
		if m.scaling == 0 {
			return m.gain(i)
		}
		return m.gain(i) / math.Pow(float64(len(m.pool[i].words)), m.scaling)
	})
	return at
}

func (m *coverage) gain(j int) float64 {
	gain := m.more(j, 1)
	for k := m.graph.start[j]; k < m.graph.start[j+1]; k++ {
		gain += m.more(int(m.graph.to[k]), m.graph.weight[k])
	}
	before := m.reward[m.groups[j]]
	return gain + m.diversity*(math.Sqrt(before+m.mean(j))-math.Sqrt(before))
}

// more is what sentence i gains by a link of this weight.
func (m *coverage) more(i int, weight float64) float64 {
	limit := m.saturation * (1 + m.graph.degree[i])
	return min(m.covered[i]+weight, limit) - min(m.covered[i], limit)
}

// mean is r(j).
func (m *coverage) mean(j int) float64 {
	return (1 + m.graph.degree[j]) / float64(len(m.covered))
}

func (m *coverage) take(j int) {
	m.covered[j]++
	for k := m.graph.start[j]; k < m.graph.start[j+1]; k++ {
		m.covered[m.graph.to[k]] += m.graph.weight[k]
	}
	m.reward[m.groups[j]] += m.mean(j)
}
