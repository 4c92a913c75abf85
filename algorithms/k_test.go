package algorithms

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestK(t *testing.T) {
	for text, want := range map[string]K{"gold": {Gold: true}, "7": {N: 7}, "0": {}, "elbow": {By: "elbow"}} {
		k := K{N: 5, Gold: true, By: "before"}
		require.NoError(t, k.UnmarshalText([]byte(text)))
		assert.Equal(t, want, k)
		again, err := k.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(again))
		assert.NoError(t, k.Check("gap", "elbow"))
		assert.Equal(t, text != "0", k.Given())
	}
	for text, want := range map[string]string{
		"-1":  "k=-1 must be a whole number or gold",
		"1.5": "k=1.5 must be a whole number or gold", "elbow": "k=elbow must be a whole number or gold",
	} {
		var k K
		require.NoError(t, k.UnmarshalText([]byte(text)))
		assert.EqualError(t, k.Check(), want)
	}
	assert.Error(t, new(K).UnmarshalText(nil))
	assert.EqualError(t, K{N: -3}.Check("gap", "elbow"), "k=-3 must be a whole number, gold, gap or elbow")
	assert.EqualError(t, K{By: "x"}.Check("gap"), "k=x must be a whole number, gold or gap")
}

func TestCount(t *testing.T) {
	n, err := K{N: 3}.Count(0)
	require.NoError(t, err)
	assert.Equal(t, 3, n)
	n, err = K{Gold: true}.Count(8)
	require.NoError(t, err)
	assert.Equal(t, 8, n)
	_, err = K{Gold: true}.Count(0)
	assert.ErrorContains(t, err, "none were told of")
	_, err = K{}.Count(8)
	assert.ErrorContains(t, err, "at least 1")
}
