package views_test

import (
	"context"
	"fmt"
	"os"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/reports/views"
)

func Example() {
	dir, err := os.MkdirTemp("", "assay")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	plan := bench.Plan{Corpora: []string{"tiny"}, Algorithms: []string{"agglomerative(linkage=complete,distance=0.95)", "singletons"}}
	results, err := bench.Run(context.Background(), plan, bench.Options{Dir: dir})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := views.Bench(results, []string{"b3.f1", "ari"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, group := range report.Tables[0].Groups {
		for _, row := range group.Rows {
			fmt.Printf("%s b3.f1=%.3f ari=%.3f\n", row.Name, *row.Cells[0].Value, *row.Cells[1].Value)
		}
	}
	// Output:
	// agglomerative(distance=0.95,linkage=complete) b3.f1=1.000 ari=1.000
	// singletons b3.f1=0.400 ari=0.000
}
