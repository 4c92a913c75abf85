package views

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/reports"
)

// amount writes a difference of a measure: in points if it is a share.
func amount(m eval.Measure, v float64) string {
	if m.Range[0] >= -1 && m.Range[1] <= 1 {
		return points(v)
	}
	return fmt.Sprintf("%.3g", v)
}

// spanOf writes the interval of a difference; empty if there is none.
func spanOf(m eval.Measure, low, high float64) string {
	if math.IsNaN(low) || math.IsNaN(high) {
		return ""
	}
	unit := 1.
	if m.Range[0] >= -1 && m.Range[1] <= 1 {
		unit = 100
	}
	if unit == 1 {
		return strings.ReplaceAll(fmt.Sprintf(" (95 %%: %.3g to %.3g)", low, high), "-", "−")
	}
	return strings.ReplaceAll(fmt.Sprintf(" (95 %%: %.1f to %.1f)", unit*low, unit*high), "-", "−")
}

// better reports whether a system is better than the baseline by their values.
func better(m eval.Measure, row, base compare.Row) bool {
	if row.Score.Value == nil || base.Score.Value == nil {
		return false
	}
	return m.Better.Order(*row.Score.Value) > m.Better.Order(*base.Score.Value)
}

// compareVerdict says how the systems of a comparison differ from the baseline; nil if
// nothing was tested. A baseline that is the best by the same data is tested in all pairs,
// one that was chosen before against each of the others.
func compareVerdict(corpus string, t compare.Table, alpha float64, chosen bool) *reports.Verdict {
	var tested, apart, tied []compare.Row
	at := slices.IndexFunc(t.Rows, func(r compare.Row) bool { return r.System == t.Baseline })
	if at < 0 {
		return nil
	}
	base := t.Rows[at]
	for _, row := range t.Rows {
		switch {
		case row.System == t.Baseline || row.Control || row.Difference == nil:
		default:
			differs := row.Holm <= alpha
			if !chosen && len(row.Letters) > 0 {
				differs = !compare.ShareLetter(row.Letters, base.Letters)
			}
			if tested = append(tested, row); differs {
				apart = append(apart, row)
			} else {
				tied = append(tied, row)
			}
		}
	}
	if _, ordered := t.Measure.Better.Goodness(0); len(tested) == 0 || !ordered {
		return nil
	}
	v := &reports.Verdict{Corpus: corpus, Metric: t.Measure.Spec.String(), Best: t.Baseline, Value: base.Score.Value}
	for _, row := range tied {
		v.Tied = append(v.Tied, row.System)
	}
	if len(tested) == 1 {
		v.Sentences = []string{pairSentence(t, tested[0], base, alpha)}
		if len(apart) == 1 && better(t.Measure, apart[0], base) {
			v.Best, v.Value = apart[0].System, apart[0].Score.Value
		}
		return v
	}
	var up, down []string
	for _, row := range apart {
		if better(t.Measure, row, base) {
			up = append(up, row.System)
		} else {
			down = append(down, row.System)
		}
	}
	line := fmt.Sprintf("In %s %d of %s are worse than %s, %d better, and no test tells %d from it", v.Metric, len(down),
		reports.Counted(len(tested), "system"), t.Baseline, len(up), len(tied))
	if !chosen && len(up) == 0 {
		line = fmt.Sprintf("%s has the best %s: %d of %s are worse, and no test tells %d from it", t.Baseline, v.Metric, len(down),
			reports.Counted(len(tested), "system"), len(tied))
	}
	for _, part := range []struct {
		words string
		names []string
	}{{"better", up}, {"not told apart", v.Tied}} {
		if len(part.names) > 0 {
			line += fmt.Sprintf("; %s: %s", part.words, strings.Join(part.names, ", "))
		}
	}
	if v.Sentences = []string{line + "."}; len(up) > 0 {
		v.Best, v.Value, v.Tied = "", nil, nil // tests against the baseline do not say which of them is best
	}
	return v
}

// pairSentence compares two systems in one sentence.
func pairSentence(t compare.Table, row, base compare.Row, alpha float64) string {
	d, m := row.Difference, t.Measure
	p := strings.Replace("p = "+reports.Probability.Format(row.Holm), "= <", "< ", 1)
	span := spanOf(m, d.Low, d.High)
	if d.Delta < 0 {
		span = spanOf(m, -d.High, -d.Low)
	}
	if row.Holm > alpha {
		return fmt.Sprintf("No test tells %s from %s in %s: they differ by %s%s, %s.", row.System, base.System, m.Spec,
			amount(m, math.Abs(d.Delta)), span, p)
	}
	word := "worse"
	if better(m, row, base) {
		word = "better"
	}
	return fmt.Sprintf("%s is %s than %s in %s, by %s%s, %s.", row.System, word, base.System, m.Spec, amount(m, math.Abs(d.Delta)), span, p)
}

// acrossVerdict says which system ranks best over several corpora.
func acrossVerdict(a *compare.Across) *reports.Verdict {
	first := a.Standings[0]
	var near []string
	for _, t := range a.Standings[1:] {
		if t.Rank-first.Rank < a.CriticalDifference {
			near = append(near, t.System)
		}
	}
	line := fmt.Sprintf("Over %d corpora %s has the best mean rank in %s, %.2f of %d systems", len(a.Corpora), first.System,
		a.Measure.Spec, first.Rank, len(a.Standings))
	if len(near) > 0 {
		line += fmt.Sprintf(", but so few corpora do not tell it from %s", strings.Join(near, ", "))
	}
	return &reports.Verdict{
		Metric: a.Measure.Spec.String(), Best: first.System, Value: &first.Mean, Tied: near, Sentences: []string{line + "."},
	}
}

// explainVerdict says what a run does wrong, or what changed since another run.
func explainVerdict(e *explain.Explanation) *reports.Verdict {
	v := &reports.Verdict{Corpus: e.Corpus, Metric: results.Primary, Value: &e.Score.F1}
	if d := e.Difference; d != nil {
		split, merged := 0, 0
		for i := range d.Stories {
			if s := &d.Stories[i]; s.Delta() < -1e-12 {
				if len(s.Moves) > 0 {
					split++
				}
				if len(s.Came) > 0 {
					merged++
				}
			}
		}
		line := fmt.Sprintf("%s changed by %s%s: %s worse", results.Primary, signedPoints(d.Delta)+" points", intervalOf(d.Low, d.High),
			reports.Counted(d.Worse, "story"))
		if d.Worse > 0 {
			line += fmt.Sprintf(" (articles of %d moved away, foreign ones came to %d)", split, merged)
		}
		v.Sentences = []string{fmt.Sprintf("%s, %d better; %s moved.", line, d.Better, reports.Counted(d.Moved, "article"))}
		return v
	}
	word := "splits and merges cost about as much"
	switch s := e.Score; {
	case s.SplitLoss == 0 && s.MergeLoss == 0:
		word = "nothing is split or merged"
	case s.SplitLoss > 1.5*s.MergeLoss:
		word = "it splits more than it merges"
	case s.MergeLoss > 1.5*s.SplitLoss:
		word = "it merges more than it splits"
	}
	v.Sentences = []string{
		fmt.Sprintf("%s has a %s of %.3f: %s.", e.Run, results.Primary, e.Score.F1, word),
		fmt.Sprintf("Splits cost %s, merges %s; %d of %s are exactly one cluster.", points(e.Score.SplitLoss),
			points(e.Score.MergeLoss), e.Exact, reports.Counted(len(e.Stories), "story")),
	}
	return v
}

// signedPoints writes a difference in hundredths with its sign.
func signedPoints(v float64) string {
	return strings.Replace(fmt.Sprintf("%+.1f", 100*v), "-", "−", 1)
}

func intervalOf(low, high *float64) string {
	if low == nil || high == nil {
		return ""
	}
	return fmt.Sprintf(" (95 %%: %s to %s)", signedPoints(*low), signedPoints(*high))
}

// scoreVerdict says how good a clustering is by the primary metric; nil if it was not scored
// by it.
func scoreVerdict(s *score.Sheet) *reports.Verdict {
	values := map[string]*float64{}
	at := -1
	for i, v := range s.Scores {
		if values[v.Metric] = v.Value; v.Metric == results.Primary {
			at = i
		}
	}
	if at < 0 || s.Scores[at].Value == nil {
		return nil
	}
	primary := s.Scores[at]
	v := &reports.Verdict{Corpus: s.Gold.Name, Metric: results.Primary, Value: primary.Value, Low: primary.Low, High: primary.High}
	line := fmt.Sprintf("%s has a %s of %.3f", s.Predicted.Name, results.Primary, *primary.Value)
	if primary.Low != nil && primary.High != nil {
		line += fmt.Sprintf(" (95 %%: %.3f to %.3f)", *primary.Low, *primary.High)
	}
	if p, r := values["b3.p"], values["b3.r"]; p != nil && r != nil {
		word := "splits and merges cost it about as much"
		switch {
		case *p > *r+.02:
			word = "it splits stories more than it merges them"
		case *r > *p+.02:
			word = "it merges stories more than it splits them"
		}
		line += fmt.Sprintf(": %s (precision %.3f, recall %.3f)", word, *p, *r)
	}
	v.Sentences = []string{line + "."}
	best := slices.IndexFunc(s.Floors, func(f score.Values) bool { return f.Values[results.Primary] != nil })
	if best < 0 {
		return v
	}
	for i, f := range s.Floors {
		if x := f.Values[results.Primary]; x != nil && *x > *s.Floors[best].Values[results.Primary] {
			best = i
		}
	}
	floor := *s.Floors[best].Values[results.Primary]
	v.Control = s.Floors[best].Name
	word := "The best of the floors, " + v.Control + ", has"
	if floor >= *primary.Value {
		word = "That is no better than " + v.Control + ", with"
	}
	v.Sentences = append(v.Sentences, fmt.Sprintf("%s %.3f.", word, floor))
	return v
}
