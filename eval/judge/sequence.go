package judge

import (
	"math"

	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Verdict is what a sequence of looks at a difference says. Its interval holds at all times at once: whoever
// looks after each answer and stops when 0 is outside errs at most as often as the level allows.
type Verdict struct {
	stats.Score
	Settled bool `json:"settled"` // 0 is outside of the interval
	Answers int  `json:"answers"`
	More    int  `json:"more,omitempty"` // answers that it would take if the difference is what it is now; 0 if more than a million
}

// firstLook is the number of answers before which nothing is said: the sequence is asymptotic.
const firstLook = 80

// reach is how many standard errors an always-valid interval goes to each side after n answers
// (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021, asymptotic confidence sequences), tightest at about
// the planned number.
func reach(n, planned int, level float64) float64 {
	alpha := 1 - level
	rho2 := (-2*math.Log(alpha) + math.Log(-2*math.Log(alpha)+1)) / float64(planned)
	x := float64(n)*rho2 + 1
	return math.Sqrt(2 * x / (x - 1) * math.Log(math.Sqrt(x)/alpha))
}

// Compare reports whether the difference of two systems is settled after the answers so far. planned is
// about how many are expected.
func (s *Survey) Compare(level float64, planned int) Verdict {
	n := 0
	for _, x := range s.Strata {
		n += x.Judged
	}
	return verdict(s.interval(difference, level, 1), n, level, planned)
}

// verdict is that of a difference after n answers.
func verdict(difference stats.Score, n int, level float64, planned int) Verdict {
	v := Verdict{Score: difference, Answers: n}
	if n < firstLook || v.Value == nil || v.Error == nil {
		v.Value, v.Low, v.High = stats.Defined(0), stats.Defined(-1), stats.Defined(1)
		return v
	}
	value, sd := *v.Value, *v.Error
	half := reach(n, planned, level) * sd
	v.Low, v.High = stats.Defined(max(-1, value-half)), stats.Defined(min(1, value+half))
	v.Settled = math.Abs(value) > half
	for m := n; !v.Settled && m < 1_000_000; m += max(1, m/50) {
		if reach(m, planned, level)*sd*math.Sqrt(float64(n)/float64(m)) < math.Abs(value) {
			v.More = m - n
			break
		}
	}
	return v
}

// Compare is the same of foci, of b3.f1.
func (f *Foci) Compare(level float64, planned int) Verdict {
	return verdict(f.interval(FocusFigures("compare")[0], level, 1), len(f.Judged), level, planned)
}
