package audit_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/audit"
)

// Without gold: two stories of newsroom in one cluster are found, as the two have few words in common.
func ExampleRun_Make() {
	c, err := format.Open(context.Background(), "newsroom")
	if err != nil {
		panic(err)
	}
	labels := c.Gold().Alone()
	for i, a := range c.Articles {
		if a.Story == "corrin-chemical-blast" {
			labels[i] = labels[0] // with those of the first
		}
	}
	a, err := audit.NewRun("found", c, labels, nil).Make(context.Background(), audit.Options{Only: []string{"bridges"}})
	if err != nil {
		panic(err)
	}
	for _, f := range a.Findings {
		fmt.Println(f.Check, f.Articles, "of", f.Of)
		for _, side := range f.Sides {
			fmt.Println(side.Articles, side.Sample[0].Title)
		}
	}
	// Output:
	// bridges 9 of 25
	// 16 Final count: Labour Front 99, Civic Union 81 in Calder vote
	// 9 Explosion at Varnian fertiliser plant kills three
}

// Labels of a file, without texts: sizes alone are looked at.
func ExampleFiles() {
	a, err := audit.Files(context.Background(), []string{"testdata/labels.csv"}, corpus.IDPolicy{}, audit.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(a.Articles, a.Clusters, a.Alone, a.Noise)
	for _, o := range a.Checks[:2] {
		fmt.Printf("%s: %q\n", o.Check, o.Skipped)
	}
	// Output:
	// 6 2 1 1
	// giants: ""
	// bridges: "there are labels alone"
}
