package gate

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
)

// Scores are those of two systems on the same items, by any evaluator. Items of one unit, such as the questions about one document,
// depend on each other: units are what is resampled and exchanged.
type Scores struct {
	Name    string   // of what was scored
	Old     string   // names of the two, for the report
	New     string   // likewise
	Unit    string   // what a unit is called, such as document; empty if each item is one
	Units   []string // names of the units
	Items   int
	Metrics []ScoreMetric
	Alpha   float64 // chance that the gate fails a system that is as good; 0 means the default
	Power   float64 // with which a loss of the detectable size is failed; 0 means the default
	Workers int

	replicates int // 0 means the default
}

// A ScoreMetric is the scores by one metric, whose value is the mean over the items.
type ScoreMetric struct {
	Name   string
	Better eval.Direction // Higher or Lower
	Margin float64        // the largest loss that passes; 0 means Floor, or that share of the value of Old for scores beyond −1 and 1
	Floor  float64        // 0 means the default
	Counts []float64      // by unit: the items that are scored
	// Old and New are sums of scores over the items of a unit, by run and unit. The mean over the runs is gated. Several runs of
	// Old show what is chance.
	Old, New [][]float64
}

// Scored is what a check of scores found beside its tests.
type Scored struct {
	Old     string  `json:"old"`
	New     string  `json:"new"`
	OldRuns int     `json:"old_runs"`
	NewRuns int     `json:"new_runs"`
	Unit    string  `json:"unit,omitempty"` // empty if each item is one
	Least   int     `json:"least"`          // units that must be worse, and none better, for any loss to be shown
	Moved   []Mover `json:"moved"`          // by metric, the costliest loss first, the largest gain last
}

// A Mover is a unit whose score changed.
type Mover struct {
	Metric string  `json:"metric"`
	Unit   string  `json:"unit"`
	Items  int     `json:"items"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	Gain   float64 `json:"gain"` // over all of its items, in the direction that is better
}

// Lost reports whether a unit got worse.
func (x Mover) Lost() bool { return x.Gain < 0 }

// An ItemTest is what a test of scores tells beside its verdict.
type ItemTest struct {
	Items  int     `json:"items"` // that are scored by the metric
	Wins   int     `json:"wins"`  // units that are better now
	Losses int     `json:"losses"`
	Ties   int     `json:"ties"`
	Noise  float64 `json:"noise"` // standard deviation of the runs of the old system; 0 if there is one
	Step   float64 `json:"step"`  // half the distance between gains that are possible, as where answers are right or wrong; 0 if any gain is
	Misses []Miss  `json:"misses,omitempty"`
	// Self counts the verdicts of single runs of the old system against each other: of an equally good system.
	Self map[Verdict]int `json:"self,omitempty"`
}

// A Miss is how often a true loss would not fail.
type Miss struct {
	Loss   float64 `json:"loss"`
	Missed float64 `json:"missed"`
}

// mostMoved bounds the losses, and the gains, that are listed of a metric.
const mostMoved = 100

// Check tests the new scores against the old ones, as [Baseline.Check] tests clusters: the tests, verdicts and the meaning of alpha,
// power and margins are the same. An interval is wider than that of the bootstrap by Student's t for the number of units and, if
// there are several runs of the old system, by what differs between these and not between items (a standard error with Satterthwaite's
// degrees of freedom, 1946).
func (s Scores) Check(ctx context.Context) (*Result, error) {
	if err := s.valid(); err != nil {
		return nil, err
	}
	s.Alpha, s.Power = cmp.Or(s.Alpha, Alpha), cmp.Or(s.Power, Power)
	on, err := s.check(ctx)
	if err != nil {
		return nil, err
	}
	return &Result{
		Schema: CheckSchema, Verdict: on.Verdict, Baseline: s.Old, Version: fingerprint.Version(), Alpha: s.Alpha, Power: s.Power,
		Corpora: []CorpusResult{*on},
	}, nil
}

// check tests each metric.
func (s Scores) check(ctx context.Context) (*CorpusResult, error) {
	t := tester{
		alpha: s.Alpha / float64(len(s.Metrics)), power: s.Power, replicates: cmp.Or(s.replicates, replicates), seed: 1,
		workers: s.Workers, unit: s.noun(),
	}
	on := &CorpusResult{
		Name: Plain(s.Name, 200), Articles: s.Items, Stories: len(s.Units), Verdict: Pass,
		Metrics: []Test{}, Constraints: []ConstraintResult{}, Changes: []Change{},
		Scored: &Scored{
			Old: s.Old, New: s.New, OldRuns: len(s.Metrics[0].Old), NewRuns: len(s.Metrics[0].New), Unit: s.Unit,
			Least: int(math.Ceil(-math.Log2(t.alpha))), Moved: []Mover{},
		},
	}
	for _, m := range s.Metrics {
		one, err := m.test(ctx, t)
		if err != nil {
			return nil, err
		}
		on.Metrics, on.Verdict = append(on.Metrics, one), worse(on.Verdict, one.Verdict)
		on.Scored.Moved = append(on.Scored.Moved, m.moved(s.Units)...)
	}
	return on, nil
}

func (s Scores) noun() noun {
	if s.Unit == "" {
		return noun{"item", "items"}
	}
	return noun{"unit", "units"}
}

func (s Scores) valid() error {
	if len(s.Metrics) == 0 || len(s.Units) == 0 {
		return fmt.Errorf("%s: there are no scores to compare", s.Name)
	}
	for _, m := range s.Metrics {
		if len(m.Old) == 0 || len(m.New) == 0 || m.Better != eval.Higher && m.Better != eval.Lower {
			return fmt.Errorf("%s: it takes a run of each system, and a direction, higher or lower", m.Name)
		}
		for _, run := range slices.Concat(m.Old, m.New, [][]float64{m.Counts}) {
			if len(run) != len(s.Units) {
				return fmt.Errorf("%s: %d values for %d units", m.Name, len(run), len(s.Units))
			}
			if slices.ContainsFunc(run, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
				return fmt.Errorf("%s: a score is no finite number", m.Name)
			}
		}
	}
	return nil
}

// value is the mean over the items of runs, with its terms by unit.
func (m ScoreMetric) value(runs ...[]float64) eval.Value {
	sums := make([]float64, len(m.Counts))
	for _, run := range runs {
		floats.AddScaled(sums, 1/float64(len(runs)), run)
	}
	return eval.Terms{
		Columns: [][]float64{sums, m.Counts}, Combine: func(sum []float64) float64 { return sum[0] / sum[1] },
	}.Value()
}

// test tests one metric.
func (m ScoreMetric) test(ctx context.Context, t tester) (Test, error) {
	old, found := m.value(m.Old...), m.value(m.New...)
	measure := eval.Measure{Metric: eval.Metric{Name: m.Name, Better: m.Better, Range: m.bounds()}}
	items := &ItemTest{Items: int(floats.Sum(m.Counts))}
	if len(m.Old) > 1 {
		var values []float64
		for _, run := range m.Old {
			values = append(values, m.value(run).Value)
		}
		items.Noise = round(stat.StdDev(values, nil), 6)
	}
	margin := m.Margin
	if margin == 0 {
		margin = marginOf(measure, old.Value, 0, cmp.Or(m.Floor, Floor)) // what runs differ by is in the interval
	}
	var err error
	if t.chance, err = m.chance(ctx, t); err != nil {
		return Test{}, err
	}
	t.step = m.step(old, found)
	out, err := t.test(ctx, measure, margin, []eval.Value{old}, []eval.Value{found})
	if err != nil {
		return out, err
	}
	items.Step = t.step
	out.Metric, out.Items = m.Name, items
	for u, n := range m.Counts {
		if n == 0 {
			continue
		}
		switch gain := m.gain(old, found, u); {
		case gain > 0:
			items.Wins++
		case gain < 0:
			items.Losses++
		default:
			items.Ties++
		}
	}
	for _, factor := range []float64{1, 2, 5} {
		if missed := out.Missed(factor*margin, t.power); !math.IsNaN(missed) {
			items.Misses = append(items.Misses, Miss{factor * margin, round(missed, 4)})
		}
	}
	items.Self, err = m.self(ctx, t, measure, margin)
	return out, err
}

// Missed is the chance that a true loss of the given size, at least the margin, does not fail; power is that of Detectable. NaN if
// nothing differs. Where only some gains are possible the tests find less, as an exact test of few answers that are right or wrong
// does: by the correction for continuity (Yates 1934).
func (x Test) Missed(loss, power float64) float64 {
	if x.Detectable == nil || x.Items == nil {
		return math.NaN()
	}
	tail := (1 - x.Level) / 2
	standardError := (*x.Detectable - x.Items.Step) / stats.Detectable(1, 2*tail, power)
	return 1 - stats.PowerOf(max(0, loss-x.Items.Step), standardError, 2*tail)
}

// step is half the distance between gains that exchanging units can give: the greatest common divisor of what units differ by.
func (m ScoreMetric) step(old, found eval.Value) float64 {
	const least = 1e-6 // of the largest difference: what is below it is no step
	divisor, largest := 0.0, 0.0
	for u := range m.Counts {
		d := math.Abs(m.gain(old, found, u))
		largest = max(largest, d)
		for d > least*max(1e-9, largest) { // Euclid
			divisor, d = d, math.Mod(divisor, d)
			if divisor-d < least*largest { // up to rounding
				d = 0
			}
		}
	}
	if divisor <= 1e3*least*largest {
		return 0
	}
	return divisor / floats.Sum(m.Counts)
}

// bounds is the range of the scores, as far as is known: between −1 and 1, or any.
func (m ScoreMetric) bounds() [2]float64 {
	for _, run := range slices.Concat(m.Old, m.New) {
		for u, sum := range run {
			if math.Abs(sum) > m.Counts[u]*(1+1e-9) {
				return [2]float64{math.Inf(-1), math.Inf(1)}
			}
		}
	}
	return [2]float64{-1, 1}
}

// gain is what a unit gained in the direction that is better, 0 up to rounding.
func (m ScoreMetric) gain(old, found eval.Value, unit int) float64 {
	a, b := old.Terms.Columns[0][unit], found.Terms.Columns[0][unit]
	if math.Abs(a-b) <= 1e-12*max(1, math.Abs(a), math.Abs(b)) {
		return 0
	}
	if m.Better == eval.Lower {
		return a - b
	}
	return b - a
}

// moved lists the units that changed, the costliest loss first.
func (m ScoreMetric) moved(units []string) (list []Mover) {
	old, found := m.value(m.Old...), m.value(m.New...)
	for u, n := range m.Counts {
		if gain := m.gain(old, found, u); n > 0 && gain != 0 {
			list = append(list, Mover{
				Metric: m.Name, Unit: Plain(units[u], 200), Items: int(n), Gain: gain,
				Before: old.Terms.Columns[0][u] / n, After: found.Terms.Columns[0][u] / n,
			})
		}
	}
	slices.SortStableFunc(list, func(a, b Mover) int { return cmp.Compare(a.Gain, b.Gain) })
	losses := 0
	for losses < len(list) && list[losses].Gain < 0 {
		losses++
	}
	return slices.Concat(list[:min(losses, mostMoved)], list[max(losses, len(list)-mostMoved):])
}

// mostSelf bounds the comparisons of runs of the old system.
const mostSelf = 20

// self compares single runs of the old system with each other, as if each were the old and the new one.
func (m ScoreMetric) self(ctx context.Context, t tester, measure eval.Measure, margin float64) (map[Verdict]int, error) {
	if len(m.Old) < 2 {
		return nil, nil
	}
	count := map[Verdict]int{}
	single := *t.chance
	single.perRun = 2
	t.chance = &single
	pairs := 0
	for i := range m.Old {
		for j := range m.Old {
			if i == j || pairs == mostSelf {
				continue
			}
			pairs++
			one, err := t.test(ctx, measure, margin, []eval.Value{m.value(m.Old[i])}, []eval.Value{m.value(m.Old[j])})
			if err != nil {
				return nil, err
			}
			count[one.Verdict]++
		}
	}
	return count, nil
}
