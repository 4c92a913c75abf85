package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// Random clusterings are counted as they are drawn.
func TestProgressOfFloors(t *testing.T) {
	var seen []progress.Step
	ctx := progress.With(t.Context(), func(s progress.Step) { seen = append(seen, s) })
	k, err := eval.NewCase(ctx, corpus.Labels{0, 0, 1}, corpus.Labels{0, 1, 1}, nil)
	require.NoError(t, err)
	m, err := eval.Named("match.accuracy")
	require.NoError(t, err)
	_, err = Floors(ctx, k, []eval.Measure{m}, stats.NewBootstrap())
	require.NoError(t, err)
	require.NotEmpty(t, seen)
	assert.Equal(t, progress.Step{Name: "random clusterings", Done: 1, Total: chanceReplicates}, seen[0])
}
