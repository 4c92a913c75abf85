package density_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/density"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// points are seven articles on a line: three near 0, three near 5, and one far off.
func points() *algorithms.Problem {
	rows := &features.Dense{Rows: 7, Cols: 1, Data: []float32{0, 0.1, 0.2, 5, 5.1, 5.2, 40}}
	return &algorithms.Problem{Articles: make([]corpus.Article, 7), Space: &features.Space{Dense: rows}}
}

func ExampleNewDBSCAN() {
	d := density.NewDBSCAN()
	d.Metric, d.MinSamples = "euclidean", 2
	labels, err := d.Cluster(context.Background(), points())
	fmt.Println(labels, err)
	// Output: [0 0 0 1 1 1 -1] <nil>
}

func ExampleNewHDBSCAN() {
	h := density.NewHDBSCAN()
	h.Metric, h.MinClusterSize = "euclidean", 3
	labels, err := h.Cluster(context.Background(), points())
	fmt.Println(labels, err)
	// Output: [0 0 0 1 1 1 -1] <nil>
}

func ExampleNewOPTICS() {
	o := density.NewOPTICS()
	o.Metric, o.MinSamples, o.MaxEps = "euclidean", 3, 1
	labels, err := o.Cluster(context.Background(), points())
	fmt.Println(labels, err)
	// Output: [0 0 0 1 1 1 -1] <nil>
}
