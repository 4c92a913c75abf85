package main

import (
	"math"

	"github.com/seed-9405df2f/assay/eval"
)

// halvesMetric is the row of a metric: the share of stories of which one cluster
// holds more than half. Its terms are means over stories, so that intervals and
// tests work as for any other metric.
var halvesMetric = eval.Metric{
	Name: "halves", Title: "Stories mostly together", Better: eval.Higher, Range: [2]float64{0, 1}, ByStory: true,
	Doc:   "Share of the stories of which one cluster holds more than half of the articles.",
	Blind: "Merges: it is 1 when all articles are one cluster.",
	New:   func() eval.Scorer { return eval.ScoreFunc(scoreHalves) },
}

func scoreHalves(c *eval.Case) (eval.Value, error) {
	t := c.Table()
	return eval.MeanOverStories(len(t.Stories), "there are no stories", func(story int) float64 {
		if t.Stories[story] == 0 {
			return math.NaN() // the policy left the story out
		}
		for _, cell := range t.Row(story) {
			if 2*cell.Count > t.Stories[story] {
				return 1
			}
		}
		return 0
	}), nil
}
