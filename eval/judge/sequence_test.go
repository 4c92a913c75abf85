package judge

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Two systems of equal pair.f1: whoever looks after every answer errs in at most one run of twenty.
func TestSequenceUnderEquality(t *testing.T) {
	const runs, answers = 400, 600
	survey := Survey{Bands: 2, Strata: []Stratum{
		{Together: 3, Band: 0, Pairs: 400}, {Together: 1, Band: 0, Pairs: 200}, {Together: 2, Band: 0, Pairs: 200}, {Band: 0, Pairs: 300},
		{Band: 1, Pairs: 9000},
	}}
	same := []int64{360, 100, 100, 30, 0}
	wrong, r := 0, rand.New(rand.NewPCG(8, 8))
	for range runs {
		s := Survey{Bands: 2, Strata: append([]Stratum(nil), survey.Strata...)}
		for n := 0; n < answers; n += 10 {
			judgeAtRandom(r, &s, same, 10, Figures("compare"))
			if s.Compare(.95, 300).Settled {
				wrong++
				break
			}
		}
	}
	t.Logf("%.3f of %d runs end with a difference that is none", float64(wrong)/runs, runs)
	assert.LessOrEqual(t, float64(wrong)/runs, .05)
}

func TestSequenceSettles(t *testing.T) {
	s := Survey{Bands: 2, Strata: []Stratum{
		{Together: 3, Band: 0, Pairs: 400, Judged: 40, Same: 36}, {Together: 1, Band: 0, Pairs: 200, Judged: 40, Same: 36},
		{Together: 2, Band: 0, Pairs: 200, Judged: 40, Same: 4}, {Band: 0, Pairs: 300, Judged: 20, Same: 1},
	}}
	v := s.Compare(.95, 300)
	assert.True(t, v.Settled)
	assert.Positive(t, *v.Low)
	few := Survey{Bands: 2, Strata: append([]Stratum(nil), s.Strata...)}
	few.Strata[1].Same, few.Strata[2].Same = 22, 18
	v = few.Compare(.95, 300)
	assert.False(t, v.Settled)
	assert.Positive(t, v.More)
	few.Strata[0].Judged = 0
	few.Strata[1].Judged, few.Strata[1].Same = 5, 5
	few.Strata[2].Judged, few.Strata[2].Same = 4, 0
	assert.False(t, few.Compare(.95, 300).Settled, "too few answers to say anything")
}
