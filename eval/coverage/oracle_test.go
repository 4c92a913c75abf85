package coverage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// On the embedded news every summarizer beats random sentences, and none the
// oracle, which alone is told the gold summaries.
func TestOracleIsTheCeiling(t *testing.T) {
	c, err := format.Open(context.Background(), "newsroom")
	require.NoError(t, err)
	k, err := eval.NewCase(withPages, c.Gold(), c.Gold(), c)
	require.NoError(t, err)
	score := func(metric, summarizer string) float64 {
		s, err := spec.Parse(metric + "(summarizer=" + summarizer + ")")
		require.NoError(t, err)
		m, err := eval.Parse(Metrics, s)
		require.NoError(t, err)
		v, err := m.Score(k)
		require.NoError(t, err)
		return v.Value
	}
	for metric, oracle := range map[string]string{"rouge1.r": "oracle", "rouge2.r": "oracle", "rouge1.f1": "oracle(by=f1)",
		"rouge2.f1": "oracle(by=f1)"} {
		floor, ceiling := score(metric, "random"), score(metric, oracle)
		for _, summarizer := range []string{"lead", "random(of=lead)", "lexrank", "textrank", "centroid", "mmr", "sumbasic", "klsum",
			"submodular"} {
			v := score(metric, summarizer)
			assert.Greater(t, v, floor, "%s of %s", metric, summarizer)
			assert.Less(t, v, ceiling, "%s of %s", metric, summarizer)
		}
	}
}

// An oracle is told the references of the story that its cluster is matched to,
// and no other's.
func TestOracleIsToldItsStory(t *testing.T) {
	c := threeStories()
	assert.Equal(t, 1., value(t, "rouge1.r(summarizer=oracle)", c, corpus.Labels{0, 0, 1, 1, 2}))
	mixed := value(t, "rouge1.p(summarizer=oracle(sentences=1))", c, corpus.Labels{0, 0, 0, 0, 0})
	assert.Equal(t, 1./2, mixed, "the quake's sentence of the one cluster; the cake has none")
}
