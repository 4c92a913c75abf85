package gate

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Test is the verdict on one metric on one corpus. Numbers are nil if undefined.
type Test struct {
	Metric     string         `json:"metric"`
	Better     eval.Direction `json:"better"`
	Old        *float64       `json:"old"`
	New        *float64       `json:"new"`
	Gain       *float64       `json:"gain"` // new − old in the direction that is better
	Low        *float64       `json:"low"`  // of the interval of the gain
	High       *float64       `json:"high"`
	Level      float64        `json:"level"` // of the interval, two-sided
	P          *float64       `json:"p"`     // one-sided, of a loss, by sign flips
	Margin     float64        `json:"margin"`
	Detectable *float64       `json:"detectable"`       // smallest loss that fails with the stated power
	Stories    int            `json:"stories"`          // that have a value
	Differ     int            `json:"differ"`           // whose result differs
	Needed     int            `json:"needed,omitempty"` // stories of this kind that would make the margin detectable; 0 = unknown
	Verdict    Verdict        `json:"verdict"`
	Reason     string         `json:"reason"`
	Items      *ItemTest      `json:"items,omitempty"` // of scores of items
}

// A tester tests gains. alpha is that of one test.
type tester struct {
	alpha, power float64
	replicates   int // of the bootstrap, and flips of the test
	seed         uint64
	workers      int
	unit         noun    // what is resampled; the zero noun is a story
	chance       *chance // what widens intervals; nil for nothing
	step         float64 // half the distance between gains that are possible: tests find so much less; 0 if any gain is
}

// A noun is what is resampled, in words.
type noun struct{ one, many string }

// unitOf is what is resampled of these corpora.
func unitOf(found []Clustering) noun {
	if slices.ContainsFunc(found, func(f Clustering) bool { return f.Corpus.Judged == nil }) {
		return noun{}
	}
	return noun{"article", "articles"}
}

func (n noun) words() noun {
	if n.one == "" {
		return noun{"story", "stories"}
	}
	return n
}

// test compares the mean value of a metric over the new runs with that over the old runs.
func (t tester) test(ctx context.Context, m eval.Measure, margin float64, old, found []eval.Value) (Test, error) {
	out := Test{Metric: m.Spec.String(), Better: m.Better, Margin: margin, Level: 1 - 2*t.alpha}
	for _, v := range slices.Concat(old, found) {
		if err := testable(m, v); err != nil {
			return out, err
		}
	}
	before, reason := mean(old)
	after, newReason := mean(found)
	out.Old, out.New = before, after
	switch {
	case before == nil && after == nil:
		out.Verdict, out.Reason = Pass, "undefined in both: "+reason
		return out, nil
	case before == nil:
		out.Verdict, out.Reason = Pass, "undefined in the baseline: "+reason
		return out, nil
	case after == nil:
		out.Verdict, out.Reason = Fail, "undefined now: "+newReason
		return out, nil
	}
	a, b := poolRuns(m.Better, old, found)
	out.Stories, out.Differ = differing(a, b)
	if out.Differ == 0 && math.Abs(*after-*before) < 1e-9 {
		out.Gain, out.Low, out.High, out.P = new(0.0), new(0.0), new(0.0), new(1.0)
		out.Verdict, out.Reason = Pass, "no "+t.unit.words().one+"'s result changed"
		return out, nil
	}
	paired := stats.Paired{Flips: t.replicates, Replicates: t.replicates, Level: out.Level, Seed: t.seed, Workers: t.workers}
	c, err := paired.Compare(ctx, a, b)
	if err != nil {
		return out, fmt.Errorf("testing %s: %w", out.Metric, err)
	}
	out.Gain, out.Low, out.High = stats.Defined(c.Delta), stats.Defined(c.Low), stats.Defined(c.High)
	p := c.P / 2 // flips are symmetric
	if c.Delta > 0 {
		p = 1 - p
	}
	out.P = stats.Defined(p)
	t.judge(&out, t.chance.widen(&out, stats.DifferenceError(a, b)))
	return out, nil
}

// judge sets the verdict, from the interval of the gain and its standard error.
func (t tester) judge(out *Test, standardError float64) {
	detectable := stats.Detectable(standardError, 2*t.alpha, t.power) + t.step
	out.Detectable = stats.Defined(detectable)
	many := t.unit.words().many
	if out.Gain == nil || out.Low == nil || out.High == nil {
		out.Verdict, out.Reason = Inconclusive, fmt.Sprintf("no interval can be made of %d %s", out.Stories, many)
		return
	}
	lost := *out.High < 0
	certain := lost && out.P != nil && *out.P <= t.alpha
	excluded := *out.Low >= -out.Margin-1e-12
	switch {
	case excluded && lost:
		out.Verdict, out.Reason = Warn, "a loss is shown, but less than the margin"
	case excluded:
		out.Verdict, out.Reason = Pass, "a loss of more than the margin is excluded"
	case certain:
		out.Verdict, out.Reason = Fail, "a loss is shown, and more than the margin is not excluded"
	case detectable <= out.Margin:
		out.Verdict = Warn
		out.Reason = fmt.Sprintf("no loss is shown, though one of the margin would have been with %.0f %% power", 100*t.power)
	case lost:
		out.Verdict = Inconclusive
		out.Reason = fmt.Sprintf("worse on the %d %s that differ, which are too few to show a loss", out.Differ, many)
	default:
		out.Verdict = Inconclusive
		if n := stats.StoriesFor(out.Margin, standardError, out.Stories, 2*t.alpha, t.power); n <= 1e9 {
			out.Needed = int(n)
		}
		out.Reason = fmt.Sprintf("no loss is shown, but one of up to %.3f is not excluded: ", -*out.Low) +
			fmt.Sprintf("these %s show a loss of %.3f with %.0f %% power", many, detectable, 100*t.power)
	}
}

// differing counts the stories that have terms in either run, and those among them whose exchange
// changes the new value. They may differ in a column that the metric does not use.
func differing(a, b eval.Terms) (stories, differ int) {
	sum := b.Sum()
	whole := b.Combine(sum)
	moved := make([]float64, len(sum))
	var old, found []float64
	for s := range a.Stories() {
		if !a.Known(s) && !b.Known(s) {
			continue
		}
		stories++
		if old, found = a.Row(s, old), b.Row(s, found); slices.Equal(old, found) {
			continue
		}
		for k := range moved {
			moved[k] = sum[k] - found[k] + old[k]
		}
		if without := b.Combine(moved); math.IsNaN(without) || math.Abs(without-whole) > 1e-12*max(1, math.Abs(whole)) {
			differ++
		}
	}
	return stories, differ
}

// mean returns the mean of the values of runs; nil, with the reason, if one is undefined.
func mean(runs []eval.Value) (*float64, string) {
	sum := 0.0
	for _, v := range runs {
		if stats.Defined(v.Value) == nil {
			if v.Reason == "" {
				v.Reason = "no value on this input"
			}
			return nil, v.Reason
		}
		sum += v.Value / float64(len(runs))
	}
	return &sum, ""
}

// poolRuns pools the old runs, and the new runs, into terms whose value is the mean goodness of the
// runs: its columns are those of all runs side by side. Both have terms of the same stories.
func poolRuns(better eval.Direction, old, found []eval.Value) (a, b eval.Terms) {
	stories := 0
	for _, v := range slices.Concat(old, found) {
		stories = max(stories, v.Terms.Stories())
	}
	return joined(better, old, stories), joined(better, found, stories)
}

func joined(better eval.Direction, runs []eval.Value, stories int) eval.Terms {
	var columns [][]float64
	width := 0
	for _, v := range runs {
		own := v.Terms.ForResampling().Columns
		width = len(own)
		for _, column := range own {
			columns = append(columns, slices.Concat(column, make([]float64, stories-len(column))))
		}
	}
	return eval.Terms{Columns: columns, Combine: func(sum []float64) float64 {
		total := 0.0
		for i, v := range runs {
			good, _ := better.Goodness(v.Terms.Combine(sum[i*width : (i+1)*width]))
			total += good
		}
		return total / float64(len(runs))
	}}
}

// testable returns an error if a metric cannot be gated.
func testable(m eval.Measure, v eval.Value) error {
	if _, judges := m.Better.Goodness(1); !judges {
		return fmt.Errorf("%s only describes: neither more nor less of it is a regression; "+
			"give it bounds in the constraints (at_least, at_most)", m.Spec)
	}
	if stats.Defined(v.Value) != nil && v.Terms.Columns == nil {
		return fmt.Errorf("%s is no sum over stories, so that no test by story can be made of it; "+
			"give it a bound in the constraints (at_least, at_most)", m.Spec)
	}
	return nil
}

// marginOf returns the default margin: three standard deviations of reruns of the system, but at
// least the floor.
func marginOf(m eval.Measure, value, noise, floor float64) float64 {
	if m.Range[0] < -1 || m.Range[1] > 1 {
		floor *= math.Max(math.Abs(value), 1e-3)
	}
	if m.Better == eval.TargetOne {
		floor = math.Max(floor, Floor) // goodness is a logarithm
	}
	return round(math.Max(floor, 3*noise), 4)
}

// round rounds to a number of places after the point.
func round(v float64, places int) float64 {
	scale := math.Pow10(places)
	return math.Round(v*scale) / scale
}
