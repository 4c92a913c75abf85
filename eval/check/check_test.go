package check

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/gate"
)

func TestSources(t *testing.T) {
	seed := uint64(7)
	ran := &gate.Baseline{System: gate.System{Algorithm: "kmeans(k=2)", Seeds: []uint64{3, 4}}, Corpora: []gate.Entry{{Path: "a"}}}
	read := &gate.Baseline{Corpora: []gate.Entry{{Path: "a", Labels: "a.csv"}}}
	for name, c := range map[string]struct {
		in     Input
		old    *gate.Baseline
		update bool
		want   []uint64 // seeds
		labels []string
		err    string
	}{
		"a new baseline": {in: Input{Corpora: []string{"a"}, Algorithm: "kmeans(k=2)"}, update: true,
			want: []uint64{1, 2, 3, 4, 5}},
		"runs that are asked for": {in: Input{Corpora: []string{"a"}, Algorithm: "kmeans(k=2)", Runs: 2, Seed: &seed},
			update: true, want: []uint64{7, 8}},
		"no chance, one seed": {in: Input{Corpora: []string{"a"}, Algorithm: "agglomerative(distance=0.5)"},
			update: true, want: []uint64{1}},
		"as in the baseline":                {old: ran, want: []uint64{3, 4}},
		"as many as in the baseline":        {in: Input{Seed: &seed, Runs: 9}, old: ran, want: []uint64{7, 8}},
		"another system, as many":           {in: Input{Algorithm: "agglomerative(distance=0.5)"}, old: ran, want: []uint64{3, 4}},
		"an update keeps the number":        {old: ran, update: true, want: []uint64{3, 4}},
		"labels of the baseline":            {old: read, labels: []string{"a.csv"}},
		"labels in place of an algorithm":   {in: Input{Labels: []string{"b.csv"}}, old: ran, labels: []string{"b.csv"}},
		"no clusters":                       {in: Input{Corpora: []string{"a"}}, update: true, err: "where do the clusters come from?"},
		"no corpora":                        {in: Input{Algorithm: "kmeans(k=2)"}, update: true, err: "which corpora?"},
		"other corpora than the baseline's": {in: Input{Corpora: []string{"a", "b"}}, old: ran, err: "2 corpora, and the baseline has 1"},
		"labels for some corpora": {in: Input{Corpora: []string{"a", "b"}, Labels: []string{"a.csv"}}, update: true,
			err: "1 labels files for 2 corpora"},
	} {
		got, err := c.in.sources(c.old, c.update)
		if c.err != "" {
			assert.ErrorContains(t, err, c.err, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, c.want, got.system.Seeds, name)
		assert.Equal(t, c.labels, got.labels, name)
	}
}

func TestRepeated(t *testing.T) {
	found := []gate.Clustering{{Runs: []corpus.Labels{{0}, {1}}, Seeds: []uint64{5, 6}}}
	got := repeated(found, 3)[0]
	assert.Equal(t, []corpus.Labels{{0}, {1}, {0}}, got.Runs)
	assert.Equal(t, []uint64{5, 6, 5}, got.Seeds)
	assert.Len(t, found[0].Runs, 2, "the clusterings given stay as they are")
}

// An update of another system says that it keeps the margins, unless it derives them again.
func TestUpdateOfAnotherSystem(t *testing.T) {
	in := Input{Baseline: filepath.Join(t.TempDir(), "b.json"), Corpora: []string{"newsroom"}, Algorithm: "agglomerative(distance=0.9)"}
	made, err := in.Update(t.Context(), gate.Update{Again: -1})
	require.NoError(t, err)
	assert.Nil(t, made.Changed)
	assert.Empty(t, made.Notes)
	require.NoError(t, made.Baseline.Write(in.Baseline))
	in.Corpora, in.Algorithm = nil, "agglomerative(distance=0.8)"
	made, err = in.Update(t.Context(), gate.Update{Again: -1})
	require.NoError(t, err)
	assert.NotNil(t, made.Changed)
	assert.Equal(t, []string{"The margins are still those of the system before: --calibrate makes them anew"}, made.Notes)
	made, err = in.Update(t.Context(), gate.Update{Again: -1, Calibrate: true})
	require.NoError(t, err)
	assert.Empty(t, made.Notes)
}
