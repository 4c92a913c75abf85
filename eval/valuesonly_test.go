package eval

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// A case that keeps values only has the same values, to the last bit, under every policy.
func TestValuesOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		labels := func(name string, least int32) corpus.Labels {
			return rapid.SliceOfN(rapid.Int32Range(least, 6), n, n).Draw(t, name)
		}
		gold, pred := labels("gold", -1), labels("pred", -1)
		gold[0] = 0
		p := Policy{Sampled: rapid.SampledFrom([]string{"", "articles"}).Draw(t, "sampled")}
		whole, err := p.Case(context.Background(), gold, pred, nil)
		require.NoError(t, err)
		short, err := p.Case(context.Background(), gold, pred, nil)
		require.NoError(t, err)
		short.ValuesOnly()
		for _, m := range Partition {
			measure, err := Named(m.Name)
			require.NoError(t, err)
			want, err := measure.Score(whole)
			require.NoError(t, err)
			got, err := measure.Score(short)
			require.NoError(t, err)
			assert.Equal(t, math.Float64bits(want.Value), math.Float64bits(got.Value), m.Name)
			assert.Equal(t, want.Reason, got.Reason, m.Name)
		}
	})
}
