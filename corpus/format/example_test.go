package format_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

func ExampleOpen() {
	c, err := format.Open(context.Background(), "tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Name(), len(c.Articles), "articles,", len(c.Stories), "stories")
	fmt.Println(c.Articles[0].Source, c.Articles[0].Published, c.Gold()[:4])
	// Output:
	// tiny 12 articles, 3 stories
	// shirewire.example 2031-05-06T06:30:00Z [0 1 0 2]
}

func ExampleCheck() {
	_, faults, err := format.Check(context.Background(), "newsroom")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range faults {
		fmt.Printf("%s: %s\n", f.Severity, f.Kind)
	}
	// Output:
	// note: identical addresses
	// note: story of one
	// note: story of one
	// note: story of one
}

func ExampleParseLabels() {
	file, err := format.ParseLabels(context.Background(), "clusters.json", []byte(`{"a1": 3, "a2": 3.0, "a3": -1}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	labels, err := file.Align([]string{"a1", "a2", "a3"}, corpus.IDPolicy{})
	fmt.Println(labels, err)
	// Output: [0 0 -1] <nil>
}

func ExampleNoting() {
	ctx := format.Noting(context.Background(), func(f corpus.Fault) { fmt.Println(f.Message) })
	file, err := format.ParseLabels(ctx, "run.csv", []byte("doc_id,topic\na1,7\na2,nan\n"))
	fmt.Println(len(file.IDs), err)
	// Output:
	// ids are read from the field doc_id, labels from topic
	// read as no group: "nan" (1)
	// 2 <nil>
}
