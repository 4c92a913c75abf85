package stats_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

var (
	ctx  = context.Background()
	gold = corpus.Labels{0, 0, 0, 1, 1, 2, 2, 3, 3, 3}
	one  = corpus.Labels{0, 0, 1, 2, 2, 3, 3, 4, 4, 5}
	two  = corpus.Labels{0, 0, 0, 1, 2, 3, 3, 4, 4, 4}
)

// b3r is B-cubed recall of a grouping, by story.
func b3r(found corpus.Labels) eval.Terms {
	v, err := eval.Score(gold, found, "b3.r")
	if err != nil {
		panic(err)
	}
	return v.Terms
}

func ExampleScores() {
	c, err := eval.NewCase(ctx, gold, one, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := eval.Parse(eval.Partition, spec.Spec{Name: "b3.r"})
	if err != nil {
		fmt.Println(err)
		return
	}
	scores, err := stats.Scores(ctx, c, []eval.Measure{m}, stats.NewBootstrap())
	if err != nil {
		fmt.Println(err)
		return
	}
	s := scores[0]
	fmt.Printf("%s %.2f, between %.2f and %.2f\n", s.Metric, *s.Value, *s.Low, *s.High)
	// Output: b3.r 0.73, between 0.56 and 1.00
}

func ExampleBootstrap_Intervals() {
	b := stats.Bootstrap{Replicates: 2000, Level: 0.95, Seed: 1, Method: stats.BCa}
	list, err := b.Intervals(ctx, []eval.Terms{b3r(one), b3r(two)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range list {
		fmt.Printf("%.2f to %.2f\n", i.Low, i.High)
	}
	// Output:
	// 0.56 to 1.00
	// 0.62 to 1.00
}

func ExamplePaired_Compare() {
	p := stats.Paired{Replicates: 2000, Level: 0.95, Seed: 1}
	c, err := p.Compare(ctx, b3r(one), b3r(two))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%+.2f, between %+.2f and %+.2f; p = %.2f from %d flips (all: %v)\n", c.Delta, c.Low, c.High, c.P, c.Flips, c.Exact)
	// Output: +0.17, between -0.25 and +0.44; p = 0.50 from 8 flips (all: true)
}

func ExampleBootstrap_Decompose() {
	b := stats.Bootstrap{Replicates: 2000, Seed: 1}
	v, err := b.Decompose(ctx, []eval.Terms{b3r(one), b3r(two)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f ± %.2f over %d runs\n", v.Mean, v.StandardError(), v.Count)
	// Output: 0.82 ± 0.10 over 2 runs
}

func ExampleHolm() {
	fmt.Println(stats.Holm([]float64{0.01, 0.04, 0.03}))
	// Output: [0.03 0.06 0.06]
}

func ExampleLetters() {
	systems := []string{"leiden", "kmeans", "dbscan"} // the best first
	differ := func(i, j int) bool { return i+j == 2 } // only the first and the last
	for i, letters := range stats.Letters([]int{0, 1, 2}, differ) {
		fmt.Println(systems[i], letters)
	}
	// Output:
	// leiden a
	// kmeans ab
	// dbscan b
}

func ExampleWilcoxon() {
	kmeans := []float64{.71, .64, .80, .59, .77, .68}
	leiden := []float64{.78, .69, .79, .70, .83, .76}
	w, err := stats.Wilcoxon(kmeans, leiden)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("p = %.4f on %d corpora\n", w.P, w.N)
	// Output: p = 0.0625 on 6 corpora
}

func ExampleFriedman() {
	scores := [][]float64{ // a row a corpus
		{.71, .78, .60},
		{.64, .69, .61},
		{.80, .79, .66},
		{.59, .70, .58},
	}
	t, err := stats.Friedman(scores)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("ranks %.2f, p = %.3f\n", t.Ranks, t.PF)
	// Output: ranks [1.75 1.25 3.00], p = 0.007
}

func ExampleCriticalDifference() {
	fmt.Printf("%.2f mean ranks\n", stats.CriticalDifference(4, 14, 0.10))
	// Output: 1.12 mean ranks
}

func ExampleSignedRank_Compare() {
	kmeans := []float64{.71, .64, .80, .59, .77, .68}
	leiden := []float64{.78, .69, .79, .70, .83, .76}
	p, err := stats.SignedRank{ROPE: 0.05, Seed: 1}.Compare(ctx, kmeans, leiden)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("kmeans better %.2f, no matter %.2f, leiden better %.2f\n", p.A, p.Rope, p.B)
	// Output: kmeans better 0.00, no matter 0.33, leiden better 0.67
}

func ExampleChance_Expected() {
	c, err := eval.NewCase(ctx, gold, one, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := eval.Parse(eval.Partition, spec.Spec{Name: "b3.r"})
	if err != nil {
		fmt.Println(err)
		return
	}
	expected, err := stats.Chance{Replicates: 200, Seed: 1}.Expected(ctx, c, []eval.Measure{m})
	if err != nil {
		fmt.Println(err)
		return
	}
	value := b3r(one).Value().Value
	fmt.Printf("%.2f where chance gives %.2f: %.2f of what there is to win\n",
		value, expected[0].Value, stats.Adjusted(value, expected[0].Value, 1))
	// Output: 0.73 where chance gives 0.45: 0.51 of what there is to win
}

func ExampleDetectable() {
	e := stats.DifferenceError(b3r(one), b3r(two))
	fmt.Printf("4 stories cannot resolve differences under %.2f\n", stats.Detectable(e, 0.05, 0.8))
	// Output: 4 stories cannot resolve differences under 0.58
}

func ExampleStoriesFor() {
	e := stats.DifferenceError(b3r(one), b3r(two))
	fmt.Printf("%.0f stories would resolve 0.05\n", stats.StoriesFor(0.05, e, 4, 0.05, 0.8))
	// Output: 543 stories would resolve 0.05
}
