package summarize

import (
	"context"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var klsumEntry = Entry{
	Name: "klsum", Title: "KLSum",
	Doc: "One sentence after the other, each such that the words of the summary come closest to those of the cluster, by the " +
		"Kullback–Leibler divergence of the summary from the cluster; it ends where no sentence brings them closer. " +
		"The summary's distribution is mixed with the cluster's, since the paper leaves open what a word counts that the summary lacks. " +
		"Stop words are ignored. It reads what lexrank reads, and skips repetitions as lexrank does.",
	Cost: "linear in the texts and in the sentences taken",
	Cite: []string{"Haghighi & Vanderwende 2009, Exploring content models for multi-document summarization, NAACL"},
	New:  func() Summarizer { return NewKLSum() },
}

// KLSum makes a summary of the words of the cluster, in their proportions.
type KLSum struct {
	Smoothing float64 `spec:"smoothing" default:"0.1" range:"0.000001:0.999999" doc:"share of the cluster's distribution in the summary's"`
	Limits
}

// NewKLSum returns it with every parameter at its default.
func NewKLSum() *KLSum { return spec.Defaults(new(KLSum)) }

// Summarize takes the distinct sentences of the cluster one by one.
func (s *KLSum) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "klsum", s, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	p := c.probabilities()
	return c.grow(ctx, pool, s.Limits, &divergence{terms: termsOf(pool), p: p, smoothing: s.Smoothing, count: make([]float64, c.words)})
}

// divergence chooses by KL(P‖Q), with P the cluster's words and
// Q(w) = (1−λ)·count(w)/length + λ·P(w) those of the summary.
type divergence struct {
	terms     [][]int32
	p         []float64
	smoothing float64

	count  []float64 // of each term in the summary
	length float64
	listed []int32 // the terms of the summary, each once
}

// choose wants less divergence than there is; an empty summary diverges most.
func (d *divergence) choose(open []int) int {
	now := math.Inf(1)
	if d.length > 0 {
		now = d.with(nil)
	}
	at, closeness := largest(open, func(i int) float64 { return -d.with(d.terms[i]) })
	if -closeness >= now {
		return -1
	}
	return at
}

// with is the divergence after these terms are added. A term that the summary
// lacks adds P·ln(1/λ), so that only its own terms are visited.
func (d *divergence) with(terms []int32) float64 {
	before := len(d.listed)
	d.add(terms)
	kl, mass := 0.0, 0.0
	for _, t := range d.listed {
		q := (1-d.smoothing)*d.count[t]/d.length + d.smoothing*d.p[t]
		kl += d.p[t] * math.Log(d.p[t]/q)
		mass += d.p[t]
	}
	for _, t := range terms {
		d.count[t]--
	}
	d.length -= float64(len(terms))
	d.listed = d.listed[:before]
	return kl + (1-mass)*math.Log(1/d.smoothing)
}

func (d *divergence) add(terms []int32) {
	for _, t := range terms {
		if d.count[t] == 0 {
			d.listed = append(d.listed, t)
		}
		d.count[t]++
	}
	d.length += float64(len(terms))
}

func (d *divergence) take(i int) { d.add(d.terms[i]) }
