// Package minhash clusters articles by near-duplicates: by MinHash, with every pair
// verified, and by SimHash fingerprints.
package minhash

import (
	"context"
	"iter"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/spec"
)

// Entry is the clustering by near-duplicates.
var Entry = algorithms.Entry{
	Name: "minhash", Title: "MinHash near-duplicates", Family: algorithms.Duplicates, Seeded: true,
	Doc: "Joins articles that share most of their runs of words: copies and light rewrites, not different reports of one event. " +
		"Pairs are found by MinHash and banding, and each is verified by its exact Jaccard similarity, so no false pair joins articles; " +
		"a pair close to the threshold may be missed.",
	Cost: "time n·bands·rows·words, and the pairs that meet in a band; memory n·bands, and the words of articles that meet others",
	Cite: []string{
		"A. Broder: On the resemblance and containment of documents, 1997",
		"P. Indyk, R. Motwani: Approximate nearest neighbors, 1998",
	},
	New: func() algorithms.Clusterer { return New() },
}

// MinHash clusters articles by near-duplicates: the connected components of the
// pairs that [neardup.Find] finds. Articles without words stay alone.
type MinHash struct {
	Perm      int     `spec:"perm" default:"128" range:"1:4096" doc:"maximum hash functions: bands times rows"`
	Bands     int     `spec:"bands" default:"0" range:"0:4096" doc:"bands of a signature; 0 = found from the threshold"`
	Rows      int     `spec:"rows" default:"0" range:"0:4096" doc:"hash functions a band; 0 = found from the threshold"`
	Threshold float64 `spec:"threshold" default:"0.5" range:"0:1" doc:"Jaccard similarity from which two articles are near-duplicates"`
	Shingle   int     `spec:"shingle" default:"3" range:"1:" doc:"words a shingle"`
}

// New returns it with every parameter at its default.
func New() *MinHash { return spec.Defaults(new(MinHash)) }

// ReadsTexts is true.
func (*MinHash) ReadsTexts() bool { return true }

// Cluster takes the shingles of title and text together.
func (m *MinHash) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("minhash", m); err != nil {
		return nil, err
	}
	found, err := m.Find(ctx, p.Articles, neardup.Config{Seed: p.Seed, Workers: p.Workers})
	if err != nil {
		return nil, err
	}
	return found.Groups, nil
}

// Find finds the pairs of near-duplicates. Of c the seed, the workers and the shard are taken.
func (m *MinHash) Find(ctx context.Context, articles []corpus.Article, c neardup.Config) (*neardup.Result, error) {
	return neardup.FindFunc(ctx, len(articles), m.sets(articles), m.config(c))
}

// Groups finds the groups of near-duplicates alone, as Find does, in less memory: see [neardup.GroupsFunc].
func (m *MinHash) Groups(ctx context.Context, articles []corpus.Article, c neardup.Config, s neardup.Sorter) (corpus.Labels, error) {
	return neardup.GroupsFunc(ctx, len(articles), m.sets(articles), m.config(c), s)
}

func (m *MinHash) config(c neardup.Config) neardup.Config {
	c.Perm, c.Bands, c.Rows, c.Threshold = m.Perm, m.Bands, m.Rows, m.Threshold
	return c
}

// sets makes the sets of shingles of articles.
func (m *MinHash) sets(articles []corpus.Article) func(i int, s *text.Shingler) []uint64 {
	return func(i int, s *text.Shingler) []uint64 { return s.Shingles(words(&articles[i]), m.Shingle) }
}

// words are those of the title, then those of the text.
func words(a *corpus.Article) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range [2]string{a.Title, a.Text} {
			for w := range text.WordsSeq(s) {
				if !yield(w) {
					return
				}
			}
		}
	}
}
