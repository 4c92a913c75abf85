package stats_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/spec"
)

func ExampleScores() {
	ctx := context.Background()
	gold := corpus.Labels{0, 0, 0, 1, 1, 2, 2, 3, 3, 3}
	found := corpus.Labels{0, 0, 1, 2, 2, 3, 3, 4, 4, 5}
	c, err := eval.NewCase(ctx, gold, found, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := eval.Parse(eval.Partition, spec.Spec{Name: "b3.r"})
	if err != nil {
		fmt.Println(err)
		return
	}
	scores, err := stats.Scores(ctx, c, []eval.Measure{m}, stats.Bootstrap{Replicates: 2000, Level: 0.95, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := scores[0]
	fmt.Printf("%s %.2f, between %.2f and %.2f\n", s.Metric, *s.Value, *s.Low, *s.High)
	// Output: b3.r 0.73, between 0.56 and 1.00
}
