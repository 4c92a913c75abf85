package control

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// RandomEntry deals the articles out by chance.
var RandomEntry = algorithms.Entry{
	Name:  "random",
	Title: "Chance, with the sizes of the gold stories",
	Doc: "Shuffles the articles by the seed and deals them into clusters as large as the gold stories; those left over stay alone. " +
		"What it scores is what a measure gives for sizes without any content.",
	Cost:   "time and memory n",
	Family: algorithms.Control,
	Seeded: true,
	New:    func() algorithms.Clusterer { return NewRandom() },
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
