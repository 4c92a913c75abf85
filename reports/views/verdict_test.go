package views

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

func said(v *reports.Verdict) string { return strings.Join(v.Sentences, " ") }

func TestVerdict(t *testing.T) {
	r, err := Bench(fiveSystems(t, 40), nil)
	require.NoError(t, err)
	v := r.Verdict
	assert.Equal(t, v, r.Tables[0].Verdict, "of one corpus")
	assert.Equal(t, "nmf", v.Best)
	assert.Equal(t, []string{"kmeans"}, v.Tied)
	assert.Equal(t, "leiden", v.Lead.Name)
	assert.Regexp(t, `^nmf has the best b3\.f1, 0\.903, but no test tells it from kmeans, 0\.2 points \(95 %: −1\.\d to 1\.\d\) behind\. `+
		`It beats leiden by 20\.3 points \(16\.\d to 23\.\d\)\. It takes 1\.50 s\. Differences under about 4\.9 points cannot be `+
		`seen in 40 stories; 0\.2 would take about \d+\.$`, said(v))
	assert.Equal(t, "assay explain made_up --algorithm nmf", v.Next)

	slow := fiveSystems(t, 40)
	slow[3].Seconds.Cluster = 600
	r, err = Bench(slow, nil)
	require.NoError(t, err)
	assert.Contains(t, said(r.Verdict), "It takes 600.50 s, kmeans 1.50 s.")
}

// Where a control is better, no row is marked, and the data give the reason.
func TestTopicsAreNotStories(t *testing.T) {
	levels := map[string]float64{"kmeans": .95, "leiden": .93, "minhash": .99, "nmf": .97, "lda": .1, "one": .6}
	list := field(t, 40, levels, "minhash", "kmeans", "leiden", "nmf", "lda", "one")
	list[4].Oracle, list[5].Family = true, "control"
	for i := range list {
		for s := range list[i].Terms[results.Primary] {
			for k := range list[i].Terms[results.Primary][s] {
				list[i].Terms[results.Primary][s][k] *= 10
			}
		}
		clusters := 900.
		list[i].Scores = append(list[i].Scores, stats.Score{Metric: "clusters", Value: &clusters})
		list[i].Corpus.Stories = 40
	}
	r, err := Bench(list, nil)
	require.NoError(t, err)
	for row := range r.Tables[0].Rows() {
		for _, c := range row.Cells {
			assert.False(t, c.Best || c.Tied, row.Name)
		}
	}
	assert.Empty(t, r.Verdict.Best)
	assert.Regexp(t, `^No algorithm beats the control one, which has a b3\.f1 of 0\.\d+; the best, leiden, has 0\.\d+\. The 40 gold groups `+
		`have a median of 40 articles: these are topics, not stories, and it found 900 clusters\. Told their number, lda has 0\.\d+: `+
		`give one of your own, as in k=40\.$`, said(r.Verdict))
	assert.Equal(t, "assay bench --corpus made_up --algorithm 'kmeans(k=40),nmf(k=40),spectral(k=40)'", r.Verdict.Next)
	assert.Contains(t, write(t, r, "text"), "No algorithm beats the control one")
}

// Better by value is not enough where a test could show a difference from a control.
func TestVerdictByTestAgainstControls(t *testing.T) {
	levels := map[string]float64{"kmeans": .5, "leiden": .501, "minhash": .9, "nmf": .9, "lda": .9, "one": .53}
	list := field(t, 40, levels, "minhash", "kmeans", "leiden", "one")
	list[3].Family = "control"
	r, err := Bench(list, nil)
	require.NoError(t, err)
	assert.Empty(t, r.Verdict.Best)
	assert.Regexp(t, `^No test tells the best algorithm, (kmeans|leiden), from the control one: they have a b3\.f1 of 0\.\d+ and 0\.\d+\.$`,
		said(r.Verdict))
}

func TestVerdictOverCorpora(t *testing.T) {
	list := fiveSystems(t, 40)
	for _, r := range fiveSystems(t, 40) {
		r.Corpus.Name, r.Corpus.Fingerprint, r.Dir = "second", "fedcba", ""
		list = append(list, r)
	}
	for i := range list {
		list[i].Dir = "out"
	}
	r, err := Bench(list, nil)
	require.NoError(t, err)
	assert.Equal(t, "nmf is best in b3.f1, or no test tells it from the best, on 2 of 2 corpora (made_up, second); so is kmeans.",
		said(r.Verdict))
	assert.Equal(t, "assay compare out", r.Verdict.Next)
	byMetric, err := View{Table: "metric"}.Bench(list)
	require.NoError(t, err)
	assert.Equal(t, r.Verdict, byMetric.Verdict)
}

func TestSweepOf(t *testing.T) {
	for written, want := range map[string]string{
		"leiden(threshold=0.2)":                       "leiden(threshold=0.15..0.25/5)",
		"agglomerative(distance=0.9,linkage=average)": "agglomerative(distance=0.675..1.125/5,linkage=average)",
		"minhash(threshold=1)":                        "minhash(threshold=0.75..1/5)",
		"storyline":                                   "", "kmeans(k=5)": "",
	} {
		s, err := spec.Parse(written)
		require.NoError(t, err)
		assert.Equal(t, want, sweepOf(s), written)
	}
}

func TestCompareVerdict(t *testing.T) {
	measures, err := View{}.named("b3.f1", "vi")
	require.NoError(t, err)
	row := func(name string, v, delta, holm float64, letters string) compare.Row {
		r := compare.Row{System: name, Score: stats.Score{Value: &v}, Letters: letters}
		if delta != 0 {
			r.Difference, r.Holm = &stats.Comparison{Delta: delta, Low: delta - .02, High: delta + .02}, holm
		}
		return r
	}
	table := func(m eval.Measure, rows ...compare.Row) compare.Table {
		return compare.Table{Measure: m, Baseline: "a", Rows: rows}
	}
	base, tied, third := row("a", .8, 0, 0, "a"), row("b", .79, -.01, .01, "a"), row("c", .5, -.3, .01, "b")
	for _, c := range []struct {
		want   string
		t      compare.Table
		chosen bool
	}{
		{"b is worse than a in b3.f1, by 10.0 points (95 %: 8.0 to 12.0), p = .010.",
			table(measures[0], base, row("b", .7, -.1, .01, "")), false},
		{"b is better than a in b3.f1, by 10.0 points (95 %: 8.0 to 12.0), p = .010.", table(measures[0], base, row("b", .9, .1, .01, "")), true},
		{"b is better than a in vi, by 0.1 (95 %: 0.08 to 0.12), p = .010.", table(measures[1], base, row("b", .7, -.1, .01, "")), true},
		{"No test tells b from a in b3.f1: they differ by 1 point (95 %: −1.0 to 3.0), p = .400.",
			table(measures[0], base, row("b", .79, -.01, .4, "")), false},
		{"a has the best b3.f1: 1 of 2 systems are worse, and no test tells 1 from it; not told apart: b.",
			table(measures[0], base, tied, third), false},
		{"In b3.f1 1 of 2 systems are worse than a, 1 better, and no test tells 0 from it; better: b.",
			table(measures[0], base, row("b", .9, .1, .01, "a"), third), true},
	} {
		v := compareVerdict("made_up", c.t, .05, c.chosen)
		require.NotNil(t, v, c.want)
		assert.Equal(t, c.want, said(v))
	}
	assert.Nil(t, compareVerdict("made_up", table(measures[0], row("a", .8, 0, 0, "")), .05, false), "nothing to compare with")
}

func TestExplainVerdict(t *testing.T) {
	e := &explain.Explanation{Run: "r.csv", Score: explain.Score{F1: .85, SplitLoss: .12, MergeLoss: .03}, Exact: 2,
		Stories: make([]explain.Story, 5)}
	assert.Equal(t, "r.csv has a b3.f1 of 0.850: it splits more than it merges. Splits cost 12.0 points, merges 3.0 points; "+
		"2 of 5 stories are exactly one cluster.", said(explainVerdict(e)))
	low, high := -.05, -.01
	e.Difference = &explain.Difference{Delta: -.03, Low: &low, High: &high, Worse: 2, Better: 1, Moved: 7, Stories: []explain.StoryChange{
		{Before: 1, After: .5, Moves: make([]explain.Moved, 1)},
		{Before: 1, After: .5, Came: make([]explain.Moved, 2), Moves: make([]explain.Moved, 1)},
		{Before: .5, After: 1, Came: make([]explain.Moved, 2)},
	}}
	assert.Equal(t, "b3.f1 changed by −3.0 points (95 %: −5.0 to −1.0): 2 stories worse (articles of 2 moved away, "+
		"foreign ones came to 1), 1 better; 7 articles moved.", said(explainVerdict(e)))
}

func TestScoreVerdict(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	floor := func(name string, v float64) score.Values {
		return score.Values{Name: name, Values: map[string]*float64{"b3.f1": value(v)}}
	}
	s := &score.Sheet{
		Predicted: score.Side{Name: "p.csv"}, Floors: []score.Values{floor("one", .1), floor("singletons", .8)},
		Scores: []stats.Score{{Metric: "b3.p", Value: value(.6)}, {Metric: "b3.r", Value: value(.9)},
			{Metric: "b3.f1", Value: value(.72), Low: value(.7), High: value(.75)}},
	}
	assert.Equal(t, "p.csv has a b3.f1 of 0.720 (95 %: 0.700 to 0.750): it merges stories more than it splits them "+
		"(precision 0.600, recall 0.900). That is no better than singletons, with 0.800.", said(scoreVerdict(s)))
	s.Scores = s.Scores[:1]
	assert.Nil(t, scoreVerdict(s))
}

func TestMergedNotes(t *testing.T) {
	runs := []results.Result{{Notes: []string{"k=100 by silhouette", "alike"}}, {Notes: []string{"k=111 by silhouette", "alike"}},
		{Notes: []string{"k=98 by silhouette", "alike", "1 of 9 rows"}}}
	assert.Equal(t, []string{"k=98–111 by silhouette", "alike", "1 of 9 rows (1 of 3 seeds)"}, mergedNotes(runs))
}
