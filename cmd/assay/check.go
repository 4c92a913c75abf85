package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	allmetrics "github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/check"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// checkFlags are those of the command.
type checkFlags struct {
	o       flags.Output
	in      check.Input
	update  bool
	outlets string // path of the table of outlets
	a       flags.Algorithm
	runs    int
	make    gate.Update
	stories int
	also    []string
	scores  check.Scores
}

const (
	defaultBaseline = "assay-baseline.json"
	stepSummary     = "GITHUB_STEP_SUMMARY" // the variable with the path of a job's summary
)

func checkCommand(s flags.Streams) *cobra.Command {
	k := checkFlags{in: check.Input{Known: allmetrics.Metrics, Baseline: defaultBaseline}}
	cmd := &cobra.Command{
		Use:   "check [BASELINE] | check OLD NEW",
		Short: "The regression gate: test whether clusters, or anyone's scores, are worse than before",
		Args:  flags.Between(0, 2, "at most one baseline, or two files of scores"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				k.in.Baseline = args[0]
			}
			if err := k.belongs(cmd, len(args) == 2); err != nil {
				return err
			}
			if !cmd.Flags().Changed("format") && os.Getenv("GITHUB_ACTIONS") == "true" {
				k.o.Format = "github"
			}
			if err := k.valid(cmd); err != nil {
				return err
			}
			if len(args) == 2 {
				k.scores.Old, k.scores.New = args[0], args[1]
				return k.runScores(cmd, s)
			}
			return k.run(cmd, s)
		},
	}
	f := cmd.Flags()
	f.SetNormalizeFunc(flags.FormerNames)
	f.BoolVar(&k.update, "update", false, "replace the baseline with the new clusters, and show what changed")
	f.StringArrayVar(&k.in.Corpora, "corpus", nil,
		"a corpus: path or embedded name, @level, #split (repeatable; default those of the baseline)")
	f.StringArrayVar(&k.in.Labels, "labels", nil, "labels file with the new clusters, one for each corpus in their order (repeatable)")
	f.StringVar(&k.in.Unknown, "unknown", "error", "labels for articles that the corpus does not have: error or ignore")
	f.StringArrayVar(&k.make.Metrics, "metric", nil,
		"with --update, and of scores: metrics to gate, separated by commas (default "+strings.Join(gate.Metrics(), ",")+"; of scores all)")
	f.Float64Var(&k.make.Floor, "floor", gate.Floor, "with --update, and of scores: minimum margin of metrics without a margin")
	f.IntVar(&k.make.Again, "again", gate.Again, "with --update: reruns of the system, from which margins are derived; 0 means none")
	f.BoolVar(&k.make.Calibrate, "calibrate", false, "with --update: derive all margins again")
	f.IntVar(&k.runs, "runs", gate.Runs, "with --update: seeds of an algorithm that depends on them; their mean is gated")
	f.IntVar(&k.stories, "limit", 10, "maximum changed stories that are listed")
	f.StringArrayVar(&k.also, "also", nil, "write another format to a file, such as junit=report.xml (repeatable)")
	k.scoresFlags(cmd)
	flags.Outlets(cmd, &k.outlets)
	k.a.Flags(cmd)
	flags.Params(cmd, &k.make.Policy)
	k.o.Flags(cmd, checkFormats()...)
	return cmd
}

func checkFormats() []string {
	return flags.NamesOf(reports.CheckFormats, func(f reports.Format) string { return f.Name })
}

// updateFlags are those that need --update: without it the baseline has their values.
var updateFlags = []string{"metric", "floor", "again", "calibrate", "runs", "noise", "unlabelled", "distractors", "min-story", "sampled"}

func (k *checkFlags) valid(cmd *cobra.Command) error {
	for _, a := range k.also {
		name, path, ok := strings.Cut(a, "=")
		if !ok || path == "" || !slices.Contains(checkFormats(), name) {
			return fmt.Errorf("--also %q: write FORMAT=FILE, with one of %s", a, strings.Join(checkFormats(), ", "))
		}
	}
	if summary := os.Getenv(stepSummary); summary != "" && k.o.Format == "github" {
		if err := atomicfile.CheckAll([]atomicfile.Target{{Name: stepSummary, Path: summary}}, nil); err != nil {
			return err
		}
	}
	switch {
	case k.in.Unknown != "error" && k.in.Unknown != "ignore":
		return fmt.Errorf("--unknown %q: must be error or ignore", k.in.Unknown)
	case k.a.Spec != "" && len(k.in.Labels) > 0:
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
	return k.make.Policy.Valid()
}

func (k *checkFlags) run(cmd *cobra.Command, s flags.Streams) error {
	in := &k.in
	in.Algorithm, in.Workers = k.a.Spec, k.a.Workers
	if cmd.Flags().Changed("seed") {
		in.Seed = &k.a.Seed
	}
	if cmd.Flags().Changed("runs") {
		in.Runs = k.runs
	}
	if cmd.Flags().Changed("outlets") {
		in.Outlets = &k.outlets
	}
	in.Progress = func(corpus, algorithm string) { fmt.Fprintf(s.Log, "%s: %s\n", corpus, algorithm) }
	if k.update {
		return k.writeBaseline(cmd, s)
	}
	r, err := in.Run(cmd.Context())
	if err != nil {
		return err
	}
	return k.conclude(s, r)
}

// conclude writes the result; the error is that of its verdict.
func (k *checkFlags) conclude(s flags.Streams, r *gate.Result) error {
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
func (k *checkFlags) writeBaseline(cmd *cobra.Command, s flags.Streams) error {
	err := atomicfile.Check(k.in.Baseline)
	if err != nil {
		return err
	}
	if k.make.Metrics, err = flags.SplitSpecs("metric", k.make.Metrics); err != nil {
		return err
	}
	made, err := k.in.Update(cmd.Context(), k.make)
	if err != nil {
		return err
	}
	for _, note := range made.Notes {
		fmt.Fprintln(s.Log, note)
	}
	if err := made.Baseline.Write(k.in.Baseline); err != nil {
		return err
	}
	report := views.Baseline(made.Baseline)
	if made.Changed != nil && k.o.Format == "text" {
		report.Tables = append(views.Check(made.Changed, k.stories).Tables, report.Tables...)
	}
	if slices.Contains(flags.ReportFormats(), k.o.Format) {
		err = k.o.WriteReport(s, report)
	}
	fmt.Fprintf(s.Log, "%s is written: look at it, edit its margins and constraints, and commit it\n", k.in.Baseline)
	return err
}
