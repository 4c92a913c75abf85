package geometry_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval/geometry"
)

// Two points near each other, two others far off, and one between.
var space = &features.Space{Dense: &features.Dense{Rows: 5, Cols: 2, Data: []float32{
	0, 1,
	0, 2,
	6, 1,
	6, 2,
	3, 1,
}}}

func ExampleSilhouette() {
	labels := corpus.Labels{0, 0, 1, 1, 0}
	mean, each, err := geometry.Silhouette(context.Background(), space, labels, geometry.Euclidean, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f %.3f\n", mean, each)
	// Output: 0.586 [0.669 0.656 0.801 0.803 0.000]
}

func ExampleDunn() {
	for _, labels := range []corpus.Labels{{0, 0, 1, 1, 2}, {0, 0, 1, 1, 0}, {0, 1, 0, 1, 0}} {
		v, err := geometry.Dunn(context.Background(), space, labels, 0)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.3f\n", v)
	}
	// Output:
	// 3.000
	// 0.949
	// 0.167
}

func ExampleSimilarities() {
	own, nearest, err := geometry.Similarities(context.Background(), space, corpus.Labels{0, 0, 1, 1, 1}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range own {
		fmt.Printf("own %.2f, nearest other %.2f\n", own[i], nearest[i])
	}
	// Output:
	// own 1.00, nearest other 0.27
	// own 1.00, nearest other 0.27
	// own 0.99, nearest other 0.16
	// own 1.00, nearest other 0.32
	// own 1.00, nearest other 0.32
}

func ExampleLoose() {
	share, err := geometry.Loose(context.Background(), space, corpus.Labels{0, 0, 0, 1, 1}, 0.3, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %% of the rows are like fewer than a fifth of their cluster\n", 100*share)
	// Output: 20 % of the rows are like fewer than a fifth of their cluster
}
