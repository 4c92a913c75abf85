package assay

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Label names the group of an item. A negative number and the empty string are
// no group: unlabelled in gold, noise in what was found.
type Label interface {
	~int | ~int32 | ~int64 | ~string
}

// A Measurement is the value of a metric with its 95 % interval by bootstrap over
// the stories of the gold.
type Measurement struct {
	Metric    string  // canonical spec
	Value     float64 // NaN if the metric is undefined here
	Low, High float64 // NaN if the metric has no interval
	Reason    string  // why Value is NaN
}

// String is the measurement in one line, such as "b3.f1 0.800 (0.500–1.000)".
func (m Measurement) String() string {
	switch {
	case math.IsNaN(m.Value):
		return fmt.Sprintf("%s: %s", m.Metric, m.Reason)
	case math.IsNaN(m.Low):
		return fmt.Sprintf("%s %.3f", m.Metric, m.Value)
	}
	return fmt.Sprintf("%s %.3f (%.3f–%.3f)", m.Metric, m.Value, m.Low, m.High)
}

// Score measures found clusters against gold: one label an item on both sides, in
// the same order. Metrics are those that compare two groupings, by their specs;
// without any, B-cubed precision, recall and F1, the adjusted Rand index and the
// number of clusters. Noise counts as clusters of one; items without gold count as
// foreign in the clusters that hold them.
func Score[G, F Label](gold []G, found []F, metrics ...string) ([]Measurement, error) {
	if len(metrics) == 0 {
		metrics = []string{"b3.p", "b3.r", "b3.f1", "ari", "clusters"}
	}
	measures, err := allmetrics.Named(metrics...)
	if err != nil {
		return nil, err
	}
	scores, err := score(labels(gold), labels(found), measures)
	if err != nil {
		return nil, err
	}
	list := make([]Measurement, len(scores))
	for i, s := range scores {
		list[i] = Measurement{s.Metric, number(s.Value), number(s.Low), number(s.High), s.Reason}
	}
	return list, nil
}

func score(gold, found corpus.Labels, measures []eval.Measure) ([]stats.Score, error) {
	ctx := context.Background()
	c, err := eval.NewCase(ctx, gold, found, nil)
	if err != nil {
		return nil, err
	}
	return stats.Scores(ctx, c, measures, stats.Bootstrap{Replicates: replicates, Level: level, Seed: seed})
}

const (
	replicates = 2000
	level      = 0.95
)

// A Comparison is how much better clustering b is than clustering a.
type Comparison struct {
	Metric    string
	A, B      float64 // values of the metric
	Delta     float64 // B − A
	Low, High float64 // 95 % interval of Delta, by bootstrap over stories
	P         float64 // two-sided, by sign flips of stories: small if chance does not explain Delta
}

// String is the comparison in one line.
func (c Comparison) String() string {
	return fmt.Sprintf("%s %.3f → %.3f: %+.3f (%+.3f to %+.3f), p = %.3g", c.Metric, c.A, c.B, c.Delta, c.Low, c.High, c.P)
}

// Compare tests two clusterings of the same items against gold by a metric that is
// a function of sums over stories, such as "b3.f1". With fewer than six stories on
// which the two differ no test can reach p < 0.05.
func Compare[G, A, B Label](gold []G, a []A, b []B, metric string) (Comparison, error) {
	measures, err := allmetrics.Named(metric)
	if err != nil {
		return Comparison{}, err
	}
	before, err := score(labels(gold), labels(a), measures)
	if err != nil {
		return Comparison{}, fmt.Errorf("scoring a: %w", err)
	}
	after, err := score(labels(gold), labels(b), measures)
	if err != nil {
		return Comparison{}, fmt.Errorf("scoring b: %w", err)
	}
	if len(before) != 1 || before[0].Terms.Columns == nil || after[0].Terms.Columns == nil {
		return Comparison{}, errors.New(metric + " cannot be tested: it is no function of sums over stories, or undefined here")
	}
	d, err := stats.Paired{Replicates: replicates, Level: level, Seed: seed}.
		Compare(context.Background(), before[0].Terms, after[0].Terms)
	if err != nil {
		return Comparison{}, err
	}
	return Comparison{before[0].Metric, number(before[0].Value), number(after[0].Value), d.Delta, d.Low, d.High, d.P}, nil
}

// labels numbers the groups of items by first appearance.
func labels[L Label](list []L) corpus.Labels {
	var zero L
	words := reflect.TypeFor[L]().Kind() == reflect.String
	numbers := map[L]int32{}
	out := make(corpus.Labels, len(list))
	for i, l := range list {
		if l < zero || words && l == zero {
			out[i] = corpus.None
			continue
		}
		n, ok := numbers[l]
		if !ok {
			n = int32(len(numbers))
			numbers[l] = n
		}
		out[i] = n
	}
	return out
}

func number(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}
