package eval_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
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
		m, err := eval.Named(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		v, err := m.Score(c)
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

func ExampleScore() {
	gold := corpus.Labels{1, 1, 1, 2, 2, 3, 3, 3}
	found := corpus.Labels{1, 1, 2, 3, 2, 4, 4, 4}
	v, err := eval.Score(gold, found, "b3.f1")
	fmt.Printf("%.4f %v\n", v.Value, err)
	// Output: 0.7829 <nil>
}

func ExampleScoreAll() {
	gold := corpus.Labels{1, 1, 1, 2, 2, 3, 3, 3}
	found := corpus.Labels{1, 1, 2, 3, 2, 4, 4, 4}
	values, err := eval.ScoreAll(gold, found, "b3.f1", "ari")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f %.4f\n", values[0].Value, values[1].Value)
	// Output: 0.7829 0.5789
}

func ExamplePolicy() {
	gold := corpus.Labels{0, 0, 1, 1}
	found := corpus.Labels{0, 0, corpus.None, corpus.None} // two articles are noise
	for _, noise := range []string{"singletons", "one"} {
		c, err := eval.Policy{Noise: noise}.Case(context.Background(), gold, found, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		m, _ := eval.Named("b3.r")
		v, _ := m.Score(c)
		fmt.Println(c.Policy, v.Value)
	}
	// Output:
	// noise=singletons, unlabelled=within, distractors=within 0.75
	// noise=one, unlabelled=within, distractors=within 1
}

func ExampleExtendedBCubed() {
	gold := eval.Cover{{0}, {0, 1}, {1}} // the second article belongs to both stories
	found := eval.Cover{{0}, {0}, {1}}
	precision, recall, err := eval.ExtendedBCubed(gold, found)
	fmt.Printf("%.3f %.3f %v\n", precision, recall, err)
	// Output: 1.000 0.667 <nil>
}

// A response without the third mention of the key, and with one that the key lacks.
func ExampleNewCase_oneSided() {
	key := corpus.Labels{0, 0, 0, 1, 1, corpus.Absent}
	response := corpus.Labels{0, 0, corpus.Absent, 1, 1, 1}
	c, err := eval.NewCase(context.Background(), key, response, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("missing:", c.Missing, "unknown:", c.Unknown)
	for _, name := range []string{"b3.p", "b3.r", "conll.f1", "ari"} {
		m, err := eval.Named(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		v, err := m.Score(c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.4f %s %s.\n", v.Value, m.Spec, v.Reason)
	}
	// Output:
	// missing: 1 unknown: 1
	// 0.6667 b3.p .
	// 0.6667 b3.r .
	// 0.7111 conll.f1 .
	// NaN ari not defined where one side alone has articles: the prediction lacks 1, the gold 1.
}
