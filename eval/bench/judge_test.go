package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
)

// twoJudges writes a corpus of 24 articles that two judges grouped, who differ on a few.
func twoJudges(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "day")
	require.NoError(t, os.Mkdir(dir, 0o700))
	var lines strings.Builder
	for i := range 24 {
		first, second := i/3, i/3
		if i%8 == 0 {
			second = 100 + i
		}
		fmt.Fprintf(&lines, `{"id":"a%d","title":"Flood %d","story":"s%d","judge1":"x%d","judge2":"y%d"}`+"\n", i, i/3, i/6, first, second)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "articles.jsonl"), []byte(lines.String()), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "corpus.json"),
		[]byte(`{"name":"day","lang":"en","level":"topic","levels":{"judge1":"judge1","judge2":"judge2"}}`), 0o600))
	return dir
}

func TestBenchOnSeveralGoldLevels(t *testing.T) {
	day, dir := twoJudges(t), t.TempDir()
	plan := Plan{
		Corpora:    []string{day + "@judge1,judge2", day + "@mean(judge1,judge2)", day + "@max(topic,judge1,judge2)"},
		Algorithms: []string{"minhash(threshold=0.9)", "one", "singletons"}, Metrics: []string{"b3.f1", "ari"}, Replicates: 50,
	}
	list, err := Run(t.Context(), plan, Options{Dir: dir})
	require.NoError(t, err)
	value := func(r *results.Result, metric string) float64 {
		require.Equal(t, results.OK, r.Status, "%s: %s", r.Algorithm, r.Error)
		return *r.Score(metric).Value
	}
	sets := results.Group(list)
	got := map[string][]string{}
	agree := map[string]float64{}
	for _, set := range sets {
		for _, y := range set.Systems {
			got[set.Name()] = append(got[set.Name()], y.Name())
			assert.Equal(t, strings.HasPrefix(y.Name(), "judge"), y.Role == results.Judge)
			terms, ok := y.Terms()
			if y.Role == results.Judge && strings.Contains(set.Name(), "(") {
				assert.False(t, ok, "terms of a judge are of other stories")
				agree[set.Name()+" "+y.Name()] = value(&y.Runs[0], "ari")
				continue
			}
			require.True(t, ok, "%s on %s", y.Name(), set.Name())
			assert.InDelta(t, value(&y.Runs[0], "b3.f1"), terms.Combine(terms.Sum()), 1e-6, "%s on %s", y.Name(), set.Name())
		}
	}
	algorithms := []string{"minhash(threshold=0.9)", "one", "singletons"}
	assert.Equal(t, map[string][]string{
		"day@judge1":                   append(algorithms[:3:3], "judge(judge2)"),
		"day@judge2":                   append(algorithms[:3:3], "judge(judge1)"),
		"day@mean(judge1,judge2)":      append(algorithms[:3:3], "judge(judge1)", "judge(judge2)"),
		"day@max(topic,judge1,judge2)": append(algorithms[:3:3], "judge(topic)", "judge(judge1)", "judge(judge2)"),
	}, got)
	assert.InDelta(t, agree["day@mean(judge1,judge2) judge(judge1)"], agree["day@mean(judge1,judge2) judge(judge2)"], 1e-12,
		"ari is symmetric")
	assert.Less(t, agree["day@mean(judge1,judge2) judge(judge1)"], 1.0)
	assert.Less(t, agree["day@max(topic,judge1,judge2) judge(topic)"], 1.0, "its own level has no part in it")

	again, err := Run(t.Context(), plan, Options{Dir: dir, Progress: func(p Progress) { assert.True(t, p.Resumed) }})
	require.NoError(t, err)
	assert.Len(t, again, len(list))

	inputs, err := compare.OfResults(t.Context(), list)
	require.NoError(t, err)
	b3, err := eval.Named("b3.f1")
	require.NoError(t, err)
	out, err := compare.All(t.Context(), inputs, []eval.Measure{b3}, 0.01, compare.Settings{Replicates: 50})
	require.NoError(t, err)
	for i, in := range inputs {
		table := out.Tables[i][0]
		assert.Len(t, table.Judges, len(in.Corpus.Judges()), in.Name())
		for _, row := range table.Judges {
			stored := sets[i].System("judge(" + row.System + ")")
			assert.InDelta(t, value(&stored.Runs[0], "b3.f1"), *row.Score.Value, 1e-12, in.Name())
		}
	}
	assert.Empty(t, out.Across, "levels of one corpus are not several corpora")

	// A level that is there twice, beside different others, has all of these for judges.
	plan.Corpora = []string{day + "@judge1", day + "@judge1,judge2", day + "@topic,judge1", day + "@max(topic,judge1)"}
	list, err = Run(t.Context(), plan, Options{Dir: t.TempDir()})
	require.NoError(t, err)
	inputs, err = compare.OfResults(t.Context(), list)
	require.NoError(t, err)
	assert.Equal(t, "day@judge1", inputs[0].Name())
	assert.Equal(t, []string{"judge2", "topic"}, inputs[0].Corpus.Judges())

	plan.Protocol = "stream(window=7d)"
	plan.Corpora = plan.Corpora[3:]
	_, err = Run(t.Context(), plan, Options{Dir: t.TempDir()})
	assert.ErrorContains(t, err, "a stream is scored against one gold level")
}
