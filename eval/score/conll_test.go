package score_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/partial"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// conllMetrics are ours under the names of the suite.
var conllMetrics = map[string]string{"muc": "muc", "bcub": "b3", "ceafm": "ceaf.m", "ceafe": "ceaf.e", "blanc": "blanc", "lea": "lea"}

// asCoNLL is the policy of the CoNLL scorer.
var asCoNLL = corpus.IDPolicy{Missing: "absent", Unknown: "foreign"}

// checkCoNLL scores a response and compares recall, precision and F1.
func checkCoNLL(t *testing.T, key, response string, want map[string][]float64) (compared int) {
	gold, _, err := format.OpenGoldLabels(t.Context(), key)
	require.NoError(t, err)
	a, err := format.AlignLabels(t.Context(), gold, asCoNLL, response)
	require.NoError(t, err)
	r := score.Request{Gold: a.Corpus, Found: a.Labels[0], LabelsOnly: true, IDs: asCoNLL, Unmatched: a.Unmatched[0],
		Bootstrap: stats.Bootstrap{Replicates: 50, Level: .95}, Worst: 3, Metrics: []string{"b3.*", "conll.f1"}}
	for name := range want {
		for _, part := range []string{".r", ".p", ".f1"} {
			r.Metrics = append(r.Metrics, conllMetrics[name]+part)
		}
	}
	sheet, err := score.Run(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, "absent", sheet.Policy.Missing)
	values := map[string]float64{}
	for _, s := range sheet.Scores {
		require.NotNil(t, s.Value, "%s of %s: %s", s.Metric, response, s.Reason)
		values[s.Metric] = *s.Value
	}
	for name, list := range want {
		for i, part := range []string{".r", ".p", ".f1"} {
			assert.InDelta(t, list[i], values[conllMetrics[name]+part], 1e-4, "%s%s of %s", conllMetrics[name], part, response)
			compared++
		}
	}

	policy := partial.NewPolicy(eval.Policy{}, asCoNLL)
	file := filepath.Join(t.TempDir(), "cells")
	l, err := partial.OpenLabels(t.Context(), key, response, policy)
	require.NoError(t, err)
	require.NoError(t, l.WriteFile(t.Context(), file, partial.Shard{}))
	cells, _, err := partial.ReadFile(t.Context(), file, policy, 0)
	require.NoError(t, err)
	r.Worst = 0
	counted, err := score.Cells(t.Context(), cells, r)
	require.NoError(t, err)
	assert.Equal(t, sheet.N, counted.N)
	if sheet.Unmatched != nil {
		assert.Equal(t, sheet.Unmatched, counted.Unmatched)
	}
	for i := range sheet.Scores {
		sheet.Scores[i].Terms, counted.Scores[i].Terms = eval.Terms{}, eval.Terms{}
	}
	assert.Equal(t, sheet.Scores, counted.Scores, "values and intervals of cells")
	return compared
}

// Every expected value of the CoNLL scorer's own test cases, to their own tolerance.
func TestCoNLLSuite(t *testing.T) {
	dir := testfiles.Path(t, "originals", "conll")
	raw, err := os.ReadFile(filepath.Join(dir, "cases.json"))
	require.NoError(t, err)
	var cases []struct {
		ID, Key, Response  string
		Expected, Computed map[string][]float64
	}
	require.NoError(t, json.Unmarshal(raw, &cases))
	compared := 0
	for _, c := range cases {
		key, response := filepath.Join(dir, c.Key), filepath.Join(dir, c.Response)
		compared += checkCoNLL(t, key, response, c.Expected)
		checkCoNLL(t, key, response, c.Computed)
		if universal := filepath.Join(dir, "corefud", c.Response); len(c.ID) == 2 && c.ID <= "A4" {
			checkCoNLL(t, filepath.Join(dir, "corefud", c.Key), universal, c.Expected)
		}
	}
	assert.Greater(t, compared, 150)
	checkCoNLL(t, filepath.Join(dir, "corefud", "TC-O.key"), filepath.Join(dir, "corefud", "TC-O-1.response"),
		map[string][]float64{"bcub": {4. / 9, 4. / 15, 1. / 3}})
}
