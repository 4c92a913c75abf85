package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/algorithms/storyline"
	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/tune"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

func trainCommand(s flags.Streams) *cobra.Command {
	var t tuneFlags
	var channels []string
	var weights string
	cmd := &cobra.Command{
		Use:               "train storyline --corpus C...",
		Short:             "Learn the weights of storyline from labelled corpora",
		Args:              flags.Between(1, 1, "the algorithm storyline"),
		ValidArgsFunction: flags.LastOf(func() []string { return []string{storyline.Entry.Name} }),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := t.prepare(cmd, s)
			if err != nil {
				return err
			}
			found, err := tune.Train(cmd.Context(), args[0], channels, t.settings, o)
			if err != nil {
				return err
			}
			if err := atomicfile.Write(weights, func(w io.Writer) error { return found.Weights.Write(w) }); err != nil {
				return err
			}
			report := views.Train(found)
			use := spec.Spec{Name: storyline.Entry.Name, Args: []spec.Arg{{Name: "weights", Value: spec.Spec{Name: weights}}}}
			if found.Dense.Name != "" {
				use.Args = append(use.Args, spec.Arg{Name: "dense", Value: found.Dense})
			}
			report.Notes = append(report.Notes, fmt.Sprintf("The weights are in %s; to use them: --algorithm %q", weights, use.String()))
			return t.o.WriteReport(s, report)
		},
	}
	cmd.Flags().StringArrayVar(&channels, "channel", nil,
		"features to learn the weight of (repeatable; default the features of storyline; assay list features)")
	cmd.Flags().StringVar(&weights, "weights", "storyline-weights.json", "write the weights to this file")
	cmd.Flags().StringVar(&t.trials.Dir, "out", "assay-train", "folder for results.jsonl, labels, and the halves of a single corpus")
	t.flags(cmd)
	return cmd
}
