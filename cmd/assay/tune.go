package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/reports/views"
)

// tuneFlags are those that tune, ablate and train have in common.
type tuneFlags struct {
	settings tune.Settings
	o        flags.Output
	trials   flags.Trials
}

func (t *tuneFlags) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	p := &t.settings.Plan
	f.StringArrayVar(&p.Corpora, "corpus", nil, "a corpus: path or embedded name, @level, #split (repeatable)")
	f.StringVar(&t.settings.Metric, "metric", results.Primary, "the metric to optimise; for it, higher or lower must be better")
	flags.Params(cmd, p, "seed", "replicates", "time_limit", "memory", "outlets")
	t.trials.Flags(cmd)
	flags.Params(cmd, &p.Policy)
	t.o.Flags(cmd, flags.ReportFormats()...)
}

// prepare checks the flags before any work is done, and says how trials are run.
func (t *tuneFlags) prepare(cmd *cobra.Command, s flags.Streams) (o bench.Options, err error) {
	p := &t.settings.Plan
	if len(p.Corpora) == 0 {
		return o, fmt.Errorf("%s takes corpora: --corpus NAME, once for each (assay %[1]s -h shows examples)", cmd.Name())
	}
	return t.trials.Options(cmd, s)
}

func tuneCommand(s flags.Streams) *cobra.Command {
	var t tuneFlags
	cmd := &cobra.Command{
		Use:   "tune --corpus C... --algorithm SPEC...",
		Short: "Tune parameters with leave-one-corpus-out evaluation",
		Args:  flags.Between(0, 0, "flags alone"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := t.prepare(cmd, s)
			if err != nil {
				return err
			}
			if len(t.settings.Plan.Algorithms) == 0 {
				return fmt.Errorf("tune takes algorithms: --algorithm SPEC, with values as 0.5..0.9/5 or a|b (assay tune -h shows examples)")
			}
			if t.settings.Plan.Algorithms, err = flags.SplitSpecs("algorithm", t.settings.Plan.Algorithms); err != nil {
				return err
			}
			if t.settings.Most < 1 {
				return fmt.Errorf("--most %d: it takes one candidate at least", t.settings.Most)
			}
			found, err := tune.Run(cmd.Context(), t.settings, o)
			if err != nil {
				return err
			}
			return t.o.WriteReport(s, views.Tune(found))
		},
	}
	cmd.Flags().StringArrayVar(&t.settings.Plan.Algorithms, "algorithm", nil,
		"algorithm specs, separated by commas; 0.5..0.9/5 for five values, a|b for two words (repeatable; assay list algorithms)")
	cmd.Flags().IntVar(&t.settings.Most, "most", 200, "maximum candidates per spec; larger grids are sampled")
	cmd.Flags().BoolVar(&t.settings.Oracles, "oracles", false, "also choose among oracles, such as k=gold")
	cmd.Flags().StringVar(&t.trials.Dir, "out", "assay-tune", "folder for results.jsonl, labels, and the halves of a single corpus")
	t.flags(cmd)
	return cmd
}

func ablateCommand(s flags.Streams) *cobra.Command {
	var t tuneFlags
	cmd := &cobra.Command{
		Use:               "ablate SPEC --corpus C...",
		Short:             "Measure the contribution of each part of an algorithm, by leaving it out",
		Args:              flags.Between(1, 1, "one algorithm"),
		ValidArgsFunction: flags.LastOf(func() []string { return flags.ListedNames("algorithms") }),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := t.prepare(cmd, s)
			if err != nil {
				return err
			}
			found, err := tune.Ablate(cmd.Context(), args[0], t.settings, o)
			if err != nil {
				return err
			}
			return t.o.WriteReport(s, views.Ablate(found))
		},
	}
	cmd.Flags().StringVar(&t.trials.Dir, "out", "assay-ablate", "folder for results.jsonl and labels")
	t.flags(cmd)
	return cmd
}
