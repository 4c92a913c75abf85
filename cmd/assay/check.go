package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/spec"
)

// A check is one run of the command.
type check struct {
	o       output
	path    string // of the baseline
	update  bool
	corpora []string
	labels  []string
	unknown string
	outlets string // path of the table of outlets
	tabled  bool   // --outlets was given
	table   *gate.Outlets
	a       algorithmFlags
	seeded  bool // --seed was given
	runs    int
	counted bool // --runs was given
	metrics []string
	policy  eval.Policy
	make    gate.Update
	stories int
	also    []string
}

const defaultBaseline = "assay-baseline.json"

func checkCommand(s streams) *cobra.Command {
	var k check
	cmd := &cobra.Command{
		Use:   "check [BASELINE]",
		Short: "The regression gate: has the clustering become worse than its baseline?",
		Long: `check clusters the corpora of a baseline anew, or reads labels files, and holds every
story against what it was in the baseline (by default assay-baseline.json). For each
metric a non-inferiority test says pass, warn, fail or inconclusive; beside it stand
the constraints that the baseline lists.

check --update makes the baseline, or replaces it: it shows what changed, keeps
margins and constraints, and is the only way in which the file is ever written. The
file is JSON with a story a line, to be reviewed and, in "metrics" and "constraints",
edited by hand. See docs/ci.md.

Exit codes: 0 pass or warn, 1 fail, 2 wrong usage or data, 3 inconclusive.`,
		Example: `  assay check --update --corpus newsroom --algorithm "agglomerative(distance=0.8)"
  assay check                                        # in CI: reads assay-baseline.json
  assay check --algorithm "agglomerative(distance=0.7)"     # what would that change?
  assay check --update --corpus gold/ --labels out/labels.csv
  assay check --also junit=report.xml --also md=summary.md`,
		Args: between(0, 1, "at most one baseline"),
		RunE: func(cmd *cobra.Command, args []string) error {
			k.path = defaultBaseline
			if len(args) == 1 {
				k.path = args[0]
			}
			k.seeded, k.counted, k.tabled = cmd.Flags().Changed("seed"), cmd.Flags().Changed("runs"), cmd.Flags().Changed("outlets")
			if !cmd.Flags().Changed("format") && os.Getenv("GITHUB_ACTIONS") == "true" {
				k.o.format = "github"
			}
			if err := k.valid(cmd); err != nil {
				return err
			}
			return k.run(cmd, s)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&k.update, "update", false, "make the baseline anew of what is found, and show what changed")
	f.StringArrayVar(&k.corpora, "corpus", nil, "a corpus: path or embedded name, @level, #split (repeatable; default those of the baseline)")
	f.StringArrayVar(&k.labels, "labels", nil, "labels file with the new clusters, one for each corpus in their order (repeatable)")
	f.StringVar(&k.unknown, "unknown", "error", "labels for articles that the corpus does not have: error or ignore")
	f.StringArrayVar(&k.metrics, "metric", nil, "with --update: metrics to gate, separated by commas (default "+strings.Join(gate.Metrics(), ",")+")")
	f.Float64Var(&k.make.Floor, "floor", gate.Floor, "with --update: least margin of metrics that have none yet")
	f.IntVar(&k.make.Again, "again", gate.Again, "with --update: runs of the system against itself, from which margins come; 0 for none")
	f.BoolVar(&k.make.Calibrate, "calibrate", false, "with --update: make the margins anew")
	f.IntVar(&k.runs, "runs", gate.Runs, "with --update: seeds that are run, where the algorithm depends on them; their mean is gated")
	f.IntVar(&k.stories, "stories", 10, "changed stories to list")
	f.StringArrayVar(&k.also, "also", nil, "write another format to a file, as in junit=report.xml (repeatable)")
	outletsFlag(cmd, &k.outlets)
	k.a.flags(cmd)
	paramFlags(cmd, &k.policy)
	k.o.flags(cmd, checkFormats()...)
	return cmd
}

func checkFormats() []string { return append(reportFormats(), "junit", "github") }

// updateFlags are those that only make sense with --update: a baseline holds what
// they say.
var updateFlags = []string{"metric", "floor", "again", "calibrate", "runs", "noise", "unlabelled", "distractors", "min-story", "sampled"}

func (k *check) valid(cmd *cobra.Command) error {
	if err := k.o.checkFormat(checkFormats()); err != nil {
		return err
	}
	for _, a := range k.also {
		name, path, ok := strings.Cut(a, "=")
		if _, err := spec.Find("format", checkFormats(), func(s string) string { return s }, name); err != nil || !ok || path == "" {
			return fmt.Errorf("--also %q: write FORMAT=FILE, with one of %s", a, strings.Join(checkFormats(), ", "))
		}
	}
	if !k.update {
		for _, name := range updateFlags {
			if cmd.Flags().Changed(name) {
				return fmt.Errorf("--%s belongs to the baseline: give it with --update", name)
			}
		}
	}
	switch {
	case k.unknown != "error" && k.unknown != "ignore":
		return fmt.Errorf("--unknown %q: must be error or ignore", k.unknown)
	case k.a.spec != "" && len(k.labels) > 0:
		return errors.New("--algorithm and --labels: give one of them")
	case !(k.make.Floor > 0):
		return fmt.Errorf("--floor %g: must be over 0", k.make.Floor)
	case k.make.Again < 0 || k.make.Again == 1:
		return fmt.Errorf("--again %d: must be 0, or at least 2", k.make.Again)
	case k.runs < 1:
		return fmt.Errorf("--runs %d: must be at least 1", k.runs)
	}
	if k.make.Again == 0 {
		k.make.Again = -1 // 0 would mean the default
	}
	return k.policy.Valid()
}

func (k *check) run(cmd *cobra.Command, s streams) error {
	old, err := gate.Read(k.path, allmetrics.Metrics)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !k.update:
		return fmt.Errorf("there is no baseline %s: make one with assay check --update --corpus CORPUS --algorithm SPEC (or --labels FILE)", k.path)
	case errors.Is(err, fs.ErrNotExist):
		old = nil
	case err != nil:
		return err
	}
	system, corpora, labels, err := k.system(old)
	if err != nil {
		return err
	}
	if old != nil && old.Outlets != nil {
		if !k.tabled {
			k.outlets = old.Outlets.Path
		}
		if k.outlets == "" && !k.update {
			return fmt.Errorf("the baseline has a table of outlets, which was %s: give one with --outlets", old.Outlets.Path)
		}
	}
	var found []gate.Clustering
	for i, path := range corpora {
		f, err := k.cluster(cmd, s, system, path, labels, i)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		found = append(found, f)
	}
	if k.update {
		return k.write(cmd, s, old, system, found)
	}
	r, err := old.Check(cmd.Context(), found, k.a.workers)
	if err != nil {
		return err
	}
	r.System = system
	if old.System.Algorithm != "" && old.System.Algorithm != system.Algorithm {
		r.Notes = append(r.Notes, "The baseline is of another system: "+old.System.Algorithm+".")
	}
	if k.table != nil && (old.Outlets == nil || old.Outlets.Fingerprint != k.table.Fingerprint) {
		r.Notes = append(r.Notes, "The table of outlets is not that of the baseline: both sides are scored by the new one.")
	}
	if err := k.report(s, r); err != nil {
		return err
	}
	switch r.Verdict {
	case gate.Fail:
		return errFailed
	case gate.Inconclusive:
		return errInconclusive
	}
	return nil
}

// system says what is run, on which corpora, or which labels files are read.
func (k *check) system(old *gate.Baseline) (system gate.System, corpora, labels []string, err error) {
	corpora, labels = k.corpora, k.labels
	stored := old != nil && len(corpora) == 0
	if stored {
		for _, e := range old.Corpora {
			corpora = append(corpora, e.Path)
		}
	}
	if old != nil {
		system = old.System
	}
	switch {
	case k.a.spec != "":
		system.Algorithm = k.a.spec
	case len(labels) > 0:
		system = gate.System{}
	case stored && system.Algorithm == "":
		for _, e := range old.Corpora {
			labels = append(labels, e.Labels)
		}
	case system.Algorithm == "":
		return system, nil, nil, errors.New("where do the clusters come from? Give --algorithm SPEC, or --labels FILE for each corpus")
	}
	switch {
	case len(corpora) == 0:
		return system, nil, nil, errors.New("which corpora? Give --corpus, such as --corpus newsroom")
	case len(labels) > 0 && len(labels) != len(corpora):
		return system, nil, nil, fmt.Errorf("%d labels files for %d corpora: give one for each, in their order (%s)", len(labels), len(corpora), strings.Join(corpora, ", "))
	case old != nil && !k.update && len(corpora) != len(old.Corpora):
		return system, nil, nil, fmt.Errorf("%d corpora, and the baseline has %d: give all, in its order, or none", len(corpora), len(old.Corpora))
	}
	if len(labels) > 0 {
		return system, corpora, labels, nil
	}
	return system, corpora, nil, k.seeds(&system, old)
}

// seeds sets the canonical spec, and which seeds are run.
func (k *check) seeds(system *gate.System, old *gate.Baseline) error {
	parsed, err := spec.Parse(system.Algorithm)
	if err != nil {
		return err
	}
	entry, _, canonical, err := all.Parse(parsed)
	if err != nil {
		return err
	}
	system.Algorithm = canonical.String()
	same := old != nil && old.System.Algorithm == system.Algorithm
	count, first := 1, k.a.seed
	switch {
	case old != nil && !k.update:
		count = max(1, len(old.System.Seeds)) // as many, or there is nothing to pair
	case same && !k.counted && len(old.System.Seeds) > 0:
		count = len(old.System.Seeds)
	case entry.Seeded:
		count = k.runs
	}
	if old != nil && !k.seeded && len(old.System.Seeds) > 0 {
		first = old.System.Seeds[0]
	}
	system.Seeds = nil
	for i := range count {
		system.Seeds = append(system.Seeds, first+uint64(i))
	}
	return nil
}

// cluster runs the system on a corpus, or reads the labels.
func (k *check) cluster(cmd *cobra.Command, s streams, system gate.System, path string, labels []string, at int) (gate.Clustering, error) {
	c, err := format.Open(cmd.Context(), path)
	if err != nil {
		return gate.Clustering{}, err
	}
	sum, err := addOutlets(c, k.outlets)
	if err != nil {
		return gate.Clustering{}, err
	}
	if sum != "" {
		k.table = &gate.Outlets{Path: k.outlets, Fingerprint: sum}
	}
	if !c.Labelled() {
		return gate.Clustering{}, errors.New("no article has a story, so there is no gold to check against")
	}
	if len(labels) > 0 {
		return k.read(c, path, labels[at])
	}
	parsed, err := spec.Parse(system.Algorithm)
	if err != nil {
		return gate.Clustering{}, err
	}
	entry, _, _, err := all.Parse(parsed)
	if err != nil {
		return gate.Clustering{}, err
	}
	run := func(ctx context.Context, c *corpus.Corpus, seed uint64) (corpus.Labels, error) {
		labels, _, err := all.Run(ctx, c, system.Algorithm, seed, k.a.workers)
		return labels, err
	}
	seeds := system.Seeds
	if !entry.Seeded {
		seeds = seeds[:1]
	}
	if !k.o.quiet {
		fmt.Fprintf(s.err, "%s: %s\n", path, system.Algorithm)
	}
	f, err := gate.Collect(cmd.Context(), c, run, seeds)
	if err != nil {
		return f, err
	}
	for len(f.Runs) < len(system.Seeds) { // the baseline's system depended on the seed
		f.Runs, f.Seeds = append(f.Runs, f.Runs[0]), append(f.Seeds, f.Seeds[0])
	}
	f.Path, f.Seeded = path, entry.Seeded
	return f, nil
}

// read takes labels from a file. Articles that it lacks are a matter of the
// constraints.
func (k *check) read(c *corpus.Corpus, path, labels string) (gate.Clustering, error) {
	file, err := corpus.ReadLabels(labels)
	if err != nil {
		return gate.Clustering{}, err
	}
	ids := articleIDs(c)
	found, err := file.Align(ids, corpus.IDPolicy{Missing: !k.update, Unknown: k.unknown == "ignore"})
	if err != nil {
		return gate.Clustering{}, err
	}
	has := make(map[string]bool, len(file.IDs))
	for _, id := range file.IDs {
		has[id] = true
	}
	f := gate.Clustering{Corpus: c, Path: path, Labels: labels, Runs: []corpus.Labels{found.Canonical()}}
	f.Missing = slices.DeleteFunc(ids, func(id string) bool { return has[id] })
	return f, nil
}
