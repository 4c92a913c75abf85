package main

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/kmeans"
	"github.com/seed-9405df2f/assay/corpus"
)

// threeClusters shows how parameters are set: those that it does not name have
// their defaults.
func threeClusters(ctx context.Context, c *corpus.Corpus, rows [][]float32) (ofCorpus, ofRows corpus.Labels, err error) {
	k := kmeans.New()
	k.K = algorithms.Clusters(3)
	if ofCorpus, err = algorithms.Run(ctx, k, c); err != nil { // builds the space that k asks for
		return nil, nil, err
	}
	ofRows, err = algorithms.RunRows(ctx, k, rows) // no corpus, no space to name
	return ofCorpus, ofRows, err
}
