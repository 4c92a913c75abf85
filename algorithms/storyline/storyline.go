// Package storyline clusters news into stories, a whole corpus ([Storyline]) or
// articles as they come ([Online]). It needs no number of clusters and no threshold:
// the corpus itself shows how similar articles of one story are.
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
	Name: "storyline", Was: []string{"stories"}, Title: "News stories", Family: algorithms.Hierarchical,
	Doc: "Groups copies of one text, puts each article together with its nearest ones, joins them by average and by flexible " +
		"linkage, and takes the tree and the cut " +
		"at which clusters are well separated (silhouette) and two trees, each of half of the words, agree on them; " +
		"if none do, each article remains alone. " +
		"It needs no number of clusters and no threshold. Times of publication strengthen or weaken what words say. " +
		"The weights of words, numbers and names were learnt from labelled corpora (assay train). " +
		"Vectors of a model (dense) help to build the trees; the fewer words two articles have, the more they count.",
	Cost: "articles² × terms of an article time for the distances of each of 4·views + 1 spaces, and at least articles² for three trees " +
		"of each (one of half of them); at most 8·articles² bytes, 2 for the distances and 2 for each tree built at a time; " +
		"above 10,000 articles this for each 2,500, but 30,000 / articles views, at least 1, and a search for neighbours in " +
		"each of 2·views + 1 spaces",
	Cite: []string{
		"P. Rousseeuw: Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, 1987",
		"P. Turcot, D. Lowe: Better matching with fewer features: the selection of useful features in large database recognition problems, 2009",
		"L. Belbin, D. Faith, G. Milligan: A comparison of two approaches to beta-flexible clustering, 1992",
		"D. McFadden: Conditional logit analysis of qualitative choice behavior, 1974",
		"T. Lange, V. Roth, M. Braun, J. Buhmann: Stability-based validation of clustering solutions, 2004",
		"N. Vinh, J. Epps, J. Bailey: Information theoretic measures for clusterings comparison, 2010",
	},
	New: func() algorithms.Clusterer { return New() },
}

// Storyline clusters in five steps.
//
//  1. Copies, articles with a cosine of at least Copies, become one. A wire report
//     printed by ten outlets would otherwise look like the only tight story.
//  2. Each article is put together with its three nearest ones (database augmentation,
//     Turcot & Lowe 2009), so that two short reports that share no word may be near. Headlines
//     of large stories, whose size a first cut tells, are put together with more.
//  3. These are joined into trees: by average linkage, which suits few large stories,
//     and by flexible linkage with a beta of -0.05 and of -0.1 (Belbin, Faith &
//     Milligan 1992), which prevents chains and suits many small ones.
//  4. The space is split into random halves of its columns (words), Views times, and
//     trees are built of each half. Cut into the same number of clusters, two
//     halves agree on real stories, and less on finer or coarser clusters.
//     The result is the tree with the largest a⁵·s at any cut, at the middle of
//     the cuts where that is large. a is the agreement of the halves, their adjusted
//     mutual information, and s the mean silhouette (of up to 2,000 articles).
//     Views=0 uses s alone.
//  5. Unrelated articles have clusters, too, of those that share a word by chance. If
//     trees of halves that never have the same word do not agree on the clusters found, each
//     article remains alone.
//
// The space has several channels: words and pairs of words, those of the beginning,
// numbers and dates, names. Their weights were learnt from labelled corpora
// (see [Fit] and [BuiltIn]) and are the same for every corpus. A term that only one
// article has counts less, so that headlines are not empty, and long texts not unlike
// all others.
//
// Of more than 10,000 articles trees are built of parts of at most 2,500, found along the graph
// of neighbours by average linkage, so that they rarely divide a story, and cut at one
// height. Each half of the columns has a graph and parts of its own. There are 30,000 / articles
// views, at least one.
//
// With Dense, vectors of a model are compared beside the words, for the trees alone. Their
// cosines, less their mean, count from the value on that few unrelated articles of the
// corpus reach. A vector counts as much as Worth words: its share in the similarity of two
// articles is Worth / (Worth + words of the shorter one). The built-in Worth was learnt with
// all-MiniLM-L6-v2.
//
// Distances are 1−cos of the rows less their mean, the cosine times (1+g)/2, g being a
// Gaussian of three days of the time between the articles (1/2 if it is unknown). A row
// of zeros is at 1 from all others.
type Storyline struct {
	Copies   float64   `spec:"copies" default:"0.6" range:"0:1" off:"1" doc:"minimum cosine of copies of a text; 1 = equal rows only"`
	Flexible bool      `spec:"flexible" default:"true" off:"false" doc:"try flexible linkage, too"`
	Views    int       `spec:"views" default:"4" range:"0:100" off:"0" doc:"random halvings of the space; 0 = cut by the silhouette"`
	Weights  string    `spec:"weights" default:"" doc:"file of assay train, used instead of space and dense_words"`
	Dense    spec.Spec `spec:"dense" default:"" doc:"vectors of a model beside the words, such as bert(DIR); empty = none"`
	Worth    float64   `spec:"dense_words" default:"8.464" range:"0:1e6" doc:"number of words of an article that count as much as its vector; the default was learnt by assay train"`
	Space    spec.Spec `spec:"space" default:"concat(tfidf(ngrams=2,once=0.4),tfidf(lead=60,ngrams=2,once=0.4),numbers,entities,weights=0.706:0.564:0.223:0.366)" doc:"the vectors to cluster; the default was learnt by assay train"`
}

// New returns Storyline with every parameter at its default.
func New() *Storyline { return spec.Defaults(new(Storyline)) }

// Valid brings the space's spec into canonical form, and reads the weights.
func (s *Storyline) Valid() (err error) {
	if _, s.Space, err = features.Parse(s.Space); err == nil {
		err = features.Canonical(&s.Dense)
	}
	if err == nil && s.Weights != "" {
		_, err = Read(s.Weights)
	}
	return err
}

// SpaceSpec returns the space to cluster: that of Weights, if given, with Dense beside it,
// if given.
func (s *Storyline) SpaceSpec() spec.Spec {
	space, _ := s.learnt()
	return besides(space, s.Dense)
}

// learnt returns the space of words, and how many of these a vector is worth.
func (s *Storyline) learnt() (spec.Spec, float64) {
	if s.Weights == "" {
		return s.Space, s.Worth
	}
	w, err := Read(s.Weights)
	if err != nil {
		return s.Space, s.Worth // Cluster fails on the file
	}
	space, err := w.Space()
	if err != nil {
		return s.Space, s.Worth
	}
	if w.DenseWords != nil {
		return space, *w.DenseWords
	}
	return space, s.Worth
}

// Files returns the file of weights, if given.
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
	if err := p.Check("storyline", s); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	if s.Dense.Name == "" {
		return s.cluster(ctx, p, nil)
	}
	words, vectors, err := divide(p.Space)
	if err != nil {
		return nil, err
	}
	one := *p
	one.Space = words
	labels, err := s.cluster(ctx, &one, vectors)
	p.Notes = one.Notes
	return labels, err
}

// cluster clusters articles by the words of p.Space, and by vectors, if there are any.
func (s *Storyline) cluster(ctx context.Context, p *algorithms.Problem, vectors *features.Dense) (corpus.Labels, error) {
	group, first, note, err := copies(ctx, p.Space, s.Copies, p.Workers)
	if err != nil {
		return nil, err
	}
	if note != "" {
		p.Note("%s", note)
	}
	if len(first) > sampled {
		p.Note("the number of clusters was chosen by the silhouettes of %d articles of each tree, drawn at equal steps", sampled)
	}
	one := sub(p, first)
	var e *embedding
	if vectors != nil {
		_, worth := s.learnt()
		e = newEmbedding((&features.Space{Dense: vectors}).Reorder(first).Dense, one.Space, worth)
	}
	size, views := most, s.Views
	if len(first) > most {
		size, views = atOnce, min(s.Views, max(1, viewed/len(first)))
		p.Note("%d articles, copies aside, are too many for a tree: trees were built of parts of at most %d articles, found along the graph "+
			"of neighbours, and cut at one height", len(first), size)
	}
	found, err := s.best(ctx, one, e, size, views)
	if err != nil {
		return nil, err
	}
	labels := make(corpus.Labels, len(group))
	for i, g := range group {
		labels[i] = found[g]
	}
	return labels.Canonical(), nil
}
