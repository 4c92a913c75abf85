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
	k, err := eval.NewCase(context.Background(), c.Gold(), c.Gold(), c)
	require.NoError(t, err)
	score := func(metric, digest string) float64 {
		s, err := spec.Parse(metric + "(digest=" + digest + ")")
		require.NoError(t, err)
		m, err := eval.Parse(Metrics, s)
		require.NoError(t, err)
		v, err := m.Scorer.Score(k)
		require.NoError(t, err)
		return v.Value
	}
	for metric, oracle := range map[string]string{"rouge1.r": "oracle", "rouge2.r": "oracle", "rouge1.f1": "oracle(by=f1)", "rouge2.f1": "oracle(by=f1)"} {
		floor, ceiling := score(metric, "random"), score(metric, oracle)
		for _, digest := range []string{"lead", "random(of=lead)", "lexrank", "textrank", "centroid", "mmr", "sumbasic", "klsum", "submodular"} {
			v := score(metric, digest)
			assert.Greater(t, v, floor, "%s of %s", metric, digest)
			assert.Less(t, v, ceiling, "%s of %s", metric, digest)
		}
	}
}

// An oracle is told the references of the story that its cluster is matched to,
// and no other's.
func TestOracleIsToldItsStory(t *testing.T) {
	c := threeStories()
	assert.Equal(t, 1., value(t, "rouge1.r(digest=oracle)", c, corpus.Labels{0, 0, 1, 1, 2}))
	mixed := value(t, "rouge1.p(digest=oracle(sentences=1))", c, corpus.Labels{0, 0, 0, 0, 0})
	assert.Equal(t, 1./2, mixed, "the quake's sentence of the one cluster; the cake has none")
}

func TestCeiling(t *testing.T) {
	for text, marked := range map[string]bool{
		"rouge1.r(digest=oracle)": true, "rouge1.r(digest=oracle(by=f1))": true, "rouge1.r(digest=lead)": false, "keypoints.recall(digest=gold)": false,
		"b3.f1": false, "nmi(avg=oracle)": false,
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		assert.Equal(t, marked, Ceiling(s) != "", text)
	}
}
