package gate

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
)

// Scores of 40 questions, of which the new system answers eight more wrongly.
func ExampleScores_Check() {
	s := Scores{Name: "quiz", Old: "monday", New: "tuesday", Items: 40}
	m := ScoreMetric{Name: "accuracy", Better: eval.Higher, Margin: .05, Old: make([][]float64, 1), New: make([][]float64, 1)}
	for q := range 40 {
		s.Units = append(s.Units, fmt.Sprint("question ", q))
		m.Counts = append(m.Counts, 1)
		old, found := 1.0, 1.0
		if q%5 == 0 {
			found = 0
		}
		m.Old[0], m.New[0] = append(m.Old[0], old), append(m.New[0], found)
	}
	s.Metrics = []ScoreMetric{m}
	r, err := s.Check(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	one := r.Corpora[0].Metrics[0]
	fmt.Printf("%s: %.2f → %.2f, %d worse, %d the same\n", r.Verdict, *one.Old, *one.New, one.Items.Losses, one.Items.Ties)
	fmt.Printf("a loss of %.2f would be missed in %.0f %% of cases\n", one.Items.Misses[0].Loss, 100*one.Items.Misses[0].Missed)
	// Output:
	// fail: 1.00 → 0.80, 8 worse, 32 the same
	// a loss of 0.05 would be missed in 90 % of cases
}

func TestScoresInvalid(t *testing.T) {
	good := ScoreMetric{Name: "m", Better: eval.Higher, Counts: []float64{1}, Old: [][]float64{{1}}, New: [][]float64{{1}}}
	for want, change := range map[string]func(s *Scores, m *ScoreMetric){
		"there are no scores":  func(s *Scores, _ *ScoreMetric) { s.Units = nil },
		"a run of each system": func(_ *Scores, m *ScoreMetric) { m.Old = nil },
		"a direction":          func(_ *Scores, m *ScoreMetric) { m.Better = eval.Descriptive },
		"2 values for 1 units": func(_ *Scores, m *ScoreMetric) { m.New = [][]float64{{1, 2}} },
		"no finite number":     func(_ *Scores, m *ScoreMetric) { m.New = [][]float64{{math.NaN()}} },
	} {
		s, m := Scores{Name: "x", Units: []string{"u"}}, good
		change(&s, &m)
		s.Metrics = []ScoreMetric{m}
		_, err := s.Check(t.Context())
		assert.ErrorContains(t, err, want)
	}
}

// Exchanging old and new turns the gain around, and so does the direction. Equal scores pass.
func TestScoresSymmetry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "units")
		values := rapid.SliceOfN(rapid.Float64Range(-1, 1), n, n)
		m := ScoreMetric{Name: "m", Better: eval.Higher, Old: [][]float64{values.Draw(t, "old")}, New: [][]float64{values.Draw(t, "new")}}
		s := Scores{Name: "x", Units: make([]string, n), Items: n, Workers: 1, replicates: 50}
		for range n {
			m.Counts = append(m.Counts, 1)
		}
		check := func(m ScoreMetric) Test {
			s.Metrics = []ScoreMetric{m}
			r, err := s.Check(context.Background())
			require.NoError(t, err)
			return r.Corpora[0].Metrics[0]
		}
		one, lower, back, same := m, m, m, m
		lower.Better = eval.Lower
		back.Old, back.New = m.New, m.Old
		same.New = m.Old
		a, b, c := check(one), check(lower), check(back)
		require.InDelta(t, *a.Gain, -*b.Gain, 1e-12)
		require.InDelta(t, *a.Gain, -*c.Gain, 1e-12)
		require.Equal(t, a.Items.Wins, c.Items.Losses)
		require.Equal(t, n, a.Items.Wins+a.Items.Losses+a.Items.Ties)
		require.LessOrEqual(t, *a.Low, *a.Gain)
		require.Equal(t, Pass, check(same).Verdict)
	})
}

// More repeats that differ as a whole make the interval wider than items alone do.
func TestRepeatsWidenIntervals(t *testing.T) {
	steady := quiz{units: 100, items: 1, right: .7, hard: .9, runs: 4}
	shaky := steady
	shaky.day = .1
	width := func(q quiz) float64 {
		s := q.scores(3, 1, .02)
		s.Metrics[0].New = steady.scores(3, 1, .02).Metrics[0].New
		r, err := s.Check(t.Context())
		require.NoError(t, err)
		one := r.Corpora[0].Metrics[0]
		return *one.High - *one.Low
	}
	assert.Greater(t, width(shaky), 2*width(steady))
}
