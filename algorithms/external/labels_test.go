package external

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

func TestLabels(t *testing.T) {
	path := filepath.Join(t.TempDir(), "found.csv")
	require.NoError(t, os.WriteFile(path, []byte("id,cluster\nc,x\na,x\nb,\nd,y\n"), 0o600))
	cluster := func(ids []string, args ...spec.Arg) (corpus.Labels, error) {
		p := &algorithms.Problem{}
		for _, id := range ids {
			p.Articles = append(p.Articles, corpus.Article{ID: id})
		}
		c := LabelsEntry.New()
		s := spec.Spec{Name: "labels", Args: append([]spec.Arg{{Value: spec.Spec{Name: path}}}, args...)}
		require.NoError(t, spec.Bind(s, c))
		return c.Cluster(context.Background(), p)
	}
	arg := func(name, value string) spec.Arg { return spec.Arg{Name: name, Value: spec.Spec{Name: value}} }

	got, err := cluster([]string{"d", "a", "b", "c"})
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 1, corpus.None, 1}, got)

	_, err = cluster([]string{"a", "b", "c", "d", "e", "f"})
	assert.ErrorContains(t, err, `2 of 6 articles have no label: ["e" "f"]`)
	got, err = cluster([]string{"a", "b", "c", "d", "e", "f"}, arg("missing", "singletons"))
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, corpus.None, 0, 1, 2, 3}, got)

	_, err = cluster([]string{"a"})
	assert.ErrorContains(t, err, `3 of 4 labels are for articles that the corpus does not have: ["c" "b" "d"]`)
	got, err = cluster([]string{"a"}, arg("unknown", "ignore"))
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0}, got)
}

func TestLabelsErrors(t *testing.T) {
	assert.ErrorContains(t, spec.Bind(spec.Spec{Name: "labels"}, LabelsEntry.New()), "file is missing")
	c := LabelsEntry.New()
	require.NoError(t, spec.Bind(spec.Spec{Name: "labels", Args: []spec.Arg{{Value: spec.Spec{Name: "no/such/file"}}}}, c))
	assert.Equal(t, []string{"no/such/file"}, c.(algorithms.FileReader).Files())
	_, err := c.Cluster(context.Background(), &algorithms.Problem{})
	assert.ErrorIs(t, err, os.ErrNotExist)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = c.Cluster(ctx, &algorithms.Problem{})
	assert.ErrorIs(t, err, context.Canceled)
}
