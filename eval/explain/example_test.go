package explain_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/explain"
)

// One article of the first story of tiny is in the cluster of the second.
func ExampleExplain() {
	ctx := context.Background()
	c, err := format.Open(ctx, "tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	found := append(corpus.Labels{}, c.Gold()...)
	for i := range found {
		if found[i] == 0 {
			found[i] = 1
			break
		}
	}
	k, err := eval.NewCase(ctx, c.Gold(), found, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := explain.Explain(ctx, explain.Run{Name: "mine", Case: k}, explain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range e.Stories {
		fmt.Printf("%s: %d parts, %d missing, %d foreign\n", s.ID, len(s.Parts), len(s.Missing), s.Foreign)
	}
	for _, step := range e.Repair.Steps {
		fmt.Println(step.Op, step.Articles, "for", step.Story)
	}
	// Output:
	// quillham-mill-bridge: 2 parts, 1 missing, 0 foreign
	// pikedown-comet: 1 parts, 0 missing, 1 foreign
	// ternley-chain-bridge: 1 parts, 0 missing, 0 foreign
	// move [t001] for quillham-mill-bridge
}
