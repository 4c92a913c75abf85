// Package goldtest checks a clustering function against a gold corpus inside a Go test: its scores
// must reach limits, constraints must hold, and it must be no worse than a baseline in testdata. A
// failure names the stories that were split or merged and the articles that strayed.
//
// Run tests that use a baseline with -goldtest.update to write it again, or with -update in a package
// that defines such a flag itself. Look at the difference before you commit it.
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

var update = flag.Bool("goldtest.update", false, "write the baselines of goldtest again")

// updating reports whether the flag of this package or, if the program has one, a boolean flag
// -update is set.
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

// An Option is a requirement, or a setting, of a check.
type Option func(*expectations)

type expectations struct {
	constraints gate.Constraints
	policy      eval.Policy
	baseline    string
	metrics     []string
	known       []eval.Metric
}

// AtLeast requires a metric, named by its spec such as "b3.f1", to be at least value.
func AtLeast(metric string, value float64) Option {
	return func(e *expectations) { e.constraints.AtLeast[metric] = value }
}

// AtMost requires a metric, named by its spec such as "giant", to be at most value.
func AtMost(metric string, value float64) Option {
	return func(e *expectations) { e.constraints.AtMost[metric] = value }
}

// Baseline requires that no metric loses more than its margin against the clusters in this file, by
// the test of package gate, and that the constraints of the file hold. An inconclusive test fails,
// too: the message says which stories to look at.
func Baseline(path string) Option {
	return func(e *expectations) { e.baseline = path }
}

// Metrics names the metrics that a new baseline gates; the default is gate.Metrics.
func Metrics(specs ...string) Option {
	return func(e *expectations) { e.metrics = append(e.metrics, specs...) }
}

// Known adds metrics that the options and the baseline may name; those of eval.Partition are known.
func Known(list ...eval.Metric) Option {
	return func(e *expectations) { e.known = append(e.known, list...) }
}

// MustLink requires the articles with these ids to be in one cluster.
func MustLink(ids ...string) Option {
	return func(e *expectations) {
		e.constraints.MustLink = append(e.constraints.MustLink, gate.Group{Articles: ids})
	}
}

// CannotLink requires that no two of the articles with these ids are in one cluster.
func CannotLink(ids ...string) Option {
	return func(e *expectations) {
		e.constraints.CannotLink = append(e.constraints.CannotLink, gate.Group{Articles: ids})
	}
}

// OneStory requires each of the gold stories with these ids to be one cluster without articles of
// other stories and distractors.
func OneStory(stories ...string) Option {
	return func(e *expectations) {
		for _, id := range stories {
			e.constraints.OneStory = append(e.constraints.OneStory, gate.Group{Story: id})
		}
	}
}

// LargestCluster requires that no cluster has a larger share of the articles.
func LargestCluster(share float64) Option {
	return func(e *expectations) { e.constraints.LargestCluster = &share }
}

// SingleOutlet limits the share of clusters that come from one outlet, among the clusters of at least
// two articles.
func SingleOutlet(share float64) Option {
	return func(e *expectations) { e.constraints.SingleOutlet = &share }
}

// Noise limits the share of the articles that are noise.
func Noise(share float64) Option {
	return func(e *expectations) { e.constraints.Noise = &share }
}

// Deterministic requires equal clusters for the same articles, in the same and in another order.
func Deterministic() Option {
	return func(e *expectations) { e.constraints.Deterministic = gate.Order }
}

// Policy says how noise and articles without a story are scored.
func Policy(p eval.Policy) Option {
	return func(e *expectations) { e.policy = p }
}

// Check clusters the articles of a gold corpus and reports all failed requirements as one error of
// the test. cluster receives articles without anything that reveals the gold, and returns a label for
// each, in their order; negative is noise. It is called again, with the articles in another order,
// for Deterministic and when a baseline is updated.
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

// A panicked function is reported as an error.
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
			return nil, fmt.Errorf("the function returned %d labels for %d articles: it must return one for each, in their order",
				len(labels), len(c.Articles))
		}
		return labels, nil
	}
}

// check reports failed requirements to the test. It returns an error if something cannot be checked.
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

// gate tests the clusters against the baseline, or writes the baseline.
func (e *expectations) gate(t testing.TB, found gate.Clustering, m *message) error {
	t.Helper()
	old, err := gate.Read(e.baseline, e.known)
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case missing && !updating():
		return fmt.Errorf("there is no baseline %s: make it with go test -run '^%s$' -goldtest.update", e.baseline, t.Name())
	case err != nil && !missing:
		return err
	case updating():
		b, err := gate.Update{Policy: e.policy, Metrics: e.metrics, Known: e.known}.Make(t.Context(), old, []gate.Clustering{found})
		if err == nil {
			err = b.Write(e.baseline)
		}
		if err == nil {
			t.Logf("goldtest: %s is written: look at what changed and commit it", e.baseline)
		}
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
