package results

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

func result(algorithm string, seed uint64, value float64) Result {
	r := Result{Schema: Schema, Status: OK, Scores: []stats.Score{{Metric: Primary, Value: &value}}}
	r.Trial = Trial{Corpus: Corpus{Name: "news", Fingerprint: "f"}, Algorithm: spec.Spec{Name: algorithm}, Seed: seed}
	r.Terms = map[string][][]float64{Primary: {{value, 1, 1}, {1, value, 1}}}
	r.Key = r.Trial.Key()
	return r
}

// The last line of a trial counts, even if it failed; other seeds, policies, orders and
// corpora are kept apart.
func TestGroup(t *testing.T) {
	failed := result("a", 1, 0)
	failed.Status, failed.Scores, failed.Terms = Failed, nil, nil
	shuffled := result("b", 1, .9)
	shuffled.Order = 1
	strict := result("b", 1, .7)
	strict.Policy.Noise = "drop"
	sets := Group([]Result{result("a", 1, .5), result("b", 1, .25), failed, result("b", 2, .75), shuffled, strict})
	require.Len(t, sets, 2)
	a, b := sets[0].System("a"), sets[0].System("b")
	assert.Empty(t, a.Runs)
	assert.Len(t, a.Failed, 1)
	assert.Equal(t, 1, a.Superseded)
	assert.Len(t, b.Runs, 2)
	assert.Len(t, b.Reordered, 1)
	assert.Equal(t, .5, *b.Score(Primary).Value)
	assert.Len(t, sets[1].Systems, 1)

	terms, ok := b.Terms()
	require.True(t, ok)
	assert.Equal(t, [][]float64{{.5, 1, 1}, {1, .5, 1}}, eval.Transpose(terms.Columns))
	b.Runs[1].Terms = map[string][][]float64{Primary: {{1, 1, 1}}}
	_, ok = b.Terms()
	assert.False(t, ok, "terms of other stories have no mean")
	b.Runs[1].Scores[0] = stats.Score{Metric: Primary, Reason: "no story"}
	assert.Equal(t, "seed 2: no story", b.Score(Primary).Reason)
	assert.Nil(t, b.Score(Primary).Value)
}

// Lines of the schema before this one are read.
func TestOldSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.jsonl")
	line := `{"schema":"assay/result/1","key":"k","corpus":{"name":"news","digest":"abc"},"algorithm":"one",` +
		`"family":"made elsewhere","status":"ok"}` + "\n"
	require.NoError(t, os.WriteFile(path, []byte(line), 0o644))
	list, err := Read(filepath.Dir(path))
	require.NoError(t, err)
	assert.Equal(t, "abc", list[0].Corpus.Fingerprint)
	assert.Equal(t, Schema, list[0].Schema)
	assert.Equal(t, algorithms.Outside, list[0].Family)
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(line, "result/1", "result/9", 1)), 0o644))
	_, err = Read(path)
	assert.ErrorContains(t, err, "assay/result/9")
}
