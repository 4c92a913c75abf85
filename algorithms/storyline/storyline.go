// Package storyline clusters news into stories. It needs no number of clusters and
// no threshold: what is similar enough for this corpus it finds in the corpus.
package storyline

import (
	"context"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Entry describes the algorithm.
var Entry = algorithms.Entry{
	Name:   "storyline",
	Was:    []string{"stories"},
	Title:  "News stories",
	Family: algorithms.Hierarchical,
	Doc: "Groups copies of one text, joins what is left by average and by flexible linkage, and takes the tree and the cut where clusters are apart from each other " +
		"(silhouette) and where two trees, each of half of the words, agree on them. It needs no number of clusters and no threshold. " +
		"What words, numbers, names and times count was learnt from labelled corpora (assay train).",
	Cost: "articles² × terms of an article time for the distances of each of 2·views + 1 spaces, and articles² and more for three trees of each; 8·articles² bytes at most, 2 for the distances and 2 for each tree that is made at a time; above 10,000 articles this of each 5,000",
	Cite: []string{
		"P. Rousseeuw: Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, 1987",
		"L. Belbin, D. Faith, G. Milligan: A comparison of two approaches to beta-flexible clustering, 1992",
		"D. McFadden: Conditional logit analysis of qualitative choice behavior, 1974",
		"T. Lange, V. Roth, M. Braun, J. Buhmann: Stability-based validation of clustering solutions, 2004",
		"N. Vinh, J. Epps, J. Bailey: Information theoretic measures for clusterings comparison, 2010",
	},
	New: func() algorithms.Clusterer { return New() },
}

// Storyline clusters in four steps.
//
//  1. Copies, articles with a cosine of at least Copies, become one: a wire report
//     that ten outlets print is one piece of evidence, and would look like the only
//     story that is tight enough.
//  2. What is left is joined into trees: by average linkage, and by flexible linkage
//     with a beta of -0.05 and of -0.1 (what Belbin, Faith & Milligan 1992 advise),
//     which let no chains form. Few large stories want the first, many small ones
//     the last.
//  3. The space is halved Views times: each half has half of the columns (words) by
//     chance, and makes trees of its own. Cut into the same number of clusters k, two
//     halves agree on real stories and differ on what lies below and above them.
//  4. The tree is the one with the largest a³·s·k^0.3 at any cut, and its cut the middle
//     of those where that is largest: a is the agreement of the halves, their adjusted
//     mutual information, s the mean silhouette (of up to 2,000 articles), and k^0.3
//     makes up for the ease with which few clusters agree. Views=0 takes s alone.
//
// The space is of several channels: words and pairs of words, those of the beginning,
// numbers and dates, names, time. What each counts was learnt from labelled corpora
// (see Fit and BuiltIn): so it is the same for all.
//
// More than 10,000 articles are clustered in parts of at most 5,000, which are
// groups of nearest articles (Leiden): what is of one story is mostly in one part.
//
// Distances are 1−cos of the rows less their mean; an article with nothing in the
// space is at 1 from all others.
type Storyline struct {
	Copies   float64   `spec:"copies" default:"0.6" range:"0:1" off:"1" doc:"cosine from which on articles are copies of one text, which count once; 1 = equal rows only"`
	Flexible bool      `spec:"flexible" default:"true" off:"false" doc:"try flexible linkage beside average linkage"`
	Views    int       `spec:"views" default:"4" range:"0:100" off:"0" doc:"how often the space is halved; 0 = cut by the silhouette alone"`
	Weights  string    `spec:"weights" default:"" doc:"a file that assay train wrote: its channels are clustered, and space has no say; empty = space"`
	Space    spec.Spec `spec:"space" default:"concat(tfidf(min_df=2,ngrams=2),tfidf(lead=60,min_df=2,ngrams=2),numbers,entities,time,weights=0.673:0.496:0.228:0.344:0.361)" doc:"the vectors to cluster: channels and weights as assay train found them"`
}

// New returns it with every parameter at its default.
func New() *Storyline { return spec.Defaults(new(Storyline)) }

// Valid brings the space's spec into canonical form, and reads the weights.
func (s *Storyline) Valid() (err error) {
	if _, s.Space, err = features.Parse(s.Space); err == nil && s.Weights != "" {
		_, err = Read(s.Weights)
	}
	return err
}

// SpaceSpec returns the space to cluster: that of the weights, if they can be read.
func (s *Storyline) SpaceSpec() spec.Spec {
	if s.Weights == "" {
		return s.Space
	}
	w, err := Read(s.Weights)
	if err != nil {
		return s.Space // Cluster fails on the file
	}
	space, err := w.Space()
	if err != nil {
		return s.Space
	}
	return space
}

// Files is the file of weights, where there is one.
func (s *Storyline) Files() []string { return files(s.Weights) }

func files(path string) []string {
	if path == "" {
		return nil
	}
	return []string{path}
}

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (s *Storyline) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("storyline", s); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	if err := p.CheckSpace("storyline"); err != nil {
		return nil, err
	}
	group, first, err := copies(ctx, p.Space, s.Copies, p.Workers)
	if err != nil {
		return nil, err
	}
	var found corpus.Labels
	if one := sub(p, first); len(first) > most {
		p.Note("%d articles, copies aside, are too many for a tree: they were clustered in parts of at most %d, which Leiden found", len(first), atOnce)
		found, err = s.large(ctx, one, atOnce)
	} else {
		found, err = s.best(ctx, one)
	}
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, len(group))
	for i, g := range group {
		labels[i] = found[g]
	}
	return labels.Canonical(), nil
}
