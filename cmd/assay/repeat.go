package main

import (
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/internal/version"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// A repeat gathers how to repeat a command that scores labels.
type repeat struct{ *reports.Provenance }

func repeated(cmd *cobra.Command, args []string, measures []eval.Measure, rule eval.Policy, seed uint64, replicates int) repeat {
	r := &reports.Provenance{
		Commands: []string{commandLine(cmd, args)}, Algorithms: []string{}, Policies: []string{rule.String()},
		Seeds: []uint64{seed}, Replicates: []int{replicates}, Versions: []string{version.Version()}, Hosts: []string{results.ThisHost().String()},
	}
	for _, m := range measures {
		r.Metrics = append(r.Metrics, m.Spec.String())
	}
	return repeat{r}
}

// ofLabels says that labels were read, and the gold that they were held against.
func (r repeat) ofLabels(gold *corpus.Corpus, path string, labels []string) error {
	r.Corpora = []reports.Source{{Name: gold.Name(), Fingerprint: gold.Fingerprint(), Path: path}}
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

// ofResults says that labels are those of a bench, which comes first then.
func (r repeat) ofResults(paths []string, trials []results.Result) {
	of := views.ProvenanceOf(trials)
	if dir := trials[0].Dir; len(paths) == 1 && dir != defaultResults {
		for i := range of.Commands {
			of.Commands[i] += " " + reports.Command("--out", dir)
		}
	}
	r.Commands = append(of.Commands, r.Commands...)
	r.Corpora, r.Algorithms, r.Orders, r.Inputs = of.Corpora, of.Algorithms, of.Orders, of.Inputs
	r.Seeds, r.Versions, r.Hosts = union(of.Seeds, r.Seeds), union(of.Versions, r.Versions), union(of.Hosts, r.Hosts)
}

func union[E comparable](a, b []E) []E {
	for _, e := range b {
		if !slices.Contains(a, e) {
			a = append(a, e)
		}
	}
	return a
}

// ofOutlets says that a table of outlets was read; "" is none.
func (r repeat) ofOutlets(digest string) {
	if digest != "" {
		r.Outlets = union(r.Outlets, []string{digest})
	}
}

// noNumber are flags that change no number of a report.
var noNumber = []string{"format", "output", "quiet", "workers", "charts", "chart-format", noCache}

// commandLine is the command as it was given, but for such flags.
func commandLine(cmd *cobra.Command, args []string) string {
	words := append([]string{"assay", cmd.Name()}, args...)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(noNumber, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			words = append(words, "--"+f.Name, v)
		}
	})
	return reports.Command(words...)
}
