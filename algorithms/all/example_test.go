package all_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus/format"
)

func ExampleRun() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	labels, _, err := all.Run(ctx, c, "agglomerative(linkage=complete,distance=0.95)", 1, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(labels)
	// Output: [0 1 0 2 2 0 0 2 1 0 2 1]
}
