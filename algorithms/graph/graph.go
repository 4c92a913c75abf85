// Package graph finds communities in the graph of articles that are alike: an
// edge joins an article with its nearest others, and weighs their cosine.
package graph

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Nearest is the graph that the algorithms group, and its parameters.
type Nearest struct {
	Neighbours int       `spec:"neighbours" default:"10" range:"0:" doc:"nearest articles to join each with; 0 = all above the threshold"`
	Threshold  float64   `spec:"threshold" default:"0" range:"0:1" doc:"smallest cosine of an edge"`
	Space      spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to compare"`
}

// Valid wants edges, and brings the space's spec into canonical form.
func (n *Nearest) Valid() error {
	if n.Neighbours == 0 && n.Threshold == 0 {
		return fmt.Errorf("it needs neighbours, or with neighbours=0 a threshold above 0")
	}
	return features.Canonical(&n.Space)
}

// SpaceSpec is the space that articles are compared in.
func (n *Nearest) SpaceSpec() spec.Spec { return n.Space }

// graph builds the graph of p.Space: a symmetric matrix of cosines above 0.
func (n *Nearest) graph(ctx context.Context, p *algorithms.Problem) (*features.CSR, error) {
	m, err := p.Nearest(ctx, n.Neighbours, n.Threshold)
	if err != nil {
		return nil, err
	}
	return m.Union(), nil
}

// cluster groups the graph of p.Space for an algorithm, whose parameters it checks.
func (n *Nearest) cluster(
	ctx context.Context, p *algorithms.Problem, name string, c algorithms.Clusterer,
	find func(context.Context, *network, *rand.Rand) (corpus.Labels, error),
) (corpus.Labels, error) {
	if err := p.Check(name, c); err != nil {
		return nil, err
	}
	if len(p.Articles) == 0 {
		return corpus.Labels{}, nil
	}
	g, err := n.graph(ctx, p)
	if err != nil {
		return nil, err
	}
	return find(ctx, newNetwork(g), rand.New(rand.NewPCG(p.Seed, 0)))
}

// Modularity returns how much more weight lies within the groups than would by
// chance, given how much weight each node has:
//
//	Q = 1/2m · Σ over pairs i, j of one group (w(i,j) − resolution · s(i)·s(j)/2m)
//
// where s are sums of rows, and 2m is the sum of all. g is a symmetric matrix of
// weights; a weight on its diagonal counts once. With resolution 1 it lies from
// −1/2 to 1; a graph without edges has 0. A node with the label None is a group
// of its own. It is from M. Newman, M. Girvan: Finding and evaluating community
// structure in networks, 2004, with the resolution of J. Reichardt, S.
// Bornholdt: Statistical mechanics of community detection, 2006. Time is linear
// in nodes and edges.
func Modularity(g *features.CSR, labels corpus.Labels, resolution float64) float64 {
	groups := labels.Canonical()
	next := int32(groups.Groups())
	for i, group := range groups {
		if group == corpus.None {
			groups[i], next = next, next+1
		}
	}
	return modularity(newNetwork(g), groups, resolution)
}

func modularity(n *network, group []int32, resolution float64) float64 {
	if n.total == 0 {
		return 0
	}
	inside, strength := 0., make([]float64, len(group))
	for i := range n.nodes() {
		inside += n.loop[i]
		strength[group[i]] += n.strength[i]
		for e := n.start[i]; e < n.start[i+1]; e++ {
			if group[n.to[e]] == group[i] {
				inside += n.weight[e]
			}
		}
	}
	expected := 0.
	for _, s := range strength {
		expected += s * (s / n.total)
	}
	return (inside - resolution*expected) / n.total
}
