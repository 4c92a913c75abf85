package summarize

import (
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var sumbasicEntry = Entry{
	Name: "sumbasic", Title: "SumBasic",
	Doc: "One sentence after the other: of those with the most probable word that any still has, the one whose words are most probable on " +
		"average; the probabilities of its words are then squared. " +
		"Stop words are ignored. It reads what lexrank reads, and skips repetitions as lexrank does.",
	Cost: "linear in the texts and in the sentences taken",
	Cite: []string{"Nenkova & Vanderwende 2005, The impact of frequency on summarization, MSR-TR-2005-101"},
	New:  func() Summarizer { return NewSumBasic() },
}

// SumBasic takes the sentences with the most frequent words.
type SumBasic struct{ Limits }

// NewSumBasic returns it with every parameter at its default.
func NewSumBasic() *SumBasic { return spec.Defaults(new(SumBasic)) }

// Summarize takes the distinct sentences of the cluster one by one.
func (s *SumBasic) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "sumbasic", s, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.pool()
	return c.grow(ctx, pool, s.Limits, &frequent{terms: termsOf(pool), probability: c.probabilities()})
}

// probabilities is the share of each term among all terms of the sentences read.
func (c *cluster) probabilities() []float64 {
	p := make([]float64, c.words)
	all := 0
	for _, a := range c.articles {
		for _, s := range a.sentences {
			for _, t := range s.terms {
				p[t]++
			}
			all += len(s.terms)
		}
	}
	for t := range p {
		p[t] /= float64(max(all, 1))
	}
	return p
}

// frequent chooses as SumBasic does.
type frequent struct {
	terms       [][]int32
	probability []float64
}

// choose ranks by the most probable word first: a sentence with it is worth more
// than any without, since means do not go above 1.
func (f *frequent) choose(open []int) int {
	top := 0.0
	for _, i := range open {
		top = max(top, f.peak(i))
	}
	at, _ := largest(open, func(i int) float64 {
		if f.peak(i) < top {
			return -1
		}
		return f.mean(i)
	})
	return at
}

func (f *frequent) peak(i int) float64 {
	top := 0.0
	for _, t := range f.terms[i] {
		top = max(top, f.probability[t])
	}
	return top
}

func (f *frequent) mean(i int) float64 {
	sum := 0.0
	for _, t := range f.terms[i] {
		sum += f.probability[t]
	}
	return sum / float64(len(f.terms[i]))
}

func (f *frequent) take(i int) {
	distinct := slices.Clone(f.terms[i])
	slices.Sort(distinct)
	for _, t := range slices.Compact(distinct) {
		f.probability[t] *= f.probability[t]
	}
}
