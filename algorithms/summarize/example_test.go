package summarize_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus/format"
)

func ExampleStories() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	writer, err := summarize.Named("lead(sentences=1,of=earliest)")
	if err != nil {
		fmt.Println(err)
		return
	}
	pages, err := summarize.Stories(ctx, c, c.Gold(), writer)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pages.Stories[0].Summary)
	// Output: QUILLHAM (Shirewire) - The county closed Mill Bridge to all traffic at 5 a.m. on Tuesday after an inspection found cracks in its central arch, a highways spokeswoman said.
}
