package all

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Run clusters a corpus with an algorithm, given by its spec, such as
// "kmeans(k=50)". It builds the space that the algorithm needs, and tells an
// oracle the gold's sizes. Notes are what the algorithm says of the labels.
func Run(ctx context.Context, c *corpus.Corpus, algorithm string, seed uint64, workers int) (labels corpus.Labels, notes []string, err error) {
	s, clusterer, p, err := prepare(ctx, c, algorithm, seed, workers)
	if err != nil {
		return nil, nil, err
	}
	labels, err = clusterer.Cluster(ctx, p)
	if err != nil {
		return nil, nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	return labels.Canonical(), p.Notes, nil
}

// Tree is the tree that an agglomerative algorithm cuts, and the algorithm.
func Tree(ctx context.Context, c *corpus.Corpus, algorithm string, workers int) (*agglomerative.Dendrogram, *agglomerative.Agglomerative, error) {
	s, clusterer, p, err := prepare(ctx, c, algorithm, 0, workers)
	if err != nil {
		return nil, nil, err
	}
	a, ok := clusterer.(*agglomerative.Agglomerative)
	if !ok {
		return nil, nil, fmt.Errorf("%s makes no tree: only agglomerative does", s)
	}
	tree, err := a.Dendrogram(ctx, p)
	if err != nil {
		return nil, nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	return tree, a, nil
}

// prepare makes an algorithm ready for a corpus.
func prepare(ctx context.Context, c *corpus.Corpus, algorithm string, seed uint64, workers int) (spec.Spec, algorithms.Clusterer, *algorithms.Problem, error) {
	s, err := spec.Parse(algorithm)
	if err != nil {
		return s, nil, nil, err
	}
	_, clusterer, s, err := Parse(s)
	if err != nil {
		return s, nil, nil, err
	}
	p := &algorithms.Problem{Articles: c.Blind(), Seed: seed, Workers: workers}
	if o, ok := clusterer.(algorithms.Oracle); ok && o.UsesGold() {
		if !c.Labelled() {
			return s, nil, nil, fmt.Errorf("%s wants to know the gold stories, and %s has none: give a number instead of gold", s, c.Name())
		}
		o.Tell(algorithms.GoldFacts(c.Gold()))
	}
	if user, ok := clusterer.(algorithms.SpaceUser); ok {
		in := &features.Input{Articles: p.Articles, Seed: features.Seed, Workers: workers}
		if p.Space, err = features.Build(ctx, user.SpaceSpec(), in); err != nil {
			return s, nil, nil, err
		}
	}
	return s, clusterer, p, nil
}
