package register_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/register"
)

// A table of one's own.
func Example() {
	source := register.Source{Cite: "a paper, table 1"}
	entry := register.Entry{Name: "two", Title: "Two clusterings", Licence: "none", Where: "in this example", Parts: []register.Part{{
		Cells: []register.Cell{
			{Name: "split", Metric: "b3.f1", Published: .67, Tolerance: .005, Better: eval.Higher, Source: source},
			{Name: "merged", Metric: "b3.f1", Published: .80, Tolerance: .005, Better: eval.Higher, Source: source},
		},
		Measure: func(context.Context, register.Job) (list []register.Measurement, err error) {
			gold := corpus.Labels{0, 0, 1, 1}
			for name, found := range map[string]corpus.Labels{"split": {0, 1, 2, 3}, "merged": {0, 0, 0, 0}} {
				v, err := eval.Score(gold, found, "b3.f1")
				if err != nil {
					return nil, err
				}
				list = append(list, register.Measurement{Cell: name, By: "by hand", Values: []float64{v.Value}})
			}
			return list, nil
		},
	}}}
	list, err := register.Select([]register.Entry{entry})
	if err != nil {
		fmt.Println(err)
		return
	}
	results, err := register.Run(context.Background(), list, register.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range results[0].Rows {
		fmt.Printf("%s: published %.2f, measured %.3f, %s\n", r.Cell.Name, r.Cell.Published, r.Value, r.Verdict)
	}
	fmt.Println(register.Count(results[0]))
	// Output:
	// split: published 0.67, measured 0.667, within
	// merged: published 0.80, measured 0.667, worse
	// 2 published cells in 2 comparisons: 1 within, 1 worse.
}
