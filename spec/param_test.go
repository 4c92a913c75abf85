package spec

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// settings are a struct of which the zero value means the defaults.
type settings struct {
	Noise string        `spec:"noise" oneof:"keep,drop"`
	Least int           `spec:"least" default:"1" range:"1:"`
	Seed  uint64        `spec:"seed" default:"7"`
	Limit time.Duration `spec:"limit" default:"1h" range:"0:"`
	Inner Spec          `spec:"inner" default:"tfidf"`
}

func TestFill(t *testing.T) {
	s := settings{Least: 3}
	require.NoError(t, Fill(&s))
	assert.Equal(t, settings{"keep", 3, 7, time.Hour, Spec{Name: "tfidf"}}, s)
	assert.EqualError(t, Fill(&settings{Noise: "sink"}), "noise=sink: must be one of keep, drop")
	assert.EqualError(t, Fill(&settings{Least: -1}), "least=-1: must be at least 1")
	assert.EqualError(t, Fill(&settings{Limit: -1}), "limit=-1ns: must be at least 0")
}

func TestChangedAndMerge(t *testing.T) {
	s := settings{Noise: "keep", Least: 3, Seed: 7, Limit: 90 * time.Minute}
	assert.Equal(t, []Arg{{"least", Spec{Name: "3"}}, {"limit", Spec{Name: "1h30m"}}}, Changed(s))
	assert.Empty(t, Changed(settings{}), "the zero value means the defaults")
	Merge(&s, settings{Noise: "drop", Seed: 8})
	assert.Equal(t, settings{Noise: "drop", Least: 3, Seed: 8, Limit: 90 * time.Minute}, s)
}

func TestGetReadsWhatSetWrites(t *testing.T) {
	var s settings
	for _, p := range Params(s) {
		text := map[string]string{"noise": "drop", "least": "4", "seed": "9", "limit": "2m", "inner": "lsa(dims=2)"}[p.Name]
		require.NoError(t, p.Set(&s, text))
		assert.Equal(t, text, p.Get(s))
	}
	assert.Error(t, Params(s)[2].Set(&s, "-1"))
}
