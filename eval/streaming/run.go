package streaming

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// A Run plays a corpus to an algorithm as a stream.
type Run struct {
	Protocol  Protocol
	Corpus    *corpus.Corpus // with the gold
	Clusterer algorithms.Clusterer
	Seed      uint64
	Workers   int
	Policy    eval.Policy
	Measures  []eval.Measure // of eval.Partition
	Bootstrap stats.Bootstrap
}

// An Outcome is the result of a run.
type Outcome struct {
	Labels  corpus.Labels // at the end
	Scores  []stats.Score // as Names lists them
	Series  *Series
	Notes   []string
	Latency Latency
	// Features and Cluster are seconds: of the space of a stream algorithm, which is built
	// beforehand, and of all decisions. Other algorithms build a space at each step, which
	// counts as part of the decision.
	Features, Cluster float64
}

// Latency is the seconds from the handing over of a batch to its labels.
type Latency struct {
	Step    Quantiles `json:"step"`
	Article Quantiles `json:"article"` // the time of its step over the articles of the batch
}

// Quantiles are the median and the 95th percentile.
type Quantiles struct {
	Median float64 `json:"median"`
	P95    float64 `json:"p95"`
}

// Do plays the stream once, and once more for each shuffle.
func (r Run) Do(ctx context.Context) (*Outcome, error) {
	if r.Corpus == nil || r.Clusterer == nil {
		return nil, errors.New("a run needs a corpus and a clusterer")
	}
	steps, err := r.Protocol.steps(r.Corpus.Articles, nil)
	if err != nil {
		return nil, err
	}
	out := &Outcome{}
	w := newRecorder(r, steps)
	if err := r.play(ctx, steps, out, w.observe); err != nil {
		return nil, err
	}
	out.Labels = w.labels
	out.Series = w.series
	if out.Scores, err = w.scores(ctx); err != nil {
		return nil, err
	}
	if w.short {
		note := fmt.Sprintf("means over windows have no interval if they are of fewer than %d steps: %d windows, end to end",
			stats.MinOverlaps*r.Protocol.overlap(), stats.MinOverlaps)
		out.Notes = append(out.Notes, note)
	}
	if onlyDays(r.Corpus.Articles) {
		out.Notes = append(out.Notes, "only the days of articles are known: all of a day come at once, in the order of the corpus")
	}
	return out, r.shuffles(ctx, out)
}

// An observer takes the labels after step n.
type observer func(ctx context.Context, n int, labels corpus.Labels) error

// play runs the stream once and passes the labels after each step to observe. It adds
// the times and the notes of the algorithm to out.
func (r Run) play(ctx context.Context, steps []step, out *Outcome, observe observer) error {
	p := &algorithms.Problem{Articles: r.Corpus.Blind(), Seed: r.Seed, Workers: r.Workers}
	stream, notes, err := r.begin(ctx, p, steps, out)
	if err != nil {
		return err
	}
	n := 0
	var taken []float64
	clock := time.Now()
	for labels, err := range stream {
		if err != nil {
			return err
		}
		taken = append(taken, time.Since(clock).Seconds())
		if n == len(steps) || len(labels) != len(p.Articles) {
			return fmt.Errorf("it gave %d labels for %d articles after batch %d of %d", len(labels), len(p.Articles), n+1, len(steps))
		}
		if err := observe(ctx, n, labels); err != nil {
			return err
		}
		n++
		clock = time.Now()
	}
	if n < len(steps) {
		return fmt.Errorf("it gave no labels after batch %d of %d", n+1, len(steps))
	}
	out.Notes = append(out.Notes, notes()...)
	out.took(steps, taken)
	return nil
}

// begin returns the stream of labels. A stream algorithm gets the batches, and a space
// whose rows do not depend on later ones; any other algorithm runs on each window.
func (r Run) begin(
	ctx context.Context, p *algorithms.Problem, steps []step, out *Outcome,
) (stream iter.Seq2[corpus.Labels, error], notes func() []string, err error) {
	gold := r.Corpus.Gold()
	s, ok := r.Clusterer.(algorithms.Streamer)
	if !ok {
		w := &windowed{clusterer: r.Clusterer, steps: steps, gold: gold}
		return w.stream(ctx, p), func() []string { return w.notes }, nil
	}
	if o, ok := r.Clusterer.(algorithms.Oracle); ok && o.UsesGold() {
		o.Tell(algorithms.GoldFacts(gold))
	}
	var batches [][]int
	for _, s := range steps {
		batches = append(batches, slices.Clone(s.batch)) // the algorithm may change it
	}
	if space, ok := algorithms.SpaceOf(r.Clusterer); ok {
		clock := time.Now()
		in := &features.Input{Articles: p.Articles, Seed: features.Seed, Workers: p.Workers, Batches: batches}
		if p.Space, err = features.Build(ctx, space, in); err != nil {
			return nil, nil, err
		}
		out.Features = time.Since(clock).Seconds()
	}
	return s.Stream(ctx, p, batches), func() []string { return p.Notes }, nil
}

// took sets the times from those of the steps.
func (o *Outcome) took(steps []step, taken []float64) {
	var weights, shares []float64
	for n, s := range steps {
		o.Cluster += taken[n]
		weights = append(weights, float64(len(s.batch)))
		shares = append(shares, taken[n]/float64(len(s.batch)))
	}
	o.Latency = Latency{Step: quantiles(taken, nil), Article: quantiles(shares, weights)}
}

// shuffles plays the stream again with articles of one time in other orders, and scores
// how much the clusters at the end differ.
func (r Run) shuffles(ctx context.Context, out *Outcome) error {
	if r.Protocol.Shuffle == 0 {
		return nil
	}
	times := map[time.Time]bool{}
	for i := range r.Corpus.Articles {
		times[r.Corpus.Articles[i].Published.Time.UTC()] = true
	}
	if len(times) == len(r.Corpus.Articles) {
		out.Notes = append(out.Notes, "no two articles have one time: there is no other order to try")
	}
	differences := map[string][]float64{} // by the metric that compares
	for run := range r.Protocol.Shuffle {
		rank := rand.New(rand.NewPCG(uint64(run+1), 0x7469657)).Perm(len(r.Corpus.Articles))
		steps, err := r.Protocol.steps(r.Corpus.Articles, shuffleTies(r.Corpus.Articles, rank))
		if err != nil {
			return err
		}
		var last corpus.Labels
		again := &Outcome{}
		err = r.play(ctx, steps, again, func(_ context.Context, _ int, labels corpus.Labels) error {
			last = labels
			return nil
		})
		if err != nil {
			return err
		}
		for _, metric := range []string{"ari", "ami"} {
			v, err := eval.Score(out.Labels.Alone(), last.Alone(), metric)
			if err != nil {
				return err
			}
			differences[metric] = append(differences[metric], 1-v.Value)
		}
	}
	for _, m := range own {
		if m.order != "" {
			out.Scores = append(out.Scores, mean(r.Protocol.own(m), differences[m.order], ""))
		}
	}
	return nil
}

// shuffleTies ranks the articles such that those of one time exchange their places in
// the corpus, by their order in the permutation.
func shuffleTies(articles []corpus.Article, permutation []int) []int {
	rank := make([]int, len(articles))
	order := algorithms.InTime(articles)
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && articles[order[to]].Published.Time.Equal(articles[order[from]].Published.Time) {
			to++
		}
		places := order[from:to] // ascending, since the order is stable
		shuffled := slices.Clone(places)
		slices.SortFunc(shuffled, func(a, b int) int { return permutation[a] - permutation[b] })
		for k, i := range shuffled {
			rank[i] = places[k]
		}
		from = to
	}
	return rank
}

// onlyDays reports whether no article has a time of day.
func onlyDays(articles []corpus.Article) bool {
	return !slices.ContainsFunc(articles, func(a corpus.Article) bool {
		t := a.Published.Time.UTC()
		return !a.Published.Day && !t.Equal(t.Truncate(24*time.Hour))
	})
}

// quantiles returns those of weighted values; nil weights are equal.
func quantiles(values, weights []float64) Quantiles {
	x := slices.Clone(values)
	w := slices.Clone(weights)
	stat.SortWeighted(x, w)
	return Quantiles{
		Median: stat.Quantile(0.5, stat.Empirical, x, w),
		P95:    stat.Quantile(0.95, stat.Empirical, x, w),
	}
}
