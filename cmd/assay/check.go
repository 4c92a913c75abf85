package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/check"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

// checkFlags are those of the command.
type checkFlags struct {
	o       output
	path    string // of the baseline
	update  bool
	corpora []string
	labels  []string
	unknown string
	outlets string // path of the table of outlets
	a       algorithmFlags
	runs    int
	metrics []string
	policy  eval.Policy
	make    gate.Update
	stories int
	also    []string
}

const defaultBaseline = "assay-baseline.json"

func checkCommand(s streams) *cobra.Command {
	var k checkFlags
	cmd := &cobra.Command{
		Use:   "check [BASELINE]",
		Short: "The regression gate: test whether a clustering is worse than its baseline",
		Long: `check clusters the corpora of a baseline again, or reads labels files, and compares
every story with the baseline (by default assay-baseline.json). For each metric a
non-inferiority test gives pass, warn, fail or inconclusive. The constraints of the
baseline are tested, too.

check --update makes or replaces the baseline, and is the only way in which the file
is written: it shows what changed, and keeps margins and constraints. The file is
JSON with a line for each story, to be reviewed; "metrics" and "constraints" may be
edited by hand. See docs/ci.md.

Exit codes: 0 pass or warn, 1 fail, 2 wrong usage or data, 3 inconclusive.`,
		Example: `  assay check --update --corpus newsroom --algorithm "agglomerative(distance=0.8)"
  assay check                                        # in CI: reads assay-baseline.json
  assay check --algorithm "agglomerative(distance=0.7)"     # what would this change?
  assay check --update --corpus gold/ --labels out/labels.csv
  assay check --also junit=report.xml --also md=summary.md`,
		Args: between(0, 1, "at most one baseline"),
		RunE: func(cmd *cobra.Command, args []string) error {
			k.path = defaultBaseline
			if len(args) == 1 {
				k.path = args[0]
			}
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
	f.SetNormalizeFunc(formerNames)
	f.BoolVar(&k.update, "update", false, "replace the baseline with the new clusters, and show what changed")
	f.StringArrayVar(&k.corpora, "corpus", nil, "a corpus: path or embedded name, @level, #split (repeatable; default those of the baseline)")
	f.StringArrayVar(&k.labels, "labels", nil, "labels file with the new clusters, one for each corpus in their order (repeatable)")
	f.StringVar(&k.unknown, "unknown", "error", "labels for articles that the corpus does not have: error or ignore")
	f.StringArrayVar(&k.metrics, "metric", nil,
		"with --update: metrics to gate, separated by commas (default "+strings.Join(gate.Metrics(), ",")+")")
	f.Float64Var(&k.make.Floor, "floor", gate.Floor, "with --update: minimum margin of metrics without a margin")
	f.IntVar(&k.make.Again, "again", gate.Again, "with --update: reruns of the system, from which margins are derived; 0 means none")
	f.BoolVar(&k.make.Calibrate, "calibrate", false, "with --update: derive all margins again")
	f.IntVar(&k.runs, "runs", gate.Runs, "with --update: seeds of an algorithm that depends on them; their mean is gated")
	f.IntVar(&k.stories, "limit", 10, "maximum changed stories that are listed")
	f.StringArrayVar(&k.also, "also", nil, "write another format to a file, such as junit=report.xml (repeatable)")
	outletsFlag(cmd, &k.outlets)
	k.a.flags(cmd)
	paramFlags(cmd, &k.policy)
	k.o.flags(cmd, checkFormats()...)
	return cmd
}

func checkFormats() []string { return append(reportFormats(), "junit", "github") }

// updateFlags are those that need --update: without it the baseline has their values.
var updateFlags = []string{"metric", "floor", "again", "calibrate", "runs", "noise", "unlabelled", "distractors", "min-story", "sampled"}

func (k *checkFlags) valid(cmd *cobra.Command) error {
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

func (k *checkFlags) run(cmd *cobra.Command, s streams) error {
	in := check.Input{
		Baseline: k.path, Known: allmetrics.Metrics, Corpora: k.corpora, Labels: k.labels, Algorithm: k.a.spec,
		Unknown: k.unknown == "ignore", Workers: k.a.workers,
	}
	if cmd.Flags().Changed("seed") {
		in.Seed = &k.a.seed
	}
	if cmd.Flags().Changed("runs") {
		in.Runs = k.runs
	}
	if cmd.Flags().Changed("outlets") {
		in.Outlets = &k.outlets
	}
	if !k.o.quiet {
		in.Progress = func(corpus, algorithm string) { fmt.Fprintf(s.err, "%s: %s\n", corpus, algorithm) }
	}
	if k.update {
		return k.writeBaseline(cmd, s, in)
	}
	r, err := in.Run(cmd.Context())
	if err != nil {
		return err
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

// writeBaseline makes the new baseline, writes it and shows what changed.
func (k *checkFlags) writeBaseline(cmd *cobra.Command, s streams, in check.Input) error {
	u := k.make
	u.Policy = k.policy
	var err error
	if u.Metrics, err = splitSpecs("metric", k.metrics); err != nil {
		return err
	}
	made, err := in.Update(cmd.Context(), u)
	if err != nil {
		return err
	}
	for _, note := range made.Notes {
		fmt.Fprintln(s.err, note)
	}
	if err := made.Baseline.Write(k.path); err != nil {
		return err
	}
	report := views.Baseline(made.Baseline)
	if made.Changed != nil && k.o.format == "text" {
		report.Tables = append(views.Check(made.Changed, k.stories).Tables, report.Tables...)
	}
	if slices.Contains(reportFormats(), k.o.format) {
		err = k.o.writeReport(s, report)
	}
	if !k.o.quiet {
		fmt.Fprintf(s.err, "%s is written: look at it, edit its margins and constraints, and commit it\n", k.path)
	}
	return err
}
