package algorithms

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestK(t *testing.T) {
	for text, want := range map[string]K{"gold": {Gold: true}, "7": {N: 7}, "0": {}} {
		var k K
		require.NoError(t, k.UnmarshalText([]byte(text)))
		assert.Equal(t, want, k)
		again, err := k.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(again))
	}
	for _, text := range []string{"-1", "1.5", "elbow", ""} {
		assert.ErrorContains(t, new(K).UnmarshalText([]byte(text)), "whole number, or gold")
	}
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

func TestEstimatedK(t *testing.T) {
	for text, want := range map[string]EstimatedK{"gold": {K: K{Gold: true}}, "7": {K: K{N: 7}}, "elbow": {By: "elbow"}} {
		k := EstimatedK{K: K{N: 5, Gold: true}, By: "before"}
		require.NoError(t, k.UnmarshalText([]byte(text)))
		assert.Equal(t, want, k)
		again, err := k.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(again))
		assert.NoError(t, k.Known("gap", "elbow"))
	}
	assert.EqualError(t, EstimatedK{By: "-3"}.Known("gap", "elbow"), "k=-3 must be a whole number, gold, gap or elbow")
	assert.EqualError(t, EstimatedK{By: "x"}.Known("gap"), "k=x must be a whole number, gold or gap")
}
