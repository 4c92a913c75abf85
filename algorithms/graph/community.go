package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// CommunityEntry describes community detection by a threshold.
var CommunityEntry = algorithms.Entry{
	Name: "community", Title: "Community detection by a threshold", Family: algorithms.Graph,
	Doc: "Takes each article with all others whose cosine reaches the threshold, the largest such set first, " +
		"and leaves out those that earlier ones have. Sets of fewer than min_size articles are noise. " +
		"It is what Sentence Transformers calls fast clustering, and the threshold depends on the space.",
	Cost: "articles² × dimensions time, less if the space is sparse; memory for all pairs that reach the threshold",
	Cite: []string{
		"N. Reimers, I. Gurevych: Sentence-BERT: sentence embeddings using Siamese BERT-networks, 2019 " +
			"(community_detection of the package sentence-transformers)",
	},
	New: func() algorithms.Clusterer { return NewCommunity() },
}

// Community clusters around articles with at least min_size articles, themselves
// included, whose cosine with them is at least the threshold and above 0. These
// neighbourhoods are taken by falling size; ties are broken by the order of the
// corpus. Each is a cluster without the articles of earlier ones, if its article in
// the middle and at least min_size in all remain. The other articles are noise, and
// so is a row of zeros.
type Community struct {
	Threshold float64   `spec:"threshold,always" default:"0.75" range:"0:1" doc:"smallest cosine with the article in the middle"`
	MinSize   int       `spec:"min_size" default:"10" range:"1:" doc:"minimum articles of a cluster"`
	Space     spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to compare"`
}

// NewCommunity returns community detection with every parameter at its default.
func NewCommunity() *Community { return spec.Defaults(new(Community)) }

// Valid brings the space's spec into canonical form.
func (c *Community) Valid() error { return features.Canonical(&c.Space) }

// SpaceSpec is the space that articles are compared in.
func (c *Community) SpaceSpec() spec.Spec { return c.Space }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first articles.
func (c *Community) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := p.Check("community", c); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	near, err := p.Nearest(ctx, 0, c.Threshold)
	if err != nil {
		return nil, err
	}
	squares, err := p.Space.Squares()
	if err != nil {
		return nil, err
	}
	return communities(near, squares, c.MinSize), nil
}

// communities takes the neighbourhoods of near, each with its own row, by falling
// size. squares are the squared lengths of the rows.
func communities(near *features.CSR, squares []float64, least int) corpus.Labels {
	var middles []int
	for i, square := range squares {
		if square > 0 && size(near, i) >= least {
			middles = append(middles, i)
		}
	}
	slices.SortStableFunc(middles, func(i, j int) int { return cmp.Compare(size(near, j), size(near, i)) })
	labels := slices.Repeat(corpus.Labels{corpus.None}, len(squares))
	for _, i := range middles {
		if labels[i] != corpus.None {
			continue
		}
		members, _ := near.Row(i)
		free := slices.DeleteFunc(append([]int32{int32(i)}, members...), func(j int32) bool { return labels[j] != corpus.None })
		if len(free) >= least {
			for _, j := range free {
				labels[j] = int32(i)
			}
		}
	}
	return labels.Canonical()
}

// size is how many rows the neighbourhood of row i has, itself included.
func size(near *features.CSR, i int) int { return near.Start[i+1] - near.Start[i] + 1 }
