package main

import (
	"context"
	"hash/fnv"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// trigramsEntry is the row of the algorithm: how lists, tables and specs know it.
var trigramsEntry = algorithms.Entry{
	Name: "trigrams", Title: "Headlines by trigrams", Family: algorithms.Hierarchical,
	Doc:  "Joins articles whose headlines share runs of three characters.",
	Cost: "time and memory n²",
	New:  func() algorithms.Clusterer { return newTrigrams() },
}

// trigrams clusters headlines in a space of its own. The tags of its fields are its
// parameters: trigrams(distance=0.6).
type trigrams struct {
	Distance float64 `spec:"distance" default:"0.7" range:"0:2" doc:"cosine distance below which clusters are joined"`
	Dims     int     `spec:"dims" default:"1024" range:"1:" doc:"dimensions into which trigrams are hashed"`
}

func newTrigrams() *trigrams {
	t := new(trigrams)
	spec.Defaults(t)
	return t
}

// Cluster makes the rows and hands them to average linkage.
func (t *trigrams) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	rows := make([][]float32, len(p.Articles))
	for i, a := range p.Articles {
		rows[i] = t.row(a.Title)
	}
	space, err := features.FromRows(rows)
	if err != nil {
		return nil, err
	}
	linkage := agglomerative.New()
	linkage.Distance = t.Distance
	return linkage.Cluster(ctx, &algorithms.Problem{Articles: p.Articles, Space: space, Seed: p.Seed, Workers: p.Workers})
}

// row counts the trigrams of a headline.
func (t *trigrams) row(title string) []float32 {
	row := make([]float32, t.Dims)
	runes := []rune("  " + title + " ")
	for i := range len(runes) - 2 {
		h := fnv.New32a()
		h.Write([]byte(string(runes[i : i+3])))
		row[h.Sum32()%uint32(t.Dims)]++
	}
	return row
}
