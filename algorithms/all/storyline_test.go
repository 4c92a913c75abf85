package all

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// b3 is the B-cubed F1 of an algorithm on a corpus.
func b3(t *testing.T, algorithm, path string) float64 {
	c, err := format.Open(context.Background(), path)
	require.NoError(t, err)
	labels, _, err := Run(context.Background(), c, algorithm, 1, 0)
	require.NoError(t, err)
	v, err := eval.Score(c.Gold(), labels, "b3.f1")
	require.NoError(t, err)
	return v.Value
}

// Told nothing, storyline is above TF-IDF and average or complete linkage with the
// distance that was best on these corpora together.
func TestStorylineOnNews(t *testing.T) {
	assert.Greater(t, b3(t, "storyline", "newsroom"), 0.88)
	for corpus, least := range map[string]float64{"wikinews": 0.837, "ecbplus": 0.869, "ktlab-vi": 0.699, "newswcl50": 0.98} {
		path := testfiles.Path(t, "corpora", corpus)
		assert.Greater(t, b3(t, "storyline", path), least, corpus)
	}
}
