package topic

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/spec"
)

// LDAEntry describes latent Dirichlet allocation.
var LDAEntry = algorithms.Entry{
	Name: "lda", Title: "Latent Dirichlet allocation", Family: algorithms.Topic, Seeded: true,
	Doc: "Assumes that each word, except stop words, comes from one of the topics of its article, draws those topics by the " +
		"Metropolis–Hastings steps of WarpLDA, and gives each article to the topic of most of its words. " +
		"k=gold, the default, makes it an oracle: it is told how many stories there are.",
	Cost: "an iteration takes two steps for each word, whatever k is; memory for all words",
	Cite: []string{
		"D. Blei, A. Ng, M. Jordan: Latent Dirichlet allocation, 2003",
		"T. Griffiths, M. Steyvers: Finding scientific topics, 2004",
		"J. Chen, K. Li, J. Zhu, W. Chen: WarpLDA: a cache efficient O(1) algorithm for latent Dirichlet allocation, 2016",
	},
	New: func() algorithms.Clusterer { return NewLDA() },
}

// LDA reads the words of title and text. An article gets the topic of
// most of its words, by a vote of the last 20 iterations, ties broken by the order of
// topics; one without words gets topic 0. A k above the number of articles becomes that number, and
// topics that are strongest nowhere have no articles.
//
// Alpha and beta are by default those of Griffiths & Steyvers (2004). The chain starts
// n_init times, and goes on from the most likely of the states that it has after a few iterations.
type LDA struct {
	K          algorithms.K `spec:"k,always" default:"gold" doc:"number of topics, or gold: as many as there are gold stories"`
	Iterations int          `spec:"iterations" default:"300" range:"1:" doc:"how often each word takes a step to another topic"`
	NInit      int          `spec:"n_init" default:"4" range:"1:" doc:"different first topics; the most likely after 30 iterations go on"`
	Alpha      float64      `spec:"alpha" default:"0" range:"0:" doc:"how evenly articles mix topics: prior words of each topic; 0 = 50/k"`
	Beta       float64      `spec:"beta" default:"0.1" range:"0.000001:" doc:"how evenly topics mix words: prior count of each word"`

	told int // gold stories
}

// NewLDA returns latent Dirichlet allocation with every parameter at its default.
func NewLDA() *LDA { return spec.Defaults(new(LDA)) }

// Valid wants a number of topics, or gold.
func (m *LDA) Valid() error { return m.K.Check() }

// UsesGold reports whether k comes from the gold.
func (m *LDA) UsesGold() bool { return m.K.Gold }

// Tell takes the number of gold stories.
func (m *LDA) Tell(f algorithms.Facts) { m.told = len(f.Sizes) }

// Clusters returns the number of clusters that is asked for, 0 if none is.
func (m *LDA) Clusters() int { return m.K.Wanted(m.told) }

// ReadsTexts is true.
func (*LDA) ReadsTexts() bool { return true }

// Cluster runs the chain.
func (m *LDA) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("lda", m); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	k, err := m.K.Count(m.told)
	if err != nil {
		return nil, err
	}
	words, vocabulary, err := read(ctx, "lda", p)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(p.Seed, 0x6c6461))
	c := newChain(words, vocabulary, min(k, len(words)), m.Alpha, m.Beta, p.Workers, rng)
	return c.run(ctx, m.NInit, m.Iterations)
}

// read gives each word a number, in the order of their first appearance, and
// returns the words of each article and how many differ. name is the algorithm's.
func read(ctx context.Context, name string, p *algorithms.Problem) ([][]int32, int, error) {
	written := make([][]string, len(p.Articles))
	err := parallel.Each(ctx, len(written), p.Workers, func(i int) {
		a := &p.Articles[i]
		for _, s := range []string{a.Title, a.Text} {
			for w := range text.TermsSeq(s) {
				if !text.StopWord(w, a.Lang) {
					written[i] = append(written[i], w)
				}
			}
		}
	})
	if err != nil {
		return nil, 0, err
	}
	numbers := map[string]int32{}
	words, total := make([][]int32, len(written)), 0
	for i, list := range written {
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		if total += len(list); total > math.MaxInt32 {
			return nil, 0, fmt.Errorf("%s takes at most %d words, and these articles have more", name, math.MaxInt32)
		}
		words[i] = make([]int32, len(list))
		for j, w := range list {
			n, ok := numbers[w]
			if !ok {
				n = int32(len(numbers))
				numbers[w] = n
			}
			words[i][j] = n
		}
	}
	return words, len(numbers), nil
}
