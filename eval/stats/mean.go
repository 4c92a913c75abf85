package stats

import (
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
)

// Mean is the mean of scores by one metric, such as those of several seeds: of the
// values and of the ends of the intervals, each undefined if one of them is. Of several it has
// no terms (MeanTerms). There is at least one score.
func Mean(scores []Score) Score {
	if len(scores) == 1 {
		return scores[0]
	}
	out := scores[0]
	out.Value = meanOf(scores, func(s *Score) *float64 { return s.Value })
	out.Low = meanOf(scores, func(s *Score) *float64 { return s.Low })
	out.High = meanOf(scores, func(s *Score) *float64 { return s.High })
	out.Error, out.Terms = nil, eval.Terms{}
	if i := slices.IndexFunc(scores, func(s Score) bool { return s.Value == nil }); i >= 0 {
		out.Reason = scores[i].Reason
	}
	return out
}

func meanOf(scores []Score, of func(*Score) *float64) *float64 {
	sum := 0.0
	for i := range scores {
		v := of(&scores[i])
		if v == nil {
			return nil
		}
		sum += *v / float64(len(scores))
	}
	return &sum
}

// MeanTerms is the mean of terms of the same stories: tests on it compare systems by
// what they make of each story on average. It is an error if the terms differ in their
// stories or in the length of their rows.
func MeanTerms(list []eval.Terms) (eval.Terms, error) {
	out := list[0]
	if len(list) == 1 {
		return out, nil
	}
	var err error
	if out.Rows, err = meanRows(list, func(t eval.Terms) [][]float64 { return t.Rows }); err != nil {
		return out, err
	}
	out.Resampling, err = meanRows(list, func(t eval.Terms) [][]float64 { return t.ForResampling().Rows })
	return out, err
}

func meanRows(list []eval.Terms, of func(eval.Terms) [][]float64) ([][]float64, error) {
	var sum [][]float64
	for n, t := range list {
		rows := of(t)
		if n == 0 {
			sum = make([][]float64, len(rows))
			for s := range sum {
				sum[s] = make([]float64, len(rows[s]))
			}
		}
		if len(rows) != len(sum) {
			return nil, fmt.Errorf("run %d has terms of %d stories, and the first of %d", n+1, len(rows), len(sum))
		}
		for s, row := range rows {
			if len(row) != len(sum[s]) {
				return nil, fmt.Errorf("run %d has %d terms for a story, and the first %d", n+1, len(row), len(sum[s]))
			}
			for k, x := range row {
				sum[s][k] += x / float64(len(list))
			}
		}
	}
	return sum, nil
}
