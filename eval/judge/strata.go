package judge

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Stratum is the pairs of articles of one kind, of which some were drawn at random, each with the same
// chance, and judged.
type Stratum struct {
	Together uint8 `json:"together"`         // bit k is set if system k has the pairs together
	Band     int   `json:"band"`             // of similarity: 0 is that of the most alike
	Pairs    int64 `json:"pairs"`            // all that there are
	Judged   int   `json:"judged,omitempty"` // by people
	Same     int   `json:"same,omitempty"`   // of Judged

	boosted *Boosted // the share that is the same, if a model helped
}

// Boost has the share of a stratum estimated by Boost.
func (s *Survey) Boost(h int, people, model, others []float64) {
	b := Boost(people, model, others)
	s.Strata[h].boosted = &b
}

// far reports whether a stratum holds pairs that look unlike and that no system has together.
func (s Stratum) far(bands int) bool { return s.Together == 0 && s.Band == bands-1 }

// A Figure is what is estimated.
type Figure struct {
	Name string
	of   func(t Totals) float64
	// bounded figures are between 0 and 1.
	bounded bool
}

// Totals are numbers of pairs, known or estimated: of one story, and of each system together, of
// one story or not.
type Totals struct {
	Same  float64
	Both  [2]float64 // of one story and together in system k
	Found [2]float64 // together in system k
}

// The figures of system k.
func precisionOf(k int) Figure {
	return Figure{"pair.p", func(t Totals) float64 { return ratioOr(t.Both[k], t.Found[k]) }, true}
}

func recallOf(k int) Figure {
	return Figure{"pair.r", func(t Totals) float64 { return ratioOr(t.Both[k], t.Same) }, true}
}

func f1Of(k int) Figure {
	return Figure{"pair.f1", func(t Totals) float64 { return ratioOr(2*t.Both[k], t.Found[k]+t.Same) }, true}
}

// difference is that of the pair.f1 of two systems.
var difference = Figure{"pair.f1 of a − b", func(t Totals) float64 { return f1Of(0).of(t) - f1Of(1).of(t) }, false}

// ratioOr is a/b, 1 if there is nothing to share.
func ratioOr(a, b float64) float64 {
	if b == 0 {
		return 1
	}
	return a / b
}

// Figures returns the figures that a question is about: "precision", "recall", "all" (both and
// their F1) of the first system, "compare", the difference of two, or "same", how many pairs are of
// one story.
func Figures(ask string) []Figure {
	switch ask {
	case "same":
		return []Figure{{"pairs of one story", func(t Totals) float64 { return t.Same }, false}}
	case "precision":
		return []Figure{precisionOf(0)}
	case "recall":
		return []Figure{recallOf(0)}
	case "compare":
		a, b := f1Of(0), f1Of(1)
		a.Name, b.Name = "pair.f1 of a", "pair.f1 of b"
		return []Figure{difference, a, b}
	}
	return []Figure{f1Of(0), precisionOf(0), recallOf(0)}
}

// A Survey is all pairs of a corpus by strata.
type Survey struct {
	Bands  int       `json:"bands"`
	Strata []Stratum `json:"strata"`
}

// totals adds up pairs, given the share of each stratum that is of one story, without the far ones.
func (s *Survey) totals(share func(h int) float64) (t Totals) {
	for h, x := range s.Strata {
		if x.far(s.Bands) {
			continue
		}
		pairs := float64(x.Pairs)
		same := pairs * share(h)
		t.Same += same
		for k := range t.Both {
			if x.Together>>k&1 == 1 {
				t.Both[k] += same
				t.Found[k] += pairs
			}
		}
	}
	return t
}

// observed is the share of a stratum's judged pairs that are the same: unbiased.
func (s *Survey) observed(h int) float64 {
	if b := s.Strata[h].boosted; b != nil {
		return min(max(b.Mean, 0), 1)
	}
	if x := s.Strata[h]; x.Judged > 0 {
		return float64(x.Same) / float64(x.Judged)
	}
	return 0
}

// slopes are the first and second derivatives of a figure by the share of each stratum.
func (s *Survey) slopes(f Figure, share func(h int) float64) (first, second []float64) {
	t := s.totals(share)
	first, second = make([]float64, len(s.Strata)), make([]float64, len(s.Strata))
	middle, step := f.of(t), 1e-3*max(1, t.Same)
	for h, x := range s.Strata {
		if x.far(s.Bands) {
			continue
		}
		side := func(step float64) float64 {
			t := t
			t.Same += step
			for k := range t.Both {
				if x.Together>>k&1 == 1 {
					t.Both[k] += step
				}
			}
			return f.of(t)
		}
		up, down, pairs := side(step), side(-step), float64(x.Pairs)
		first[h], second[h] = (up-down)/(2*step)*pairs, (up-2*middle+down)/(step*step)*pairs*pairs
	}
	return first, second
}

// uncertainty returns the standard error of a figure by the design, strata drawn without
// replacement, linearised, and the bias that a curved function of totals has. The variance within a
// stratum is that of the smoothed share, so that one without a yes has a variance, too.
func (s *Survey) uncertainty(f Figure, smooth []float64) (sd, bias float64) {
	first, second := s.slopes(f, func(h int) float64 { return smooth[h] })
	for h, x := range s.Strata {
		if x.Judged > 0 {
			m := float64(x.Judged)
			variance := smooth[h] * (1 - smooth[h]) / m * (1 - m/float64(x.Pairs))
			if x.boosted != nil && x.boosted.Weight > 0 {
				variance = x.boosted.Error * x.boosted.Error
			}
			sd += first[h] * first[h] * variance
			bias += second[h] * variance / 2
		}
	}
	return math.Sqrt(sd), bias
}

// Estimate returns a figure with its interval of the given level. The value is a function of the
// Horvitz–Thompson totals, the number of pairs that are together being known, less its bias to the
// second order. Intervals of bounded figures are made on the scale of log odds.
func (s *Survey) Estimate(f Figure, level float64) stats.Score {
	return s.interval(f, level, distuv.UnitNormal.Quantile((1+level)/2))
}

// interval goes z standard errors to each side.
func (s *Survey) interval(f Figure, level, z float64) stats.Score {
	smooth := s.smooth()
	sd, bias := s.uncertainty(f, smooth)
	value := f.of(s.totals(s.observed)) - bias
	low, high := value-z*sd, value+z*sd
	if f.bounded {
		value = min(max(value, 0), 1)
		centre := f.of(s.totals(func(h int) float64 { return smooth[h] }))
		low, high = logitInterval(centre, sd, z)
		low, high = min(low, value), max(high, value)
	}
	return stats.Score{
		Metric: f.Name, Value: stats.Defined(value), Low: stats.Defined(low), High: stats.Defined(high), Error: stats.Defined(sd), Level: level,
	}
}

// logitInterval is the interval of a share by the delta method on log odds, within 0 and 1.
func logitInterval(p, sd, z float64) (low, high float64) {
	if p <= 0 || p >= 1 || sd == 0 {
		return p, p
	}
	odds, half := math.Log(p/(1-p)), z*sd/(p*(1-p))
	back := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	return back(odds - half), back(odds + half)
}

// Far bounds what pairs that look unlike may hide: the upper end, of the given level (one-sided,
// Clopper and Pearson 1934), of the pairs of one story among those that no system has together
// and that are in the last band, and what they would take from a recall of the first system.
func (s *Survey) Far(level float64) (pairs, recall float64) {
	t := s.totals(s.observed)
	for _, x := range s.Strata {
		if !x.far(s.Bands) {
			continue
		}
		share := 1.0
		if x.Judged > 0 && x.Same < x.Judged {
			share = distuv.Beta{Alpha: float64(x.Same) + 1, Beta: float64(x.Judged - x.Same)}.Quantile(level)
		}
		pairs = share * float64(x.Pairs)
		recall = ratioOr(t.Both[0], t.Same) - ratioOr(t.Both[0], t.Same+pairs)
	}
	return pairs, recall
}

// Plan returns the strata that the next n pairs should come from, fewer if all pairs are judged:
// each stratum first gets a few, then that which is shortest of its part. Far pairs get a tenth,
// for their bound.
func (s *Survey) Plan(figures []Figure, n int) (plan []int) {
	const first = 4
	target := s.allocation(figures)
	total := 0
	judged := make([]int, len(s.Strata))
	for h, x := range s.Strata {
		judged[h] = x.Judged
		total += x.Judged
	}
	for ; n > 0; n-- {
		best, most := -1, math.Inf(-1)
		for h, x := range s.Strata {
			if int64(judged[h]) >= x.Pairs || target[h] == 0 {
				continue
			}
			short := target[h]*float64(total+1) - float64(judged[h]) + 1e6*float64(max(0, first-judged[h]))
			if short > most {
				best, most = h, short
			}
		}
		if best < 0 {
			break
		}
		plan = append(plan, best)
		judged[best]++
		total++
	}
	return plan
}

// allocation returns the share of the next pairs of each stratum: as Neyman 1934 has it, by its part in
// the standard error of the figures, each equally.
func (s *Survey) allocation(figures []Figure) []float64 {
	const forFar, floor = .1, .02
	smooth := s.model()
	share := func(h int) float64 { return smooth[h] }
	out := make([]float64, len(s.Strata))
	for _, f := range figures {
		slopes, _ := s.slopes(f, share)
		sum := 0.0
		for h := range slopes {
			slopes[h] = math.Abs(slopes[h]) * math.Sqrt(smooth[h]*(1-smooth[h]))
			sum += slopes[h]
		}
		for h := range slopes {
			if sum > 0 {
				out[h] += slopes[h] / sum / float64(len(figures))
			}
		}
	}
	for h, x := range s.Strata {
		switch {
		case x.far(s.Bands) && slices.ContainsFunc(figures, func(f Figure) bool { return f.Name != "pair.p" }):
			out[h] = forFar
		case out[h] > 0:
			out[h] = max(floor, out[h])
		}
	}
	return out
}
