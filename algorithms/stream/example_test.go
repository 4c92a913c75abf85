package stream_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/stream"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

func ExampleNewSinglePass() {
	rows := &features.Dense{Rows: 4, Cols: 2, Data: []float32{1, 0, 0, 1, 9, 1, 1, 8}}
	s := stream.NewSinglePass()
	s.Threshold = 0.7
	labels, err := s.Cluster(context.Background(), &algorithms.Problem{
		Articles: make([]corpus.Article, 4), Space: &features.Space{Dense: rows},
	})
	fmt.Println(labels, err)
	// Output: [0 1 0 1] <nil>
}
