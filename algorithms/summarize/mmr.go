package summarize

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var mmrEntry = Entry{
	Name: "mmr", Title: "Maximal marginal relevance",
	Doc: "One sentence after the other, each as like the cluster as can be and as unlike the sentences taken before: the cosine " +
		"with the sum of all sentences' TF-IDF rows, " +
		"which is in place of the paper's query, against the largest cosine with one taken. It reads what lexrank reads, " +
		"and skips repetitions as lexrank does.",
	Cost: "linear in the texts and in the sentences taken",
	Cite: []string{"Carbonell & Goldstein 1998, The use of MMR, diversity-based reranking for " +
		"reordering documents and producing summaries, SIGIR"},
	New: func() Summarizer { return NewMMR() },
}

// MMR trades likeness to the cluster against likeness to what was taken.
type MMR struct {
	Lambda float64 `spec:"lambda" default:"0.7" range:"0:1" doc:"weight of similarity to the cluster; that of novelty is 1 − lambda"`
	Limits
}

// NewMMR returns it with every parameter at its default.
func NewMMR() *MMR { return spec.Defaults(new(MMR)) }

// Summarize takes the distinct sentences of the cluster one by one.
func (m *MMR) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "mmr", m, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	rows := tfidf(termsOf(pool), c.words)
	relevance := towards(rows, c.words)
	return c.grow(ctx, pool, m.Limits, &marginal{rows: rows, lambda: m.Lambda, relevance: relevance, likeness: make([]float64, len(rows)),
		latest: make([]float64, c.words)})
}

// towards is the cosine of each row with the sum of all.
func towards(rows []row, terms int) []float64 {
	sum, length := total(rows, terms), 0.0
	for _, v := range sum {
		length += v * v
	}
	cosine := make([]float64, len(rows))
	for i, r := range rows {
		for k, t := range r.index {
			cosine[i] += r.value[k] * sum[t]
		}
		cosine[i] /= math.Sqrt(length)
	}
	return cosine
}

// marginal chooses by marginal relevance.
type marginal struct {
	rows      []row
	lambda    float64
	relevance []float64
	likeness  []float64 // the largest cosine with a sentence taken
	latest    []float64 // the row taken last, by term
}

func (m *marginal) choose(open []int) int {
	at, _ := largest(open, func(i int) float64 { return m.lambda*m.relevance[i] - (1-m.lambda)*m.likeness[i] })
	return at
}

func (m *marginal) take(i int) {
	clear(m.latest)
	for k, t := range m.rows[i].index {
		m.latest[t] = m.rows[i].value[k]
	}
	for j, r := range m.rows {
		cosine := 0.0
		for k, t := range r.index {
			cosine += r.value[k] * m.latest[t]
		}
		m.likeness[j] = max(m.likeness[j], cosine)
	}
}
