package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A scale puts the numbers of an axis between two places of the paper.
type scale struct {
	axis      *Axis
	min, max  float64 // of the numbers, or of their logarithms
	low, high float64 // the places of min and max
}

func newScale(a *Axis, low, high float64) scale {
	s := scale{axis: a, min: a.Min, max: a.Max, low: low, high: high}
	if n := len(a.Categories); n > 0 {
		s.min, s.max = -0.5, float64(n)-0.5
	}
	if a.Log {
		s.min, s.max = math.Log10(s.min), math.Log10(s.max)
	}
	if !finite(s.min) || !finite(s.max) || s.max <= s.min || s.max-s.min > 1e300 {
		s.min, s.max = 0, 1
		if finite(a.Min) && !a.Log && math.Abs(a.Min) < 1e15 {
			s.min, s.max = a.Min-0.5, a.Min+0.5
		}
	}
	return s
}

// place is the place of a number; what lies outside is at the border.
func (s scale) place(v float64) float64 {
	if s.axis.Log {
		v = math.Log10(max(v, 0))
	}
	return s.low + (s.high-s.low)*min(max((v-s.min)/(s.max-s.min), 0), 1)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func allFinite(lists ...[]float64) bool {
	for _, list := range lists {
		for _, v := range list {
			if !finite(v) {
				return false
			}
		}
	}
	return true
}

// A tick is a marked number of an axis.
type tick struct {
	value float64
	label string
}

// ticks are round numbers, at least the given number of points apart.
func (s scale) ticks(apart float64) []tick {
	values := s.axis.Ticks
	length := math.Abs(s.high - s.low)
	most := max(2, int(length/apart))
	switch {
	case values != nil:
	case s.axis.Log:
		values = logRounds(s.min, s.max, most, s.axis.Whole)
	default:
		values = rounds(s.min, s.max, min(most, 10), s.axis.Whole)
	}
	var list []tick
	for _, v := range values {
		at := v
		if s.axis.Log {
			at = math.Log10(v)
		}
		if slack := 1e-9 * (s.max - s.min); at >= s.min-slack && at <= s.max+slack {
			list = append(list, tick{v, shortest(v)})
		}
	}
	return list
}

// shortest is a number as a reader writes it.
func shortest(v float64) string {
	if v == 0 {
		return "0" // of −0, too
	}
	if math.Abs(v) >= 1e6 || math.Abs(v) < 1e-4 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	if r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64); err == nil {
		v = r
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if math.Abs(v) >= 1e4 {
		s = fmt.Sprintf("%.0f", v)
		s = s[:len(s)-3] + " " + s[len(s)-3:]
	}
	return strings.Replace(s, "-", "−", 1)
}

// rounds are multiples of 1, 2 or 5 times a power of ten, at most the given number.
func rounds(low, high float64, most int, whole bool) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((high-low)/float64(most))))
	for _, factor := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*factor) <= float64(most) {
			step *= factor
			break
		}
	}
	if whole {
		step = max(step, 1)
	}
	var list []float64
	for i := math.Ceil(low/step - 1e-9); i*step <= high+1e-9*step && len(list) <= most+1; i++ {
		v, err := strconv.ParseFloat(strconv.FormatFloat(i*step, 'g', 12, 64), 64)
		if err != nil {
			return nil
		}
		list = append(list, v)
	}
	return list
}

// logRounds are 1, 2 and 5 times powers of ten, or fewer of these where there is
// little room; within less than a decade, where these are too few, rounds. low and
// high are logarithms.
func logRounds(low, high float64, most int, whole bool) []float64 {
	for skip := 1; skip < 400; skip++ {
		for _, within := range [][]float64{{1, 2, 5}, {1, 3}, {1}} {
			if skip > 1 && len(within) > 1 {
				continue
			}
			list := decades(low, high, skip, within)
			switch {
			case len(list) > most:
			case len(list) < 2:
				return rounds(math.Pow(10, low), math.Pow(10, high), min(most, 5), whole)
			default:
				return list
			}
		}
	}
	return nil
}

func decades(low, high float64, skip int, within []float64) []float64 {
	var list []float64
	for d := int(math.Floor(low)); float64(d) <= high; d += skip {
		for _, f := range within {
			v, err := strconv.ParseFloat(fmt.Sprintf("%ge%d", f, d), 64)
			if at := math.Log10(v); err == nil && at >= low && at <= high {
				list = append(list, v)
			}
		}
	}
	return list
}

// extent returns the least and the greatest of the numbers above a bound; the least is
// the greater if there are none.
func extent(values []float64, above float64) (least, greatest float64) {
	least, greatest = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) && v > above {
			least, greatest = min(least, v), max(greatest, v)
		}
	}
	return least, greatest
}

// span is the range of numbers with a margin of 4 % at both ends, within bounds.
func span(values []float64, low, high float64) (float64, float64) {
	least, greatest := extent(values, math.Inf(-1))
	if least > greatest {
		return 0, 1
	}
	margin := 0.04 * (greatest - least)
	if margin == 0 {
		margin = max(0.04*math.Abs(least), 0.01)
	}
	return max(least-margin, low), min(greatest+margin, high)
}

// logSpan is a span for a logarithmic axis: of the numbers above 0, with room for
// half a step of 1, 2, 5 at both ends.
func logSpan(values []float64) (float64, float64) {
	least, greatest := extent(values, 0)
	if least > greatest {
		return 0.1, 10
	}
	return least / 1.4, greatest * 1.4
}
