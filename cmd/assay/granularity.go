package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/granularity"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

func granularityCommand(s flags.Streams) *cobra.Command {
	var o flags.Output
	var drawn flags.Charts
	x := granularity.NewOptions()
	cmd := &cobra.Command{
		Use:   "granularity CORPUS TREE|LABELS...",
		Short: "Find the best layer of a hierarchy for each gold level",
		Args:  flags.Between(2, 1<<30, "a corpus, and a tree or at least two clusterings"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := format.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			h, err := granularity.Open(cmd.Context(), c, args[1:], x.Bootstrap.Seed, x.Bootstrap.Workers)
			if err != nil {
				return err
			}
			found, err := granularity.Run(cmd.Context(), c, h, x)
			if err != nil {
				return err
			}
			doc := views.Granularity(found)
			if err := drawn.Write(s, doc.Charts, nil); err != nil {
				return err
			}
			if o.Format == "json" {
				return o.WriteEither(s, found, nil)
			}
			b := x.Bootstrap
			doc.Provenance = views.Provenance(flags.CommandLine(cmd, args), []eval.Measure{found.Measure}, x.Policy, b.Seed, b.Replicates)
			doc.Provenance.Corpora = []reports.Source{{Name: c.Name(), Fingerprint: c.Fingerprint(), Path: args[0]}}
			return o.WriteReport(s, doc)
		},
	}
	flags.Params(cmd, &x, "metric", "split_cost", "cuts")
	flags.Params(cmd, &x.Bootstrap, "replicates", "seed", "workers")
	flags.Params(cmd, &x.Policy)
	flags.Cache(cmd)
	drawn.Flags(cmd)
	o.Flags(cmd, flags.ReportFormats()...)
	return cmd
}
