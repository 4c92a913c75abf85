package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/reports/views"
)

func reportCommand(s streams) *cobra.Command {
	var o output
	var v views.View
	var rows []string
	var drawn chartFlags
	var checkView func() error
	cmd := &cobra.Command{
		Use:   "report RESULTS...",
		Short: "Make tables and charts from stored results",
		Long: `report makes the tables of a bench from its stored results: folders, or results.jsonl
files, of one run or several. It runs no algorithm. Flags choose which rows and columns
are shown, and how they are grouped, sorted and rounded; tests cover the rows shown.
With --charts it also draws charts as files. With --format html the page holds the
charts, and each score leads to the stories behind it and to their missing and foreign
articles. Charts and pages that show clusters or stories need the corpora in the place
where the bench found them.`,
		Example: `  assay report assay-results --format md
  assay report assay-results --format html -o report.html
  assay report assay-results --format latex -o table.tex         # for \input, with booktabs
  assay report assay-results --columns b3.f1,ari,nmi --format csv -o table.csv
  assay report assay-results --rows "leiden,kmeans*" --sort b3.f1 --precision 2
  assay report assay-results --table metric           # a table a metric, a column a corpus
  assay report assay-results --charts charts          # PNG files; --chart-format svg or pdf`,
		Args: between(1, 1<<30, "at least one results folder or file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := o.checkFormat(reportFormats())
			if err != nil {
				return err
			}
			if err := drawn.check(); err != nil {
				return err
			}
			if err := checkView(); err != nil {
				return err
			}
			if v.Rows, err = splitSpecs("rows", rows); err != nil {
				return err
			}
			trials, err := results.Read(args...)
			if err != nil {
				return err
			}
			cmd.SetContext(eval.WithPager(cmd.Context(), summaries.Stored(trials...)))
			report, err := v.Bench(trials)
			if err != nil {
				return err
			}
			if drawn.wanted(o.format) {
				if report.Charts, err = drawn.draw(cmd.Context(), s, o.quiet, trials); err != nil {
					return err
				}
			}
			if o.format == "html" {
				if err := views.OpenDrilldowns(cmd.Context(), report, trials); err != nil {
					return err
				}
			}
			return o.writeReport(s, report)
		},
	}
	checkView = viewFlags(cmd, &v)
	cmd.Flags().StringArrayVar(&rows, "rows", nil, `algorithms to show, by name or spec, such as "leiden,kmeans*"`)
	cmd.Flags().StringVar(&v.Table, "table", "corpus", "one table for each corpus, algorithm or metric")
	cmd.Flags().StringVar(&v.TableRows, "row", "algorithm", "one row for each corpus, algorithm or metric; the third gives the columns")
	drawn.flags(cmd)
	o.flags(cmd, reportFormats()...)
	return cmd
}
