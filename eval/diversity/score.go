package diversity

import (
	"math"

	"github.com/seed-9405df2f/assay/eval"
)

func plain(measure func([]int) float64) func() eval.Scorer {
	return func() eval.Scorer {
		return eval.ScoreFunc(func(c *eval.Case) (eval.Value, error) { return describe(c, measure) })
	}
}

type hill struct {
	Q float64 `spec:"q,always" default:"2" range:"0:" doc:"order: 0 counts outlets, 1 weighs them by share, 2 by squared share"`
}

func (m *hill) Score(c *eval.Case) (eval.Value, error) {
	return describe(c, func(x []int) float64 { return Hill(x, m.Q) })
}

type chao1 struct {
	Corrected bool `spec:"corrected" default:"false" doc:"the bias-corrected form"`
}

func (m *chao1) Score(c *eval.Case) (eval.Value, error) {
	return describe(c, func(x []int) float64 { return Chao1(x, m.Corrected) })
}

type rarefied struct {
	M int `spec:"m,always" default:"5" range:"1:" doc:"articles drawn"`
}

func (m *rarefied) Score(c *eval.Case) (eval.Value, error) {
	return describe(c, func(x []int) float64 { return Rarefied(x, m.M) })
}

// A difference makes a number of what was found less what gold has.
type difference func(d float64) float64

func bias(d float64) float64     { return d }
func absolute(d float64) float64 { return math.Abs(d) }

func compared(measure func([]int) float64, of difference) func() eval.Scorer {
	return func() eval.Scorer {
		return eval.ScoreFunc(func(c *eval.Case) (eval.Value, error) { return compare(c, measure, of) })
	}
}

type hillDifference struct {
	Q float64 `spec:"q,always" default:"2" range:"0:" doc:"order of the Hill number"`

	of difference
}

func (m *hillDifference) Score(c *eval.Case) (eval.Value, error) {
	return compare(c, func(x []int) float64 { return Hill(x, m.Q) }, m.of)
}

// describe averages a measure of the found clusters.
func describe(c *eval.Case, measure func([]int) float64) (eval.Value, error) {
	return average(c, "no found cluster that a story is matched to has enough articles or outlets for this measure", func(_, found []int) float64 {
		if found == nil {
			return math.NaN()
		}
		return measure(found)
	})
}

// compare averages the differences of a measure that exists for all counts but
// empty ones.
func compare(c *eval.Case, measure func([]int) float64, of difference) (eval.Value, error) {
	return average(c, "no story has an article that names its outlet", func(gold, found []int) float64 {
		switch {
		case gold == nil:
			return math.NaN()
		case found == nil:
			return of(-measure(gold))
		}
		return of(measure(found) - measure(gold))
	})
}

// average is the mean over the stories whose value is not NaN, with terms.
func average(c *eval.Case, reason string, value func(gold, found []int) float64) (eval.Value, error) {
	if c.Corpus == nil {
		return eval.Undefined("there is no corpus that names outlets"), nil
	}
	k, err := count(c)
	if err != nil {
		return eval.Value{}, err
	}
	if !k.named {
		return eval.Undefined("the corpus names no outlets"), nil
	}
	return eval.MeanOverStories(len(k.gold), reason, func(s int) float64 { return value(k.gold[s], k.found[s]) }), nil
}
