package eval

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// A plain sum of equal terms is wrong by more the more there are.
func TestSumsOfManyTerms(t *testing.T) {
	for _, x := range []float64{0.1, 1. / 3, math.Log(1e6)} {
		for _, n := range []int{1, sumBlock - 1, sumBlock, sumBlock + 1, 3*sumBlock + 7, 1_000_000} {
			var s sum
			plain := 0.0
			for range n {
				s.add(x)
				plain += x
			}
			want, _ := new(big.Float).Mul(big.NewFloat(x), new(big.Float).SetInt64(int64(n))).Float64()
			assert.InEpsilon(t, want, s.value(), 2e-14*(1+float64(min(n, sumBlock))/200), "%d times %g", n, x)
			if n <= sumBlock {
				assert.Equal(t, plain, s.value(), "a plain sum")
			}
		}
	}
	var s sum
	s.add(math.Inf(1))
	s.add(1)
	assert.True(t, math.IsInf(s.value(), 1))
	assert.Zero(t, new(sum).value())
}

// All stories in one cluster share no information with it, however many they are: what rounding
// leaves is no value.
func TestOneClusterOfManyStories(t *testing.T) {
	for _, n := range []int{60_000, 250_000, 1_000_003} {
		gold, one := make(corpus.Labels, n), make(corpus.Labels, n)
		for i := range gold {
			gold[i] = int32(i / 2)
		}
		table := NewTable(gold, one)
		values, err := table.ScoreAll("mi", "completeness", "homogeneity", "v", "nmi(avg=min)", "ami(avg=min)", "nmi(avg=geometric)")
		require.NoError(t, err)
		var got []float64
		for _, v := range values {
			got = append(got, v.Value)
		}
		assert.Equal(t, []float64{0, 1, 0, 0, 0, 0, 0}, got, "%d articles", n)
	}
}
