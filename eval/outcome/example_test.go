package outcome_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
)

func ExampleOf() {
	gold, found := corpus.Labels{0, 0, 0, 1, 1}, corpus.Labels{0, 0, 1, 1, 1}
	k, err := eval.NewCase(context.Background(), gold, found, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	o := outcome.Of(k)
	for s, story := range o.Stories {
		main := o.Main(int32(s))
		fmt.Printf("story %d: %d parts, missing %v, foreign %v\n", s, len(story.Parts), story.Missing(), o.Foreign(main, int32(s)))
	}
	// Output:
	// story 0: 2 parts, missing [2], foreign []
	// story 1: 1 parts, missing [], foreign [2]
}
