package bench

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/results"
)

// The merged folders of all shards are as if one bench had run the plan, whatever their order; what is not
// whole or does not belong together is refused.
func TestShards(t *testing.T) {
	plan := Plan{Corpora: []string{"tiny"}, Algorithms: []string{"one", "singletons", "random", "random(sizes=gold)", "by(day)"},
		Metrics: []string{"b3.f1", "ari"}, Seeds: 2, Replicates: 20}
	root := t.TempDir()
	run := func(p Plan, name string, shard, shards int) (string, []results.Result) {
		dir := filepath.Join(root, name)
		list, err := Run(context.Background(), p, Options{Dir: dir, Shard: shard, Shards: shards})
		require.NoError(t, err)
		return dir, list
	}
	_, want := run(plan, "one", 0, 0)
	a, first := run(plan, "a", 0, 3)
	b, _ := run(plan, "b", 1, 3)
	c, _ := run(plan, "c", 2, 3)
	again, _ := run(plan, "again", 1, 3)
	assert.Less(t, len(first), len(want))

	whole := filepath.Join(root, "whole")
	notes, err := Merge(whole, []string{c, again, a, b})
	require.NoError(t, err)
	assert.Contains(t, strings.Join(notes, ""), "is left out")
	got, err := results.Read(whole)
	require.NoError(t, err)
	require.Len(t, got, len(want))
	for i := range want {
		assert.True(t, sameOutcome(want[i], got[i]), want[i].Algorithm)
		labels, err := os.ReadFile(filepath.Join(whole, got[i].Labels))
		require.NoError(t, err)
		same, err := os.ReadFile(filepath.Join(root, "one", got[i].Labels))
		require.NoError(t, err)
		assert.Equal(t, string(same), string(labels))
	}
	resumed := 0
	_, err = Run(context.Background(), plan, Options{Dir: whole, Progress: func(p Progress) {
		if p.Resumed {
			resumed++
		}
	}})
	require.NoError(t, err)
	assert.Equal(t, len(want), resumed)

	other := plan
	other.Metrics = []string{"b3.f1"}
	d, _ := run(other, "d", 2, 3)
	refused := func(want string, dirs ...string) {
		to := filepath.Join(root, "refused")
		_, err := Merge(to, dirs)
		assert.ErrorContains(t, err, want)
		assert.NoDirExists(t, to)
	}
	refused("2 of 3 shards are missing: 1, 2", c)
	refused("are shards of different plans", a, b, d)
	refused("shard.json", a, filepath.Join(root, "one"))
	_, err = Run(context.Background(), plan, Options{Dir: a, Shard: 1, Shards: 3})
	assert.ErrorContains(t, err, "holds shard 1/3 of another plan")

	path := filepath.Join(again, "results.jsonl")
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(raw), "\n")
	require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines[1:], "")), 0o644))
	refused("have no result: run it again", a, again, c)
	var altered results.Result
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &altered))
	altered.Status = results.Failed
	line, err := json.Marshal(altered)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte(string(line)+"\n"+strings.Join(lines[1:], "")), 0o644))
	refused("with different results for trial", a, b, again, c)
}
