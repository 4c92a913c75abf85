// Package agglomerative clusters vectors from the bottom up: it starts with every
// article alone and joins the two nearest clusters, again and again.
package agglomerative

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/spec"
)

// maxMatrix is the largest number of articles whose distances are all kept.
const maxMatrix = 30_000

// Entry describes agglomerative clustering.
var Entry = algorithms.Entry{
	Name:   "agglomerative",
	Title:  "Agglomerative clustering",
	Family: algorithms.Hierarchical,
	Doc: "Joins the two nearest clusters until k are left, or until none are within a distance. " +
		"It needs one of the two, k or distance; k=gold makes it an oracle.",
	Cost: "articles² × dimensions time; 2·articles² bytes, and at most 30,000 articles, save with single linkage, which keeps no matrix",
	Cite: []string{
		"R. Prim: Shortest connection networks and some generalizations, 1957",
		"J. Ward: Hierarchical grouping to optimize an objective function, 1963",
		"G. Lance, W. Williams: A general theory of classificatory sorting strategies, 1967",
		"D. Müllner: Modern hierarchical, agglomerative clustering algorithms, 2011",
	},
	New: func() algorithms.Clusterer { return new(Agglomerative) },
}

// Agglomerative joins clusters by the distance between them: the average, the
// largest (complete) or the smallest (single) of those between their articles,
// or by how much the join adds to the squared distances from the mean (ward).
//
// Articles are as far apart as 1−cos of their rows, from 0 to 2; equal rows are
// at 0, and a row of zeros is at 1 from all others, those of zeros included.
// Ward takes the Euclidean distance between rows as they are, and its heights
// are those that are usual: two clusters of a and b articles with means at
// distance d join at d·√(2ab/(a+b)).
type Agglomerative struct {
	Linkage  string       `spec:"linkage,always" default:"average" oneof:"average,complete,single,ward" doc:"what the distance between two clusters is"`
	K        algorithms.K `spec:"k" default:"0" doc:"number of clusters, or gold: as many as there are gold stories; 0 = cut by distance"`
	Distance float64      `spec:"distance" default:"0" range:"0:" doc:"join clusters up to this distance; 0 = cut by k"`
	Space    spec.Spec    `spec:"space" default:"tfidf" doc:"the vectors to cluster"`

	told int // gold stories
}

// Valid wants one way to cut, and brings the space's spec into canonical form.
func (a *Agglomerative) Valid() (err error) {
	if a.cutByK() == (a.Distance > 0) {
		return fmt.Errorf("it needs either k or distance, such as agglomerative(distance=0.7), and not both")
	}
	_, a.Space, err = features.Parse(a.Space)
	return err
}

func (a *Agglomerative) cutByK() bool { return a.K.Gold || a.K.N > 0 }

// SpaceSpec is the space that it clusters.
func (a *Agglomerative) SpaceSpec() spec.Spec { return a.Space }

// UsesGold says whether k comes from the gold.
func (a *Agglomerative) UsesGold() bool { return a.K.Gold }

// Tell takes the number of gold stories.
func (a *Agglomerative) Tell(f algorithms.Facts) { a.told = len(f.Sizes) }

// Cluster clusters the rows of p.Space. Clusters are numbered by their first
// articles.
func (a *Agglomerative) Cluster(ctx context.Context, p *algorithms.Problem) (corpus.Labels, error) {
	if err := spec.Check("agglomerative", a); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	k := 0
	if a.cutByK() {
		var err error
		if k, err = a.K.Count(a.told); err != nil {
			return nil, err
		}
	}
	tree, err := a.Dendrogram(ctx, p)
	if err != nil {
		return nil, err
	}
	if a.cutByK() {
		return tree.CutAt(k), nil
	}
	return tree.CutBy(a.Distance), nil
}

// Dendrogram joins the rows of p.Space down to one cluster, whatever k and
// distance are.
func (a *Agglomerative) Dendrogram(ctx context.Context, p *algorithms.Problem) (*Dendrogram, error) {
	if p.Space == nil || p.Space.Rows() != len(p.Articles) {
		return nil, fmt.Errorf("agglomerative needs a space with a row for each of the %d articles", len(p.Articles))
	}
	n := p.Space.Rows()
	if n > maxMatrix && a.Linkage != "single" {
		return nil, fmt.Errorf("agglomerative(linkage=%s) of %d articles would need %.1f GB for their distances, and takes %d articles at most: use linkage=single or another algorithm, such as kmeans",
			a.Linkage, n, float64(n)*float64(n-1)/2*4/1e9, maxMatrix)
	}
	d, err := newDistances(p.Space, a.Linkage == "ward")
	if err != nil {
		return nil, fmt.Errorf("reading the space %s: %w", p.Space.Name, err)
	}
	edges, err := a.edges(ctx, d, p.Workers)
	if err != nil {
		return nil, err
	}
	return dendrogram(n, edges), nil
}

// edges are the joins of the linkage, in the order in which they are found.
func (a *Agglomerative) edges(ctx context.Context, d *distances, workers int) ([]edge, error) {
	var join update
	switch a.Linkage {
	case "single":
		return spanningTree(ctx, d, workers)
	case "average":
		join = average
	case "complete":
		join = complete
	case "ward":
		join = ward
	default:
		return nil, fmt.Errorf("agglomerative: linkage=%q must be average, complete, single or ward", a.Linkage)
	}
	m, err := newMatrix(ctx, d, workers)
	if err != nil {
		return nil, err
	}
	edges, err := chain(ctx, m, join)
	if d.ward {
		for i := range edges {
			edges[i].height = math.Sqrt(edges[i].height)
		}
	}
	return edges, err
}
