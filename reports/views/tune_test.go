package views

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

func scoreOf(v float64) *stats.Score { return &stats.Score{Metric: "b3.f1", Value: &v} }

func parsed(t *testing.T, text string) spec.Spec {
	s, err := spec.Parse(text)
	require.NoError(t, err)
	return s
}

func tuningOf(t *testing.T) *tune.Tuning {
	measures, err := all.Named("b3.f1")
	require.NoError(t, err)
	a, b := parsed(t, "f(x=1,y=2)"), parsed(t, "f(x=3,y=2)")
	return &tune.Tuning{
		Measure:  measures[0],
		Datasets: []tune.Dataset{{Name: "one|<b>"}, {Name: "two", Split: "chosen on val, scored on test"}},
		Families: []tune.Family{
			{Name: "f(x=1|3,y=2)", Untuned: a, Specs: []spec.Spec{a, b}, All: 5},
			{Name: "kmeans(k=gold)", Specs: []spec.Spec{parsed(t, "kmeans(k=gold)")}, All: 1, Excluded: "an oracle", Seeded: true},
		},
		Found: []tune.Found{
			{Folds: []tune.Fold{
				{Dataset: 0, Chosen: a, Dev: .9, Score: scoreOf(.7), Untuned: scoreOf(.6),
					Gain: &stats.Comparison{Delta: .1, Low: .05, High: .15, P: .01}, Ceiling: b, Top: scoreOf(.8)},
				{Dataset: 1, Chosen: b, Dev: .8, Score: scoreOf(.9), Ceiling: b, Top: scoreOf(.9)},
			}, Best: b, Dev: .85, HeldOut: .8, Failed: 1, Reason: "f(x=3,y=2): out of time"},
			{Folds: []tune.Fold{{Dataset: 0, Score: scoreOf(.99)}, {Dataset: 1}}, Dev: .9},
		},
		Trials: 6,
	}
}

func TestTuneReport(t *testing.T) {
	tuned := tuningOf(t)
	r := Tune(tuned)
	require.Len(t, r.Tables, 3)
	assert.Equal(t, "Take f(x=3,y=2): b3.f1 0.800 where it was not tuned.", said(r.Verdict))
	tuned.Found[0].Gain = &stats.Comparison{Delta: .1, Low: .05, High: .15, P: .01}
	assert.Contains(t, said(tuneVerdict(tuned)), "; 10.0 points (95 %: 5.0 to 15.0) more than the untuned settings.")
	tuned.Found[0].Gain = &stats.Comparison{Delta: -.01, Low: -.03, High: .01, P: .4}
	assert.Contains(t, said(tuneVerdict(tuned)), "; no test tells it from the untuned settings: it gains −1.0 points (95 %: −3.0 to 1.0).")
	tuned.Found[0].Best = spec.Spec{}
	assert.Nil(t, tuneVerdict(tuned), "nothing could be chosen")
	row := r.Tables[0].Row("f(x=1|3,y=2)")
	require.NotNil(t, row)
	assert.InDelta(t, .7, *row.Cells[0].Value, 1e-12)
	assert.InDelta(t, .8, *row.Cells[2].Value, 1e-12, "mean")
	assert.InDelta(t, .05, *row.Cells[6].Value, 1e-12, "optimism")
	assert.Equal(t, string(results.Oracle), r.Tables[0].Row("kmeans(k=gold)").Role)
	assert.Nil(t, r.Tables[0].Row("kmeans(k=gold)").Cells[1].Value)
	assert.Contains(t, r.Tables[0].Facts, "two: chosen on val, scored on test")
	assert.Equal(t, []string{"x=3", "2 of 5", "x=1"},
		[]string{r.Tables[1].Groups[0].Rows[0].Cells[0].Text, r.Tables[1].Groups[0].Rows[0].Cells[2].Text,
			r.Tables[1].Groups[0].Rows[0].Cells[3].Text})
	choice := r.Tables[2].Groups[0].Rows
	assert.Equal(t, "x=1", choice[0].Cells[0].Text)
	assert.InDelta(t, .1, *choice[0].Cells[4].Value, 1e-12)
	assert.Equal(t, "x=3", choice[0].Cells[7].Text)
	assert.Nil(t, choice[1].Cells[4].Value)
	for _, f := range reports.Formats {
		var out bytes.Buffer
		require.NoError(t, reports.Write(&out, r, f.Name), f.Name)
		if f.Name == "html" {
			assert.NotContains(t, out.String(), "one|<b>")
		}
	}
}

func TestAblateReport(t *testing.T) {
	x := tuningOf(t)
	a := &tune.Ablation{Measure: x.Measure, Datasets: x.Datasets,
		Whole: tune.Row{Variant: tune.Variant{Spec: parsed(t, "f")}, Scores: []*stats.Score{scoreOf(.6), scoreOf(.8)}},
		Rows: []tune.Row{
			{Variant: tune.Variant{Without: "x (x=0)"}, Scores: []*stats.Score{scoreOf(.5), scoreOf(.8)},
				Difference: &stats.Comparison{Delta: -.05, Low: -.1, High: 0, P: .01}, Holm: .02},
			{Variant: tune.Variant{Without: "y (y=0)"}, Scores: []*stats.Score{scoreOf(.5), nil}, Reason: "out of time"},
		}}
	r := Ablate(a)
	assert.Equal(t, "1 of 2 parts costs b3.f1 where left out: x (x=0) (5.0 points); no test shows what 1 is worth.", said(r.Verdict))
	whole, x1, y := r.Tables[0].Row("nothing: the whole"), r.Tables[0].Row("x (x=0)"), r.Tables[0].Row("y (y=0)")
	assert.InDelta(t, .7, *whole.Cells[2].Value, 1e-12)
	assert.InDelta(t, -.05, *x1.Cells[3].Value, 1e-12)
	assert.InDelta(t, .02, *x1.Cells[4].Value, 1e-12, "after Holm")
	assert.Nil(t, y.Cells[2].Value)
	assert.Equal(t, []string{"out of time"}, r.Tables[0].Notes)
	assert.NotEmpty(t, y.Notes)
}
