// Package control holds groupings that look at next to nothing: the floors that
// an algorithm has to beat before its scores mean anything.
package control

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/spec"
)

// SingletonsEntry leaves every article alone.
var SingletonsEntry = algorithms.Entry{
	Name: "singletons", Title: "Every article alone", Family: algorithms.Control,
	Doc:  "Puts every article into a cluster of its own. Measures that reward purity alone give it a full score.",
	Cost: "time and memory n",
	New:  func() algorithms.Clusterer { return Singletons{} },
}

type Singletons struct{}

func (Singletons) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	labels := make(corpus.Labels, len(p.Articles))
	for i := range labels {
		labels[i] = int32(i)
	}
	return labels, ctx.Err()
}

// OneEntry puts all articles together.
var OneEntry = algorithms.Entry{
	Name: "one", Title: "All articles together", Family: algorithms.Control,
	Doc:  "Puts all articles into one cluster. Measures that reward completeness alone give it a full score.",
	Cost: "time and memory n",
	New:  func() algorithms.Clusterer { return One{} },
}

type One struct{}

func (One) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	return make(corpus.Labels, len(p.Articles)), ctx.Err()
}

// ByEntry groups the articles by one of their fields.
var ByEntry = algorithms.Entry{
	Name: "by", Title: "One cluster a day, or a source", Family: algorithms.Control,
	Doc: "Puts together what was published on the same day (UTC), or by the same outlet. Articles without a date or an " +
		"outlet form one cluster.",
	Cost: "time and memory n",
	New:  func() algorithms.Clusterer { return new(By) },
}

type By struct {
	Field string `spec:"field,positional,required" oneof:"day,source" doc:"what the articles of a cluster have in common: day or source"`
}

func (b *By) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("by", b); err != nil {
		return nil, err
	}
	key := day
	if b.Field == "source" {
		key = func(a *corpus.Article) string { return text.Outlet(a.Source) }
	}
	number := make(map[string]int32)
	labels := make(corpus.Labels, len(p.Articles))
	for i := range p.Articles {
		k := key(&p.Articles[i])
		if _, ok := number[k]; !ok {
			number[k] = int32(len(number))
		}
		labels[i] = number[k]
	}
	return labels, ctx.Err()
}

func day(a *corpus.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Time.UTC().Format(time.DateOnly)
}

// RandomEntry deals the articles out by chance.
var RandomEntry = algorithms.Entry{
	Name: "random", Title: "Chance, with the sizes of the gold stories", Family: algorithms.Control, Seeded: true,
	Doc: "Shuffles the articles by the seed and deals them into clusters as large as the gold stories; those left over stay alone. " +
		"What it scores is what a measure gives for sizes without any content.",
	Cost: "time and memory n",
	New:  func() algorithms.Clusterer { return NewRandom() },
}

type Random struct {
	Sizes string `spec:"sizes,always" default:"gold" oneof:"gold" doc:"where the sizes of the clusters come from"`

	told  bool
	sizes []int
}

// NewRandom returns the control with every parameter at its default.
func NewRandom() *Random { return spec.Defaults(new(Random)) }

func (r *Random) UsesGold() bool { return true }

func (r *Random) Tell(f algorithms.Facts) { r.told, r.sizes = true, f.Sizes }

// Cluster fills clusters in the order of the sizes while articles last.
func (r *Random) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("random", r); err != nil {
		return nil, err
	}
	if !r.told {
		return nil, fmt.Errorf("random(sizes=gold) needs the sizes of the gold stories, and was told none: it runs on labelled corpora only")
	}
	labels := make(corpus.Labels, len(p.Articles))
	deck := rand.New(rand.NewPCG(p.Seed, 0)).Perm(len(labels))
	for group, size := range r.sizes {
		for range min(size, len(deck)) {
			labels[deck[0]] = int32(group)
			deck = deck[1:]
		}
	}
	for k, i := range deck {
		labels[i] = int32(len(r.sizes) + k)
	}
	return labels.Canonical(), ctx.Err()
}
