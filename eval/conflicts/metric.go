package conflicts

import (
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// Metrics holds the number of conflicts.
var Metrics = []eval.Metric{{
	Name: "conflicts", Title: "Numbers in conflict", Better: eval.Descriptive, ByStory: true, Range: [2]float64{0, math.Inf(1)},
	Doc: "How many things the articles of a story's cluster count differently: people killed, injured, missing, arrested and so on, where " +
		"two sentences with words in common name numbers that cannot both be right, and their articles are not known to be published " +
		"more than an hour apart. " +
		"The mean over stories with a cluster of two articles or more. Clusters that mix stories have more.",
	Blind: "Everything except counts of people and what happened to them, and what articles of different hours say.",
	Cite:  []string{"de Marneffe, Rafferty & Manning 2008, Finding contradictions in text, ACL (numeric mismatch)"},
	Needs: eval.Needs{Texts: true},
	New:   func() eval.Scorer { return eval.ScoreFunc(count) },
}}

func count(c *eval.Case) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus with texts"), nil
	}
	members := c.Pred.Members()
	matches := c.Matches()
	var failed error
	v := eval.MeanOverStories(len(matches), "no story has a cluster of two articles", func(story int) float64 {
		if matches[story] < 0 || len(members[matches[story]]) < 2 || failed != nil {
			return math.NaN()
		}
		chosen := members[matches[story]]
		list, err := Find(c.Context(), corpus.Pick(c.Corpus.Articles, chosen), "", c.Corpus.Language(chosen[0]))
		if err != nil {
			failed = err
			return math.NaN()
		}
		return float64(len(list))
	})
	return v, failed
}
