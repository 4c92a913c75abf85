package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/compare"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports/views"
)

func compareCommand(s streams) *cobra.Command {
	var (
		o        output
		metrics  []string
		gold     string
		ids      idPolicy
		rope     float64
		outlets  string
		settings compare.Settings
		drawn    chartFlags
	)
	cmd := &cobra.Command{
		Use:   "compare RESULTS... | compare --gold GOLD LABELS...",
		Short: "Compare systems: differences, tests and ties",
		Long: `compare scores the clusterings of a bench again, or labels files against a gold, and tests
their differences story by story: the difference to a baseline with its interval, p by
sign flips of stories after Holm, letters for systems that are tied, the stories won and
lost, and those that moved most. With three corpora or more it ranks the systems over
them, too. The corpora must be where the bench found them.`,
		Example: `  assay compare assay-results
  assay compare assay-results --metric b3.f1,ari --baseline "kmeans(k=gold)"
  assay compare --gold newsroom yesterday.csv today.csv`,
		Args: between(1, 1<<30, "results, or labels files with --gold"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat(reportFormats()); err != nil {
				return err
			}
			if err := drawn.check(); err != nil {
				return err
			}
			if settings.Alpha <= 0 || settings.Alpha >= 1 {
				return fmt.Errorf("--alpha %g: must be between 0 and 1", settings.Alpha)
			}
			if err := settings.Policy.Valid(); err != nil {
				return err
			}
			if settings.Moved == 0 {
				settings.Moved = -1 // 0 would mean the default
			}
			chosen, err := splitSpecs("metric", metrics)
			if err != nil {
				return err
			}
			if len(chosen) == 0 {
				chosen = []string{results.Primary}
			}
			measures, err := all.Named(chosen...)
			if err != nil {
				return err
			}
			again := repeated(cmd, args, measures, settings.Policy, settings.Seed, settings.Replicates)
			var inputs []compare.Input
			if gold != "" {
				inputs = make([]compare.Input, 1)
				inputs[0], err = compare.OfLabels(cmd.Context(), gold, args, ids.allow())
				if err == nil {
					err = again.ofLabels(inputs[0].Corpus, gold, args)
				}
			} else {
				var trials []results.Result
				if trials, err = results.Read(args...); err == nil {
					cmd.SetContext(eval.WithPager(cmd.Context(), summaries.Stored(trials...)))
					inputs, err = compare.OfResults(cmd.Context(), trials)
				}
				if err == nil {
					again.ofResults(args, trials)
				}
			}
			if err != nil {
				return err
			}
			for _, in := range inputs {
				digest, err := format.AddOutlets(in.Corpus, outlets)
				if err != nil {
					return err
				}
				again.ofOutlets(digest)
			}
			found, err := compare.All(cmd.Context(), inputs, measures, rope, settings)
			if err != nil {
				return err
			}
			report, err := views.Compare(cmd.Context(), found)
			if err != nil {
				return err
			}
			report.Provenance = again.Provenance
			if drawn.wanted(o.format) {
				if err := drawn.write(s, o.quiet, report.Charts, leftOut(report)); err != nil {
					return err
				}
			}
			return o.writeReport(s, report)
		},
	}
	f := cmd.Flags()
	f.StringVar(&gold, "gold", "", "compare labels files against this gold: a corpus or a labels file")
	f.StringArrayVar(&metrics, "metric", nil, "metric specs, separated by commas (default b3.f1)")
	f.StringVar(&settings.Baseline, "baseline", "", "the system that the others are compared with (default the best)")
	f.Float64Var(&settings.Alpha, "alpha", 0.05, "level of the tests")
	f.Float64Var(&rope, "rope", 0.01, "over several corpora: differences smaller than this are practically zero")
	f.IntVar(&settings.Replicates, "replicates", 10_000, "replicates of the bootstrap and of the sign flips")
	f.IntVar(&settings.Moved, "moved", 5, "maximum stories listed for each system")
	f.Uint64Var(&settings.Seed, "seed", 1, "seed of the bootstrap and of the sign flips")
	f.IntVar(&settings.Workers, "workers", 0, "maximum goroutines, without effect on the result; 0 means one per processor")
	outletsFlag(cmd, &outlets)
	drawn.flags(cmd)
	cacheFlag(cmd)
	paramFlags(cmd, &ids)
	paramFlags(cmd, &settings.Policy)
	o.flags(cmd, reportFormats()...)
	return cmd
}
