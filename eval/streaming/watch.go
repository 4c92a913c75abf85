package streaming

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Series is what was measured at each step, a number a step in each list.
type Series struct {
	Ends     []int64 `json:"ends"`             // of steps, in seconds since 1970
	New      []int   `json:"new"`              // articles that came in
	Articles []int   `json:"articles"`         // of the window
	Warmup   int     `json:"warmup,omitempty"` // so many steps at the beginning do not count
	// By metric, under its own name; null where a metric is undefined.
	Window     map[string][]*float64 `json:"window"`
	Cumulative map[string][]*float64 `json:"cumulative"`
	Changes    []Changes             `json:"changes"`
}

// A watch scores what a stream says while it runs.
type watch struct {
	run    Run
	steps  []step
	gold   corpus.Labels
	series *Series

	seen     []int         // positions of all articles so far
	known    []bool        // of a position, whether it was there before the step
	labels   corpus.Labels // after the step before
	decision corpus.Labels // what each article had when it came in
	short    bool          // some mean is of too few steps for an interval
}

func newWatch(r Run, steps []step) *watch {
	n := len(r.Corpus.Articles)
	none := slices.Repeat(corpus.Labels{corpus.None}, n)
	return &watch{
		run: r, steps: steps, gold: r.Corpus.Gold(), known: make([]bool, n), labels: none, decision: slices.Clone(none),
		series: &Series{Window: map[string][]*float64{}, Cumulative: map[string][]*float64{}},
	}
}

// see takes in the labels after step n.
func (w *watch) see(ctx context.Context, n int, labels corpus.Labels) error {
	s := w.steps[n]
	for _, i := range s.batch {
		w.decision[i] = labels[i]
	}
	w.seen = append(w.seen, s.batch...)
	if !s.counts {
		w.series.Warmup++
	}
	w.series.Ends = append(w.series.Ends, s.end.Unix())
	w.series.New = append(w.series.New, len(s.batch))
	w.series.Articles = append(w.series.Articles, len(s.window))
	w.series.Changes = append(w.series.Changes, changes(w.labels, labels, s.window, w.known))
	copy(w.labels, labels)
	for _, i := range s.batch {
		w.known[i] = true
	}
	if err := w.measure(ctx, s.window, w.series.Window); err != nil {
		return err
	}
	return w.measure(ctx, w.seen, w.series.Cumulative)
}

// measure scores the labels of some articles by each metric.
func (w *watch) measure(ctx context.Context, members []int, into map[string][]*float64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k, err := w.run.caseOf(ctx, w.gold, w.labels, members)
	if err != nil && !errors.Is(err, eval.ErrNoGold) {
		return err
	}
	for _, m := range w.run.Measures {
		name := m.Spec.String()
		v := eval.Value{Value: math.NaN()}
		if k != nil {
			if v, err = m.Score(k); err != nil {
				return err
			}
		}
		into[name] = append(into[name], stored(v.Value))
	}
	return nil
}

// caseOf is the case of the articles at some positions.
func (r Run) caseOf(ctx context.Context, gold, labels corpus.Labels, members []int) (*eval.Case, error) {
	part := *r.Corpus
	part.Articles = make([]corpus.Article, len(members))
	g, found := make(corpus.Labels, len(members)), make(corpus.Labels, len(members))
	for n, i := range members {
		part.Articles[n], g[n], found[n] = r.Corpus.Articles[i], gold[i], labels[i]
	}
	return r.Policy.Case(ctx, g, found, &part)
}

// stored rounds to six places, nil for what is undefined.
func stored(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	v = math.Round(v*1e6) / 1e6
	return &v
}

// scores sums up the stream, in the order of Names.
func (w *watch) scores(ctx context.Context) ([]stats.Score, error) {
	p := w.run.Protocol
	var list []stats.Score
	for _, reading := range []string{"", cumulative} {
		series := w.series.Window
		if reading != "" {
			series = w.series.Cumulative
		}
		for _, m := range w.run.Measures {
			values := w.counted(func(n int) *float64 { return series[m.Spec.String()][n] })
			s := p.mean("", values, "it is undefined in every window")
			s.Metric = p.names(m.Spec, reading).String()
			if reading == "" {
				if err := w.interval(ctx, &s, values); err != nil {
					return nil, err
				}
			}
			list = append(list, s)
		}
	}
	end, decided, err := w.twice(ctx)
	if err != nil {
		return nil, err
	}
	for i := range end {
		end[i].Metric = p.names(w.run.Measures[i].Spec, atEnd).String()
	}
	list = append(list, end...)
	for i, m := range w.run.Measures {
		if judges(m) {
			list = append(list, w.regret(m, end[i], decided[i]))
		}
	}
	changes, err := w.changes(ctx)
	return append(list, changes...), err
}

// interval gives a mean over windows its interval.
func (w *watch) interval(ctx context.Context, s *stats.Score, values []float64) error {
	if s.Value == nil {
		return nil
	}
	between, block, err := w.run.Bootstrap.SeriesMean(ctx, values, w.run.Protocol.overlap())
	if err != nil || w.run.Bootstrap.Replicates < 1 {
		return err
	}
	if block == 0 {
		w.short = true
		return nil
	}
	s.Low, s.High, s.Level, s.Block = &between.Low, &between.High, w.run.Bootstrap.Level, block
	return nil
}

// twice scores all articles by the labels at the end, and by those that each had
// when it came in.
func (w *watch) twice(ctx context.Context) (end []stats.Score, decided []eval.Value, err error) {
	k, err := w.run.Policy.Case(ctx, w.gold, w.labels, w.run.Corpus)
	if err != nil {
		return nil, nil, err
	}
	if end, err = stats.Scores(ctx, k, w.run.Measures, w.run.Bootstrap); err != nil {
		return nil, nil, err
	}
	if k, err = w.run.Policy.Case(ctx, w.gold, w.decision, w.run.Corpus); err != nil {
		return nil, nil, err
	}
	for _, m := range w.run.Measures {
		v, err := m.Score(k)
		if err != nil {
			return nil, nil, err
		}
		decided = append(decided, v)
	}
	return end, decided, nil
}

// regret is by how much the end is better than the decision.
func (w *watch) regret(m eval.Measure, end stats.Score, decided eval.Value) stats.Score {
	v, reason := 0.0, "it is undefined at the end or for the decisions"
	if end.Value != nil && !math.IsNaN(decided.Value) {
		last, _ := m.Better.Goodness(*end.Value)
		first, _ := m.Better.Goodness(decided.Value)
		v, reason = last-first, ""
	}
	s := w.run.Protocol.score("", v, reason)
	s.Metric = w.run.Protocol.names(m.Spec, regret).String()
	return s
}

// changes are the means of what steps did to the clusters before them.
func (w *watch) changes(ctx context.Context) ([]stats.Score, error) {
	var list []stats.Score
	for _, m := range []struct {
		name  string
		share bool
		of    func(Changes) int
	}{
		{"churn", true, func(c Changes) int { return c.Renamed }},
		{"churn.regrouped", true, func(c Changes) int { return c.Regrouped }},
		{"merges", false, func(c Changes) int { return c.Merged }},
		{"splits", false, func(c Changes) int { return c.Split }},
	} {
		values := w.counted(func(n int) *float64 {
			c := w.series.Changes[n]
			if c.Known == 0 {
				return nil
			}
			v := float64(m.of(c))
			if m.share {
				v /= float64(c.Known)
			}
			return &v
		})
		s := w.run.Protocol.mean(m.name, values, "no window has an article from before")
		if err := w.interval(ctx, &s, values); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// counted are the values of the steps that count, those left out that have none.
func (w *watch) counted(of func(step int) *float64) (values []float64) {
	for n, s := range w.steps {
		if s.counts {
			if v := of(n); v != nil {
				values = append(values, *v)
			}
		}
	}
	return values
}
