package storyline_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

func ExampleNew() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		panic(err)
	}
	s := storyline.New()
	p := &algorithms.Problem{Articles: c.Blind()}
	if p.Space, err = features.Build(ctx, s.SpaceSpec(), &features.Input{Articles: p.Articles}); err != nil {
		panic(err)
	}
	labels, err := s.Cluster(ctx, p)
	fmt.Println(labels, err)
	// Output: [0 1 0 2 2 0 0 2 1 0 2 1] <nil>
}

func ExampleNewOnline() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		panic(err)
	}
	labels, err := storyline.NewOnline().Cluster(ctx, &algorithms.Problem{Articles: c.Blind()})
	fmt.Println(labels, err)
	// Output: [0 1 0 2 2 3 0 2 1 0 2 1] <nil>
}

// What words, names and times of publication count is learnt from stories that are
// known.
func ExampleFit() {
	ctx := context.Background()
	c, err := format.Open(ctx, "newsroom")
	if err != nil {
		panic(err)
	}
	m, err := storyline.Collect(ctx, c, []string{"tfidf", "entities", "time"}, spec.Spec{}, 0)
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
