package views

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports"
)

// changed says how much better something is than something else, by a test whose p is given.
func changed(m eval.Measure, c *stats.Comparison, p float64, than string) string {
	size, low, high := m.Better.Order(c.Delta), m.Better.Order(c.Low), m.Better.Order(c.High)
	span := spanOf(m, math.Min(low, high), math.Max(low, high))
	switch {
	case !(p <= compare.DefaultAlpha):
		return fmt.Sprintf("no test tells it from %s: it gains %s%s", than, strings.Replace(amount(m, size), "-", "−", 1), span)
	case size < 0:
		return fmt.Sprintf("%s%s less than %s", amount(m, -size), spanOf(m, -math.Max(low, high), -math.Min(low, high)), than)
	}
	return fmt.Sprintf("%s%s more than %s", amount(m, size), span, than)
}

// tuneVerdict says what to take, and what it is worth where it was not tuned; nil if nothing
// could be chosen.
func tuneVerdict(t *tune.Tuning) *reports.Verdict {
	best := -1
	for i, f := range t.Found {
		if t.Families[i].Excluded == "" && f.Best.Name != "" &&
			(best < 0 || t.Measure.Better.Order(f.Dev) > t.Measure.Better.Order(t.Found[best].Dev)) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	f, family := t.Found[best], t.Families[best]
	score := f.HeldOut
	if len(f.Folds) == 1 && f.Folds[0].Score != nil && f.Folds[0].Score.Value != nil {
		score = *f.Folds[0].Score.Value
	}
	v := &reports.Verdict{Metric: t.Measure.Spec.String(), Best: f.Best.String(), Value: stats.Defined(score)}
	if d := t.Datasets[0]; d.Split == "" && d.Test != "" { // not a part that was made for this
		v.Next = reports.Command("assay", "explain", d.Test, "--algorithm", f.Best.String())
	}
	line := "Take " + v.Best
	if v.Value != nil {
		line += fmt.Sprintf(": %s %s where it was not tuned", v.Metric, reports.Column{}.Format(score))
	}
	if len(family.Specs) > 1 && f.Gain != nil {
		line += "; " + changed(t.Measure, f.Gain, f.Gain.P, "the untuned settings")
		v.Lead = &reports.LeadOver{Name: family.Untuned.String(), Difference: f.Gain.Delta,
			Low: stats.Defined(f.Gain.Low), High: stats.Defined(f.Gain.High)}
	}
	v.Sentences = []string{line + "."}
	return v
}

// ablateVerdict says which parts are worth having.
func ablateVerdict(a *tune.Ablation) *reports.Verdict {
	var worth, harm []string
	for _, r := range a.Rows {
		if r.Difference == nil || !(r.Holm <= compare.DefaultAlpha) {
			continue
		}
		size := a.Measure.Better.Order(r.Difference.Delta)
		part := fmt.Sprintf("%s (%s)", r.Without, amount(a.Measure, math.Abs(size)))
		if size < 0 {
			worth = append(worth, part)
		} else {
			harm = append(harm, part)
		}
	}
	v := &reports.Verdict{Metric: a.Measure.Spec.String(), Best: a.Whole.Spec.String(), Value: a.Whole.Mean()}
	if len(harm) > 0 {
		v.Best, v.Value = "", nil
	}
	line := fmt.Sprintf("%d of %s %s %s where left out", len(worth), reports.Counted(len(a.Rows), "part"),
		reports.Plural(len(worth), "costs", "cost"), v.Metric)
	if len(worth) > 0 {
		line += ": " + strings.Join(worth, ", ")
	}
	if len(harm) > 0 {
		line += "; it is better without " + strings.Join(harm, ", ")
	}
	if rest := len(a.Rows) - len(worth) - len(harm); rest > 0 {
		line += fmt.Sprintf("; no test shows what %d %s worth", rest, reports.Plural(rest, "is", "are"))
	}
	v.Sentences = []string{line + "."}
	return v
}

// trainVerdict says what learnt weights are worth where they were not learnt.
func trainVerdict(t *tune.Training) *reports.Verdict {
	gain := t.Gain
	learnt, _, _ := t.Means()
	if gain == nil && len(t.Folds) == 1 {
		gain = t.Folds[0].Gain
	}
	if gain == nil {
		return nil
	}
	v := &reports.Verdict{Metric: t.Measure.Spec.String(), Value: stats.Defined(learnt),
		Lead: &reports.LeadOver{Name: "all channels alike", Difference: gain.Delta, Low: stats.Defined(gain.Low), High: stats.Defined(gain.High)}}
	v.Sentences = []string{fmt.Sprintf("Learnt weights have a %s of %s where they were not learnt; %s.", v.Metric,
		reports.Column{}.Format(learnt), changed(t.Measure, gain, gain.P, "all channels alike"))}
	return v
}
