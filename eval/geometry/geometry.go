// Package geometry measures a clustering by the vectors of its articles, without
// gold: how close the members of a cluster are, and how far from other clusters.
//
// The functions take a space and one label for each row; rows labelled None are clusters
// of one. Sums are in float64; only Euclidean distances between rows ([Silhouette],
// [Dunn]) and the comparison in [Loose] are float32, with at least five correct digits.
// No result depends on the number of goroutines. A measure that is undefined for the
// clusters is NaN, and its comment says when.
package geometry

import (
	"fmt"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// A Distance is the kind of distance between two rows.
type Distance string

// The distances.
const (
	Cosine    Distance = "cosine"    // 1 − cos, 0 to 2; a row of zeros has distance 1 from all others
	Euclidean Distance = "euclidean" // length of the difference
)

// points are the rows of a space in their clusters.
type points struct {
	space   *features.Space
	label   []int32   // cluster of each row, from 0
	size    []int     // rows of each cluster
	scale   []float64 // scales a row to unit length for cosine (0 for a row of zeros), else 1
	square  []float64 // squared length of each scaled row
	workers int
}

func newPoints(s *features.Space, labels corpus.Labels, d Distance, workers int) (*points, error) {
	switch {
	case len(labels) != s.Rows():
		return nil, fmt.Errorf("the space has %d rows, and there are %d labels", s.Rows(), len(labels))
	case d != Cosine && d != Euclidean:
		return nil, fmt.Errorf("distance %q must be %s or %s", d, Cosine, Euclidean)
	}
	squares, err := s.Squares()
	if err != nil {
		return nil, err
	}
	p := &points{space: s, scale: make([]float64, s.Rows()), square: squares, workers: workers}
	p.label = labels.Alone()
	p.size = make([]int, corpus.Labels(p.label).Groups())
	for _, c := range p.label {
		p.size[c]++
	}
	for i, square := range squares {
		if p.scale[i] = 1; d == Cosine {
			p.scale[i], p.square[i] = 0, 0
			if square > 0 {
				p.scale[i], p.square[i] = 1/math.Sqrt(square), 1
			}
		}
	}
	return p, nil
}

// comparable reports whether there are two clusters, one of which has two rows.
func (p *points) comparable() bool {
	return len(p.size) > 1 && len(p.size) < len(p.label)
}

// members lists the rows of each cluster, in order.
func (p *points) members() [][]int32 {
	list := make([][]int32, len(p.size))
	all := make([]int32, len(p.label))
	for c, size := range p.size {
		list[c], all = all[:0:size], all[size:]
	}
	for i, c := range p.label {
		list[c] = append(list[c], int32(i))
	}
	return list
}

// mean is the mean of the values that are not NaN; NaN if there are none.
func mean(values []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range values {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / float64(n)
}
