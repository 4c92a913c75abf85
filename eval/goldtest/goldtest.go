// Package goldtest checks a clustering function against a gold corpus inside a Go
// test: it must score enough, hold to constraints, and be no worse than a baseline
// that is kept in testdata. A failure names the stories that were split or merged
// and the articles that strayed.
//
// Tests that use a baseline are run with -goldtest.update to write it anew, or with
// -update in a package that defines such a flag itself. Look at the difference
// before you commit it.
package goldtest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/gate"
)

var update = flag.Bool("goldtest.update", false, "write the baselines of goldtest anew")

// updating heeds the flag of this package and, where the program has one, a boolean
// flag -update.
func updating() bool {
	if *update {
		return true
	}
	if f := flag.Lookup("update"); f != nil {
		if g, ok := f.Value.(flag.Getter); ok {
			on, _ := g.Get().(bool)
			return on
		}
	}
	return false
}

// An Option is one thing that clusters must hold to.
type Option func(*expectations)

type expectations struct {
	constraints gate.Constraints
	policy      eval.Policy
	baseline    string
	metrics     []string
	known       []eval.Metric
}

// AtLeast wants a metric, named by its spec such as "b3.f1", to be no lower.
func AtLeast(metric string, value float64) Option {
	return func(e *expectations) { e.constraints.AtLeast[metric] = value }
}

// AtMost wants a metric, named by its spec such as "giant", to be no higher.
func AtMost(metric string, value float64) Option {
	return func(e *expectations) { e.constraints.AtMost[metric] = value }
}

// Baseline wants no metric to lose more than its margin against the clusters in this
// file, by the test of package gate, and the file's constraints to hold. What is
// inconclusive fails, too: it says which stories to look at.
func Baseline(path string) Option {
	return func(e *expectations) { e.baseline = path }
}

// Metrics are those that a new baseline gates, in place of gate.Metrics.
func Metrics(specs ...string) Option {
	return func(e *expectations) { e.metrics = append(e.metrics, specs...) }
}

// Known adds metrics that the options and the baseline may name; those of eval.Partition are known.
func Known(list ...eval.Metric) Option {
	return func(e *expectations) { e.known = append(e.known, list...) }
}

// MustLink wants the articles with these ids in one cluster.
func MustLink(ids ...string) Option {
	return func(e *expectations) {
		e.constraints.MustLink = append(e.constraints.MustLink, gate.Group{Articles: ids})
	}
}

// CannotLink wants no two of the articles with these ids in one cluster.
func CannotLink(ids ...string) Option {
	return func(e *expectations) {
		e.constraints.CannotLink = append(e.constraints.CannotLink, gate.Group{Articles: ids})
	}
}

// OneStory wants the gold stories with these ids to be one cluster each, without
// articles of other stories and distractors.
func OneStory(stories ...string) Option {
	return func(e *expectations) {
		for _, id := range stories {
			e.constraints.OneStory = append(e.constraints.OneStory, gate.Group{Story: id})
		}
	}
}

// LargestCluster wants no cluster with a larger share of the articles.
func LargestCluster(share float64) Option {
	return func(e *expectations) { e.constraints.LargestCluster = &share }
}

// SingleOutlet wants no larger share of the clusters of two articles or more to come
// from one outlet.
func SingleOutlet(share float64) Option {
	return func(e *expectations) { e.constraints.SingleOutlet = &share }
}

// Noise wants no larger share of the articles to be noise.
func Noise(share float64) Option {
	return func(e *expectations) { e.constraints.Noise = &share }
}

// Deterministic wants equal clusters when the articles come again, in the same and in
// another order.
func Deterministic() Option {
	return func(e *expectations) { e.constraints.Deterministic = gate.Order }
}

// Policy says what is done with noise, and with articles without a story.
func Policy(p eval.Policy) Option {
	return func(e *expectations) { e.policy = p }
}

// Check clusters the articles of a gold corpus, from which everything that gives the
// gold away is removed, and reports what does not hold as one error of the test.
// cluster returns a label for each article, in their order; negative is noise. It is
// called again, with the articles in another order, where determinism is wanted and
// when a baseline is updated.
func Check(t testing.TB, c *corpus.Corpus, cluster func([]corpus.Article) corpus.Labels, options ...Option) {
	t.Helper()
	e := expectations{
		constraints: gate.Constraints{AtLeast: map[string]float64{}, AtMost: map[string]float64{}},
		known:       slices.Clone(eval.Partition),
	}
	for _, o := range options {
		o(&e)
	}
	if err := e.constraints.Valid(e.known, []*corpus.Corpus{c}); err != nil {
		t.Errorf("goldtest: %s: %v", c.Name(), err)
		return
	}
	found, err := gate.Collect(t.Context(), c, masked(cluster), []uint64{1})
	if err == nil {
		err = e.check(t, found)
	}
	var p *panicked
	switch {
	case errors.As(err, &p):
		t.Errorf("goldtest: %s: the function panicked: %v\n\n%s", c.Name(), p.value, p.stack)
	case err != nil:
		t.Errorf("goldtest: %s: %v", c.Name(), err)
	}
}

// A panicked function is an error like another.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// masked calls the user's function with articles that hold no gold.
func masked(cluster func([]corpus.Article) corpus.Labels) gate.Cluster {
	return func(_ context.Context, c *corpus.Corpus, _ uint64) (labels corpus.Labels, err error) {
		defer func() {
			if v := recover(); v != nil {
				err = &panicked{v, debug.Stack()}
			}
		}()
		labels = cluster(c.Blind())
		if len(labels) != len(c.Articles) {
			return nil, fmt.Errorf("the function returned %d labels for %d articles: it must return one for each, in their order", len(labels), len(c.Articles))
		}
		return labels, nil
	}
}

// check reports what does not hold to the test; an error is for what cannot be
// checked.
func (e *expectations) check(t testing.TB, found gate.Clustering) error {
	t.Helper()
	m := &message{found: found}
	held, err := e.constraints.Check(t.Context(), e.known, e.policy, found)
	if err != nil {
		return err
	}
	m.constraints(held)
	if m.failed() {
		if m.broken, err = gate.Broken(t.Context(), e.policy, found); err != nil {
			return err
		}
	}
	if e.baseline != "" {
		if err := e.gate(t, found, m); err != nil {
			return err
		}
	}
	if m.failed() {
		t.Errorf("%s", m)
	}
	return nil
}

// gate holds the clusters against the baseline, or writes that.
func (e *expectations) gate(t testing.TB, found gate.Clustering, m *message) error {
	t.Helper()
	old, err := gate.Read(e.baseline, e.known)
	missing := errors.Is(err, fs.ErrNotExist)
	if updating() {
		if missing {
			old, err = nil, nil
		}
		if err != nil {
			return err
		}
		b, err := gate.Update{Policy: e.policy, Metrics: e.metrics, Known: e.known}.Make(t.Context(), old, []gate.Clustering{found})
		if err != nil {
			return err
		}
		if err := b.Write(e.baseline); err != nil {
			return err
		}
		t.Logf("goldtest: %s is written: look at what changed and commit it", e.baseline)
		return nil
	}
	if missing {
		return fmt.Errorf("there is no baseline %s: make it with go test -run '^%s$' -goldtest.update", e.baseline, t.Name())
	}
	if err != nil {
		return err
	}
	r, err := old.Check(t.Context(), []gate.Clustering{found}, 0)
	if errors.Is(err, gate.ErrOtherArticles) {
		return fmt.Errorf("%w (here: go test -run '^%s$' -goldtest.update)", err, t.Name())
	}
	if err != nil {
		return err
	}
	m.verdict(r)
	return nil
}
