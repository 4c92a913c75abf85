package views

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/spec"
)

// A gold level that is scored against another tells nothing about what tests see between systems, even if it scores most.
func TestJudgesAreNotJudged(t *testing.T) {
	system := func(name string, role results.Role, each ...float64) results.System {
		r := results.Result{Status: results.OK}
		r.Algorithm = spec.Spec{Name: name}
		var rows [][]float64
		total := 0.0
		for _, x := range each {
			rows = append(rows, []float64{x, x, 1})
			total += x / float64(len(each))
		}
		r.Terms, r.Scores = map[string][][]float64{results.Primary: rows}, []stats.Score{{Metric: results.Primary, Value: &total}}
		return results.System{Algorithm: r.Algorithm, Role: role, Runs: []results.Result{r}}
	}
	a, b := system("a", results.Contender, .5, .6, .7, .8, .5, .6, .9), system("b", results.Contender, .5, .6, .7, .8, .5, .6, .9)
	judged, err := judge([]results.System{a, b, system("judge", results.Judge, 1, 1, .9, .2, 1, 1, 1)})
	require.NoError(t, err)
	assert.Equal(t, "a", judged.Best)
	assert.NotContains(t, judged.Letters, "judge")
	assert.True(t, math.IsNaN(judged.Resolution), "the two systems are the same")
	judged, err = judge([]results.System{a, b, system("c", results.Contender, 1, 1, .9, .2, 1, 1, 1)})
	require.NoError(t, err)
	assert.Greater(t, judged.Resolution, 0.0)
}
