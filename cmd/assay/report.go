package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/reports"
)

func reportCommand(s streams) *cobra.Command {
	var o output
	var columns []string
	var table, row string
	cmd := &cobra.Command{
		Use:   "report RESULTS...",
		Short: "Print the tables of stored results again",
		Long: `report makes the tables of a bench from its stored results: folders, or results.jsonl
files, of one run or several. It runs nothing. With --format html a score leads to
the stories behind it, and these to the articles that are missing or foreign, where
the corpora are still where the bench found them.`,
		Example: `  assay report assay-results --format md
  assay report assay-results --columns b3.f1,ari,nmi --format csv -o table.csv
  assay report assay-results --format html -o report.html
  assay report assay-results --table metric           # a table a metric, a column a corpus`,
		Args: between(1, 1<<30, "at least one results folder or file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.checkFormat(reportFormats()); err != nil {
				return err
			}
			columns, err := splitSpecs("columns", columns)
			if err != nil {
				return err
			}
			results, err := bench.ReadResults(args...)
			if err != nil {
				return err
			}
			report, err := reports.Bench(results, columns)
			if err != nil {
				return err
			}
			if o.format == "html" {
				if err := openBehind(cmd.Context(), report, args); err != nil {
					return err
				}
			}
			if report, err = reports.Project(report, table, row); err != nil {
				return err
			}
			return o.writeReport(s, report)
		},
	}
	cmd.Flags().StringArrayVar(&columns, "columns", nil, "metrics to show, of those that were scored")
	cmd.Flags().StringVar(&table, "table", "corpus", "what makes the tables: corpus, algorithm or metric")
	cmd.Flags().StringVar(&row, "row", "algorithm", "what makes their rows; the dimension left over makes the columns")
	o.flags(cmd, reportFormats()...)
	return cmd
}
