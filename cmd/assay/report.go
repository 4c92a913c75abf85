package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
)

func reportCommand(s flags.Streams) *cobra.Command {
	var r flags.BenchReport
	var rows []string
	cmd := &cobra.Command{
		Use:   "report RESULTS...",
		Short: "Make tables and charts from stored results",
		Args:  flags.Between(1, 1<<30, "at least one results folder or file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if r.View.Rows, err = flags.SplitSpecs("rows", rows); err != nil {
				return err
			}
			trials, err := results.Read(args...)
			if err != nil {
				return err
			}
			cmd.SetContext(eval.WithPager(cmd.Context(), summaries.Stored(trials...)))
			return r.WriteResults(cmd, s, trials)
		},
	}
	cmd.Flags().StringArrayVar(&rows, "rows", nil, `algorithms to show, by name or spec, such as "leiden,kmeans*"`)
	flags.Params(cmd, &r.View, "table", "row")
	r.Flags(cmd)
	return cmd
}
