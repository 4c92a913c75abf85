// Package bench runs trials: every algorithm of a [Plan] on every corpus with
// every seed. Each trial's result is a line of JSON, appended and synced before
// the next trial begins, so that a run that was stopped goes on where it was.
package bench

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/spec"
)

// A Plan is what is run: corpora × algorithms × seeds, and the metrics that score it.
// The zero value of a field means its default.
type Plan struct {
	Corpora    []string    `yaml:"corpora"`    // names, as format.Open takes them; default: gold.Defaults
	Algorithms []string    `yaml:"algorithms"` // specs, with sweeps as spec.Sweep takes them; default: Lineup
	Metrics    []string    `yaml:"metrics"`    // specs; default: Metrics
	Policy     eval.Policy `yaml:"policy"`     // for articles that do not fit the comparison

	Seed       uint64 `yaml:"seed" spec:"seed" default:"1" doc:"seed of the first run"`
	Seeds      int    `yaml:"seeds" spec:"seeds" default:"1" range:"1:" doc:"runs of algorithms that depend on chance"`
	Orders     int    `yaml:"orders" spec:"orders" default:"0" range:"0:" doc:"further runs with the articles in another order"`
	Replicates int    `yaml:"replicates" spec:"replicates" default:"2000" range:"1:" doc:"replicates of the bootstrap"`
	// TimeLimit and Memory are limits of one trial; Memory 0 means no limit.
	TimeLimit time.Duration `yaml:"time_limit" spec:"time_limit" default:"1h" range:"0:" doc:"time limit of a trial, such as 10m"`
	Memory    Bytes         `yaml:"memory" spec:"memory" default:"0" doc:"memory limit of a trial, such as 4GB; 0 means no limit"`
	// Protocol is empty for the whole corpus at once.
	Protocol string `yaml:"protocol" spec:"protocol" doc:"play the corpora as streams, such as stream(step=1h,window=6h)"`
	// Outlets is a file, as format.ReadOutlets takes it.
	Outlets string `yaml:"outlets" spec:"outlets" doc:"table of outlets: CSV or JSON lines with outlet, owner, country, lean"`

	Rows Rows `yaml:"-"` // what an outside module adds to the built-in lists
}

//go:embed metrics.txt
var metricsText string

// Metrics is the default choice of metrics: one variant of each family.
func Metrics() []string { return strings.Fields(metricsText) }

// partition keeps the metrics that need only groups of articles.
func partition(metrics []string) []string {
	return slices.DeleteFunc(metrics, func(text string) bool {
		_, err := eval.Named(text)
		return err != nil
	})
}

// With returns the plan with the fields that another one sets.
func (p Plan) With(o Plan) Plan {
	for _, f := range []struct{ to, from *[]string }{{&p.Corpora, &o.Corpora}, {&p.Algorithms, &o.Algorithms}, {&p.Metrics, &o.Metrics}} {
		if *f.from != nil {
			*f.to = *f.from
		}
	}
	spec.Merge(&p, o)
	spec.Merge(&p.Policy, o.Policy)
	return p
}

// withDefaults returns the plan with its defaults written out, or an error if a field
// has a value that it does not take.
func (p Plan) withDefaults() (Plan, error) {
	if err := spec.Fill(&p); err != nil {
		return p, err
	}
	if err := p.Policy.Valid(); err != nil {
		return p, err
	}
	if len(p.Corpora) == 0 {
		p.Corpora = gold.Defaults()
	}
	if len(p.Algorithms) == 0 {
		p.Algorithms = Lineup()
	}
	if len(p.Metrics) == 0 {
		p.Metrics = Metrics()
		if p.Protocol != "" {
			p.Metrics = partition(p.Metrics)
		}
	}
	return p, nil
}

// A trial is one with what it takes to run it here.
type trial struct {
	results.Trial
	at      int    // its place in the plan's order, the same for all runs of an algorithm on a corpus
	path    string // where the corpus is
	outlets string // where the table of outlets is; empty = none
	facts   algorithms.Facts
}

// Trials lists what a plan asks for, in the order in which it is run: by corpus,
// algorithm and seed. On a large corpus the algorithms of the default line-up are run by the
// time that they are expected to take, and left out if that is more than ten minutes.
// Every name is checked, and every corpus read, before the first trial.
func Trials(ctx context.Context, p Plan) ([]results.Trial, error) {
	planned, err := p.trials(ctx)
	list := make([]results.Trial, len(planned))
	for i, t := range planned {
		list[i] = t.Trial
	}
	return list, err
}

func (p Plan) trials(ctx context.Context) ([]trial, error) {
	asked, standard := len(p.Metrics) > 0, len(p.Algorithms) == 0 && p.Protocol == ""
	p, err := p.withDefaults()
	if err != nil {
		return nil, err
	}
	measures, err := p.measures()
	if err != nil {
		return nil, err
	}
	if err := p.Rows.pages().Check(measures); err != nil {
		return nil, err
	}
	var metrics []spec.Spec
	for _, m := range measures {
		if m.Spec.Under != nil {
			return nil, fmt.Errorf("%s: name the metric alone, and give %s as the protocol", m.Spec, m.Spec.Under)
		}
		metrics = append(metrics, m.Spec)
	}
	protocol, err := p.protocol(measures)
	if err != nil {
		return nil, err
	}
	candidates, err := p.candidates()
	if err != nil {
		return nil, err
	}
	read, err := hashMetrics(measures)
	if err != nil {
		return nil, err
	}
	outlets, err := hashOutlets(p.Outlets)
	if err != nil {
		return nil, err
	}
	version := fingerprint.Version()
	if p.Rows.Version != "" {
		version += "+" + p.Rows.Version
	}
	var trials []trial
	seen := map[string]bool{}
	add := func(t trial) {
		if key := t.Key(); !seen[key] {
			seen[key] = true
			trials = append(trials, t)
		}
	}
	first := 0 // place of the first trial of a corpus
	err = p.each(ctx, protocol, func(c *corpus.Corpus, path string) error {
		if asked {
			if err := eval.CheckTexts(c, measures...); err != nil {
				return err
			}
		}
		if err := checkTexts(c, candidates); err != nil {
			return err
		}
		described, facts := describe(c)
		common := results.Trial{Corpus: described, Seed: p.Seed, Metrics: metrics, Replicates: p.Replicates,
			Protocol: protocolText(protocol), Policy: p.Policy, MetricInputs: read, Outlets: outlets, Version: version}
		judges := c.Judges()
		if protocol != nil {
			judges = nil // they were not asked step by step
		}
		chosen := candidates
		if standard {
			chosen = fitting(ctx, candidates, described, path)
		}
		for _, x := range chosen {
			for _, t := range p.runs(x, common) {
				add(trial{at: first + x.at, path: path, outlets: p.Outlets, facts: facts, Trial: t})
			}
		}
		first += len(candidates)
		for k, judge := range judges {
			t := trial{at: first + k, path: path, outlets: p.Outlets, Trial: common}
			t.Judge, t.Algorithm = judge, judgeSpec(judge)
			add(t)
		}
		first += len(judges)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return trials, nil
}

// runs lists the trials of a candidate, each with a seed or an order of its own, after what all trials on a corpus have in common.
func (p Plan) runs(c candidate, common results.Trial) (list []results.Trial) {
	runs, orders := 1, p.Orders
	if c.entry.Seeded {
		runs = p.Seeds
	}
	if c.entry.Family == algorithms.Control {
		orders = 0
	}
	for run := range runs + orders {
		t := common
		t.Algorithm, t.Inputs, t.Order = c.spec, c.inputs, max(0, run-runs+1)
		if t.Order == 0 {
			t.Seed += uint64(run)
		}
		list = append(list, t)
	}
	return list
}

// measures reads the metrics of the plan.
func (p Plan) measures() ([]eval.Measure, error) {
	specs, err := spec.ParseAll(p.Metrics)
	if err != nil {
		return nil, err
	}
	return p.Rows.measures(specs)
}

// protocol reads the protocol of the plan, nil if absent.
func (p Plan) protocol(measures []eval.Measure) (*streaming.Protocol, error) {
	if p.Protocol == "" {
		return nil, nil
	}
	protocol, err := streaming.Parse(p.Protocol)
	if err != nil {
		return nil, err
	}
	if p.Orders > 0 {
		return nil, fmt.Errorf("orders: a stream has its order from the times: give the protocol shuffle=%d to shuffle articles of one time",
			p.Orders)
	}
	return &protocol, streaming.Check(measures)
}

func protocolText(p *streaming.Protocol) string {
	if p == nil {
		return ""
	}
	return p.String()
}

// Scored lists the names of the scores that a plan's results will have.
func Scored(p Plan) ([]string, error) {
	p, err := p.withDefaults()
	if err != nil {
		return nil, err
	}
	measures, err := p.measures()
	if err != nil {
		return nil, err
	}
	protocol, err := p.protocol(measures)
	if err != nil {
		return nil, err
	}
	if protocol != nil {
		return protocol.Names(measures), nil
	}
	var names []string
	for _, m := range measures {
		names = append(names, m.Spec.String())
	}
	return names, nil
}

type candidate struct {
	at        int // among the candidates of the plan
	entry     algorithms.Entry
	clusterer algorithms.Clusterer
	spec      spec.Spec
	inputs    string
}

// checkTexts returns an error if an algorithm reads texts that a corpus does not have.
func checkTexts(c *corpus.Corpus, candidates []candidate) error {
	for _, algorithm := range candidates {
		if err := algorithms.CheckTexts(algorithm.clusterer, c); err != nil {
			return fmt.Errorf("%s: %w", algorithm.spec, err)
		}
	}
	return nil
}

func (p Plan) candidates() ([]candidate, error) {
	specs, err := spec.ParseAll(p.Algorithms)
	if err != nil {
		return nil, err
	}
	var each []spec.Spec
	for _, s := range specs {
		swept, err := spec.Sweep(s)
		if err != nil {
			return nil, err
		}
		each = append(each, swept...)
	}
	var list []candidate
	for _, s := range each {
		entry, c, canonical, err := p.Rows.algorithm(s)
		if err != nil {
			return nil, err
		}
		inputs, err := hashInputs(c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", canonical, err)
		}
		list = append(list, candidate{len(list), entry, c, canonical, inputs})
	}
	return list, nil
}
