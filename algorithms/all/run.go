package all

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// Run clusters a corpus as algorithms.Run does, with an algorithm given by its
// spec, such as "kmeans(k=50)". Notes are what the algorithm reports on the labels.
func Run(
	ctx context.Context, c *corpus.Corpus, algorithm string, seed uint64, workers int,
) (found corpus.Labels, notes []string, err error) {
	s, clusterer, p, err := problem(c, algorithm, seed, workers)
	if err != nil {
		return nil, nil, err
	}
	if found, err = p.Run(ctx, clusterer); err != nil {
		return nil, nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	return found, p.Notes, nil
}

// Tree is the tree that an agglomerative algorithm cuts, and the algorithm.
func Tree(
	ctx context.Context, c *corpus.Corpus, algorithm string, workers int,
) (*agglomerative.Dendrogram, *agglomerative.Agglomerative, error) {
	s, clusterer, p, err := problem(c, algorithm, 0, workers)
	if err != nil {
		return nil, nil, err
	}
	a, ok := clusterer.(*agglomerative.Agglomerative)
	if !ok {
		return nil, nil, fmt.Errorf("%s makes no tree: only agglomerative does", s)
	}
	if err := p.Prepare(ctx, a); err != nil {
		return nil, nil, err
	}
	tree, err := a.Dendrogram(ctx, p)
	if err != nil {
		return nil, nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	return tree, a, nil
}

// problem returns the algorithm that a spec asks for, and the problem of a corpus.
func problem(c *corpus.Corpus, algorithm string, seed uint64, workers int) (spec.Spec, algorithms.Clusterer, *algorithms.Problem, error) {
	s, err := spec.Parse(algorithm)
	if err != nil {
		return s, nil, nil, err
	}
	_, clusterer, s, err := Parse(s)
	if err != nil {
		return s, nil, nil, err
	}
	p, err := algorithms.NewProblem(clusterer, c)
	if err != nil {
		return s, nil, nil, fmt.Errorf("%s: %w", s, err)
	}
	p.Seed, p.Workers = seed, workers
	return s, clusterer, p, nil
}
