package summarize

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var centroidEntry = Entry{
	Name: "centroid", Title: "Centroid (MEAD)",
	Doc: "The sentences with the most of the cluster's typical words, early in their article, and like its first sentence: the sum " +
		"of three scores, weighted alike by default. " +
		"A typical word has a high mean count an article times IDF; IDF is taken from the cluster's own sentences. " +
		"Repetitions are skipped as by lexrank, instead of the paper's penalty. It reads what lexrank reads.",
	Cost: "linear in the texts",
	Cite: []string{"Radev et al. 2004, Centroid-based summarization of multiple documents, Information Processing & Management 40"},
	New:  func() Summarizer { return NewCentroid() },
}

// Centroid ranks sentences by the centroid of their cluster.
type Centroid struct {
	Centroid  float64 `spec:"centroid" default:"1" range:"0:" doc:"weight of the typical words: the sum of their values in the sentence"`
	Position  float64 `spec:"position" default:"1" range:"0:" doc:"weight of the place in the article: the first sentence has most"`
	First     float64 `spec:"first" default:"1" range:"0:" doc:"weight of the product of word counts with the article's first sentence"`
	Threshold float64 `spec:"threshold" default:"0" range:"0:1" doc:"words below this share of the largest value are not typical"`
	Limits
}

// NewCentroid returns it with every parameter at its default.
func NewCentroid() *Centroid { return spec.Defaults(new(Centroid)) }

// Summarize ranks the distinct sentences of the cluster.
func (m *Centroid) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	return rank(ctx, "centroid", m, articles, m.Limits, func(c *cluster, pool []sentence) ([]float64, error) {
		return m.scores(c, pool), nil
	})
}

// scores are the paper's w_c·C + w_p·P + w_f·F of each sentence.
func (m *Centroid) scores(c *cluster, pool []sentence) []float64 {
	typical := c.centroid(pool, m.Threshold)
	central := func(s sentence) float64 {
		sum := 0.0
		for _, t := range s.terms {
			sum += typical[t]
		}
		return sum
	}
	best := make([]float64, len(c.articles))
	for i, a := range c.articles {
		for _, s := range a.sentences {
			best[i] = max(best[i], central(s))
		}
	}
	scores := make([]float64, len(pool))
	for i, s := range pool {
		own := c.articles[s.article].sentences
		place := float64(len(own)-s.place) / float64(len(own))
		scores[i] = m.Centroid*central(s) + m.Position*place*best[s.article] + m.First*product(s.terms, own[0].terms)
	}
	return scores
}

// centroid is the mean count of each term an article, times ln((1+n)/(1+df))+1
// over the n sentences of the pool; 0 if that is below a share of the largest.
func (c *cluster) centroid(pool []sentence, threshold float64) []float64 {
	values, df := make([]float64, c.words), make([]int, c.words)
	for _, a := range c.articles {
		for _, s := range a.sentences {
			for _, t := range s.terms {
				values[t]++
			}
		}
	}
	for _, r := range presence(termsOf(pool)) {
		for _, t := range r.index {
			df[t]++
		}
	}
	for t := range values {
		values[t] *= (math.Log(float64(1+len(pool))/float64(1+df[t])) + 1) / float64(len(c.articles))
	}
	largest := 0.0
	for _, v := range values {
		largest = max(largest, v)
	}
	for t, v := range values {
		if v < threshold*largest {
			values[t] = 0
		}
	}
	return values
}

// product is the inner product of the counts of two lists of terms.
func product(a, b []int32) float64 {
	count := make(map[int32]int, len(b))
	for _, t := range b {
		count[t]++
	}
	sum := 0
	for _, t := range a {
		sum += count[t]
	}
	return float64(sum)
}
