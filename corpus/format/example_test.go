package format_test

import (
	"context"
	"fmt"

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
		fmt.Printf("%s: %s\n", f.Severity, f.Message)
	}
	// Output:
	// note: story chess-prodigy has one article
	// note: story kerrow-bridge has one article
	// note: story glacier-bell has one article
}
