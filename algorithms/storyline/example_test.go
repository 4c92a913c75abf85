package storyline_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/corpus/format"
)

// What words, names and times of publication count is learnt from stories that are
// known.
func ExampleFit() {
	ctx := context.Background()
	c, err := format.Open(ctx, "newsroom")
	if err != nil {
		panic(err)
	}
	m, err := storyline.Study(ctx, c, []string{"tfidf", "entities", "time"}, 0)
	if err != nil {
		panic(err)
	}
	w, err := storyline.Fit(ctx, 0, m)
	if err != nil {
		panic(err)
	}
	for _, c := range w.Channels {
		fmt.Printf("%s %.1f\n", c.Space, c.Weight)
	}
	// Output:
	// tfidf 0.6
	// entities 0.5
	// time 0.6
}
