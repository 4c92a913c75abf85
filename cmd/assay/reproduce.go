package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/register"
	"github.com/seed-9405df2f/assay/reports/views"
)

func reproduceCommand(s flags.Streams) *cobra.Command {
	var (
		o       register.Options
		output  flags.Output
		verdict []string
	)
	cmd := &cobra.Command{
		Use:   "reproduce [NAME…]",
		Short: "Measure what others have published, on the same data by the same protocol",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return flags.ListedNames("figures"), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			list, err := register.Select(register.Entries, args...)
			if err != nil {
				return err
			}
			shown, err := register.ParseVerdicts(verdict)
			if err != nil {
				return err
			}
			o.Progress = func(p register.Progress) { fmt.Fprint(s.Log, p) }
			results, err := register.Run(cmd.Context(), list, o)
			if err != nil {
				return err
			}
			if err := output.WriteReport(s, views.Reproduced(results, o, shown)); err != nil {
				return err
			}
			if err := register.Failures(results); err != nil {
				fmt.Fprintln(s.Log, err)
				return errFailed
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Data, "data", "", "folder of the data; where to get them is printed if they are not there")
	f.StringVar(&o.Out, "out", "assay-reproduced", "folder of measured values, with which a run that was stopped goes on; empty keeps none")
	f.StringSliceVar(&verdict, "verdict", nil, "show only cells with these verdicts, separated by commas, such as worse,differs")
	f.IntVar(&o.Workers, "workers", 0, "maximum goroutines, without effect on values; 0 means one per processor")
	flags.Params(cmd, &o.Settings)
	output.Flags(cmd, flags.ReportFormats()...)
	return cmd
}
