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

// A Series is the measurements of each step: every list has one number for each step.
type Series struct {
	Ends     []int64 `json:"ends"`             // of steps, in seconds since 1970
	New      []int   `json:"new"`              // articles of the step
	Articles []int   `json:"articles"`         // articles of the window
	Warmup   int     `json:"warmup,omitempty"` // number of steps at the start that do not count
	// By metric, under its own name; null if a metric is undefined.
	Window     map[string][]*float64 `json:"window"`
	Cumulative map[string][]*float64 `json:"cumulative"`
	Changes    []Changes             `json:"changes"`
}

// A recorder scores the labels of a stream while it runs.
type recorder struct {
	run    Run
	steps  []step
	gold   corpus.Labels
	series *Series

	seen     []int         // positions of all articles so far
	known    []bool        // whether the article at a position came in before this step
	labels   corpus.Labels // after the previous step
	decision corpus.Labels // the label of each article at the step in which it came in
	short    bool          // a mean is of too few steps for an interval
}

func newRecorder(run Run, steps []step) *recorder {
	n := len(run.Corpus.Articles)
	none := slices.Repeat(corpus.Labels{corpus.None}, n)
	return &recorder{
		run: run, steps: steps, gold: run.Corpus.Gold(), known: make([]bool, n), labels: none, decision: slices.Clone(none),
		series: &Series{Window: map[string][]*float64{}, Cumulative: map[string][]*float64{}},
	}
}

// observe takes the labels after step n.
func (r *recorder) observe(ctx context.Context, n int, labels corpus.Labels) error {
	s := r.steps[n]
	for _, i := range s.batch {
		r.decision[i] = labels[i]
	}
	r.seen = append(r.seen, s.batch...)
	if !s.counts {
		r.series.Warmup++
	}
	r.series.Ends = append(r.series.Ends, s.end.Unix())
	r.series.New = append(r.series.New, len(s.batch))
	r.series.Articles = append(r.series.Articles, len(s.window))
	r.series.Changes = append(r.series.Changes, changes(r.labels, labels, s.window, r.known))
	copy(r.labels, labels)
	for _, i := range s.batch {
		r.known[i] = true
	}
	if err := r.measure(ctx, s.window, r.series.Window); err != nil {
		return err
	}
	return r.measure(ctx, r.seen, r.series.Cumulative)
}

// measure scores the labels of some articles by each metric.
func (r *recorder) measure(ctx context.Context, members []int, into map[string][]*float64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k, err := r.run.caseOf(ctx, r.gold, r.labels, members)
	if err != nil && !errors.Is(err, eval.ErrNoGold) {
		return err
	}
	for _, m := range r.run.Measures {
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

// caseOf returns the case of the articles at some positions.
func (r Run) caseOf(ctx context.Context, gold, labels corpus.Labels, members []int) (*eval.Case, error) {
	part := *r.Corpus
	part.Articles = corpus.Pick(part.Articles, members)
	return r.Policy.Case(ctx, corpus.Pick(gold, members), corpus.Pick(labels, members), &part)
}

// stored rounds to six decimals; nil if undefined.
func stored(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	v = math.Round(v*1e6) / 1e6
	return &v
}

// scores returns the scores of the stream, in the order of Names.
func (r *recorder) scores(ctx context.Context) ([]stats.Score, error) {
	p := r.run.Protocol
	var list []stats.Score
	for _, reading := range []string{"", cumulative} {
		series := r.series.Window
		if reading != "" {
			series = r.series.Cumulative
		}
		for _, m := range r.run.Measures {
			values := r.counted(func(n int) *float64 { return series[m.Spec.String()][n] })
			s := mean(p.names(m.Spec, reading).String(), values, "it is undefined in every window")
			if reading == "" {
				if err := r.interval(ctx, &s, values); err != nil {
					return nil, err
				}
			}
			list = append(list, s)
		}
	}
	end, decided, err := r.finalAndOnline(ctx)
	if err != nil {
		return nil, err
	}
	for i := range end {
		end[i].Metric = p.names(r.run.Measures[i].Spec, atEnd).String()
	}
	list = append(list, end...)
	for i, m := range r.run.Measures {
		if judges(m) {
			list = append(list, r.regret(m, end[i], decided[i]))
		}
	}
	changes, err := r.changes(ctx)
	return append(list, changes...), err
}

// interval sets the interval of a mean over windows.
func (r *recorder) interval(ctx context.Context, s *stats.Score, values []float64) error {
	if s.Value == nil {
		return nil
	}
	between, block, err := r.run.Bootstrap.SeriesMean(ctx, values, r.run.Protocol.overlap())
	if err != nil || r.run.Bootstrap.Replicates < 1 {
		return err
	}
	if block == 0 {
		r.short = true
		return nil
	}
	s.Low, s.High, s.Level, s.Block = &between.Low, &between.High, r.run.Bootstrap.Level, block
	return nil
}

// finalAndOnline scores all articles by the labels at the end, and by those that each
// had at the step in which it came in.
func (r *recorder) finalAndOnline(ctx context.Context) (end []stats.Score, decided []eval.Value, err error) {
	k, err := r.run.Policy.Case(ctx, r.gold, r.labels, r.run.Corpus)
	if err != nil {
		return nil, nil, err
	}
	if end, err = stats.Scores(ctx, k, r.run.Measures, r.run.Bootstrap); err != nil {
		return nil, nil, err
	}
	if k, err = r.run.Policy.Case(ctx, r.gold, r.decision, r.run.Corpus); err != nil {
		return nil, nil, err
	}
	for _, m := range r.run.Measures {
		v, err := m.Score(k)
		if err != nil {
			return nil, nil, err
		}
		decided = append(decided, v)
	}
	return end, decided, nil
}

// regret is by how much the labels at the end are better than the decisions.
func (r *recorder) regret(m eval.Measure, end stats.Score, decided eval.Value) stats.Score {
	var difference []float64
	if end.Value != nil && !math.IsNaN(decided.Value) {
		last, _ := m.Better.Goodness(*end.Value)
		first, _ := m.Better.Goodness(decided.Value)
		difference = []float64{last - first}
	}
	return mean(r.run.Protocol.names(m.Spec, regret).String(), difference, "it is undefined at the end or for the decisions")
}

// changes returns the means of the changes of steps to the clusters before them.
func (r *recorder) changes(ctx context.Context) ([]stats.Score, error) {
	var list []stats.Score
	for _, m := range own {
		if m.of == nil {
			continue
		}
		values := r.counted(func(n int) *float64 {
			c := r.series.Changes[n]
			if c.Known == 0 {
				return nil
			}
			v := m.of(c)
			return &v
		})
		s := mean(r.run.Protocol.own(m), values, "no window has an article from before")
		if err := r.interval(ctx, &s, values); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// counted returns the values of the steps that count and have one.
func (r *recorder) counted(of func(step int) *float64) (values []float64) {
	for n, s := range r.steps {
		if s.counts {
			if v := of(n); v != nil {
				values = append(values, *v)
			}
		}
	}
	return values
}
