package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports/views"
)

// A benchReport is the tables and charts of results: what bench and report print.
type benchReport struct {
	output
	view  views.View
	drawn chartFlags
}

func (r *benchReport) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	var columns []string
	f.StringArrayVar(&columns, "columns", nil, `metrics to show, of those that were scored, such as "b3.*,ari"; time, memory, all`)
	f.StringArrayVar(&r.view.Names, "name", nil, `name to show for an algorithm, as in "kmeans(k=gold)=k-means" (repeatable)`)
	flags.Params(cmd, &r.view, "group", "sort", "precision", "spread", "titles", "bare", "caption", "label")
	flags.Before(cmd, func() (err error) {
		r.view.Columns, err = flags.SplitSpecs("columns", columns)
		return err
	})
	r.drawn.flags(cmd)
	r.output.flags(cmd, reportFormats()...)
}

// write writes the report, with charts if files of them are asked for, and as HTML with
// charts and the stories behind the scores.
func (r *benchReport) write(cmd *cobra.Command, s streams, trials []results.Result) error {
	report, err := r.view.Bench(trials)
	if err != nil {
		return err
	}
	if r.drawn.dir != "" || r.format == "html" {
		var missing []string
		if report.Charts, missing, err = r.view.Charts(cmd.Context(), trials); err != nil {
			return err
		}
		if err := r.drawn.write(s, report.Charts, missing); err != nil {
			return err
		}
	}
	if r.format == "html" {
		if err := views.OpenDrilldowns(cmd.Context(), report, trials); err != nil {
			return err
		}
	}
	return r.writeReport(s, report)
}
