package views

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/spec"
)

// ProvenanceOf gathers what the results of a bench were made of.
func ProvenanceOf(stored []results.Result) *reports.Provenance {
	r := &reports.Provenance{Commands: commands(stored), Algorithms: algorithmsOf(stored), Metrics: metricNames(stored),
		Seeds: seedsOf(stored)}
	for _, b := range stored {
		add(&r.Corpora, reports.Source{Name: b.Corpus.Name, Fingerprint: b.Corpus.Fingerprint, Path: b.Path})
		add(&r.Policies, b.Policy.String())
		add(&r.Replicates, b.Replicates)
		add(&r.Versions, b.Version)
		add(&r.Hosts, b.Host.String())
		AddOutlets(r, b.Outlets)
		if b.Inputs != "" {
			add(&r.Inputs, b.Algorithm.String()+" "+b.Inputs)
		}
		if b.MetricInputs != "" {
			add(&r.Inputs, "metrics "+b.MetricInputs)
		}
		r.Orders = max(r.Orders, b.Order)
	}
	return r
}

// Provenance is that of scores which a command gave to labels.
func Provenance(command string, measures []eval.Measure, p eval.Policy, seed uint64, replicates int) *reports.Provenance {
	return &reports.Provenance{
		Commands: []string{command}, Algorithms: []string{}, Metrics: specsOf(measures), Policies: []string{p.String()}, Seeds: []uint64{seed},
		Replicates: []int{replicates}, Versions: []string{fingerprint.Version()}, Hosts: []string{results.ThisHost().String()},
	}
}

// AddLabels adds the labels that were read, the gold that they were compared with, at
// path, and the fingerprint of its table of outlets, "" for none.
func AddLabels(r *reports.Provenance, gold *corpus.Corpus, path string, labels []string, outlets string) error {
	r.Corpora = append(r.Corpora, reports.Source{Name: gold.Name(), Fingerprint: gold.Fingerprint(), Path: path})
	AddOutlets(r, outlets)
	for _, path := range labels {
		l := reports.Source{Name: path, Path: path}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			if l.Fingerprint, err = fingerprint.Sum([]string{path}); err != nil {
				return err
			}
		}
		r.Labels = append(r.Labels, l)
	}
	return nil
}

// AddResults adds the bench of which the labels are, to be run first. out is the folder to
// name for its results; "" means the default.
func AddResults(r *reports.Provenance, trials []results.Result, out string) {
	of := ProvenanceOf(trials)
	if out != "" {
		for i := range of.Commands {
			of.Commands[i] += " " + reports.Command("--out", out)
		}
	}
	r.Commands = append(of.Commands, r.Commands...)
	r.Corpora, r.Algorithms, r.Orders, r.Inputs = of.Corpora, of.Algorithms, of.Orders, of.Inputs
	r.Seeds, r.Versions, r.Hosts = union(of.Seeds, r.Seeds), union(of.Versions, r.Versions), union(of.Hosts, r.Hosts)
}

// AddOutlets adds the fingerprint of a table of outlets, unless it is "".
func AddOutlets(r *reports.Provenance, sum string) {
	if sum != "" {
		add(&r.Outlets, sum)
	}
}

func union[E comparable](a, b []E) []E {
	for _, e := range b {
		add(&a, e)
	}
	return a
}

func add[E comparable](list *[]E, e E) {
	if !slices.Contains(*list, e) {
		*list = append(*list, e)
	}
}

func metricNames(stored []results.Result) []string {
	var list []string
	for _, r := range stored {
		for _, m := range r.Metrics {
			add(&list, m.String())
		}
	}
	return list
}

// A setting is what one command gives to all of its trials.
type setting struct {
	policy     eval.Policy
	protocol   string
	replicates int
	metrics    string
	outlets    string
}

// commands are the shortest list of commands that make the results and no others: none
// if an algorithm, a metric or a summarizer is a row of another module, which the
// command assay does not know.
func commands(stored []results.Result) []string {
	stored = slices.DeleteFunc(slices.Clone(stored), func(r results.Result) bool { return r.Judge != "" }) // they come with the corpus
	if slices.ContainsFunc(stored, outside) {
		return []string{}
	}
	settings := map[setting][]results.Result{}
	var order []setting
	for _, r := range stored {
		s := setting{policy: r.Policy.Full(), protocol: r.Protocol, replicates: r.Replicates,
			metrics: strings.Join(metricNames([]results.Result{r}), ","), outlets: r.Outlets}
		if settings[s] == nil {
			order = append(order, s)
		}
		settings[s] = append(settings[s], r)
	}
	var list []string
	for _, s := range order {
		for _, group := range sameRuns(settings[s]) {
			for _, seeds := range reports.Runs(seedsOf(group)) {
				list = append(list, s.command(group, seeds))
			}
		}
	}
	return list
}

// outside reports whether a result has an algorithm, a metric or a summarizer that is not
// built in.
func outside(r results.Result) bool {
	_, _, _, err := allalgorithms.Parse(r.Algorithm)
	measures, unknown := all.Parse(r.Metrics)
	return cmp.Or(err, unknown, summaries.Collector{Remote: true}.Check(measures)) != nil
}

// sameRuns puts together the results of the corpora on which the same algorithms
// ran.
func sameRuns(stored []results.Result) [][]results.Result {
	at := map[string]int{}
	var groups [][]results.Result
	for _, set := range results.Group(stored) {
		part := set.Results
		names := algorithmsOf(part)
		key := strings.Join(names, "\n")
		if i, ok := at[key]; ok {
			groups[i] = append(groups[i], part...)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, part)
	}
	return groups
}

// command is the command line for some results that have all settings in common.
func (s setting) command(stored []results.Result, seeds []uint64) string {
	words := []string{"assay", "bench"}
	flag := func(name string, value any) { words = append(words, "--"+name, fmt.Sprint(value)) }
	var paths []string
	orders := 0
	for _, r := range stored {
		add(&paths, r.Path)
		orders = max(orders, r.Order)
	}
	for _, path := range paths {
		flag("corpus", path)
	}
	names := algorithmsOf(stored)
	if !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(canonicalLineup()))) {
		flag("algorithm", strings.Join(names, ","))
	}
	if s.metrics != "" && s.metrics != canonicalMetrics() {
		flag("metric", s.metrics)
	}
	for _, o := range []struct {
		given bool
		name  string
		value any
	}{
		{s.protocol != "", "protocol", s.protocol}, {seeds[0] != 1, "seed", seeds[0]}, {len(seeds) > 1, "seeds", len(seeds)},
		{orders > 0, "orders", orders}, {s.replicates != 2000, "replicates", s.replicates}, {s.outlets != "", "outlets", "OUTLETS.csv"},
	} {
		if o.given {
			flag(o.name, o.value)
		}
	}
	for _, part := range spec.Changed(s.policy) {
		flag(strings.ReplaceAll(part.Name, "_", "-"), part.Value)
	}
	if i := slices.IndexFunc(stored, func(r results.Result) bool { return r.Status == results.OutOfTime }); i >= 0 {
		flag("time-limit", stored[i].Limit)
	}
	if i := slices.IndexFunc(stored, func(r results.Result) bool { return r.Status == results.OutOfMemory && r.Limit != "" }); i >= 0 {
		flag("memory", strings.ReplaceAll(stored[i].Limit, " bytes", "B"))
	}
	return reports.Command(words...)
}

// canonicalLineup is the default line-up as results name it.
func canonicalLineup() []string {
	var names []string
	for _, text := range bench.Lineup() {
		s, err := spec.Parse(text)
		if err == nil {
			_, _, s, err = allalgorithms.Parse(s)
		}
		if err != nil {
			return nil // no default then: the command names all
		}
		names = append(names, s.String())
	}
	return names
}

// canonicalMetrics is the default choice of metrics as results name it.
func canonicalMetrics() string {
	measures, err := all.Named(bench.Metrics()...)
	if err != nil {
		return "" // no default then: the command names all
	}
	return strings.Join(specsOf(measures), ",")
}

func seedsOf(stored []results.Result) []uint64 {
	var list []uint64
	for _, r := range stored {
		list = append(list, r.Seed)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
