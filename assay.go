// Package assay tells how good a clustering of news is, over plain Go values:
// [Group] and [Cluster] make clusters, [Duplicates] finds copies, [Score] measures
// clusters against gold with intervals, and [Compare] tests whether one clustering
// is better than another.
//
//	found, err := assay.Group(ctx, items)              // clusters of news items
//	scores, err := assay.Score(gold, found, "b3.f1")   // how good they are
//
// Algorithms and metrics are named by specs, such as "kmeans(k=50)" or
// "nmi(avg=max)"; [Algorithms] and [Metrics] list them. Results depend on the input
// and the spec alone, never on the number of processors. The packages below offer
// the rest: labelled corpora (corpus/format), benchmarks (eval/bench), regression
// tests (eval/goldtest), reports (reports/views).
package assay

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// An Item is a news article. Only a title or a text is needed; what else is known
// helps algorithms that use it.
type Item struct {
	Title     string
	Text      string
	Source    string    // the outlet, best as its registrable domain
	Published time.Time // zero if unknown
	Lang      string    // such as "en"; if empty, it is found by the content
}

// StoryAlgorithm is the spec of the algorithm behind [Group].
const StoryAlgorithm = "storyline"

// Group clusters news items into stories and returns the cluster of each item,
// numbered from 0 by first appearance. It finds the number of stories by itself.
// Time grows with the square of the items up to 10,000, above that with their
// neighbours; memory is at most 8 bytes times the square of 10,000.
func Group(ctx context.Context, items []Item) ([]int, error) {
	return cluster(ctx, items, StoryAlgorithm)
}

// Cluster clusters texts or rows of numbers by the algorithm of the given spec and
// returns the cluster of each, numbered from 0 by first appearance, -1 for noise:
//
//	assay.Cluster(ctx, texts, "hdbscan(min_cluster_size=3)")
//	assay.Cluster(ctx, vectors, "kmeans(k=50)")
//
// Rows must have equal lengths and finite numbers. Texts are compared in the space
// that the algorithm names, by default a TF-IDF space.
func Cluster[T string | []float32](ctx context.Context, data []T, algorithm string) ([]int, error) {
	if rows, ok := any(data).([][]float32); ok {
		return clusterRows(ctx, rows, algorithm)
	}
	items := make([]Item, len(data))
	for i, text := range any(data).([]string) {
		items[i].Text = text
	}
	return cluster(ctx, items, algorithm)
}

func clusterRows(ctx context.Context, rows [][]float32, algorithm string) ([]int, error) {
	s, err := spec.Parse(algorithm)
	if err != nil {
		return nil, err
	}
	_, c, s, err := all.Parse(s)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	labels, err := algorithms.RunRows(ctx, c, rows)
	if err != nil {
		return nil, fmt.Errorf("clustering with %s: %w", s, err)
	}
	return ints(labels), nil
}

func cluster(ctx context.Context, items []Item, algorithm string) ([]int, error) {
	c := &corpus.Corpus{Articles: make([]corpus.Article, len(items))}
	for i, it := range items {
		c.Articles[i] = corpus.Article{
			ID: fmt.Sprint(i), Title: it.Title, Text: it.Text, Source: it.Source, Lang: it.Lang,
			Published: corpus.Moment{Time: it.Published},
		}
	}
	labels, _, err := all.Run(ctx, c, algorithm, seed, 0)
	return ints(labels), err
}

// ints are labels as plain numbers.
func ints(labels corpus.Labels) []int {
	list := make([]int, len(labels))
	for i, l := range labels {
		list[i] = int(l)
	}
	return list
}

// A Pair is two texts by their positions, A before B.
type Pair struct {
	A, B    int
	Jaccard float64 // similarity of their sets of three-word shingles, in [0, 1]
}

// Duplicates finds the pairs of texts that share most of their wording: those
// whose sets of three-word shingles have a Jaccard similarity of at least
// threshold, in [0, 1]; 0.5 finds light rewrites, 0.9 copies. Every pair is
// verified; a pair close to the threshold may be missed, and of equal texts each
// is paired with the first only. Pairs are ordered by A, then B. Time is linear in
// the texts, for a given share of copies.
func Duplicates(ctx context.Context, texts []string, threshold float64) ([]Pair, error) {
	shingles := make([][]uint64, len(texts))
	for i, s := range texts {
		shingles[i] = text.Shingles(text.Words(s), shingleWords)
	}
	found, err := neardup.Find(ctx, shingles, neardup.Config{Perm: hashFunctions, Threshold: threshold, Seed: seed})
	if err != nil {
		return nil, fmt.Errorf("finding duplicates: %w", err)
	}
	pairs := make([]Pair, len(found.Pairs))
	for i, p := range found.Pairs {
		pairs[i] = Pair(p)
	}
	return pairs, nil
}

// Algorithms lists the names of the algorithms; assay list algorithms, on the
// command line, tells what each does and takes.
func Algorithms() []string {
	var names []string
	for _, e := range all.Entries {
		names = append(names, e.Name)
	}
	return names
}

// Metrics lists the names of the metrics that [Score] takes.
func Metrics() []string {
	var names []string
	for _, m := range eval.Partition {
		names = append(names, m.Name)
	}
	return names
}

const (
	shingleWords  = 3
	hashFunctions = 128
	seed          = 1
)
