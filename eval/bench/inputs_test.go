package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/results"
)

// Files that a metric reads are part of what results are resumed by, wherever in its spec they are named.
func TestFilesOfMetrics(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors.jsonl")
	tiny, err := format.Open(t.Context(), "tiny")
	require.NoError(t, err)
	write := func(step int) {
		rows := ""
		for i, a := range tiny.Articles {
			rows += fmt.Sprintf(`{"id":%q,"vector":[%d,%d]}`+"\n", a.ID, i%step, 1)
		}
		require.NoError(t, os.WriteFile(path, []byte(rows), 0o600))
	}
	keys := func(metrics ...string) (keys []string) {
		list, err := Trials(t.Context(), Plan{Corpora: []string{"tiny"}, Algorithms: []string{"random"}, Metrics: metrics})
		require.NoError(t, err)
		for _, trial := range list {
			keys = append(keys, trial.Key())
		}
		return keys
	}
	metrics := []string{"b3.f1", "silhouette(space=concat(tfidf,lsa(dims=2,space=file(" + path + "))))"}
	write(2)
	before, words := keys(metrics...), keys("b3.f1")
	assert.Equal(t, before, keys(metrics...))
	write(3)
	assert.NotEqual(t, before, keys(metrics...), "another model under the same path")
	assert.Equal(t, words, keys("b3.f1"))

	plan := Plan{Corpora: []string{"tiny"}, Algorithms: []string{"random"}, Metrics: []string{"silhouette(space=file(" + path + "))"}}
	var values []float64
	dir, run := t.TempDir(), 0
	count := func(p Progress) {
		if p.Result != nil && !p.Resumed {
			run++
		}
	}
	for _, step := range []int{3, 3, 4} {
		write(step)
		list, err := Run(t.Context(), plan, Options{Dir: dir, Progress: count})
		require.NoError(t, err)
		require.Equal(t, results.OK, list[0].Status, list[0].Error)
		values = append(values, *list[0].Scores[0].Value)
	}
	assert.Equal(t, 2, run, "the second is resumed, the third is of another file")
	assert.Equal(t, values[0], values[1])
	assert.NotEqual(t, values[0], values[2])

	require.NoError(t, os.Remove(path))
	_, err = Trials(t.Context(), plan)
	assert.ErrorContains(t, err, "silhouette(")
	assert.ErrorContains(t, err, "vectors.jsonl")
}
