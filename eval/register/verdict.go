package register

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-9405df2f/assay/eval"
)

// A Verdict is the relation of a measured value to a published figure.
type Verdict string

// The verdicts, in the order in which reports show them.
const (
	Within        Verdict = "within"         // the figure is met
	Better        Verdict = "better"         // beyond the tolerance, on the good side
	Worse         Verdict = "worse"          // beyond the tolerance, on the bad side
	Differs       Verdict = "differs"        // beyond the tolerance, where the figure was to be met
	NotComparable Verdict = "not comparable" // measured by another protocol, or not measurable
	DataMissing   Verdict = "data missing"
	Failed        Verdict = "failed" // measuring it gave an error
)

// Verdicts lists the verdicts in that order.
var Verdicts = []Verdict{Within, Better, Worse, Differs, NotComparable, DataMissing, Failed}

// level is that of the interval of runs.
const level = 0.95

// Estimate is what a measurement comes to: the mean of the runs and an interval, NaN if there is none. With several runs
// it is the prediction interval of the mean of as many runs as the figure is the mean of (0: of infinitely many: chance has no
// part in it), by Student's t; of one run it is the interval that the measurement brings along.
func (c Cell) Estimate(m Measurement) (value, low, high float64) {
	n := float64(len(m.Values))
	if n < 2 {
		low, high = math.NaN(), math.NaN()
		if m.Low != nil && m.High != nil {
			low, high = *m.Low, *m.High
		}
		if n == 0 {
			return math.NaN(), low, high
		}
		return m.Values[0], low, high
	}
	mean, sd := stat.MeanStdDev(m.Values, nil)
	spread := 1 / n
	if c.Runs > 0 {
		spread += 1 / float64(c.Runs)
	}
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile((1+level)/2) * sd * math.Sqrt(spread)
	return mean, mean - half, mean + half
}

// rounding is what floating point may add to a difference.
const rounding = 1e-9

// Judge compares a measurement with the figure. The figure is met if it is within the tolerance of the value or, if that
// is the mean of several runs, of its interval.
func (c Cell) Judge(m Measurement) Verdict {
	value, low, high := c.Estimate(m)
	if m.Incomparable != "" {
		return NotComparable
	}
	if len(m.Values) < 2 {
		low, high = value, value
	}
	near := c.Tolerance + rounding
	switch {
	case math.IsNaN(value):
		return Failed
	case c.Published >= low-near && c.Published <= high+near:
		return Within
	case c.Better == eval.Descriptive:
		return Differs
	}
	ours, _ := c.Better.Goodness(value)
	theirs, _ := c.Better.Goodness(c.Published)
	if ours > theirs {
		return Better
	}
	return Worse
}

// ParseVerdicts reads names of verdicts. No names give nil.
func ParseVerdicts(names []string) (list []Verdict, err error) {
	for _, name := range names {
		v := Verdict(strings.TrimSpace(name))
		if !slices.Contains(Verdicts, v) {
			return nil, fmt.Errorf("unknown verdict %q: it must be one of %s", name, strings.Trim(fmt.Sprintf("%q", Verdicts), "[]"))
		}
		list = append(list, v)
	}
	return list, nil
}
