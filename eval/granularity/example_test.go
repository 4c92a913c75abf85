package granularity_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/granularity"
)

func Example() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		panic(err)
	}
	tree, err := granularity.Open(ctx, c, []string{"agglomerative(linkage=average)"}, 1, 1)
	if err != nil {
		panic(err)
	}
	r, err := granularity.Run(ctx, c, tree, granularity.NewOptions())
	if err != nil {
		panic(err)
	}
	for i, level := range r.Levels {
		best := r.Layers[level.Best]
		fmt.Printf("%s: %d groups, best cut at %d clusters: %.3f\n", level.Name, level.Groups, best.Clusters, *best.Scores[i].Value)
	}
	// Output:
	// story: 3 groups, best cut at 3 clusters: 1.000
}
