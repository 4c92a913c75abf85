package summarize

import (
	"context"
	"errors"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

// An Oracle is told what no other summarizer sees: the gold summaries of the story
// that the articles are meant to tell. Whoever collects pages for scoring calls
// SummarizeTowards in place of Summarize, which is an error there. Its scores are
// ceilings, never results.
type Oracle interface {
	Summarizer
	SummarizeTowards(ctx context.Context, articles []corpus.Article, references []string) (corpus.Page, error)
}

// IsOracle reports whether a spec is of a summarizer that is told the gold.
func IsOracle(s spec.Spec) bool {
	m, _, err := Parse(s)
	_, ok := m.(Oracle)
	return err == nil && ok
}

var oracleEntry = Entry{
	Name: "oracle", Title: "Oracle: the best sentences by gold",
	Doc: "An oracle: it is told the gold summary, and takes one sentence after the other, each the one that brings words and pairs of " +
		"words closest to it, as long as one does. " +
		"It marks the ceiling that sentences of the articles can reach, nearly, since it is greedy; only metrics can use it. " +
		"It reads sentences of up to 240 words, those of less than five included, and skips repetitions as lexrank does.",
	Cost: "linear in the texts and in the sentences taken",
	Cite: []string{"Gholipour Ghalandari et al. 2020, A large-scale multi-document summarization dataset " +
		"from the Wikipedia current events portal, ACL"},
	New: func() Summarizer { return NewCeiling() },
}

// Ceiling takes the sentences that overlap most with a gold summary.
type Ceiling struct {
	By string `spec:"by" default:"recall" oneof:"recall,f1" doc:"what it maximises: the mean recall, or F1, of words and of pairs of words"`
	Limits
}

// NewCeiling returns it with every parameter at its default.
func NewCeiling() *Ceiling { return spec.Defaults(new(Ceiling)) }

// Summarize is an error: without gold there is nothing to aim at.
func (o *Ceiling) Summarize(context.Context, []corpus.Article) (corpus.Page, error) {
	return corpus.Page{}, errors.New("oracle writes towards gold summaries: only the metrics of pages can use it")
}

// SummarizeTowards takes the distinct sentences of the cluster one by one. Of
// several references that counts which a summary matches best. Without a reference
// there is no summary.
func (o *Ceiling) SummarizeTowards(ctx context.Context, articles []corpus.Article, references []string) (corpus.Page, error) {
	c, err := read(ctx, "oracle", o, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	pool := c.distinct((*article).whole)
	candidates := make([][]string, len(pool))
	for i, s := range pool {
		candidates[i] = text.Words(s.text)
	}
	m := &matching{candidates: candidates, score: recall}
	if o.By == "f1" {
		m.score = f1
	}
	for _, r := range references {
		if words := text.Words(r); len(words) > 0 {
			m.counts = append(m.counts, newOverlap(words))
		}
	}
	return c.grow(ctx, pool, o.Limits, m)
}

func recall(hits, _, reference int) float64 { return float64(hits) / float64(reference) }

func f1(hits, candidate, reference int) float64 {
	return 2 * float64(hits) / float64(candidate+reference)
}

// matching chooses by overlap with the references.
type matching struct {
	candidates [][]string
	score      func(hits, candidate, reference int) float64
	counts     []*overlaps // one for each reference
	reached    float64
}

func (m *matching) choose(open []int) int {
	at, score := largest(open, func(i int) float64 {
		best := 0.0
		for _, o := range m.counts {
			best = max(best, o.with(m.candidates[i], m.score))
		}
		return best
	})
	if score <= m.reached {
		return -1
	}
	m.reached = score
	return at
}

func (m *matching) take(i int) {
	for _, o := range m.counts {
		o.add(m.candidates[i])
	}
}

// overlaps counts what a growing text shares with a reference: single words, then
// pairs of neighbours within a sentence of the text, each as often as both have it.
type overlaps struct {
	left      [2]map[[2]string]int // of the reference, what the text does not have yet
	reference [2]int
	hits      [2]int
	length    [2]int // of the text
}

func newOverlap(reference []string) *overlaps {
	o := &overlaps{}
	for n := range o.left {
		o.left[n] = map[[2]string]int{}
		for i := range max(len(reference)-n, 0) {
			o.left[n][ngram(reference, i, n)]++
			o.reference[n]++
		}
	}
	return o
}

// ngram is a single word for n = 0, a pair for n = 1.
func ngram(words []string, at, n int) [2]string {
	if n == 0 {
		return [2]string{words[at]}
	}
	return [2]string{words[at], words[at+1]}
}

// with is the score after a sentence is added: the mean of words and pairs, or
// that of words if the reference is a single one.
func (o *overlaps) with(sentence []string, score func(hits, candidate, reference int) float64) float64 {
	sum, kinds := 0.0, 0.0
	for n := range o.left {
		if o.reference[n] == 0 {
			continue
		}
		taken := map[[2]string]int{}
		hits, grams := o.hits[n], max(len(sentence)-n, 0)
		for i := range grams {
			g := ngram(sentence, i, n)
			if taken[g] < o.left[n][g] {
				taken[g]++
				hits++
			}
		}
		sum += score(hits, o.length[n]+grams, o.reference[n])
		kinds++
	}
	return sum / kinds
}

func (o *overlaps) add(sentence []string) {
	for n := range o.left {
		for i := range max(len(sentence)-n, 0) {
			g := ngram(sentence, i, n)
			if o.left[n][g] > 0 {
				o.left[n][g]--
				o.hits[n]++
			}
			o.length[n]++
		}
	}
}
