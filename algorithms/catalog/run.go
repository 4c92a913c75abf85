package catalog

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Run clusters a corpus with an algorithm, given by its spec, such as
// "kmeans(k=50)". It builds the space that the algorithm needs, and tells an
// oracle the gold's sizes. Notes are what the algorithm says of the labels.
func Run(ctx context.Context, c *corpus.Corpus, algorithm string, seed uint64, workers int) (labels corpus.Labels, notes []string, err error) {
	s, err := spec.Parse(algorithm)
	if err != nil {
		return nil, nil, err
	}
	_, clusterer, s, err := Parse(s)
	if err != nil {
		return nil, nil, err
	}
	p := &algorithms.Problem{Articles: c.Blind(), Seed: seed, Workers: workers}
	if o, ok := clusterer.(algorithms.Oracle); ok && o.UsesGold() {
		if !c.Labelled() {
			return nil, nil, fmt.Errorf("%s wants to know the gold stories, and %s has none: give a number instead of gold", s, c.Name())
		}
		o.Tell(algorithms.GoldFacts(c.Gold()))
	}
	if user, ok := clusterer.(algorithms.SpaceUser); ok {
		in := &features.Input{Articles: p.Articles, Seed: features.Seed, Workers: workers}
		if p.Space, err = features.Build(ctx, user.SpaceSpec(), in); err != nil {
			return nil, nil, err
		}
	}
	labels, err = clusterer.Cluster(ctx, p)
	if err != nil {
		return nil, nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	return labels.Canonical(), p.Notes, nil
}
