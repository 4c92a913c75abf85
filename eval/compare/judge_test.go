package compare

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
)

// entrant has a story value of level, give or take what its phase makes of each story.
func entrant(name string, stories int, level, phase float64) Entrant {
	values, counts := make([]float64, stories), make([]float64, stories)
	for s := range stories {
		values[s], counts[s] = level+.05*math.Sin(float64(s)*phase), 1
	}
	t := eval.Terms{Columns: [][]float64{values, counts}, Combine: func(sum []float64) float64 { return sum[0] / sum[1] }}
	return Entrant{Name: name, Terms: t, Value: t.Value().Value}
}

func control(name string, stories int, level float64) Entrant {
	e := entrant(name, stories, level, 1.7)
	e.Control = true
	return e
}

func TestJudge(t *testing.T) {
	oracle := entrant("told", 40, .99, 5)
	oracle.Oracle = true
	j, err := Judge(t.Context(), []Entrant{
		entrant("worse", 40, .5, 1), entrant("good", 40, .801, 2), entrant("best", 40, .803, 3), oracle, control("random", 40, .2)})
	require.NoError(t, err)
	assert.Equal(t, "best", j.Best)
	assert.Equal(t, []string{"good"}, j.Tied)
	assert.Equal(t, 3, j.Pairs, "of ranked entrants alone")
	require.NotNil(t, j.Lead)
	assert.Equal(t, "worse", j.Lead.Over)
	assert.InDelta(t, .303, j.Lead.Delta, .01)
	assert.Less(t, j.Lead.Low, j.Lead.Delta)
	assert.Greater(t, j.Lead.High, j.Lead.Delta)
	assert.Equal(t, "good", j.Closest.Over)
	assert.Less(t, j.Closest.Low, 0.)
	assert.Greater(t, j.Needed, 40)
	assert.False(t, j.Floored)
	assert.Equal(t, "random", j.Control)
	assert.Greater(t, j.Resolution, 0.)
	assert.Empty(t, j.Letters["told"])
}

func TestJudgeControls(t *testing.T) {
	for name, c := range map[string]struct {
		list    []Entrant
		floored bool
	}{
		"a control is better":             {[]Entrant{entrant("a", 5, .1, 1), control("one", 5, .3)}, true},
		"few stories, by value":           {[]Entrant{entrant("a", 5, .4, 1), control("one", 5, .3)}, false},
		"no test tells it from a control": {[]Entrant{entrant("a", 40, .3, 2), entrant("b", 40, .301, 3), control("one", 40, .3)}, true},
		"tested":                          {[]Entrant{entrant("a", 40, .6, 2), control("one", 40, .3)}, false},
		"no controls":                     {[]Entrant{entrant("a", 40, .6, 2), entrant("b", 40, .5, 1)}, false},
	} {
		j, err := Judge(t.Context(), c.list)
		require.NoError(t, err)
		assert.Equal(t, c.floored, j.Floored, name)
	}
	none, err := Judge(t.Context(), []Entrant{control("one", 9, .5)})
	require.NoError(t, err)
	assert.Nil(t, none, "a control is never best")
}

func TestJudgeWithoutTests(t *testing.T) {
	j, err := Judge(t.Context(), []Entrant{entrant("a", 3, .9, 1), entrant("b", 3, .2, 2)})
	require.NoError(t, err)
	assert.Equal(t, "with so few stories (3) no test could tell 2 algorithms apart; that takes 6", j.Untested)
	assert.Nil(t, j.Lead)
	assert.Empty(t, j.Tied)
	assert.Equal(t, "b", j.Closest.Over)

	bare := []Entrant{{Name: "a", Value: .5}, {Name: "b", Value: .6}, {Name: "c", Value: math.NaN()}}
	j, err = Judge(t.Context(), bare)
	require.NoError(t, err)
	assert.Equal(t, "b", j.Best)
	assert.Equal(t, "fewer than two algorithms have terms by story", j.Untested)
	assert.True(t, math.IsNaN(j.Closest.Low) && math.IsNaN(j.Resolution))
}

// Whatever the entrants, the best has the largest value of those ranked, those tied share a
// letter with it, and the leads are over the first of each kind.
func TestJudgeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stories := rapid.IntRange(1, 30).Draw(t, "stories")
		var list []Entrant
		for i := range rapid.IntRange(1, 6).Draw(t, "entrants") {
			e := entrant(string(rune('a'+i)), stories, rapid.Float64Range(0, 1).Draw(t, "level"), rapid.Float64Range(1, 9).Draw(t, "phase"))
			e.Control = rapid.IntRange(0, 4).Draw(t, "kind") == 0
			list = append(list, e)
		}
		j, err := Judge(t.Context(), list)
		require.NoError(t, err)
		if j == nil {
			return
		}
		value := map[string]float64{}
		for _, e := range list {
			if !e.Control {
				value[e.Name] = e.Value
			}
		}
		for name, v := range value {
			assert.LessOrEqual(t, v, value[j.Best], name)
		}
		for _, name := range j.Tied {
			assert.True(t, ShareLetter(j.Letters[name], j.Letters[j.Best]))
		}
		for _, l := range []*Lead{j.Lead, j.Closest} {
			if l != nil {
				assert.GreaterOrEqual(t, l.Delta, 0.)
				assert.False(t, l.Low > l.High, "NaN with one story")
			}
		}
		assert.False(t, j.Untested != "" && j.Letters != nil)
	})
}
