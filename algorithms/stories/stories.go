// Package stories clusters news into stories. It needs no number of clusters and
// no threshold: what is similar enough for this corpus it finds in the corpus.
package stories

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// Entry describes the algorithm.
var Entry = algorithms.Entry{
	Name:   "stories",
	Title:  "News stories",
	Family: algorithms.Hierarchical,
	Doc: "Groups copies of one text, joins what is left by flexible linkage, and cuts the tree where clusters are apart from each other (silhouette) " +
		"and where two trees, each of half of the words, agree on them. It needs no number of clusters and no threshold.",
	Cost: "(2·views + 1) × articles² × terms of an article time, 2·articles² bytes",
	Cite: []string{
		"P. Rousseeuw: Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, 1987",
		"L. Belbin, D. Faith, G. Milligan: A comparison of two approaches to beta-flexible clustering, 1992",
		"T. Lange, V. Roth, M. Braun, J. Buhmann: Stability-based validation of clustering solutions, 2004",
		"N. Vinh, J. Epps, J. Bailey: Information theoretic measures for clusterings comparison, 2010",
	},
	New: func() algorithms.Clusterer { return new(Stories) },
}

// Stories clusters in four steps.
//
//  1. Copies, articles with a cosine of at least Copies, become one: a wire report
//     that ten outlets print is one piece of evidence, and would look like the only
//     story that is tight enough.
//  2. What is left is joined by flexible linkage, which lets no chains form.
//  3. The space is halved Views times: each half has half of the columns (words) by
//     chance, and makes a tree of its own. Cut into the same number of clusters, two
//     halves agree on real stories and differ on what lies below and above them.
//  4. Of all cuts the one is taken where the agreement of the halves (their adjusted
//     mutual information), squared, times the mean silhouette is largest.
//
// Articles with nothing in the space stay alone.
type Stories struct {
	Copies float64   `spec:"copies" default:"0.6" range:"0:1" off:"1" doc:"cosine from which on articles are copies of one text, which count once; 1 = equal rows only"`
	Beta   float64   `spec:"beta" default:"-0.1" range:"-1:0" off:"0" doc:"of flexible linkage: the lower, the more alike in size the stories"`
	Views  int       `spec:"views" default:"3" range:"0:100" off:"0" doc:"how often the space is halved; 0 = cut by the silhouette alone"`
	Space  spec.Spec `spec:"space" default:"concat(tfidf(lead=60,min_df=2,ngrams=2,stop=false),tfidf(min_df=2,ngrams=2,stop=false),weights=0.5477:0.8367)" doc:"the vectors to cluster"`
}

// Valid brings the space's spec into canonical form.
func (s *Stories) Valid() (err error) {
	_, s.Space, err = features.Parse(s.Space)
	return err
}

// SpaceSpec is the space that it clusters.
func (s *Stories) SpaceSpec() spec.Spec { return s.Space }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (s *Stories) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("stories", s); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	if err := p.CheckSpace("stories"); err != nil {
		return nil, err
	}
	group, first, err := copies(ctx, p.Space, s.Copies, p.Workers)
	if err != nil {
		return nil, err
	}
	space := p.Space.Reorder(first)
	tree, err := s.tree(ctx, space, p)
	if err != nil {
		return nil, err
	}
	k, err := s.cut(ctx, space, tree, p)
	if err != nil {
		return nil, err
	}
	found := tree.CutAt(k)
	labels := make(corpus.Labels, len(group))
	for i, g := range group {
		labels[i] = found[g]
	}
	return labels.Canonical(), nil
}

// tree joins the rows of a space.
func (s *Stories) tree(ctx context.Context, space *features.Space, p *algorithms.Problem) (*agglomerative.Dendrogram, error) {
	part := &algorithms.Problem{Articles: make([]corpus.Article, space.Rows()), Space: space, Workers: p.Workers}
	tree, err := (&agglomerative.Agglomerative{Linkage: "flexible", Metric: "cosine", Beta: s.Beta, Neighbours: 30}).Dendrogram(ctx, part)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("joining articles: %w", err)
	}
	return tree, err
}
