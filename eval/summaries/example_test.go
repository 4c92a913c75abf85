package summaries_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/summaries"
)

func ExampleCollector_Collect() {
	c := &corpus.Corpus{
		Articles: []corpus.Article{
			{ID: "a", Text: "A strong earthquake struck the northern coast on Monday.", Story: "quake"},
			{ID: "b", Text: "Whisk three eggs with sugar until pale and fluffy.", Story: "cake"},
		},
		Stories: []corpus.Story{{ID: "quake", Summary: "An earthquake struck the coast."}, {ID: "cake", Summary: "Whisk three eggs."}},
	}
	measures, err := all.Named("rouge1.r(summarizer=lead)")
	if err != nil {
		fmt.Println(err)
		return
	}
	k, err := eval.NewCase(context.Background(), c.Gold(), corpus.Labels{0, 1}, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := (summaries.Collector{}).Collect(k, measures); err != nil {
		fmt.Println(err)
		return
	}
	v, err := measures[0].Score(k)
	fmt.Printf("%.2f %v\n", v.Value, err)
	// Output: 0.90 <nil>
}
