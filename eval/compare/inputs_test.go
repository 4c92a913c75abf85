package compare

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func labelsFile(t *testing.T, name string, rows ...string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte("id,label\n"+strings.Join(rows, "\n")+"\n"), 0o600))
	return path
}

// Systems that lack different articles, and have different further ones, are paired article by article.
func TestCompareArticlesOfOneSide(t *testing.T) {
	var gold, good, bad, whole []string
	for i := range 60 {
		row := fmt.Sprintf("a%d,%d", i, i/3)
		gold, whole = append(gold, row), append(whole, row)
		if i%10 > 0 {
			good = append(good, row)
		}
		if i%3 > 0 {
			bad = append(bad, row)
		}
	}
	good = append(good, "f1,30", "f2,30")
	for i := range 12 {
		bad = append(bad, fmt.Sprintf("f%d,%d", i, i/2))
	}
	inputs, err := OfLabels(t.Context(), labelsFile(t, "gold.csv", gold...), []string{
		labelsFile(t, "whole.csv", whole...), labelsFile(t, "good.csv", good...), labelsFile(t, "bad.csv", bad...),
	}, corpus.IDPolicy{Missing: "absent", Unknown: "foreign"})
	require.NoError(t, err)
	assert.Empty(t, inputs[0].Notes)
	out, err := All(t.Context(), inputs, measures(t, "b3.f1", "b3.p", "conll.f1", "ari"), .01, Settings{Replicates: 200, Seed: 1})
	require.NoError(t, err)
	b3 := out.Tables[0][0]
	assert.InDelta(t, 1, *b3.Rows[0].Score.Value, 1e-12)
	assert.Greater(t, *b3.Rows[1].Score.Value, *b3.Rows[2].Score.Value)
	assert.Less(t, b3.Rows[2].Difference.High, 0.0)
	assert.Less(t, b3.Rows[2].Holm, .05)
	assert.Equal(t, 20, b3.Rows[2].Wins+b3.Rows[2].Ties+b3.Rows[2].Losses, "only stories are counted")
	for _, shift := range b3.Rows[2].Moved {
		assert.NotEmpty(t, shift.Story.ID)
	}
	ari := out.Tables[0][3]
	assert.InDelta(t, 1, *ari.Rows[0].Score.Value, 1e-12)
	assert.Contains(t, ari.Rows[1].Score.Reason, "one side alone")

	inputs, err = OfLabels(t.Context(), labelsFile(t, "gold.csv", gold...),
		[]string{labelsFile(t, "good.csv", good...), labelsFile(t, "bad.csv", bad...)}, corpus.IDPolicy{Missing: "singletons", Unknown: "ignore"})
	require.NoError(t, err)
	assert.Len(t, inputs[0].Notes, 4)
	assert.Contains(t, inputs[0].Notes[2], "bad.csv: unknown=ignore hides 12 labels")
}
