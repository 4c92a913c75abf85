package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// compareFlags are the flags of compare.
type compareFlags struct {
	o        flags.Output
	metrics  []string
	gold     string
	ids      corpus.IDPolicy
	rope     float64
	outlets  string
	settings compare.Settings
	drawn    flags.Charts
}

func compareCommand(s flags.Streams) *cobra.Command {
	var x compareFlags
	cmd := &cobra.Command{
		Use:   "compare RESULTS... | compare --gold GOLD LABELS...",
		Short: "Compare systems: differences, tests and ties",
		Args:  flags.Between(1, 1<<30, "results, or labels files with --gold"),
		RunE:  func(cmd *cobra.Command, args []string) error { return x.run(cmd, s, args) },
	}
	f := cmd.Flags()
	f.StringVar(&x.gold, "gold", "", "compare labels files against this gold: a corpus or a labels file")
	f.StringArrayVar(&x.metrics, "metric", nil, "metric specs, separated by commas (default b3.f1)")
	f.StringVar(&x.settings.Baseline, "baseline", "", "the system that the others are compared with (default the best)")
	f.Float64Var(&x.settings.Alpha, "alpha", 0.05, "level of the tests")
	f.Float64Var(&x.rope, "rope", 0.01, "over several corpora: differences smaller than this are practically zero")
	f.IntVar(&x.settings.Replicates, "replicates", 10_000, "replicates of the bootstrap and of the sign flips")
	f.IntVar(&x.settings.Moved, "moved", 5, "maximum stories listed for each system")
	f.Uint64Var(&x.settings.Seed, "seed", 1, "seed of the bootstrap and of the sign flips")
	f.IntVar(&x.settings.Workers, "workers", 0, "maximum goroutines, without effect on the result; 0 means one per processor")
	flags.Outlets(cmd, &x.outlets)
	x.drawn.Flags(cmd)
	flags.Cache(cmd)
	flags.Params(cmd, &x.ids)
	flags.Params(cmd, &x.settings.Policy)
	x.o.Flags(cmd, flags.ReportFormats()...)
	return cmd
}

func (x *compareFlags) run(cmd *cobra.Command, s flags.Streams, args []string) error {
	settings := &x.settings
	if settings.Alpha <= 0 || settings.Alpha >= 1 {
		return fmt.Errorf("--alpha %g: must be between 0 and 1", settings.Alpha)
	}
	if err := settings.Policy.Valid(); err != nil {
		return err
	}
	if settings.Moved == 0 {
		settings.Moved = -1 // 0 would mean the default
	}
	metrics, err := flags.SplitSpecs("metric", x.metrics)
	if err != nil {
		return err
	}
	if len(metrics) == 0 {
		metrics = []string{results.Primary}
	}
	measures, err := all.Named(metrics...)
	if err != nil {
		return err
	}
	provenance := views.Provenance(flags.CommandLine(cmd, args), measures, settings.Policy, settings.Seed, settings.Replicates)
	inputs, err := x.inputs(cmd, args, provenance)
	if err != nil {
		return err
	}
	found, err := compare.All(cmd.Context(), inputs, measures, x.rope, *settings)
	if err != nil {
		return err
	}
	report, err := views.Compare(cmd.Context(), found)
	if err != nil {
		return err
	}
	report.Provenance = provenance
	if x.drawn.Dir != "" || x.o.Format == "html" {
		var missing []string
		if len(report.Charts) == 0 {
			missing = []string{fmt.Sprintf(
				"the critical-difference diagram: it takes %d corpora or more, and systems that ran on all of them", compare.MinCorpora)}
		}
		if err := x.drawn.Write(s, report.Charts, missing); err != nil {
			return err
		}
	}
	return x.o.WriteReport(s, report)
}

// inputs opens what is compared, and adds it to the provenance.
func (x *compareFlags) inputs(cmd *cobra.Command, args []string, provenance *reports.Provenance) (inputs []compare.Input, err error) {
	if x.gold != "" {
		if inputs, err = compare.OfLabels(cmd.Context(), x.gold, args, x.ids); err != nil {
			return nil, err
		}
		for i, in := range inputs {
			outlets, err := format.AddOutlets(cmd.Context(), in.Corpus, x.outlets)
			if err != nil {
				return nil, err
			}
			if err := views.AddLabels(provenance, in.Corpus, x.gold, args[:len(args)*max(0, 1-i)], outlets); err != nil {
				return nil, err
			}
		}
		return inputs, nil
	}
	trials, err := results.Read(args...)
	if err != nil {
		return nil, err
	}
	cmd.SetContext(eval.WithPager(cmd.Context(), summaries.Stored(trials...)))
	if inputs, err = compare.OfResults(cmd.Context(), trials); err != nil {
		return nil, err
	}
	out := ""
	if dir := trials[0].Dir; len(args) == 1 && dir != defaultResults {
		out = dir
	}
	views.AddResults(provenance, trials, out)
	for _, in := range inputs {
		outlets, err := format.AddOutlets(cmd.Context(), in.Corpus, x.outlets)
		if err != nil {
			return nil, err
		}
		views.AddOutlets(provenance, outlets)
	}
	return inputs, nil
}
