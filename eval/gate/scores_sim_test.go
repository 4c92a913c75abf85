package gate

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// A quiz is questions in units, that two systems answer.
type quiz struct {
	units, items int     // items of a unit
	right        float64 // the share of right answers
	hard         float64 // share of the items on which both systems have the same result
	lost         float64 // what the new system loses
	day          float64 // by how much the share of a whole run varies
	runs         int     // of the old system
	together     float64 // share of the units whose items have one result
	smooth       bool    // scores are numbers between 0 and 1
}

func (q quiz) scores(seed uint64, metrics int, margin float64) Scores {
	random := rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Append(nil, seed))))
	s := Scores{Name: "quiz", Old: "old", New: "new", Items: q.units * q.items, Workers: 1, replicates: 300, Alpha: Alpha, Power: Power}
	for u := range q.units {
		s.Units = append(s.Units, fmt.Sprint("u", u))
	}
	if q.items > 1 {
		s.Unit = "document"
	}
	for k := range metrics {
		m := ScoreMetric{Name: fmt.Sprint("m", k), Better: eval.Higher, Margin: margin, Counts: make([]float64, q.units)}
		for u := range m.Counts {
			m.Counts[u] = float64(q.items)
		}
		shared := make([][]float64, q.units)
		for u := range shared {
			for range q.items {
				x := -1.0
				if random.Float64() < q.hard {
					x = random.Float64()
				}
				shared[u] = append(shared[u], x)
			}
		}
		answer := func(lost float64) []float64 {
			right := q.right - lost + q.day*random.NormFloat64()
			sums := make([]float64, q.units)
			for u := range sums {
				one, all := random.Float64(), random.Float64() < q.together
				for i := range q.items {
					x := random.Float64()
					if all {
						x = one
					}
					if shared[u][i] >= 0 {
						x = shared[u][i]
					}
					switch {
					case q.smooth:
						sums[u] += right + (x-.5)*.4
					case x < right:
						sums[u]++
					}
				}
			}
			return sums
		}
		for range max(1, q.runs) {
			m.Old = append(m.Old, answer(0))
		}
		m.New = [][]float64{answer(q.lost)}
		s.Metrics = append(s.Metrics, m)
	}
	return s
}

func (q quiz) verdicts(t *testing.T, runs, metrics int, margin float64) map[Verdict]float64 {
	var n [4]atomic.Int64
	require.NoError(t, parallel.Each(t.Context(), runs, 0, func(r int) {
		on, err := q.scores(uint64(r), metrics, margin).check(t.Context())
		if err != nil {
			panic(err)
		}
		for i, v := range severity {
			if v == on.Verdict {
				n[i].Add(1)
			}
		}
	}))
	out := map[Verdict]float64{}
	for i, v := range severity {
		out[v] = float64(n[i].Load()) / float64(runs)
	}
	return out
}

// Two systems that are as good: at most one gate of 20 fails, however small its margins are. A run may be better or worse as a whole,
// which repeats show.
func TestScoresFalseFailures(t *testing.T) {
	testfiles.Long(t, "a simulation")
	for _, c := range []struct {
		name    string
		q       quiz
		metrics int
		runs    int
	}{
		// With more than 20 units that differ not all flips are tried, which would take long.
		{"binary, three metrics", quiz{units: 150, items: 1, right: .7, hard: .3}, 3, 300},
		{"numbers, few items", quiz{units: 25, items: 1, right: .7, hard: .5, smooth: true}, 1, 1000},
		{"units that answer alike", quiz{units: 60, items: 6, right: .7, hard: .3, together: 1}, 1, 500},
		{"runs that differ as a whole, three repeats", quiz{units: 120, items: 1, right: .6, hard: .3, day: .06, runs: 3}, 1, 100},
		{"runs that differ as a whole, five repeats", quiz{units: 40, items: 1, right: .7, hard: .9, day: .03, runs: 5, smooth: true}, 1, 60},
	} {
		v := c.q.verdicts(t, c.runs, c.metrics, .001)
		t.Logf("%s: %v", c.name, v)
		assert.LessOrEqual(t, v[Fail], .05+2*math.Sqrt(.05*.95/float64(c.runs)), "%s: more than chance has of %d runs", c.name, c.runs)
	}
	// Without repeats nothing is known of what makes a whole run worse, and the report says so.
	const runs = 100
	v := quiz{units: 100, items: 1, right: .7, hard: .9, day: .03, smooth: true}.verdicts(t, runs, 1, .001)
	t.Logf("runs that differ as a whole, no repeats: %v", v)
	assert.Greater(t, v[Fail], .1)
}

// A system that lost the margin passes in about one of 20 cases, and a loss is missed as often as the report says.
func TestScoresMissed(t *testing.T) {
	testfiles.Long(t, "a simulation")
	const runs = 200
	for _, c := range []struct {
		name string
		q    quiz
	}{
		{"binary", quiz{units: 200, items: 1, right: .7, hard: .4, lost: .1}},
		{"binary, few change", quiz{units: 250, items: 1, right: .95, hard: .98, lost: .02}},
		{"numbers", quiz{units: 60, items: 1, right: .7, hard: .5, smooth: true, lost: .03}},
		{"units", quiz{units: 60, items: 6, right: .8, hard: .5, together: 1, lost: .1}},
	} {
		said := 0.0
		for r := range 100 {
			on, err := c.q.scores(uint64(r), 1, c.q.lost).check(t.Context())
			require.NoError(t, err)
			one := on.Metrics[0].Missed(c.q.lost, Power)
			if math.IsNaN(one) { // nothing changed, and so nothing fails
				one = 1
			}
			said += one / 100
		}
		v := c.q.verdicts(t, runs, 1, c.q.lost)
		t.Logf("%s: a loss of the margin, %g: %v; said to be missed in %.3f", c.name, c.q.lost, v, said)
		assert.LessOrEqual(t, v[Pass], .1, c.name)
		assert.InDelta(t, said, 1-v[Fail], .1, c.name)
	}
}
