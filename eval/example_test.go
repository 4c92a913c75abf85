package eval_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/spec"
)

func Example() {
	gold := corpus.Labels{1, 1, 1, 2, 2, 3, 3, 3}
	found := corpus.Labels{1, 1, 2, 3, 2, 4, 4, 4}
	c, err := eval.NewCase(context.Background(), gold, found, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"b3.f1", "ari", "nmi(avg=max)"} {
		s, _ := spec.Parse(name)
		m, err := eval.Parse(eval.Partition, s)
		if err != nil {
			fmt.Println(err)
			return
		}
		v, err := m.Scorer.Score(c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %.4f\n", m.Spec, v.Value)
	}
	// Output:
	// b3.f1 0.7829
	// ari 0.5789
	// nmi(avg=max) 0.6881
}
