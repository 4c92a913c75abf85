// Package compare compares systems on the same gold by the differences of their scores, paired by
// story, never by whether intervals overlap.
package compare

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A System is what one algorithm made of the corpus. Labels are in the corpus's order.
type System struct {
	Name string
	// Runs are the labels of each seed, at least one. Scores are means over them; tests
	// take the mean terms of each story.
	Runs    []corpus.Labels
	Others  []corpus.Labels // of runs with other orders of the articles: for Chance alone
	Control bool            // not ranked: it has no letter
	Oracle  bool            // a contender, but the baseline only if it is named
}

// Settings says how systems are compared. The zero value of a field means its default.
type Settings struct {
	Policy     eval.Policy
	Baseline   string  // the system that the others are compared with; default: the best contender that is no oracle
	Alpha      float64 // default 0.05
	Replicates int     // of the bootstrap and of the flips; default 10,000
	Moved      int     // maximum stories listed for each system; default 5, below 0 means none
	Seed       uint64
	Workers    int
}

// A Table is a comparison by one metric on one corpus.
type Table struct {
	Measure  eval.Measure
	Baseline string
	Rows     []Row    // the best first; contenders before controls
	Judges   []Row    // gold levels scored against the others: the human ceiling
	Warnings []string // limits of the comparison
}

// A Row is one system.
type Row struct {
	System  string
	Control bool
	Oracle  bool
	Score   stats.Score
	// Chance has the variance between runs and that between stories; nil if there is one run.
	Chance  *stats.Variance
	Letters string // contenders that share a letter are tied at level alpha after Holm
	// Difference is against the baseline; nil for the baseline itself, and if the metric has no terms
	// by story.
	Difference         *stats.Comparison
	Holm               float64         // P after Holm, over the contenders of the table
	Wins, Ties, Losses int             // stories on which the system is better than the baseline, equal, worse
	Moved              []outcome.Shift // the stories that differ most, largest difference first
}

// DefaultAlpha is the level of the tests.
const DefaultAlpha = 0.05

func (s Settings) withDefaults() Settings {
	s.Alpha = cmp.Or(s.Alpha, DefaultAlpha)
	s.Replicates = cmp.Or(s.Replicates, 10_000)
	s.Moved = cmp.Or(s.Moved, 5)
	return s
}

// Systems compares all systems by each measure.
func Systems(ctx context.Context, c *corpus.Corpus, systems []System, measures []eval.Measure, s Settings) ([]Table, error) {
	s = s.withDefaults()
	if len(systems) < 2 {
		return nil, fmt.Errorf("there are %d systems: it takes two to compare", len(systems))
	}
	if s.Baseline != "" && !slices.ContainsFunc(systems, func(y System) bool { return y.Name == s.Baseline }) {
		return nil, fmt.Errorf("no system is called %s", s.Baseline)
	}
	scores := make([][]stats.Score, len(systems))     // by system and measure
	chance := make([][]*stats.Variance, len(systems)) // likewise
	b := stats.Bootstrap{Replicates: s.Replicates, Level: 1 - s.Alpha, Seed: s.Seed, Workers: s.Workers}
	for i, y := range systems {
		var err error
		if scores[i], chance[i], err = s.score(ctx, c, y, measures, b); err != nil {
			return nil, fmt.Errorf("%s: %w", y.Name, err)
		}
	}
	judges, err := s.judges(ctx, c, measures, b)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for m, measure := range measures {
		t := comparison{settings: s, corpus: c, measure: measure}
		for i, y := range systems {
			t.rows = append(t.rows, Row{System: y.Name, Control: y.Control, Oracle: y.Oracle, Score: scores[i][m], Chance: chance[i][m]})
		}
		table, err := t.table(ctx)
		if err != nil {
			return nil, err
		}
		for _, judge := range judges {
			table.Judges = append(table.Judges, Row{System: judge.name, Oracle: true, Score: judge.scores[m]})
		}
		tables = append(tables, table)
	}
	return tables, nil
}

// A judge is a gold level with its scores against the others.
type judge struct {
	name   string
	scores []stats.Score // by measure
}

// judges scores the gold levels of a corpus against each other.
func (s Settings) judges(ctx context.Context, c *corpus.Corpus, measures []eval.Measure, b stats.Bootstrap) (list []judge, err error) {
	for _, name := range c.Judges() {
		labels, gold, err := c.Judge(name)
		if err != nil {
			return nil, err
		}
		against := *gold.WithArticles()
		against.Outlets = c.Outlets
		scores, _, err := s.score(ctx, &against, System{Name: name, Runs: []corpus.Labels{labels}}, measures, b)
		if err != nil {
			return nil, fmt.Errorf("judge %s: %w", name, err)
		}
		list = append(list, judge{name, scores})
	}
	return list, nil
}

// score scores a system by each measure: the means over its runs, and, if it has
// several and the measure has terms, the variance between them.
func (s Settings) score(
	ctx context.Context, c *corpus.Corpus, y System, measures []eval.Measure, b stats.Bootstrap,
) ([]stats.Score, []*stats.Variance, error) {
	runs := make([][]stats.Score, len(measures)) // by measure
	terms := make([][]eval.Terms, len(measures)) // of the other orders, too
	for n, labels := range slices.Concat(y.Runs, y.Others) {
		k, err := s.Policy.Case(ctx, c.Gold(), labels, c)
		if err != nil {
			return nil, nil, err
		}
		if n >= len(y.Runs) {
			for m, measure := range measures {
				v, err := measure.Score(k)
				if err != nil {
					return nil, nil, err
				}
				terms[m] = append(terms[m], v.Terms)
			}
			continue
		}
		list, err := stats.Scores(ctx, k, measures, b)
		if err != nil {
			return nil, nil, err
		}
		for m, score := range list {
			runs[m], terms[m] = append(runs[m], score), append(terms[m], score.Terms)
		}
	}
	scores, chance := make([]stats.Score, len(measures)), make([]*stats.Variance, len(measures))
	for m := range measures {
		scores[m] = stats.Mean(runs[m])
		if scores[m].Value == nil || slices.ContainsFunc(terms[m], func(t eval.Terms) bool { return t.Columns == nil }) {
			continue
		}
		var err error
		if scores[m].Terms, err = stats.MeanTerms(terms[m][:len(y.Runs)]); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", measures[m].Spec, err)
		}
		if len(terms[m]) > 1 {
			v, err := b.Decompose(ctx, terms[m])
			if err != nil {
				return nil, nil, err
			}
			chance[m] = &v
		}
	}
	return scores, chance, nil
}

// A comparison is one table in the making.
type comparison struct {
	settings Settings
	corpus   *corpus.Corpus
	measure  eval.Measure
	rows     []Row
}

func (t *comparison) table(ctx context.Context) (Table, error) {
	slices.SortStableFunc(t.rows, func(a, b Row) int {
		return cmp.Or(boolean(a.Control)-boolean(b.Control), cmp.Compare(t.goodness(b), t.goodness(a)))
	})
	base := slices.IndexFunc(t.rows, func(r Row) bool { return r.System == t.settings.Baseline })
	if base < 0 {
		base = max(0, slices.IndexFunc(t.rows, func(r Row) bool { return !r.Oracle && !r.Control }))
	}
	out := Table{Measure: t.measure, Baseline: t.rows[base].System}
	if _, ordered := t.measure.Better.Goodness(0); !ordered {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%s only describes: neither larger nor smaller is better", t.measure.Spec))
	}
	if err := t.againstBaseline(ctx, base); err != nil {
		return out, err
	}
	if err := t.letters(ctx); err != nil {
		return out, err
	}
	out.Rows = t.rows
	out.Warnings = append(out.Warnings, t.warnings(base)...)
	return out, nil
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// goodness returns what ranks a row; those without a value come last.
func (t *comparison) goodness(r Row) float64 {
	if r.Score.Value == nil {
		return math.Inf(-1)
	}
	return t.measure.Better.Order(*r.Score.Value)
}

func (t *comparison) paired() stats.Paired {
	s := t.settings
	return stats.Paired{Flips: s.Replicates, Replicates: s.Replicates, Level: 1 - s.Alpha, Seed: s.Seed, Workers: s.Workers}
}

// testable reports whether a row can be compared with others by story.
func (r Row) testable() bool { return r.Score.Value != nil && r.Score.Terms.Columns != nil }

func (t *comparison) againstBaseline(ctx context.Context, base int) error {
	var tested []int
	var p []float64
	for i := range t.rows {
		if i == base || !t.rows[i].testable() || !t.rows[base].testable() {
			continue
		}
		d, err := t.paired().Compare(ctx, t.rows[base].Score.Terms, t.rows[i].Score.Terms)
		if err != nil {
			return err
		}
		t.rows[i].Difference = &d
		t.byStory(&t.rows[i], t.rows[base])
		if !t.rows[i].Control {
			tested, p = append(tested, i), append(p, d.P)
		} else {
			t.rows[i].Holm = d.P
		}
	}
	for n, adjusted := range stats.Holm(p) {
		t.rows[tested[n]].Holm = adjusted
	}
	return nil
}

// byStory counts the stories on which a system is better or worse than the baseline, and keeps those
// that differ most, if the metric has values by story.
func (t *comparison) byStory(row *Row, base Row) {
	if !t.measure.ByStory || t.corpus.Judged != nil || t.corpus.Joint() {
		return
	}
	for _, shift := range outcome.Shifts(t.corpus.Stories, t.measure, base.Score.Terms, row.Score.Terms) {
		switch {
		case math.Abs(shift.Gain) < 1e-12:
			row.Ties++
			continue
		case shift.Gain > 0:
			row.Wins++
		default:
			row.Losses++
		}
		row.Moved = append(row.Moved, shift)
	}
	slices.SortStableFunc(row.Moved, func(a, b outcome.Shift) int {
		return cmp.Compare(math.Abs(b.After-b.Before), math.Abs(a.After-a.Before))
	})
	row.Moved = row.Moved[:min(len(row.Moved), max(0, t.settings.Moved))]
}

// letters tests all pairs of contenders, and gives those that are tied a common letter.
func (t *comparison) letters(ctx context.Context) error {
	var contenders, order []int
	var terms []eval.Terms
	for i, r := range t.rows {
		if !r.Control && r.testable() {
			order = append(order, len(contenders)) // the rows are sorted already
			contenders, terms = append(contenders, i), append(terms, r.Score.Terms)
		}
	}
	if len(contenders) < 2 {
		return nil
	}
	letters, err := t.paired().Letters(ctx, terms, order, t.settings.Alpha)
	if err != nil {
		return err
	}
	for n, l := range letters {
		t.rows[contenders[n]].Letters = l
	}
	return nil
}

// warnings returns the limits of the table.
func (t *comparison) warnings(base int) []string {
	var list []string
	var detectable []float64
	flips := 0
	for _, r := range t.rows {
		if r.Difference == nil || r.Control {
			continue
		}
		d := stats.Detectable(stats.DifferenceError(t.rows[base].Score.Terms, r.Score.Terms), t.settings.Alpha, 0.8)
		if d > 0 { // 0: the two are the same
			detectable = append(detectable, d)
		}
		if !r.Difference.Exact {
			flips = max(flips, r.Difference.Flips)
		}
	}
	if len(detectable) > 0 {
		slices.Sort(detectable)
		list = append(list, fmt.Sprintf("%d stories: differences in %s under %.3f would be missed more often than one time in five",
			t.stories(), t.measure.Spec, detectable[len(detectable)/2]))
	}
	if flips > 0 {
		list = append(list, fmt.Sprintf("p from %d random flips of stories: none is under %.1g", flips, 1/float64(flips+1)))
	} else if len(detectable) > 0 {
		list = append(list, "p from all flips of the stories that differ: exact")
	}
	for _, r := range t.rows {
		if r.Score.Value == nil {
			list = append(list, fmt.Sprintf("%s has no %s: %s", r.System, t.measure.Spec, r.Score.Reason))
		} else if r.Score.Terms.Columns == nil {
			list = append(list, fmt.Sprintf("%s is no sum over stories: no interval and no test", t.measure.Spec))
			break
		}
	}
	return list
}

// stories returns the number of stories that have a value.
func (t *comparison) stories() (n int) {
	for _, r := range t.rows {
		for s := range r.Score.Terms.Stories() {
			if t.corpus.Joint() && r.Score.Terms.Known(s) { // of the level with fewest
				n++
			}
		}
		for _, v := range outcome.Values(r.Score.Terms) {
			if !math.IsNaN(v) {
				n++
			}
		}
		if n > 0 {
			return n
		}
	}
	return 0
}
