package views

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

func TestTrainReport(t *testing.T) {
	measures, err := all.Named("b3.f1")
	require.NoError(t, err)
	weights := func(a, b float64) *storyline.Weights {
		return &storyline.Weights{Channels: []storyline.Channel{{Space: "tfidf", Weight: a}, {Space: "time", Weight: b}},
			Link:    storyline.LinkWeights{Constant: -a},
			Trained: []storyline.Source{{Corpus: "one|<b>", Articles: 5, Stories: 1}}}
	}
	found := &tune.Training{
		Measure: measures[0], Weights: weights(.8, .6), Datasets: []tune.Dataset{{Name: "one|<b>"},
			{Name: "two", Split: "chosen on val, scored on test"}},
		Folds: []tune.TrainingFold{
			{Weights: weights(1, 0), Trained: scoreOf(.9), Uniform: scoreOf(.8), Gain: &stats.Comparison{Delta: .1, Low: .05, High: .15, P: .01}},
			{Weights: weights(.6, .8), Uniform: scoreOf(.7), Reason: "failed on two: out of time"},
		},
	}
	r := Train(found)
	require.Len(t, r.Tables, 2)
	time := r.Tables[0].Row("time")
	require.NotNil(t, time)
	assert.Equal(t, []float64{.6, 0, .8}, []float64{*time.Cells[0].Value, *time.Cells[1].Value, *time.Cells[2].Value})
	assert.Equal(t, "without two", r.Tables[0].Columns[2].Name)
	assert.Contains(t, r.Tables[0].Facts, "one|<b>: 5 articles, 1 story")
	one := r.Tables[1].Row("one|<b>")
	assert.InDelta(t, .1, *one.Cells[2].Value, 1e-12)
	assert.InDelta(t, .15, *one.Cells[2].High, 1e-12)
	two := r.Tables[1].Row("two")
	assert.Nil(t, two.Cells[1].Value)
	assert.NotEmpty(t, two.Notes)
	assert.Nil(t, r.Tables[1].Row("mean").Cells[1].Value, "a mean without one of them would promise too much")
	for _, f := range reports.Formats {
		var out bytes.Buffer
		require.NoError(t, reports.Write(&out, r, f.Name))
		assert.Contains(t, out.String(), "out of time", f.Name)
	}

	words := 8.5
	found.Dense = spec.Spec{Name: "bert", Args: []spec.Arg{{Value: spec.Spec{Name: "m"}}}}
	for _, w := range []*storyline.Weights{found.Weights, found.Folds[0].Weights, found.Folds[1].Weights} {
		w.DenseWords = &words
	}
	found.Folds[0].Dense, found.Folds[0].DenseGain = scoreOf(.95), &stats.Comparison{Delta: .05, Low: .01, High: .09, P: .02}
	r = Train(found)
	assert.InDelta(t, 8.5, *r.Tables[0].Row("words that a vector is worth").Cells[0].Value, 1e-12)
	one = r.Tables[1].Row("one|<b>")
	assert.InDelta(t, .95, *one.Cells[4].Value, 1e-12)
	assert.InDelta(t, .05, *one.Cells[5].Value, 1e-12)
	assert.Nil(t, r.Tables[1].Row("mean").Cells[4].Value)
	assert.Contains(t, r.Tables[1].Facts, "vectors: bert(m)")
	for _, row := range r.Tables[1].Groups[0].Rows {
		assert.Len(t, row.Cells, len(r.Tables[1].Columns))
	}

	found.Datasets, found.Folds = found.Datasets[1:], found.Folds[:1]
	r = Train(found)
	assert.Len(t, r.Tables[0].Columns, 1)
	assert.Nil(t, r.Tables[1].Row("mean"))
	assert.Contains(t, r.Tables[1].Facts, "two: chosen on val, scored on test")
}
