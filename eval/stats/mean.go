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
// stories or in the number of terms.
func MeanTerms(list []eval.Terms) (eval.Terms, error) {
	out := list[0]
	if len(list) == 1 {
		return out, nil
	}
	var err error
	if out.Columns, err = meanColumns(list); err != nil {
		return out, err
	}
	resampling := slices.Clone(list)
	for i := range resampling {
		resampling[i] = resampling[i].ForResampling()
	}
	out.Resampling, err = meanColumns(resampling)
	return out, err
}

func meanColumns(list []eval.Terms) ([][]float64, error) {
	stories, width := list[0].Stories(), len(list[0].Columns)
	mean := make([][]float64, width)
	for k := range mean {
		mean[k] = make([]float64, stories)
	}
	for n, t := range list {
		if t.Stories() != stories {
			return nil, fmt.Errorf("run %d has terms of %d stories, and the first of %d", n+1, t.Stories(), stories)
		}
		if len(t.Columns) != width {
			return nil, fmt.Errorf("run %d has %d terms for a story, and the first %d", n+1, len(t.Columns), width)
		}
		for k, column := range t.Columns {
			for s, x := range column {
				mean[k][s] += x / float64(len(list))
			}
		}
	}
	return mean, nil
}
